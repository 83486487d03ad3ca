/** Collects estimates, amounts of the bill and reasons for each label and day, and adds them up. */

import { NO_AMOUNT, NO_MONEY, add, addAmounts, subtract, type Amount, type Money } from '../money';
import type { ComparedAmounts, ComparedDay, ComparedRow } from './types';
import type { Reason, ReasonCode } from './reasons';
import { absolute } from './amounts';

/** A label, or undefined for what is untagged. */
export type Label = string | undefined;

/** What is known of a reason when it is named; the rest follows from where it is named. */
export type NewReason = { readonly code: ReasonCode } & Partial<Omit<Reason, 'code' | 'days'>>;

interface Cell {
  estimate: Amount;
  bill: Money;
  readonly reasons: Map<ReasonCode, Reason>;
}

const union = <Item>(one: readonly Item[], other: readonly Item[]): readonly Item[] => {
  const more = other.filter((item) => !one.includes(item));
  return more.length === 0 ? one : [...one, ...more];
};

function plus<Value>(
  one: Value | undefined,
  other: Value | undefined,
  sum: (a: Value, b: Value) => Value,
): Value | undefined {
  return one === undefined ? other : other === undefined ? one : sum(one, other);
}

/** Adds up two reasons of the same code. */
function merge(one: Reason, other: Reason): Reason {
  const usd = plus(one.usd, other.usd, add);
  const list = plus(one.list, other.list, add);
  const tokens = plus(one.tokens, other.tokens, (a, b) => a + b);
  return {
    code: one.code,
    ...(usd === undefined ? {} : { usd }),
    ...(list === undefined ? {} : { list }),
    ...(tokens === undefined ? {} : { tokens }),
    days: union(one.days, other.days),
    services: union(one.services, other.services),
    models: union(one.models, other.models),
    variants: union(one.variants, other.variants),
    ...(one.listUnknown === true || other.listUnknown === true ? { listUnknown: true } : {}),
    ...(one.inferred === true || other.inferred === true ? { inferred: true } : {}),
    ...(one.approximate === true || other.approximate === true ? { approximate: true } : {}),
  };
}

function mergeInto(reasons: Map<ReasonCode, Reason>, reason: Reason): void {
  const known = reasons.get(reason.code);
  reasons.set(reason.code, known === undefined ? reason : merge(known, reason));
}

const rank = ({ code, usd }: Reason): bigint =>
  code === 'unexplained' ? -2n : usd === undefined ? -1n : absolute(usd);

/** Reasons that are reported: none that amounts to zero, except that nothing is unexplained. */
function reportable(reasons: Iterable<Reason>): readonly Reason[] {
  return [...reasons]
    .filter(({ code, usd }) => usd !== NO_MONEY || code === 'unexplained')
    .map((reason) => ({ ...reason, days: [...reason.days].sort() }))
    .sort((a, b) => (rank(a) < rank(b) ? 1 : rank(a) > rank(b) ? -1 : a.code < b.code ? -1 : 1));
}

function compare(cells: readonly Cell[]): ComparedAmounts {
  const reasons = new Map<ReasonCode, Reason>();
  for (const cell of cells) for (const reason of cell.reasons.values()) mergeInto(reasons, reason);
  const explained = [...reasons.values()].reduce((sum, { usd }) => add(sum, usd ?? NO_MONEY), NO_MONEY);
  const estimate = cells.reduce((sum, cell) => addAmounts(sum, cell.estimate), NO_AMOUNT);
  const bill = cells.reduce((sum, cell) => add(sum, cell.bill), NO_MONEY);
  const difference = subtract(bill, estimate.money);
  const remaining = subtract(difference, explained);
  mergeInto(reasons, { code: 'unexplained', usd: remaining, days: [], services: [], models: [], variants: [] });
  return { estimate, bill, difference, reasons: reportable(reasons.values()) };
}

/**
 * Estimates, billed amounts and reasons by label and day. In each sum, what no reason was added for is `unexplained`.
 */
export class ReconciliationResults {
  private readonly cells = new Map<Label, Map<string, Cell>>();

  private cell(label: Label, day: string): Cell {
    const days = this.cells.get(label) ?? new Map<string, Cell>();
    this.cells.set(label, days);
    const cell = days.get(day) ?? { estimate: NO_AMOUNT, bill: NO_MONEY, reasons: new Map<ReasonCode, Reason>() };
    days.set(day, cell);
    return cell;
  }

  addEstimate(label: Label, day: string, amount: Amount): void {
    const cell = this.cell(label, day);
    cell.estimate = addAmounts(cell.estimate, amount);
  }

  addBilled(label: Label, day: string, amount: Money): void {
    const cell = this.cell(label, day);
    cell.bill = add(cell.bill, amount);
  }

  addReason(label: Label, day: string, reason: NewReason): void {
    const { usd } = reason;
    if (usd === NO_MONEY) return;
    mergeInto(this.cell(label, day).reasons, { services: [], models: [], variants: [], ...reason, days: [day] });
  }

  /** Whether a reason was named with an amount. */
  hasAmount(label: Label, day: string, code: ReasonCode): boolean {
    return this.cells.get(label)?.get(day)?.reasons.get(code)?.usd !== undefined;
  }

  get labels(): readonly Label[] {
    const named = [...this.cells.keys()].filter((label) => label !== undefined).sort();
    return this.cells.has(undefined) ? [...named, undefined] : named;
  }

  rows(): readonly ComparedRow[] {
    return this.labels.map((label) => {
      const days = [...(this.cells.get(label) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
      return {
        label,
        ...compare(days.map(([, cell]) => cell)),
        days: days.map(([day, cell]) => ({ day, ...compare([cell]) })),
      };
    });
  }

  days(): readonly ComparedDay[] {
    const all = [...this.cells.values()];
    const days = [...new Set(all.flatMap((cells) => [...cells.keys()]))].sort();
    return days.map((day) => ({ day, ...compare(all.flatMap((cells) => cells.get(day) ?? [])) }));
  }

  total(): ComparedAmounts {
    return compare([...this.cells.values()].flatMap((cells) => [...cells.values()]));
  }
}
