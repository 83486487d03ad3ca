/**
 * Differences of tokens between the bill and CloudWatch, as money at the price of the estimate: by label, by what is
 * priced alike, by day.
 */

import type { ModelId } from '../ids';
import { NO_MONEY, add, subtract, type Money, type Price } from '../money';
import type { TokenKind } from '../usage/usage';
import type { Label } from './results';

/**
 * What is compared with each other: tokens of one kind of a model in a Region at one price. Tiers differ by their
 * prices.
 */
export interface TokenGroup {
  readonly model: ModelId;
  readonly region: string;
  readonly kind: TokenKind;
  readonly price: Price;
}

export interface DayDifference {
  /** On the bill. */
  billed: Money;
  /** Counted by CloudWatch. */
  counted: Money;
  /** Of the first and the last hour; undefined when the hours are not known. */
  edges: { readonly first: Money; readonly last: Money } | undefined;
  readonly services: string[];
}

export interface DifferenceSeries {
  readonly group: TokenGroup;
  readonly days: Map<string, DayDifference>;
}

const NO_EDGES = { first: NO_MONEY, last: NO_MONEY };

const keyOf = ({ model, region, kind, price }: TokenGroup): string => [model, region, kind, price].join('\n');

export const differenceOf = ({ billed, counted }: DayDifference): Money => subtract(billed, counted);

export class TokenDifferences {
  private readonly labels = new Map<Label, Map<string, DifferenceSeries>>();

  /** In no certain order. */
  seriesOf(label: Label): readonly DifferenceSeries[] {
    return [...(this.labels.get(label)?.values() ?? [])];
  }

  find(label: Label, group: TokenGroup): DifferenceSeries | undefined {
    return this.labels.get(label)?.get(keyOf(group));
  }

  private day(label: Label, group: TokenGroup, day: string): DayDifference {
    const all = this.labels.get(label) ?? new Map<string, DifferenceSeries>();
    this.labels.set(label, all);
    const series = all.get(keyOf(group)) ?? { group, days: new Map<string, DayDifference>() };
    all.set(keyOf(group), series);
    const difference = series.days.get(day) ?? { billed: NO_MONEY, counted: NO_MONEY, edges: NO_EDGES, services: [] };
    series.days.set(day, difference);
    return difference;
  }

  addBilled(
    label: Label,
    group: TokenGroup,
    { day, amount, service }: { readonly day: string; readonly amount: Money; readonly service: string },
  ): void {
    const difference = this.day(label, group, day);
    difference.billed = add(difference.billed, amount);
    if (!difference.services.includes(service)) difference.services.push(service);
  }

  addCounted(
    label: Label,
    group: TokenGroup,
    { day, amount, edges }: { readonly day: string; readonly amount: Money; readonly edges: DayDifference['edges'] },
  ): void {
    const difference = this.day(label, group, day);
    difference.counted = add(difference.counted, amount);
    difference.edges =
      difference.edges === undefined || edges === undefined
        ? undefined
        : { first: add(difference.edges.first, edges.first), last: add(difference.edges.last, edges.last) };
  }
}
