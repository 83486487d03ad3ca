/**
 * Which CloudWatch series to ask for, and what their answers add up to. Every series asked for is billed, so only
 * existing ones are.
 */

import { groupBy } from '../collections';
import type { Arn, ProfileId } from '../ids';
import {
  MEASURES,
  periodCount,
  TOKEN_KINDS,
  type Measure,
  type ProfileUsage,
  type Span,
  type UsageReport,
} from './usage';

/**
 * The metric names of each measure in `AWS/Bedrock`, first the one to request where only one can be given. Live
 * accounts count cached tokens under the Count names; older documentation has the others, so both spellings are
 * requested.
 */
export const METRIC_NAMES: Readonly<Record<Measure, readonly string[]>> = {
  input: ['InputTokenCount'],
  output: ['OutputTokenCount'],
  cacheRead: ['CacheReadInputTokenCount', 'CacheReadInputTokens'],
  cacheWrite: ['CacheWriteInputTokenCount', 'CacheWriteInputTokens'],
  invocations: ['Invocations'],
  latency: ['InvocationLatency'],
  clientErrors: ['InvocationClientErrors'],
  serverErrors: ['InvocationServerErrors'],
  throttles: ['InvocationThrottles'],
};

/** A series that exists: its metric's name and the value of its one dimension `ModelId`. */
export interface SeriesKey {
  readonly metric: string;
  readonly modelId: string;
}

/** A series to ask for. */
export interface SeriesQuery extends SeriesKey {
  readonly profile: ProfileId;
  readonly measure: Measure;
  readonly statistic: 'Sum' | 'Average';
}

/** The values of a query, one for each period of the span. */
export interface SeriesAnswer {
  readonly query: SeriesQuery;
  readonly values: readonly number[];
}

export interface MeasuredProfile {
  readonly id: ProfileId;
  readonly arn: Arn;
}

export const measuresFor = (level: UsageReport['level']): readonly Measure[] =>
  level === 'all' ? MEASURES : TOKEN_KINDS;

const keyOf = (series: SeriesKey): string => `${series.metric}\n${series.modelId}`;

/**
 * Plans the queries. A profile is measured under its id and, where such a series exists, under its whole ARN.
 * Profiles in `unlisted` have no listed series yet (a new series may take 15 minutes to be listed): they are asked for
 * directly by id, cache kinds under the spelling that the account is seen to use, or under both when it is not known.
 * `complete` requests every measure of a listed profile, by id, in the spelling that is seen or in both: over spans
 * that reach back more than two weeks, because what has been idle for that long is not listed any more.
 */
export function planQueries(
  profiles: readonly MeasuredProfile[],
  listed: readonly SeriesKey[],
  measures: readonly Measure[],
  unlisted: 'skip' | 'ask',
  complete = false,
): readonly SeriesQuery[] {
  const existing = new Set(listed.map(keyOf));
  const known = new Set(listed.map((series) => series.modelId));
  const spelled = new Set(listed.map((series) => series.metric));
  const queries: SeriesQuery[] = [];
  for (const { id, arn } of profiles) {
    const isListed = known.has(id) || known.has(arn);
    const blind = unlisted === 'ask' && !isListed;
    for (const measure of measures) {
      const names = METRIC_NAMES[measure];
      const seen = names.filter((name) => spelled.has(name));
      const statistic = measure === 'latency' ? 'Average' : 'Sum';
      if (blind) {
        for (const metric of seen.length > 0 ? seen : names)
          queries.push({ profile: id, measure, statistic, metric, modelId: id });
        continue;
      }
      for (const metric of names) {
        const idle = complete && isListed && (seen.length === 0 || spelled.has(metric));
        for (const modelId of [id, arn]) {
          if (existing.has(keyOf({ metric, modelId })) || (idle && modelId === id))
            queries.push({ profile: id, measure, statistic, metric, modelId });
        }
      }
    }
  }
  return queries;
}

/**
 * Adds answers up to a report. Traffic under the id and under the ARN is different traffic and is added; two spellings
 * of one metric are the same traffic, of which the larger counts. Every profile gets every measure: a series that does
 * not exist counted nothing.
 */
export function reportOf(
  profiles: readonly Pick<MeasuredProfile, 'id'>[],
  answers: readonly SeriesAnswer[],
  span: Span,
  level: UsageReport['level'],
  partial: readonly string[],
): UsageReport {
  const periods = periodCount(span);
  const grouped = groupBy(answers, (answer) => answer.query.profile);
  const usages = profiles.map(({ id }): readonly [ProfileId, ProfileUsage] => {
    const own = grouped.get(id) ?? [];
    return [id, Object.fromEntries(measuresFor(level).map((measure) => [measure, merge(own, measure, periods)]))];
  });
  return { span, level, byProfile: Object.fromEntries(usages), partial };
}

function merge(answers: readonly SeriesAnswer[], measure: Measure, periods: number): readonly number[] {
  const own = answers.filter((answer) => answer.query.measure === measure);
  if (own.length === 1 && own[0]?.values.length === periods) return own[0].values;
  const spellings = [...groupBy(own, (answer) => answer.query.metric).values()];
  return Array.from({ length: periods }, (_, period) => {
    const each = spellings.map((same) => combine(same, measure, period));
    return each.length === 0 ? 0 : Math.max(...each);
  });
}

/** Sums add; an average over an id's and an ARN's traffic cannot be weighted here, so the larger one is shown. */
function combine(answers: readonly SeriesAnswer[], measure: Measure, period: number): number {
  const values = answers.map((answer) => answer.values[period] ?? 0);
  return measure === 'latency' ? Math.max(...values) : values.reduce((total, value) => total + value, 0);
}
