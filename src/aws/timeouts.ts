/** How long AWS's answers are waited for. */

/**
 * How long is waited, in milliseconds: for a connection, for the answer of one attempt, and for all attempts of a call
 * together.
 */
export interface Timeouts {
  readonly connectMs: number;
  readonly answerMs: number;
  /**
   * For the answer of an attempt that costs money, waited for or not; `answerMs` when absent. All attempts of such a
   * call have so much longer.
   */
  readonly paidAnswerMs?: number;
  /** A stalled answer has to end at some time even where the SDK is between two attempts. */
  readonly deadlineMs: number;
}

/** What applies unless a test sets others. */
export const DEFAULT_TIMEOUTS: Timeouts = {
  connectMs: 5_000,
  answerMs: 15_000,
  paidAnswerMs: 60_000,
  deadlineMs: 60_000,
};

/** Whether a call costs money by itself: its answer is waited for longer. */
const isPaid = (action: string): boolean => action.startsWith('ce:') || action === 'cloudwatch:GetMetricData';

/** How long a call's attempts are waited for, each and together, ms. */
export function timesOf(
  action: string,
  { answerMs, paidAnswerMs, deadlineMs }: Timeouts,
): { readonly deadlineMs: number; readonly requestTimeout: number } {
  if (!isPaid(action) || paidAnswerMs === undefined) return { deadlineMs, requestTimeout: answerMs };
  return { deadlineMs: deadlineMs + paidAnswerMs, requestTimeout: paidAnswerMs };
}
