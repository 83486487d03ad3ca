/** The one place where errors end: commands and listeners run through it. Cancelling is silent. */

import { asProblem, isCancelled } from '../core/problem';
import type { Log } from './log';
import { showProblem } from './showProblem';

/** Runs what the user has just asked for: an error is logged and shown. Never rejects. */
export async function runForUser(log: Log, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isCancelled(error)) return;
    log.problem(asProblem(error));
    showProblem(error);
  }
}

/** Runs what an event or a timer has started: an error is logged. Never rejects. */
export async function runInBackground(log: Log, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isCancelled(error)) log.problem(asProblem(error));
  }
}
