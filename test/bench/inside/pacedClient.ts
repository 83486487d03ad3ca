/**
 * Calls two URLs by turns, with many streams at once, and prints for each how long they took. Arguments: the direct
 * URL, the gateway's, how many streams at once, how many rounds, and how many bytes a body has.
 */

import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PacedRun } from '../gatewayFigures';

const [direct = '', gateway = '', ...numbers] = process.argv.slice(2);
const [streams = 100, rounds = 3, bytes = 200_000] = numbers.map(Number);
const body = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'x'.repeat(bytes) }] }] }));
/** Agents do not begin in the same millisecond. */
const APART_MS = 15;
const agent = new Agent({ keepAlive: true });

/** One stream: ms from its beginning to its first byte, and to its end. */
const call = (url: string): Promise<readonly [number, number]> =>
  new Promise((resolve, reject) => {
    const start = performance.now();
    const sent = request(
      url,
      { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (response) => {
        let first: number | undefined;
        response.on('data', () => (first ??= performance.now() - start));
        response.once('error', reject);
        response.once('end', () => {
          if (response.statusCode === 200 && first !== undefined) resolve([first, performance.now() - start]);
          else reject(new Error(`The answer is ${response.statusCode ?? 0}.`));
        });
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });

async function round(url: string): Promise<PacedRun> {
  const calls: Promise<readonly [number, number]>[] = [];
  for (let count = 0; count < streams; count += 1) {
    calls.push(call(url));
    await sleep(APART_MS);
  }
  const times = await Promise.all(calls);
  return { first: times.map(([first]) => first), whole: times.map(([, whole]) => whole) };
}

async function main(): Promise<void> {
  const runs: { direct: PacedRun; gateway: PacedRun }[] = [];
  // The first round opens connections and warms both up.
  for (let count = 0; count <= rounds; count += 1)
    runs.push({ direct: await round(direct), gateway: await round(gateway) });
  agent.destroy();
  console.log(JSON.stringify(runs.slice(1)));
}

void main();
