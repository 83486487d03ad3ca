/** On which days the bill shows a tag key's values. */

import { dayOf, startOfDay } from '../billing/bill';
import type { TagDay } from './types';

const DAY = 86_400_000;
/** The UTC day that comes `days` days later, as YYYY-MM-DD. */
export const nextDay = (day: string, days = 1): string => dayOf(startOfDay(day) + days * DAY);

export interface TagEvidence {
  /** In order. */
  readonly days: readonly string[];
  /** Days on which the bill has any label. */
  readonly labelled: ReadonlySet<string>;
  /** Days on which the bill has something untagged. */
  readonly untagged: ReadonlySet<string>;
  /** Days on which profiles with a label were used. */
  readonly used: ReadonlySet<string>;
  /** When the status became active, yyyy-mm-dd; undefined when it is not known. */
  readonly activeSince: string | undefined;
  readonly lastCompleteDay: string;
}

function isUnavailable(day: string, { untagged, used, activeSince, lastCompleteDay }: TagEvidence): boolean {
  // An activation may take 24 hours to take effect.
  if (activeSince !== undefined) return day <= nextDay(activeSince);
  return day <= lastCompleteDay && used.has(day) && untagged.has(day);
}

/**
 * The bill decides: on a day with any label the tag is available, also before the activation, because of backfills. On
 * a day without labels it is unavailable if the activation came later, or, where the activation is not known, if
 * everything is in the untagged row although labelled profiles were used.
 */
export function tagDaysOf(evidence: TagEvidence): ReadonlyMap<string, TagDay> {
  const { days, labelled, activeSince } = evidence;
  const tagDays = new Map<string, TagDay>();
  for (const day of days) {
    const before = tagDays.get(nextDay(day, -1)) === 'unavailable';
    // An incomplete day proves nothing; it is treated as the day before.
    const unseen = activeSince === undefined && day > evidence.lastCompleteDay && before;
    const not = !labelled.has(day) && (isUnavailable(day, evidence) || unseen);
    tagDays.set(day, not ? 'unavailable' : 'available');
  }
  for (const day of days) {
    if (!labelled.has(day)) continue;
    const beside = tagDays.get(nextDay(day, -1)) === 'unavailable' || tagDays.get(nextDay(day)) === 'unavailable';
    const changing = activeSince !== undefined && (day === activeSince || day === nextDay(activeSince));
    if (beside || changing) tagDays.set(day, 'partial');
  }
  return tagDays;
}
