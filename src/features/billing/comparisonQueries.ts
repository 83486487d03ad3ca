/** The requests to Cost Explorer that a comparison needs: their number is shown before they are paid for. */

import { newDataAt } from '../../core/billing/bill';
import type { RemoteValue } from '../../store/snapshot';

type LoadedPart = Pick<RemoteValue<unknown>, 'value' | 'asOf' | 'problem'>;
type ComparisonPart = LoadedPart | undefined;

/**
 * Cost Explorer refreshes several times a day, at times that are not known. Answers no further apart than this count
 * as of one moment: it takes a minute or two to load all of them, and who has just loaded the bill need not pay
 * for it again.
 */
const SAME_TIME_MS = 10 * 60_000;

/** Whether a question would be asked: there is no answer to it, or a newer one can exist. */
export const isDue = ({ value, asOf = 0 }: LoadedPart = {}, now: number): boolean =>
  value === undefined || newDataAt(asOf) <= now;

/** Whether the answers that are there were given at one moment. */
export function areFromSameTime(parts: readonly ComparisonPart[]): boolean {
  const times = parts.flatMap((part) => (part?.value === undefined ? [] : [part.asOf ?? 0]));
  return times.length === 0 || Math.max(...times) - Math.min(...times) <= SAME_TIME_MS;
}

/**
 * Until when the answers to parts of one comparison are good. Where one of them has to be asked for, or they are of
 * several moments, all that are not of this moment are asked for.
 */
export function validUntil(parts: readonly ComparisonPart[], now: number): (asOf: number) => number {
  return areFromSameTime(parts) && !parts.some((part) => isDue(part, now))
    ? newDataAt
    : (asOf) => Math.min(newDataAt(asOf), asOf + SAME_TIME_MS);
}

export interface ComparisonParts {
  /** The bill by member. */
  readonly member: ComparisonPart;
  /** Its services by usage type; none are known before the bill is. */
  readonly types: readonly ComparisonPart[];
  readonly costTags: LoadedPart;
  /** How many services there will be, as long as the bill does not show it. */
  readonly likelyServices: number;
}

/** Counts those that would be asked now. */
export function requestsNeeded({ member, types, costTags, likelyServices }: ComparisonParts, now: number): number {
  const until = validUntil([member, ...types], now);
  const isNeeded = (part: ComparisonPart): boolean => part?.value === undefined || until(part.asOf ?? 0) <= now;
  const services = member?.value === undefined ? likelyServices : types.filter(isNeeded).length;
  // AWS has reported that only the payer account may list the tags; that does not change.
  const tags = costTags.problem?.detail.payerOnly === true ? 0 : Number(isDue(costTags, now));
  return services + Number(isNeeded(member)) + tags;
}
