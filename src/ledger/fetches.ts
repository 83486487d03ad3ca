/** What a refresh asks AWS, in which order, and what it makes do with when something is denied. */

import type { Cloud } from '../core/cloud';
import type { Arn, ProfileId } from '../core/ids';
import { isProblem } from '../core/problem';
import type { Profile, ProfileSummary, Tags } from '../core/profile';
import { measuresFor, planQueries, reportOf, type Measured, type SeriesKey, type SeriesQuery } from '../core/series';
import {
  last24Hours,
  tokensOf,
  totalTokens,
  TOKEN_KINDS,
  type Measure,
  type Span,
  type TokenCounts,
  type UsageReport,
} from '../core/usage';
import type { ProfileList, TeamUsage } from './snapshot';

/** A note in `partial` that is ours and not AWS's: what is listed could not be known, so series were asked for blindly. */
export const LISTING_DENIED = 'bedrockTally:listing-denied';

/** The bulk answer may lag behind a creation by minutes; such young profiles are asked for one by one. */
const YOUNG_MS = 600_000;

/** All profiles with their tags: in bulk, or one by one where the bulk call is denied. */
export async function fetchProfiles(cloud: Cloud, now: number, signal: AbortSignal): Promise<ProfileList> {
  const [summaries, bulk] = await Promise.all([cloud.listProfiles(signal), bulkOrDenied(cloud, signal)]);
  if (bulk === undefined) return tagsOneByOne(cloud, summaries, signal);
  const profiles = await Promise.all(
    summaries.map(async (summary): Promise<Profile> => {
      const tags = bulk.get(summary.arn);
      const young = tags === undefined && summary.createdAt !== undefined && now - summary.createdAt < YOUNG_MS;
      return { ...summary, tags: young ? await youngTags(cloud, summary.arn, signal) : (tags ?? {}) };
    }),
  );
  return { profiles, tagsFrom: 'bulk' };
}

async function bulkOrDenied(cloud: Cloud, signal: AbortSignal): Promise<ReadonlyMap<Arn, Tags> | undefined> {
  try {
    return await cloud.tagsInBulk(signal);
  } catch (error) {
    if (isProblem(error) && error.code === 'denied') return undefined;
    throw error;
  }
}

async function youngTags(cloud: Cloud, arn: Arn, signal: AbortSignal): Promise<Tags | undefined> {
  try {
    return await cloud.tagsOf(arn, signal);
  } catch (error) {
    if (isProblem(error) && (error.code === 'denied' || error.code === 'not-found')) return undefined;
    throw error;
  }
}

/** With tag-based policies some tags are readable and others not. After so many refusals and no answer, none is taken to be. */
const MOST_REFUSALS = 20;

async function tagsOneByOne(
  cloud: Cloud,
  summaries: readonly ProfileSummary[],
  signal: AbortSignal,
): Promise<ProfileList> {
  let denied: string | undefined;
  let refusals = 0;
  let answers = 0;
  const withTags = async (summary: ProfileSummary): Promise<Profile> => {
    if (answers === 0 && refusals >= MOST_REFUSALS) return { ...summary, tags: undefined };
    try {
      const tags = await cloud.tagsOf(summary.arn, signal);
      answers += 1;
      return { ...summary, tags };
    } catch (error) {
      if (!isProblem(error) || !['denied', 'not-found'].includes(error.code)) throw error;
      if (error.code === 'denied') {
        denied = error.detail.action ?? 'bedrock:ListTagsForResource';
        refusals += 1;
      }
      return { ...summary, tags: undefined };
    }
  };
  const first = await Promise.all(summaries.slice(0, MOST_REFUSALS).map(withTags));
  const others = await Promise.all(summaries.slice(MOST_REFUSALS).map(withTags));
  return { profiles: [...first, ...others], tagsFrom: 'each', ...(denied === undefined ? {} : { tagsDenied: denied }) };
}

