/**
 * Which series are asked for, in which order, and what is made do with when something is denied. Every series asked for
 * is billed.
 */

import { ownValue } from '../../core/collections';
import type { AwsApi, SeriesResult } from '../../core/awsApi';
import { isProblem } from '../../core/problem';
import type { Profile } from '../../core/profiles/profile';
import { condenseReport, type RangeReport } from '../../core/usage/rangeReport';
import type { RangeSpans } from '../../core/usage/ranges';
import {
  measuresFor,
  planQueries,
  reportOf,
  type MeasuredProfile,
  type SeriesKey,
  type SeriesQuery,
} from '../../core/usage/series';
import {
  last24Hours,
  tokensOf,
  totalTokens,
  TOKEN_KINDS,
  type Measure,
  type Span,
  type UsageReport,
} from '../../core/usage/usage';
import { LISTING_DENIED, type EveryoneUsage } from '../snapshot';

type Level = UsageReport['level'];

/**
 * What has been idle for two weeks is not listed any more; a day less, because a new series takes its time,
 * too.
 */
const LISTED_FOR_MS = 13 * 86_400_000;
/** Listing series takes a call for each profile, or one chain of pages for each metric's name. */
const MOST_LISTED_SINGLY = 10;

/** Usage of some profiles over any span. */
export async function fetchReport(
  aws: AwsApi,
  profiles: readonly MeasuredProfile[],
  level: Level,
  span: Span,
  signal: AbortSignal,
): Promise<UsageReport> {
  const measures = measuresFor(level);
  // A period that begins this moment has no length, and CloudWatch refuses that.
  if (profiles.length === 0 || span.end <= span.start) return reportOf(profiles, [], span, level, []);
  const few = profiles.length <= MOST_LISTED_SINGLY;
  const reachesBack = span.end - span.start > LISTED_FOR_MS;
  const listed = await listOrDenied(aws, measures, few ? profiles : 'all', signal);
  const known = listed ?? [];
  const first = await ask(aws, planQueries(profiles, known, measures, 'skip', reachesBack), span, signal);
  // Hundreds of profiles that nobody uses are not paid for, unless they may have been used before listing forgot them.
  const blindly = few || reachesBack || listed === undefined;
  const blind = await askBlindly(aws, blindly ? unlisted(profiles, known) : [], known, level, span, signal);
  const partial = [...first.partial, ...blind.partial, ...(listed === undefined ? [LISTING_DENIED] : [])];
  return reportOf(profiles, [...first.answers, ...blind.answers], span, level, [...new Set(partial)]);
}

/** My last 24 hours, or a profile's. */
export const fetchUsage = (
  aws: AwsApi,
  profiles: readonly MeasuredProfile[],
  level: Level,
  now: number,
  signal: AbortSignal,
): Promise<UsageReport> => fetchReport(aws, profiles, level, last24Hours(now), signal);

/** A range and the span before it, in one question: a series costs the same however long it is. */
export async function fetchRange(
  aws: AwsApi,
  profiles: readonly Profile[],
  level: Level,
  spans: RangeSpans,
  signal: AbortSignal,
): Promise<RangeReport> {
  const whole = { ...spans.span, start: Math.min(spans.span.start, spans.before.start) };
  return condenseReport(profiles, await fetchReport(aws, profiles, level, whole, signal), spans);
}

function unlisted(profiles: readonly MeasuredProfile[], listed: readonly SeriesKey[]): readonly MeasuredProfile[] {
  const seen = new Set(listed.map((series) => series.modelId));
  return profiles.filter(({ id, arn }) => !seen.has(id) && !seen.has(arn));
}

/** A profile of which nothing is known is asked for its plain tokens first, and for the rest when it had any. */
async function askBlindly(
  aws: AwsApi,
  profiles: readonly MeasuredProfile[],
  listed: readonly SeriesKey[],
  level: Level,
  span: Span,
  signal: AbortSignal,
): Promise<SeriesResult> {
  const probes: readonly Measure[] =
    level === 'all' ? measuresFor('all').filter((measure) => !measure.startsWith('cache')) : ['input', 'output'];
  const rest = TOKEN_KINDS.filter((kind) => !probes.includes(kind));
  const probe = await ask(aws, planQueries(profiles, listed, probes, 'ask'), span, signal);
  const busy = new Set(
    probe.answers.filter((answer) => answer.values.some((value) => value > 0)).map((answer) => answer.query.profile),
  );
  const used = profiles.filter(({ id }) => busy.has(id));
  const more = await ask(aws, planQueries(used, listed, rest, 'ask'), span, signal);
  return { answers: [...probe.answers, ...more.answers], partial: [...probe.partial, ...more.partial] };
}

const ask = (aws: AwsApi, queries: readonly SeriesQuery[], span: Span, signal: AbortSignal): Promise<SeriesResult> =>
  queries.length === 0 ? Promise.resolve({ answers: [], partial: [] }) : aws.fetchSeries(queries, span, signal);

async function listOrDenied(
  aws: AwsApi,
  measures: readonly Measure[],
  profiles: readonly MeasuredProfile[] | 'all',
  signal: AbortSignal,
): Promise<readonly SeriesKey[] | undefined> {
  const ids = profiles === 'all' ? profiles : profiles.flatMap(({ id, arn }) => [id, arn]);
  try {
    return await aws.listSeries(measures, ids, signal);
  } catch (error) {
    if (isProblem(error) && error.code === 'denied') return undefined;
    throw error;
  }
}

/** Tokens of all profiles over the last 24 hours, asking only for series that exist. */
export async function fetchEveryone(
  aws: AwsApi,
  profiles: readonly MeasuredProfile[],
  now: number,
  signal: AbortSignal,
): Promise<EveryoneUsage> {
  const span = last24Hours(now);
  if (profiles.length === 0) return { span, tokens: {}, partial: [] };
  const listed = await aws.listSeries(TOKEN_KINDS, 'all', signal);
  const result = await ask(aws, planQueries(profiles, listed, TOKEN_KINDS, 'skip'), span, signal);
  const report = reportOf(profiles, result.answers, span, 'tokens', result.partial);
  const counted = profiles.map(({ id }) => [id, tokensOf(ownValue(report.byProfile, id))] as const);
  const tokens = Object.fromEntries(counted.filter(([, sum]) => totalTokens(sum) > 0));
  return { span, tokens, partial: result.partial };
}
