/** How many questions to Cost Explorer a comparison would ask: what is said before it is paid for. */

import { newDataAt } from '../../core/bill';
import type { Remote } from '../../ledger/snapshot';

type Answered = Pick<Remote<unknown>, 'value' | 'asOf' | 'problem'>;

/** Whether a question would be asked: there is no answer to it, or a newer one can exist. */
export const isDue = ({ value, asOf = 0 }: Answered = {}, now: number): boolean =>
  value === undefined || newDataAt(asOf) <= now;

export interface Questions {
  /** The bill by member. */
  readonly member: Answered | undefined;
  /** Its services by usage type; none are known before the bill is. */
  readonly types: readonly (Answered | undefined)[];
  readonly costTags: Answered;
  /** How many services there will be, as long as the bill does not tell. */
  readonly likelyServices: number;
}

/** Counts those that would be asked now. */
export function questionsLeft({ member, types, costTags, likelyServices }: Questions, now: number): number {
  const services = member?.value === undefined ? likelyServices : types.filter((one) => isDue(one, now)).length;
  // That only the payer may know was said once for all.
  const tags = costTags.problem?.detail.payerOnly === true ? 0 : Number(isDue(costTags, now));
  return services + Number(isDue(member, now)) + tags;
}
