/** How a page shows what is requested from AWS only on demand, and what that costs. */

import { newDataAt } from '../core/billing/bill';
import type { Problem } from '../core/problem';
import type { CommandId } from '../manifest';
import type { RemoteValue, Snapshot } from '../store/snapshot';
import { paragraph } from './messages/paragraph';
import { problemRemedy, problemSentence } from './messages/problems';
import { perhapsBilledText, samplePriceText } from './messages/requests';

/** `ask`: it was not requested yet. */
export type RequestPhase = 'ask' | 'loading' | 'ready' | 'failed';

/** A failure as the page shows it. */
export interface PageProblem {
  readonly sentence: string;
  readonly action: { readonly id: CommandId; readonly label: string };
}

/** The state of a value. */
export function phaseOf(remote: RemoteValue<unknown> | undefined): RequestPhase {
  if (remote?.loading === true) return 'loading';
  if (remote?.value !== undefined) return 'ready';
  return remote?.problem === undefined ? 'ask' : 'failed';
}

/** Why a request failed, and the command that helps: nothing is requested again by itself. */
export function problemOf(remote: RemoteValue<unknown> | undefined): { problem?: PageProblem } {
  const problem = remote?.problem;
  if (problem === undefined) return {};
  const { label, command } = problemRemedy(problem);
  const sentence = paragraph(problemSentence(problem), isPerhapsBilled(problem) ? perhapsBilledText() : undefined);
  return { problem: { sentence, action: { id: command, label } } };
}

/** A request to Cost Explorer whose answer was lost is paid for all the same. */
function isPerhapsBilled({ code, detail }: Problem): boolean {
  const isLost = code === 'unreachable' || code === 'server' || code === 'broken-answer';
  return isLost && detail.action?.startsWith('ce:') === true;
}

/** The price of a request; requests to the simulator are free, but what AWS would charge is shown, too. */
export const pricedAt = ({ sample }: Pick<Snapshot, 'sample'>, price: string): string =>
  sample ? samplePriceText(price) : price;

/** Until when an answer is as good as a new one; after a failure another request is of use at once. */
export const noNewDataBefore = (
  { asOf, value, problem }: RemoteValue<unknown> = { loading: false },
): { settledUntil?: number } =>
  asOf === undefined || value === undefined || problem !== undefined ? {} : { settledUntil: newDataAt(asOf) };
