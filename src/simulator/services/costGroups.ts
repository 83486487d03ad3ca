/** Sums of bill lines in Cost Explorer's form. */

import { writeDecimal } from '../billing/decimal';
import { DIGITS, type BillLine } from '../billing/billLine';
import { readDimension, type Grouping, type MetricName } from './costInput';
import { dimensionOf } from './costFilter';

/** The sum of some lines. */
export interface Sum {
  readonly keys: readonly string[];
  cost: bigint;
  quantity: bigint;
  readonly units: Set<string>;
}

const emptySum = (keys: readonly string[]): Sum => ({ keys, cost: 0n, quantity: 0n, units: new Set() });

/** A line's key for one grouping; a tag's is `Team$platform`, and `Team$` without the tag. */
export function keyReader({ type, key }: Grouping): (line: BillLine) => string {
  if (type === 'TAG') return (line) => `${key}$${line.tags.get(key) ?? ''}`;
  const dimension = readDimension(key);
  return (line) => dimensionOf(line, dimension);
}

/** Sums by the keys that `readers` return for each line, in the order of the keys. */
export function sumsBy(lines: Iterable<BillLine>, readers: readonly ((line: BillLine) => string)[]): readonly Sum[] {
  const sums = new Map<string, Sum>();
  for (const line of lines) {
    const keys = readers.map((read) => read(line));
    const key = keys.join('\u0000');
    const sum = sums.get(key) ?? emptySum(keys);
    sums.set(key, sum);
    sum.cost += line.cost;
    sum.quantity += line.quantity;
    sum.units.add(line.unit);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

/** The sum of no lines. */
export const NOTHING_SPENT: Sum = emptySum([]);

/** The metrics of a sum. There are no reservations and no credits by rate, so all kinds of cost are alike. */
export function metricsOf({ cost, quantity, units }: Sum, metrics: readonly MetricName[]): Record<string, unknown> {
  const [unit, ...others] = units;
  return Object.fromEntries(
    metrics.map((name) => {
      if (name === 'UsageQuantity') {
        const Unit = unit !== undefined && unit !== '' && others.length === 0 ? unit : 'N/A';
        return [name, { Amount: writeDecimal(quantity, DIGITS), Unit }];
      }
      if (name === 'NormalizedUsageAmount') return [name, { Amount: '0', Unit: 'N/A' }];
      return [name, { Amount: writeDecimal(cost, DIGITS), Unit: 'USD' }];
    }),
  );
}
