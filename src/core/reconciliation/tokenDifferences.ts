/** Differences of tokens between the bill and CloudWatch, as money at the price of the estimate: by label, by what is priced alike, by day. */

import type { ModelId } from '../ids';
import { NO_MONEY, add, type Money, type Price } from '../money';
import type { TokenKind } from '../usage/usage';
import { minus } from './amounts';
import type { Label } from './results';

/** What is compared with each other: tokens of one kind of a model in a Region at one price. The tier tells itself by its price. */
export interface Stuff {
  readonly model: ModelId;
  readonly region: string;
  readonly kind: TokenKind;
  readonly price: Price;
}

export interface DayGap {
  /** On the bill. */
  billed: Money;
  /** Counted by CloudWatch. */
  counted: Money;
  /** Of the first and the last hour; undefined when the hours are not known. */
  edges: { readonly first: Money; readonly last: Money } | undefined;
  readonly services: string[];
}

export interface Series {
  readonly stuff: Stuff;
  readonly days: Map<string, DayGap>;
}

const NO_EDGES = { first: NO_MONEY, last: NO_MONEY };

const keyOf = ({ model, region, kind, price }: Stuff): string => [model, region, kind, price].join('\n');

export const gapOf = ({ billed, counted }: DayGap): Money => minus(billed, counted);

export class Gaps {
  private readonly labels = new Map<Label, Map<string, Series>>();

  /** In no certain order. */
  seriesOf(label: Label): readonly Series[] {
    return [...(this.labels.get(label)?.values() ?? [])];
  }

  find(label: Label, stuff: Stuff): Series | undefined {
    return this.labels.get(label)?.get(keyOf(stuff));
  }

  private day(label: Label, stuff: Stuff, day: string): DayGap {
    const all = this.labels.get(label) ?? new Map<string, Series>();
    this.labels.set(label, all);
    const series = all.get(keyOf(stuff)) ?? { stuff, days: new Map<string, DayGap>() };
    all.set(keyOf(stuff), series);
    const gap = series.days.get(day) ?? { billed: NO_MONEY, counted: NO_MONEY, edges: NO_EDGES, services: [] };
    series.days.set(day, gap);
    return gap;
  }

  bill(
    label: Label,
    stuff: Stuff,
    { day, amount, service }: { readonly day: string; readonly amount: Money; readonly service: string },
  ): void {
    const gap = this.day(label, stuff, day);
    gap.billed = add(gap.billed, amount);
    if (!gap.services.includes(service)) gap.services.push(service);
  }

  count(
    label: Label,
    stuff: Stuff,
    { day, amount, edges }: { readonly day: string; readonly amount: Money; readonly edges: DayGap['edges'] },
  ): void {
    const gap = this.day(label, stuff, day);
    gap.counted = add(gap.counted, amount);
    gap.edges =
      gap.edges === undefined || edges === undefined
        ? undefined
        : { first: add(gap.edges.first, edges.first), last: add(gap.edges.last, edges.last) };
  }
}
