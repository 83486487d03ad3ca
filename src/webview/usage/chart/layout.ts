/** Where everything in the chart goes, in pixels. Pure: the same buckets and size give the same picture. */

import { TOKEN_KINDS, type TokenKind } from '../../../core/usage/usage';
import type { ChartMeasure, BucketUnit } from '../../../protocol/usagePage/strings';
import type { CostedBucket } from '../computedUsage';
import { clockHour, clockMinutes, localDay, type OffsetAt } from './timeBuckets';
import { dollars, type CostedUsage } from '../costedUsage';

/** A part of a bar: one kind of tokens. */
export interface Segment {
  readonly kind: TokenKind;
  readonly y: number;
  readonly height: number;
}

/** One bucket's bar. The column around it is where the pointer finds it. */
export interface Bar {
  readonly of: CostedBucket;
  readonly x: number;
  readonly width: number;
  readonly columnX: number;
  readonly columnWidth: number;
  /** The top of the stack. */
  readonly top: number;
  readonly segments: readonly Segment[];
}

export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly bars: readonly Bar[];
  readonly yTicks: readonly { readonly y: number; readonly value: number }[];
  /** Slots that get a label. */
  readonly xTicks: readonly { readonly x: number; readonly time: number }[];
  /**
   * Where a local day begins; `line` is undefined for the day that had begun before. None where the buckets are days.
   */
  readonly days: readonly { readonly x: number; readonly time: number; readonly line: boolean }[];
}

/** What is drawn, and how. */
export interface ChartInput {
  readonly buckets: readonly CostedBucket[];
  readonly unit: BucketUnit;
  readonly measure: ChartMeasure;
}

export const CHART_HEIGHT = 240;
const MARGIN = { left: 56, right: 8, top: 12, bottom: 40 };
const LABEL_WIDTH = 48;
const DAY_LABEL_WIDTH = 56;

/** Of a column, on either side of its bar. */
const GAP = 0.15;

/** A kind that was used gets at least this, because otherwise it would not be visible. */
const MIN_HEIGHT = 1;

/** A number for a kind of tokens, or for money; what is not known or unpriced has no height. */
export const heightOf = ({ usage, cost }: CostedUsage, kind: TokenKind, measure: ChartMeasure): number =>
  measure === 'tokens' ? (usage[kind].value ?? 0) : dollars(cost.byKind[kind].money);

export const totalHeight = ({ usage, cost }: CostedUsage, measure: ChartMeasure): number =>
  measure === 'tokens' ? (usage.total.value ?? 0) : dollars(cost.amount.money);

function segmentsOf(
  of: CostedUsage,
  measure: ChartMeasure,
  bottom: number,
  toPixels: (value: number) => number,
): Segment[] {
  let y = bottom;
  return TOKEN_KINDS.flatMap((kind) => {
    const value = heightOf(of, kind, measure);
    if (value === 0) return [];
    const height = Math.max(toPixels(value), MIN_HEIGHT);
    y -= height;
    return [{ kind, y, height }];
  });
}

/**
 * Round numbers from zero to the first that is at least `highest`: 1, 2 or 5 of a power of ten apart, in three to six
 * steps.
 */
function ticksUpTo(highest: number): number[] {
  const quarter = highest / 4;
  const power = 10 ** Math.floor(Math.log10(quarter));
  const step = power * ([1, 2, 5].find((size) => quarter / power < size * 1.5) ?? 10);
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, index) => index * step);
}

/** The chart of some buckets in a box of the given width. */
export function chartLayout({ buckets, unit, measure }: ChartInput, width: number, offsetAt: OffsetAt): ChartLayout {
  const left = MARGIN.left;
  const right = Math.max(width - MARGIN.right, left + 1);
  const top = MARGIN.top;
  const bottom = CHART_HEIGHT - MARGIN.bottom;
  const highest = Math.max(0, ...buckets.map(({ costedUsage }) => totalHeight(costedUsage, measure)));
  // An axis of tokens has no use for halves; one of money may be about fractions of a cent.
  const ticks = ticksUpTo(highest > 0 && measure === 'money' ? highest : Math.max(highest, 4));
  const ceiling = ticks.at(-1) ?? highest;
  const toPixels = (value: number): number => (value / ceiling) * (bottom - top);
  const step = (right - left) / Math.max(buckets.length, 1);
  const bars = buckets.map((of, index): Bar => {
    const columnX = left + index * step;
    const segments = segmentsOf(of.costedUsage, measure, bottom, toPixels);
    const bar = { x: columnX + step * GAP, width: step * (1 - 2 * GAP), columnX, columnWidth: step };
    return { of, ...bar, top: segments.at(-1)?.y ?? bottom, segments };
  });
  return {
    width,
    height: CHART_HEIGHT,
    left,
    right,
    top,
    bottom,
    bars,
    yTicks: ticks.map((value) => ({ value, y: bottom - toPixels(value) })),
    xTicks: unit === 'day' ? daysBelow(bars, step) : clockBelow(bars, step, unit, offsetAt),
    days: unit === 'day' ? [] : dayLabels(bars, step, offsetAt),
  };
}

const HOUR_STEPS = [1, 2, 3, 4, 6, 12];
const MINUTE_STEPS = [5, 10, 15, 30];

const below = ({ of, x, width }: Bar): ChartLayout['xTicks'][number] => ({ x: x + width / 2, time: of.bucket.start });

/**
 * Labels at a step that divides the day or the hour, so that they stay where they are. Only whole buckets are labelled.
 */
function clockBelow(bars: readonly Bar[], column: number, unit: BucketUnit, offsetAt: OffsetAt): ChartLayout['xTicks'] {
  const whole = bars.filter(({ of: { bucket } }) => !bucket.openStart);
  if (unit === 'hour') {
    const every = HOUR_STEPS.find((step) => step * column >= LABEL_WIDTH) ?? 24;
    return whole.filter(({ of: { bucket } }) => clockHour(bucket.start, offsetAt) % every === 0).map(below);
  }
  const every = MINUTE_STEPS.find((step) => (step / 5) * column >= LABEL_WIDTH) ?? 60;
  return whole.filter(({ of: { bucket } }) => clockMinutes(bucket.start, offsetAt) % every === 0).map(below);
}

/** Every few days, counted back from the newest. */
function daysBelow(bars: readonly Bar[], column: number): ChartLayout['xTicks'] {
  const every = Math.max(1, Math.ceil(DAY_LABEL_WIDTH / column));
  return bars.filter((_, index) => (bars.length - 1 - index) % every === 0).map(below);
}

function dayLabels(bars: readonly Bar[], step: number, offsetAt: OffsetAt): ChartLayout['days'] {
  const begins = bars.filter((bar, index) => {
    const before = bars[index - 1];
    return (
      before !== undefined && localDay(before.of.bucket.start, offsetAt) !== localDay(bar.of.bucket.start, offsetAt)
    );
  });
  const days = begins.map(({ columnX, of }) => ({ x: columnX, time: of.bucket.start, line: true }));
  const first = bars[0];
  if (first === undefined) return days;
  const room = (begins[0]?.columnX ?? Infinity) - first.columnX;
  // The day before midnight is named only where its name would not run into the next one.
  return room < Math.max(DAY_LABEL_WIDTH, step)
    ? days
    : [{ x: first.columnX, time: first.of.bucket.start, line: false }, ...days];
}
