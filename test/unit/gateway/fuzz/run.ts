/** Runs fuzzed calls through a gateway, and holds its journal against what Bedrock was sent and answered. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import type { CallRecord } from '../../../../src/core/gateway/callRecord';
import type { PlaceCatalog } from '../../../../src/core/gateway/chooseProfile';
import { arn } from '../../../../src/core/ids';
import { modelArns, owned } from '../../core/builders';
import { STREAM_HEAD } from '../metering/streams';
import { openTestGateway } from '../testGateway';
import { standIn, type Received, type StandIn } from '../upstream';
import { Agents, type GatewayAddress } from './agent';
import { expectedOf, streamCases, type StreamCase } from './streamCase';

export const MODEL = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6';
export const CATALOG: PlaceCatalog = {
  profiles: [owned('mine', 'platform', 'jane', { arn: arn(PROFILE), models: modelArns(['us-east-1']) })],
  sources: [],
  isMine: () => true,
};
export const CASES_AT_ONCE = 16;
/** Nobody's answer is broken off, so that what is counted does not depend on who left first. */
const LIMITS = { abandoned: { atOnce: 10_000, ms: 600_000 } };

/** Sends a case's answer, as far as it goes. */
async function answer(response: ServerResponse, { pieces, cutAfter, slowness }: StreamCase): Promise<void> {
  response.writeHead(200, STREAM_HEAD.headers);
  response.flushHeaders();
  let sent = 0;
  for (const piece of pieces) {
    const part = piece.subarray(0, Math.max(0, (cutAfter ?? Infinity) - sent));
    sent += part.length;
    if (part.length > 0)
      await new Promise<void>((resolve) =>
        response.write(part, () => {
          resolve();
        }),
      );
    if (slowness > 0) await turn();
  }
  if (cutAfter === undefined) response.end();
  else response.destroy();
}

const caseOf = ({ headers }: Pick<Received, 'headers'>): number => Number(headers['x-case']);

/** Each call that arrived at Bedrock is one line, and says what can be known. */
function compare(cases: readonly StreamCase[], received: readonly Received[], journal: readonly CallRecord[]): void {
  assert.equal(journal.length, received.length, 'a line for each call that was sent');
  const indexes = received.map(caseOf);
  assert.equal(new Set(indexes).size, indexes.length, 'each call was sent once');
  for (const [index, one] of cases.entries()) {
    const sent = received.find((request) => caseOf(request) === index);
    if (one.leaves !== 'at-once') assert.ok(sent, 'the call was sent');
    if (sent) assert.ok(sent.body.equals(one.body), 'the body is what the agent sent');
  }
  const lines = journal.map(({ counting, tokens }) =>
    JSON.stringify([counting, tokens?.input, counting === 'exact' ? tokens : 0]),
  );
  const expected = indexes.map((index) => {
    const one = cases[index];
    assert.ok(one);
    const { counting, input, tokens } = expectedOf(one);
    return JSON.stringify([counting, input, tokens ?? 0]);
  });
  assert.deepEqual(lines.sort(), expected.sort());
}

/** A server that answers each call as its case says. */
export const standInFor = (cases: readonly StreamCase[]): Promise<StandIn> =>
  standIn((response, received) => {
    const one = cases[caseOf(received)];
    if (one) void answer(response, one);
  });

/** Makes the calls of all cases, some at once. */
export async function callAll(gateway: GatewayAddress, cases: readonly StreamCase[], atOnce: number): Promise<void> {
  const agents = new Agents(gateway);
  const waiting = [...cases.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await agents.call(next[1], next[0]);
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
  } finally {
    agents.close();
  }
}

/** Makes the calls of a seed through a gateway of their own. */
async function runBatch(seed: number, size: number): Promise<void> {
  const cases = fc.sample(streamCases, { seed, numRuns: size });
  const bedrock = await standInFor(cases);
  const opened = await openTestGateway({ upstream: bedrock.url, catalog: CATALOG, limits: LIMITS });
  try {
    await callAll({ url: opened.gateway.url, secret: opened.secret }, cases, CASES_AT_ONCE);
    await opened.gateway.drain();
    compare(cases, bedrock.received, await opened.journal());
  } catch (error) {
    throw new Error(`The batch with seed ${seed} of ${size} failed.`, { cause: error });
  } finally {
    await opened.close();
    await bedrock.close();
  }
}

const BATCH = 500;

/** Makes so many fuzzed calls. Throws an error that names the seed of what failed. */
export async function runFuzzed(calls: number, seed: number): Promise<void> {
  for (let done = 0; done < calls; done += BATCH) await runBatch(seed + done, Math.min(BATCH, calls - done));
}
