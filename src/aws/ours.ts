/** What tells our budgets, monitors and alarms from everybody else's, and keeps us from making one twice. */

import { ALERT_PREFIX, MADE_BY_TAG } from '../core/alerts';
import { isProblem, mayHaveHappened, Problem, type ProblemCode } from '../core/problem';

/** The tag as the services take it. */
export const OUR_TAGS = [{ Key: MADE_BY_TAG.key, Value: MADE_BY_TAG.value }];

interface AwsTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

const ended = (error: unknown, code: ProblemCode): boolean => isProblem(error) && error.code === code;

export const hasOurName = (name: string | undefined): name is string => name?.startsWith(ALERT_PREFIX) ?? false;

/** Whether something is ours: by name, and by tag unless tags may not be read. What is gone is nobody's. */
export async function isOurs(name: string, readTags: () => Promise<readonly AwsTag[] | undefined>): Promise<boolean> {
  if (!hasOurName(name)) return false;
  try {
    const tags = (await readTags()) ?? [];
    return tags.some(({ Key, Value }) => Key === MADE_BY_TAG.key && Value === MADE_BY_TAG.value);
  } catch (error) {
    if (ended(error, 'denied')) return true;
    if (ended(error, 'not-found')) return false;
    throw error;
  }
}

/** The refusal to remove what somebody else made. */
export const notOurs = (name: string): Problem =>
  new Problem('not-ours', { message: `${name} was not made by Bedrock Tally` });

/** Awaits a removal; what is gone already is removed. */
export async function orGone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!ended(error, 'not-found')) throw error;
  }
}

/** Throws `conflict` when a name is taken. */
export function refuseTaken(taken: boolean, action: string, name: string): void {
  if (taken) throw new Problem('conflict', { action, message: `There is one named ${name} already` });
}

/** Sends what must not be sent twice. When its answer was lost, `find` looks for what it may have made. */
export async function makeOnce<T>(send: () => Promise<T>, find: () => Promise<T | undefined>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!isProblem(error) || !mayHaveHappened(error)) throw error;
    const made = await find().catch(() => undefined);
    if (made === undefined) throw error;
    return made;
  }
}
