/** The extension's own AWS side, pointed at a simulator. Nothing is mocked in between: real SDK clients, real HTTP. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAws } from '../../../src/aws/index';
import type { OnCharge } from '../../../src/aws/metering';
import type { CallLog } from '../../../src/aws/clients';
import type { Timeouts } from '../../../src/aws/timeouts';
import type { AwsApi, ConnectionChoice } from '../../../src/core/awsApi';
import { region } from '../../../src/core/ids';
import { isProblem, type Problem, type ProblemCode } from '../../../src/core/problem';
import type { Simulator } from '../../../src/simulator/index';

/** A Friday afternoon in New York. */
export const FRIDAY = Date.parse('2026-11-20T20:00:00Z');
export const MINUTE = 60_000;

/** Keys that only the simulator takes. */
export const KEYS = { accessKeyId: 'AKIAEXAMPLEJANE00001', secretAccessKey: 'simulator' };

/** For calls that hang: they are given up soon, so that a test need not wait as a user would. */
export const IMPATIENT: Timeouts = { connectMs: 1_000, answerMs: 400, deadlineMs: 10_000 };

/** For answers that take their time on a busy machine. */
export const PATIENT: Timeouts = { connectMs: 10_000, answerMs: 20_000, deadlineMs: 30_000 };

export const choiceOf = (simulator: Pick<Simulator, 'url'>, name = 'us-east-1'): ConnectionChoice => ({
  awsProfile: '',
  region: region(name),
  endpoint: simulator.url,
});

export interface ConnectOptions {
  readonly log?: CallLog;
  readonly timeouts?: Timeouts;
  readonly region?: string;
  readonly onCharge?: OnCharge;
}

/** A connection as the extension opens it. */
export const connect = (simulator: Pick<Simulator, 'url'>, options: ConnectOptions = {}): Promise<AwsApi> =>
  openAws(choiceOf(simulator, options.region), {
    log: options.log ?? (() => undefined),
    keys: KEYS,
    timeouts: options.timeouts,
    onCharge: options.onCharge,
  });

/** The signal of a call whose answer stays wanted. */
export const wanted = (): AbortSignal => new AbortController().signal;

/** The problem that a promise must end in. */
export async function problemIn(promise: Promise<unknown>, code: ProblemCode): Promise<Problem> {
  try {
    await promise;
  } catch (error) {
    assert.ok(isProblem(error), `not a problem: ${String(error)}`);
    assert.equal(error.code, code, error.message);
    return error;
  }
  throw new assert.AssertionError({ message: `There was no problem, but "${code}" was expected.` });
}

/** Waits until something holds; fails with what is being waited for when it does not come about. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, mostMs = 25_000): Promise<void> {
  const end = Date.now() + mostMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new assert.AssertionError({ message: `It did not come about: ${what}` });
    await sleep(10);
  }
}
