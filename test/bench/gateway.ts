/** Streams through the gateway, and the same without it, in one run: each in processes of their own. */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, bytes, milliseconds, plain, soon, type Figure, type Section } from './figures';
import { quantile, type PacedRun } from './gatewayFigures';
import { startGatewayProcess, type GatewayProcess } from './gatewayProcess';
import { startProgram } from './programProcess';

const STREAMS = 100;
const ROUNDS = 3;
const BODY_BYTES = 200_000;
const TOKENS = 240;
const TOKENS_A_SECOND = 80;
const FIRST_BYTE_MS = 5;
const LONGER = 0.05;
const MEMORY = 80 * 1024 * 1024;

interface Measured {
  readonly direct: PacedRun;
  readonly gateway: PacedRun;
  /** The most that the gateway's process took, bytes. */
  readonly memory: number;
}

const joined = (runs: readonly PacedRun[]): PacedRun => ({
  first: runs.flatMap(({ first }) => first),
  whole: runs.flatMap(({ whole }) => whole),
});

/** Reads the memory again and again until the work is done. */
async function mostMemory(gateway: GatewayProcess, work: Promise<unknown>): Promise<number> {
  const ended = new AbortController();
  const end = (): void => {
    ended.abort();
  };
  work.then(end, end);
  let most = 0;
  do {
    most = Math.max(most, await gateway.memory());
    await sleep(200, undefined, { signal: ended.signal }).catch(() => undefined);
  } while (!ended.signal.aborted);
  return most;
}

async function measure(scratch: string): Promise<Measured> {
  const server = await startProgram('pacedServer', scratch, [String(TOKENS), String(TOKENS_A_SECOND)]);
  try {
    const direct = await server.line();
    const gateway = await startGatewayProcess(direct, join(scratch, 'gateway'));
    try {
      const path = '/model/anthropic.claude-sonnet-4-5-20250929-v1:0/converse-stream';
      const urls = [direct + path, `${gateway.url}/${gateway.secret}${path}`];
      const client = await startProgram('pacedClient', scratch, [
        ...urls,
        ...[STREAMS, ROUNDS, BODY_BYTES].map(String),
      ]);
      const printed = client.line();
      const memory = await mostMemory(gateway, printed);
      const runs = JSON.parse(await printed) as { direct: PacedRun; gateway: PacedRun }[];
      await client.close();
      return {
        direct: joined(runs.map((run) => run.direct)),
        gateway: joined(runs.map((run) => run.gateway)),
        memory,
      };
    } finally {
      await gateway.close();
    }
  } finally {
    await server.close();
  }
}

function figuresOf({ direct, gateway, memory }: Measured): readonly Figure[] {
  const row = (name: string, kind: keyof PacedRun, part: number): Figure => {
    const [us, them] = [quantile(gateway[kind], part), quantile(direct[kind], part)];
    return plain(name, `${milliseconds(us)} against ${milliseconds(them)} directly: ${(us / them).toFixed(3)}×`, us);
  };
  const added = quantile(gateway.first, 0.5) - quantile(direct.first, 0.5);
  const longer = quantile(gateway.whole, 0.5) / quantile(direct.whole, 0.5) - 1;
  return [
    row('first byte, p50', 'first', 0.5),
    row('first byte, p99', 'first', 0.99),
    row('whole stream, p50', 'whole', 0.5),
    row('whole stream, p99', 'whole', 0.99),
    soon('added to the first byte, p50', added, FIRST_BYTE_MS, milliseconds),
    soon('added to the stream, p50', longer, LONGER, (part) => `${(100 * part).toFixed(2)} %`),
    atMost('most resident memory', memory, MEMORY, bytes),
  ];
}

/** Measures it. Needs two processors or more to say anything. */
export async function gatewaySection(scratch: string): Promise<Section> {
  const stream = `${TOKENS} tokens at ${TOKENS_A_SECOND} a second`;
  return {
    title: `The gateway: ${STREAMS} streams at once, ${stream}, bodies of ${BODY_BYTES / 1000} KB`,
    figures: figuresOf(await measure(scratch)),
    notes: [
      `${ROUNDS} rounds by turns with direct calls, after one to warm up. The server, the gateway and the client are a process each; the gateway’s holds nothing but the gateway.`,
    ],
  };
}