/** Usage of a few profiles, mine or the one on the page. New ones, whose series are not listed yet, are asked for directly. */
export async function fetchUsage(
  cloud: Cloud,
  profiles: readonly Measured[],
  level: UsageReport['level'],
  now: number,
  signal: AbortSignal,
): Promise<UsageReport> {
  const span = last24Hours(now);
  const measures = measuresFor(level);
  if (profiles.length === 0) return reportOf([], [], span, level, []);
  const ids = profiles.flatMap(({ id, arn }) => [id, arn]);
  const listed = await listOrDenied(cloud, measures, ids, signal);
  const known = listed ?? [];
  const first = await ask(cloud, planQueries(profiles, known, measures, 'skip'), span, signal);
  const blind = await askBlindly(cloud, unlisted(profiles, known), known, level, span, signal);
  const partial = [...first.partial, ...blind.partial, ...(listed === undefined ? [LISTING_DENIED] : [])];
  return reportOf(profiles, [...first.answers, ...blind.answers], span, level, [...new Set(partial)]);
}

function unlisted(profiles: readonly Measured[], listed: readonly SeriesKey[]): readonly Measured[] {
  const seen = new Set(listed.map((series) => series.modelId));
  return profiles.filter(({ id, arn }) => !seen.has(id) && !seen.has(arn));
}

/** Every query is billed, so a profile of which nothing is known is asked for its plain tokens first, and for the rest when it had any. */
async function askBlindly(
  cloud: Cloud,
  profiles: readonly Measured[],
  listed: readonly SeriesKey[],
  level: UsageReport['level'],
  span: Span,
  signal: AbortSignal,
) {
  const probes: readonly Measure[] =
    level === 'all' ? measuresFor('all').filter((measure) => !measure.startsWith('cache')) : ['input', 'output'];
  const rest = TOKEN_KINDS.filter((kind) => !probes.includes(kind));
  const probe = await ask(cloud, planQueries(profiles, listed, probes, 'ask'), span, signal);
  const busy = new Set(
    probe.answers.filter((answer) => answer.values.some((value) => value > 0)).map((answer) => answer.query.profile),
  );
  const more = await ask(
    cloud,
    planQueries(
      profiles.filter(({ id }) => busy.has(id)),
      listed,
      rest,
      'ask',
    ),
    span,
    signal,
  );
  return { answers: [...probe.answers, ...more.answers], partial: [...probe.partial, ...more.partial] };
}

const ask: (
  cloud: Cloud,
  queries: readonly SeriesQuery[],
  span: Span,
  signal: AbortSignal,
) => ReturnType<Cloud['fetchSeries']> = (cloud, queries, span, signal) =>
  queries.length === 0 ? Promise.resolve({ answers: [], partial: [] }) : cloud.fetchSeries(queries, span, signal);

async function listOrDenied(
  cloud: Cloud,
  measures: readonly Measure[],
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly SeriesKey[] | undefined> {
  try {
    return await cloud.listSeries(measures, ids, signal);
  } catch (error) {
    if (isProblem(error) && error.code === 'denied') return undefined;
    throw error;
  }
}

/** Tokens of all profiles, asking only for series that exist. */
export async function fetchTeam(
  cloud: Cloud,
  profiles: readonly Measured[],
  now: number,
  signal: AbortSignal,
): Promise<TeamUsage> {
  const span = last24Hours(now);
  if (profiles.length === 0) return { span, tokens: {}, partial: [] };
  const listed = await cloud.listSeries(TOKEN_KINDS, 'all', signal);
  const result = await ask(cloud, planQueries(profiles, listed, TOKEN_KINDS, 'skip'), span, signal);
  const report = reportOf(profiles, result.answers, span, 'tokens', result.partial);
  const tokens: Record<ProfileId, TokenCounts> = {};
  for (const { id } of profiles) {
    const own = tokensOf(report.byProfile[id]);
    if (totalTokens(own) > 0) tokens[id] = own;
  }
  return { span, tokens, partial: result.partial };
}
