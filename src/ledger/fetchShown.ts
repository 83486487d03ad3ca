/** What the page's views ask for: one range each, up to now. */

import type { Cloud } from '../core/cloud';
import type { Profile } from '../core/profile';
import type { RangeReport } from '../core/rangeReport';
import { spansOf, type Range } from '../core/ranges';
import { fetchGap } from './fetchGap';
import { fetchRange } from './fetchUsage';
import type { GapUsage, Shown } from './snapshot';

/** No clocks are set twice within the time that any range looks back. */
const LOOKS_BACK_MS = 60 * 86_400_000;

/** Minutes by which local clocks are ahead of UTC at a time. */
const offsetAt = (time: number): number => -new Date(time).getTimezoneOffset();

/** The usage view's figures. Of several people's profiles only tokens are asked for. */
export async function fetchShown(
  cloud: Cloud,
  profiles: readonly Profile[],
  { scope, range }: Shown,
  now: number,
  signal: AbortSignal,
): Promise<RangeReport> {
  const spans = spansOf(range, now, offsetAt(now), offsetAt(now - LOOKS_BACK_MS));
  return fetchRange(cloud, profiles, scope === 'team' || scope === 'all' ? 'tokens' : 'all', spans, signal);
}

/** The attribution view's. Its days are days in UTC. */
export const fetchShownGap = (
  cloud: Cloud,
  profiles: readonly Profile[],
  range: Range,
  now: number,
  signal: AbortSignal,
): Promise<GapUsage> => fetchGap(cloud, profiles, spansOf(range, now, 0).span, signal);
