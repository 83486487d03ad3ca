/**
 * Generated traffic: what a person's use of one model would have been in each minute, computed only when it is asked
 * for.
 */

import { between, chance } from './prng';

/** What was served. Tokens are counted as CloudWatch counts them: `input` does not include cache tokens. */
export interface Counts {
  readonly invocations: number;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly throttles: number;
}

/** An IAM principal, with the tags that the bill may have for it. */
export interface Principal {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Traffic of one minute, or one call. `time` in ms since 1970; latencies are means in ms, `firstToken` undefined when
 * nothing was streamed.
 */
export interface TrafficRecord extends Counts {
  readonly time: number;
  /** How many metric delays pass until CloudWatch shows it, 1 to 2. */
  readonly lag: number;
  readonly latency: number;
  readonly firstToken: number | undefined;
  /** What of `cacheWrite` is kept for an hour, where it was one call. */
  readonly cacheWrite1h?: number;
  /** The ARN of who called, where it was one call. */
  readonly caller?: string;
}

/**
 * `agent`: sessions on working days. `steady`: a service around the clock. `lively`: always busy, for a profile that
 * was just made.
 */
export type Rhythm = 'agent' | 'steady' | 'lively';

/**
 * How one model or profile is used over time. `scale` 1 is a busy developer; rates are chances for each active minute.
 */
export interface UsagePattern {
  readonly seed: number;
  readonly rhythm: Rhythm;
  readonly scale: number;
  readonly utcOffset: number;
  readonly weekend: number;
  readonly cached: boolean;
  /** How long its conversations are, as a multiple of the usual. */
  readonly context: number;
  readonly errorRate: number;
  readonly throttleRate: number;
  /** Traffic from this time on, and before `until`; ms since 1970. */
  readonly from: number;
  until: number;
  /** Used by the bill only: see the fields of the same names in a scenario's use. */
  readonly oneHourShare?: number;
  readonly batchShare?: number;
  readonly principal?: Principal;
}

/** What the traffic of a pattern's days follows from, and nothing else. */
const TRAFFIC_FIELDS = [
  'seed',
  'rhythm',
  'scale',
  'utcOffset',
  'weekend',
  'cached',
  'context',
  'errorRate',
  'throttleRate',
] as const;
type TrafficFields = Pick<UsagePattern, (typeof TRAFFIC_FIELDS)[number]>;

/** The same text for patterns with the same traffic. */
export const trafficKey = (pattern: TrafficFields): string => TRAFFIC_FIELDS.map((field) => pattern[field]).join(' ');

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
const CELL = 5;
const CELLS_OF_DAY = (24 * 60) / CELL;
const SESSION_CELLS = 8;
/** How likely a session is in each local hour; at ten everybody works. */
const WORKDAY = [
  0, 0, 0, 0, 0, 0, 0.02, 0.08, 0.3, 0.65, 1, 0.75, 0.3, 0.6, 0.8, 0.75, 0.6, 0.35, 0.15, 0.12, 0.15, 0.1, 0.05, 0,
];

function sessionChance(pattern: TrafficFields, session: number): number {
  if (pattern.rhythm === 'lively') return 1;
  const hours = (session * SESSION_CELLS * CELL) / 60 + pattern.utcOffset;
  const hourOfDay = ((Math.floor(hours) % 24) + 24) % 24;
  if (pattern.rhythm === 'steady') return 0.45 + 0.35 * Math.sin(((hourOfDay - 8) / 24) * 2 * Math.PI);
  // 1 January 1970 was a Thursday.
  const weekday = (Math.floor(hours / 24) + 4) % 7;
  const rest = weekday === 0 || weekday === 6 ? pattern.weekend : 1;
  return (WORKDAY[hourOfDay] ?? 0) * rest * Math.min(1, 0.5 + pattern.scale / 2);
}

function tokens(
  pattern: TrafficFields,
  minute: number,
  invocations: number,
): Pick<Counts, 'input' | 'output' | 'cacheRead' | 'cacheWrite'> {
  const { seed, cached, context } = pattern;
  const each = cached ? between(900, 3600, chance(seed, minute, 11)) : between(400, 5200, chance(seed, minute, 11));
  const input = each * invocations;
  const output = between(140, cached ? 700 : 900, chance(seed, minute, 12)) * invocations;
  // An agent sends its whole conversation with each call: it reads 10 to 20 times from the cache what it sends afresh.
  const cacheRead = cached ? Math.round(input * context * (10 + 10 * chance(seed, minute, 13))) : 0;
  const cacheWrite = Math.round(cacheRead * (0.07 + 0.06 * chance(seed, minute, 14)));
  return { input, output, cacheRead, cacheWrite };
}

function recordAt(pattern: TrafficFields, minute: number): TrafficRecord {
  const { seed } = pattern;
  const time = minute * MINUTE;
  const invocations = Math.max(1, Math.round(pattern.scale * between(1, 5, chance(seed, minute, 2))));
  const failed = chance(seed, minute, 5) < pattern.errorRate;
  const ours = chance(seed, minute, 6) < 0.7;
  return {
    time,
    lag: 1 + chance(seed, minute, 3),
    invocations,
    ...tokens(pattern, minute, invocations),
    clientErrors: failed && ours ? between(1, 2, chance(seed, minute, 7)) : 0,
    serverErrors: failed && !ours ? 1 : 0,
    throttles: chance(seed, minute, 8) < pattern.throttleRate ? between(1, 4, chance(seed, minute, 9)) : 0,
    latency: between(1800, 9000, chance(seed, minute, 15)),
    firstToken: between(450, 1600, chance(seed, minute, 16)),
  };
}

/**
 * All traffic of one UTC day (whole days since 1970), in the order of time. The caller filters by `from` and `until`.
 */
export function trafficOfDay(pattern: TrafficFields, day: number): readonly TrafficRecord[] {
  const records: TrafficRecord[] = [];
  const always = pattern.rhythm === 'lively';
  let session = -1;
  let inSession = false;
  for (let cell = day * CELLS_OF_DAY; cell < (day + 1) * CELLS_OF_DAY; cell += 1) {
    const here = Math.floor(cell / SESSION_CELLS);
    if (here !== session) {
      session = here;
      inSession = chance(pattern.seed, session, 1) < sessionChance(pattern, session);
    }
    if (!inSession || (!always && chance(pattern.seed, cell, 4) > 0.8)) continue;
    for (let minute = cell * CELL; minute < (cell + 1) * CELL; minute += 1) {
      if (always || chance(pattern.seed, minute, 10) < 0.55) records.push(recordAt(pattern, minute));
    }
  }
  return records;
}
