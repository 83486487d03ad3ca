/** Usage of one range, up to now: what the page's views show, and what budgets and the status bar need. */

import type { AwsApi } from '../../core/awsApi';
import type { Profile } from '../../core/profiles/profile';
import type { RangeReport } from '../../core/usage/rangeReport';
import { spansOf, spansSince, type Range } from '../../core/usage/ranges';
import { fetchAttribution } from './attribution';
import { fetchRange } from './usage';
import type { AttributionUsage, ScopeAndRange } from '../snapshot';

/** No range is longer. Daylight saving time begins or ends at most once within it. */
const OFFSET_CHANGE_SPAN_MS = 60 * 86_400_000;

/** Minutes by which local clocks are ahead of UTC at a time. */
const offsetAt = (time: number): number => -new Date(time).getTimezoneOffset();

/** The usage view's figures. Of several people's profiles only tokens are asked for. */
export async function fetchShown(
  aws: AwsApi,
  profiles: readonly Profile[],
  { scope, range }: ScopeAndRange,
  now: number,
  signal: AbortSignal,
): Promise<RangeReport> {
  const spans = spansOf(range, now, offsetAt(now), offsetAt(now - OFFSET_CHANGE_SPAN_MS));
  return fetchRange(aws, profiles, scope === 'team' || scope === 'all' ? 'tokens' : 'all', spans, signal);
}

/** Tokens since a budget's period began. */
export const fetchBudgetUsage = (
  aws: AwsApi,
  profiles: readonly Profile[],
  from: number,
  now: number,
  signal: AbortSignal,
): Promise<RangeReport> => fetchRange(aws, profiles, 'tokens', spansSince(from, now), signal);

/** The attribution view's. Its days are days in UTC. */
export const fetchShownAttribution = (
  aws: AwsApi,
  profiles: readonly Profile[],
  range: Range,
  now: number,
  signal: AbortSignal,
): Promise<AttributionUsage> => fetchAttribution(aws, profiles, spansOf(range, now, 0).span, signal);
