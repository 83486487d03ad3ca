/** Counts calls: what the simulator says it was asked. */

export interface Counted {
  /** Calls by operation. */
  readonly counts: Readonly<Record<string, number>>;
  /** Metrics asked for through GetMetricData; CloudWatch bills each. */
  readonly billedMetrics: number;
  /** The most calls to Bedrock's control plane at one moment. */
  readonly bedrockInFlight: number;
}

/** What some work cost. */
export interface Measured extends Counted {
  readonly ms: number;
}

export const callsIn = ({ counts }: Counted): number => Object.values(counts).reduce((sum, one) => sum + one, 0);

async function ask(url: string, path: string, method = 'GET'): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/_simulator/${path}`, { method, headers });
  if (!answer.ok) throw new Error(`The simulator answers ${answer.status} to ${method} ${path}.`);
  return answer.json();
}

/** Runs work against a simulator: its wall time, and the calls it made. Counting is outside of the time. */
export async function measure(url: string, work: () => Promise<unknown>): Promise<Measured> {
  await ask(url, 'calls', 'DELETE');
  const start = performance.now();
  await work();
  const ms = performance.now() - start;
  const state = (await ask(url, 'state')) as {
    readonly counts: Counted['counts'];
    readonly billedMetrics: number;
    readonly maxInFlight: Readonly<Record<string, number>>;
  };
  const { counts, billedMetrics, maxInFlight } = state;
  return { ms, counts, billedMetrics, bedrockInFlight: maxInFlight.bedrock ?? 0 };
}
