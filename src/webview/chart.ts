/** Where everything in the chart goes, in pixels. Pure: the same hours and size give the same picture. */

import { max, nice, ticks } from 'd3-array';
import { scaleBand } from 'd3-scale';
import { TOKEN_KINDS, type TokenKind } from '../core/usage';
import type { HourUsage } from './figures';
import { clockHour, localDay, type OffsetAt } from './hours';

/** A part of a bar: one kind of tokens. */
export interface Segment {
  readonly kind: TokenKind;
  readonly y: number;
  readonly height: number;
}

/** One hour's bar. The column around it is where the pointer finds it. */
export interface Bar {
  readonly of: HourUsage;
  readonly x: number;
  readonly width: number;
  readonly columnX: number;
  readonly columnWidth: number;
  /** The top of the stack. */
  readonly top: number;
  readonly segments: readonly Segment[];
}

export interface Chart {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly bars: readonly Bar[];
  readonly yTicks: readonly { readonly y: number; readonly value: number }[];
  /** Hours that get a label. */
  readonly xTicks: readonly { readonly x: number; readonly time: number }[];
  /** Where a local day begins; `line` is undefined for the day that had begun before. */
  readonly days: readonly { readonly x: number; readonly time: number; readonly line: boolean }[];
}

export const CHART_HEIGHT = 240;
const MARGIN = { left: 48, right: 8, top: 12, bottom: 40 };
const LABEL_WIDTH = 48;
const DAY_LABEL_WIDTH = 56;

/** A kind that was used gets at least this, because a thin line says more than nothing. */
const THINNEST = 1;

function segmentsOf({ usage }: HourUsage, bottom: number, toPixels: (count: number) => number): Segment[] {
  let y = bottom;
  return TOKEN_KINDS.flatMap((kind) => {
    const value = usage[kind].value ?? 0;
    if (value === 0) return [];
    const height = Math.max(toPixels(value), THINNEST);
    y -= height;
    return [{ kind, y, height }];
  });
}

/** Every how many hours there is room for a label: a step that divides the day, so that labels stay on the same hours. */
const labelStep = (column: number): number => [1, 2, 3, 4, 6, 12].find((step) => step * column >= LABEL_WIDTH) ?? 24;

/** The chart of some hours in a box of the given width. */
export function layOut(hours: readonly HourUsage[], width: number, offsetAt: OffsetAt): Chart {
  const left = MARGIN.left;
  const right = Math.max(width - MARGIN.right, left + 1);
  const top = MARGIN.top;
  const bottom = CHART_HEIGHT - MARGIN.bottom;
  const highest = max(hours, ({ usage }) => usage.total.value ?? 0) ?? 0;
  const [, ceiling] = nice(0, Math.max(highest, 4), 4);
  const toPixels = (count: number): number => (count / ceiling) * (bottom - top);
  const band = scaleBand<number>()
    .domain(hours.map(({ hour }) => hour.key))
    .range([left, right])
    .paddingInner(0.3)
    .paddingOuter(0.15);
  const step = band.step();
  const bars = hours.map((of): Bar => {
    const x = band(of.hour.key) ?? left;
    const segments = segmentsOf(of, bottom, toPixels);
    const columnX = x + (band.bandwidth() - step) / 2;
    return { of, x, width: band.bandwidth(), columnX, columnWidth: step, top: segments.at(-1)?.y ?? bottom, segments };
  });
  return {
    width,
    height: CHART_HEIGHT,
    left,
    right,
    top,
    bottom,
    bars,
    yTicks: ticks(0, ceiling, 4).map((value) => ({ value, y: bottom - toPixels(value) })),
    xTicks: hourLabels(bars, step, offsetAt),
    days: dayLabels(bars, step, offsetAt),
  };
}

/** Only hours that begin on the hour are labelled: the first may begin in its middle. */
function hourLabels(bars: readonly Bar[], step: number, offsetAt: OffsetAt): Chart['xTicks'] {
  const every = labelStep(step);
  return bars
    .filter(({ of: { hour } }) => hour.start === hour.key && clockHour(hour.start, offsetAt) % every === 0)
    .map(({ of, x, width }) => ({ x: x + width / 2, time: of.hour.start }));
}

function dayLabels(bars: readonly Bar[], step: number, offsetAt: OffsetAt): Chart['days'] {
  const begins = bars.filter((bar, index) => {
    const before = bars[index - 1];
    return before !== undefined && localDay(before.of.hour.start, offsetAt) !== localDay(bar.of.hour.start, offsetAt);
  });
  const days = begins.map(({ columnX, of }) => ({ x: columnX, time: of.hour.start, line: true }));
  const first = bars[0];
  if (first === undefined) return days;
  const room = (begins[0]?.columnX ?? Infinity) - first.columnX;
  // The day before midnight is named only where its name would not run into the next one.
  return room < Math.max(DAY_LABEL_WIDTH, step)
    ? days
    : [{ x: first.columnX, time: first.of.hour.start, line: false }, ...days];
}
