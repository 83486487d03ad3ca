/** What a comparison would ask Cost Explorer: what is said before it is paid for, and what is asked then. */

import { newDataAt } from '../../core/billing/bill';
import type { Remote } from '../../store/snapshot';

type Answered = Pick<Remote<unknown>, 'value' | 'asOf' | 'problem'>;
type Part = Answered | undefined;

/**
 * Cost Explorer refreshes several times a day, and nobody tells when. Answers that are no further apart than this count
 * as of one moment: it takes a minute or two to ask for all of them, and who has just looked at the bill need not pay
 * for it again.
 */
const MOMENT_MS = 10 * 60_000;

/** Whether a question would be asked: there is no answer to it, or a newer one can exist. */
export const isDue = ({ value, asOf = 0 }: Answered = {}, now: number): boolean =>
  value === undefined || newDataAt(asOf) <= now;

/** Whether the answers that are there were given at one moment. */
export function isOneMoment(parts: readonly Part[]): boolean {
  const times = parts.flatMap((part) => (part?.value === undefined ? [] : [part.asOf ?? 0]));
  return times.length === 0 || Math.max(...times) - Math.min(...times) <= MOMENT_MS;
}

/**
 * Until when the answers to parts of one comparison are good. Where one of them has to be asked for, or they are of
 * several moments, all that are not of this moment are asked for.
 */
export function goodUntil(parts: readonly Part[], now: number): (asOf: number) => number {
  return isOneMoment(parts) && !parts.some((part) => isDue(part, now))
    ? newDataAt
    : (asOf) => Math.min(newDataAt(asOf), asOf + MOMENT_MS);
}

export interface Questions {
  /** The bill by member. */
  readonly member: Part;
  /** Its services by usage type; none are known before the bill is. */
  readonly types: readonly Part[];
  readonly costTags: Answered;
  /** How many services there will be, as long as the bill does not tell. */
  readonly likelyServices: number;
}

/** Counts those that would be asked now. */
export function questionsLeft({ member, types, costTags, likelyServices }: Questions, now: number): number {
  const until = goodUntil([member, ...types], now);
  const asks = (part: Part): boolean => part?.value === undefined || until(part.asOf ?? 0) <= now;
  const services = member?.value === undefined ? likelyServices : types.filter(asks).length;
  // That only the payer may know was said once for all.
  const tags = costTags.problem?.detail.payerOnly === true ? 0 : Number(isDue(costTags, now));
  return services + Number(asks(member)) + tags;
}
