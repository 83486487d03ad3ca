/**
 * What an estimate beside the bill is worth where the bill has usage that nobody asked CloudWatch about: of other
 * Regions and accounts.
 */

import { NO_MONEY, toDecimal } from '../../core/money';
import type { Profile } from '../../core/profiles/profile';
import type { PageAmount } from '../../protocol/usagePage/state';
import type { ComparedAmounts, ComparedRow } from '../../core/reconciliation/types';

type EstimateWithReasons = Pick<ComparedAmounts, 'estimate' | 'reasons'>;

/** Whether a label has a profile here. What is untagged needs none, and of tags that may not be read nobody knows. */
export function labelsWithProfile(
  profiles: readonly Pick<Profile, 'tags'>[],
  key: string,
): (label: ComparedRow['label']) => boolean {
  const labels = new Set(
    profiles.flatMap(({ tags }) => (tags !== undefined && Object.hasOwn(tags, key) ? tags[key] : [])),
  );
  return (label) => label === undefined || labels.has(label);
}

const isNothing = ({ money, whole }: ComparedAmounts['estimate']): boolean => whole && money === NO_MONEY;

/**
 * The estimate; at least that where a part was not loaded, and undefined where nothing was: zero would be
 * wrong then. Without a profile here nothing of a label was loaded, whether it is of another account or its profile was
 * deleted.
 */
export function coveredEstimate({ estimate, reasons }: EstimateWithReasons, hasProfile = true): PageAmount | undefined {
  const isPartial = !hasProfile || reasons.some(({ code }) => code === 'other-region');
  if (isPartial && isNothing(estimate)) return undefined;
  return { usd: toDecimal(estimate.money), whole: estimate.whole && !isPartial };
}
