/**
 * What was invoked in the Region past profiles that are known, beside what went through them. Every series asked for is
 * billed.
 */

import { dayOf } from '../../core/billing/bill';
import type { AwsApi } from '../../core/awsApi';
import { planAttributionQueries } from '../../core/attribution/attribution';
import type { Profile } from '../../core/profiles/profile';
import { reportOf } from '../../core/usage/series';
import { periodCount, TOKEN_KINDS, tokensOf, totalTokens, type ProfileUsage, type Span } from '../../core/usage/usage';
import { fetchReport } from './usage';
import type { AttributionUsage } from '../snapshot';

/**
 * Profiles are asked for as the page's figures of everybody are, also where listing has forgotten them; whatever else
 * is listed is asked for once. What is no profile and has been idle for two weeks is not listed, so it cannot be known.
 * Periods must lie in one UTC day each. Rejects with a Problem where series may not be listed: then nothing is known of
 * what went past profiles.
 */
export async function fetchAttribution(
  aws: AwsApi,
  profiles: readonly Profile[],
  span: Span,
  signal: AbortSignal,
): Promise<AttributionUsage> {
  const { start, end, periodSeconds } = span;
  const days = Array.from({ length: periodCount(span) }, (_, period) => dayOf(start + period * periodSeconds * 1000));
  if (days.length === 0) return { span: { start, end }, days, bySubject: {}, partial: [] };
  const listed = await aws.listSeries(TOKEN_KINDS, 'all', signal);
  const queries = planAttributionQueries(listed, new Set(profiles.map(({ id }) => id)));
  // Before profiles, of which most is asked: what is refused is refused early.
  const past = queries.length === 0 ? NOTHING : await aws.fetchSeries(queries, span, signal);
  const subjects = [...new Set(queries.map(({ profile }) => profile))].map((id) => ({ id }));
  const others = reportOf(subjects, past.answers, span, 'tokens', past.partial);
  const own = await fetchReport(aws, profiles, 'tokens', span, signal);
  const used = Object.entries({ ...others.byProfile, ...own.byProfile }).filter(
    ([, usage]) => totalTokens(tokensOf(usage)) > 0,
  );
  return {
    span: { start, end },
    days: [...new Set(days)],
    bySubject: Object.fromEntries(used.map(([subject, usage]) => [subject, byDay(usage, days)])),
    partial: [...new Set([...others.partial, ...own.partial])],
  };
}

const NOTHING = { answers: [], partial: [] };

/** A month of hours is thirty days: hundreds of profiles are kept and read in no time. */
function byDay(usage: ProfileUsage, days: readonly string[]): ProfileUsage {
  const sums = TOKEN_KINDS.map((kind) => {
    const each = new Map<string, number>();
    days.forEach((day, period) => each.set(day, (each.get(day) ?? 0) + (usage[kind]?.[period] ?? 0)));
    return [kind, [...each.values()]] as const;
  });
  return Object.fromEntries(sums);
}
