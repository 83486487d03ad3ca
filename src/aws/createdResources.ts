/** How our budgets, monitors and alarms are distinguished from others, and how creating one twice is prevented. */

import { ALERT_PREFIX, CREATED_BY_TAG } from '../core/alerts/alerts';
import { isProblem, mayHaveHappened, Problem, type ProblemCode } from '../core/problem';

/** The tag as the services take it. */
export const CREATED_BY_TAGS = [{ Key: CREATED_BY_TAG.key, Value: CREATED_BY_TAG.value }];

interface AwsTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

const ended = (error: unknown, code: ProblemCode): boolean => isProblem(error) && error.code === code;

export const hasAlertPrefix = (name: string | undefined): name is string => name?.startsWith(ALERT_PREFIX) ?? false;

type ReadTags = () => Promise<readonly AwsTag[] | undefined>;

async function hasOurTag(readTags: ReadTags): Promise<boolean> {
  const tags = (await readTags()) ?? [];
  return tags.some(({ Key, Value }) => Key === CREATED_BY_TAG.key && Value === CREATED_BY_TAG.value);
}

/**
 * By what something is known as ours: by name and tag, or by name alone where tags may not be read; undefined for what
 * is not ours or gone.
 */
export async function recognizedBy(name: string, readTags: ReadTags): Promise<'tag' | 'name' | undefined> {
  if (!hasAlertPrefix(name)) return undefined;
  try {
    return (await hasOurTag(readTags)) ? 'tag' : undefined;
  } catch (error) {
    if (ended(error, 'denied')) return 'name';
    if (ended(error, 'not-found')) return undefined;
    throw error;
  }
}

/**
 * Throws `not-ours` unless something has our name and our tag: a name alone is not enough to remove it, so where tags
 * may not be read that is the problem (`denied`). What is gone is `not-found`.
 */
export async function requireOurTag(name: string, readTags: ReadTags): Promise<void> {
  if (!hasAlertPrefix(name) || !(await hasOurTag(readTags)))
    throw new Problem('not-ours', { message: `${name} was not made by Bedrock Tally` });
}

/** Removes something; what is gone already is removed. */
export async function ignoreNotFound(remove: () => Promise<unknown>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!ended(error, 'not-found')) throw error;
  }
}

/** Throws `conflict` when a name is taken. */
export function requireFreeName(taken: boolean, action: string, name: string): void {
  if (taken) throw new Problem('conflict', { action, message: `There is one named ${name} already` });
}

/** Sends what must not be sent twice. When its answer was lost, `find` looks for what it may have made. */
export async function sendOrFind<T>(send: () => Promise<T>, find: () => Promise<T | undefined>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!isProblem(error) || !mayHaveHappened(error)) throw error;
    const made = await find().catch(() => undefined);
    if (made === undefined) throw error;
    return made;
  }
}
