/** Exact sums of the bill, for tests to compare Cost Explorer's answers with. */

import { DAY } from '../usagePattern';
import type { SimulatedAccount } from '../account';
import { writeDecimal } from './decimal';
import { DIGITS, type BillLine } from './billLine';

/**
 * `day` (YYYY-MM-DD), `account`, `region`, `recordType`, `service`, `usageType`, `operation`, `source` (a profile's
 * ARN, or the model or system profile that was invoked), `principal` (the caller's ARN), or `tag:Team` (as activated;
 * empty without).
 */
export interface BilledQuery {
  /** A UTC day, YYYY-MM-DD. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  readonly by?: readonly string[];
  /** Only lines with these values, by the names of `by`. */
  readonly only?: Readonly<Record<string, string>>;
}

export interface BilledSum {
  /** In the order of `by`. */
  readonly keys: readonly string[];
  /** An exact decimal. */
  readonly usd: string;
  /** An exact decimal, in each line's own unit. */
  readonly quantity: string;
}

type LineReader = (line: BillLine) => string;

const READERS: Readonly<Record<string, LineReader>> = {
  day: ({ day }) => new Date(day * DAY).toISOString().slice(0, 10),
  account: ({ account }) => account,
  region: ({ region }) => region,
  recordType: ({ recordType }) => recordType,
  service: ({ service }) => service,
  usageType: ({ usageType }) => usageType,
  operation: ({ operation }) => operation,
  source: ({ source }) => source,
  principal: ({ principal }) => principal,
};

function reader(name: string): LineReader {
  if (name.startsWith('tag:')) return ({ tags }) => tags.get(name.slice(4)) ?? '';
  const known = READERS[name];
  if (!known) throw new Error(`The books have no ${name}. They have ${Object.keys(READERS).join(', ')} and tag:….`);
  return known;
}

function readDay(text: string): number {
  const day = Date.parse(text) / DAY;
  if (!Number.isInteger(day)) throw new Error(`${text} is no day.`);
  return day;
}

/** Sums in the order of their keys. Without `by` there is one; without any line there is none. */
export function billed(account: SimulatedAccount, { from, to, by = [], only = {} }: BilledQuery): readonly BilledSum[] {
  const readers = by.map(reader);
  const conditions = Object.entries(only).map(([name, value]) => [reader(name), value] as const);
  const now = account.now();
  const sums = new Map<string, { readonly keys: readonly string[]; cost: bigint; quantity: bigint }>();
  for (const line of account.bill.lines(readDay(from), readDay(to), { now, horizon: now })) {
    if (!conditions.every(([read, value]) => read(line) === value)) continue;
    const keys = readers.map((read) => read(line));
    const key = keys.join('\u0000');
    const sum = sums.get(key) ?? { keys, cost: 0n, quantity: 0n };
    sums.set(key, sum);
    sum.cost += line.cost;
    sum.quantity += line.quantity;
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { keys, cost, quantity }]) => ({
      keys,
      usd: writeDecimal(cost, DIGITS),
      quantity: writeDecimal(quantity, DIGITS),
    }));
}
