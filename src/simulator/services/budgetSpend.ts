/** The part of the account's bill that a budget's filter matches. */

import { DIGITS, type BillLine } from '../billing/billLine';
import { DAY } from '../usagePattern';
import { Input } from '../input';
import type { SimulatedAccount } from '../account';
import type { Budget } from './budgetStore';
import { readExpression, type LineFilter } from './costFilter';

/** The value of each name of `CostFilters` on a line; a name that is missing here matches all lines. */
const READERS: Readonly<Record<string, (line: BillLine) => readonly string[]>> = {
  TagKeyValue: ({ tags }) => [...tags].map(([key, value]) => `user:${key}$${value}`),
  Service: ({ service }) => [service],
  Region: ({ region }) => [region],
  LinkedAccount: ({ account }) => [account],
  UsageType: ({ usageType }) => [usageType],
  RecordType: ({ recordType }) => [recordType],
};

/** A tag's key may be written as on the bill, or with its prefix: `user:Team`. */
function plainKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      name === 'Key' && typeof item === 'string' ? item.replace(/^user:/, '') : plainKeys(item),
    ]),
  );
}

/** The lines of a budget. Values of one name are alternatives; all names must match. */
export function filterOf({ costFilters, expression }: Pick<Budget, 'costFilters' | 'expression'>): LineFilter {
  if (expression) {
    const plain = plainKeys(expression);
    return readExpression(new Input(typeof plain === 'object' && plain !== null ? { ...plain } : {}));
  }
  return (line) =>
    [...costFilters].every(([name, values]) => {
      const read = READERS[name];
      return !read || read(line).some((value) => values.includes(value));
    });
}

/**
 * USD that a budget covers from `start` to before `end` (UTC days' starts, ms since 1970), as far as the bill shows it
 * at `now`.
 */
export function spendOf(budget: Budget, start: number, end: number, account: SimulatedAccount): number {
  const passes = filterOf(budget);
  const lines = account.bill.lines(Math.floor(start / DAY), Math.ceil(end / DAY), account.bill.viewAt(account.now()));
  const cost = lines.filter(passes).reduce((sum, line) => sum + line.cost, 0n);
  return Number(cost) / 10 ** DIGITS;
}
