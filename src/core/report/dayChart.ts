/** Days as stacked bars. */

import { max, nice, tickStep, ticks } from 'd3-array';
import { scaleBand } from 'd3-scale';
import {
  chartFile,
  tooltip,
  indexOf,
  legend,
  horizontalLine,
  seriesFill,
  WIDTH,
  chartText,
  type ChartFrame,
} from './chartStyle';
import { element, type Svg } from './svg';

export interface DaySeries {
  readonly name: string;
  /** One for each day, not negative. */
  readonly values: readonly number[];
}

export interface DayChart extends Omit<ChartFrame, 'height'> {
  /** The number of each bar's day in the month. */
  readonly days: readonly number[];
  /** The first is at the bottom. */
  readonly series: readonly DaySeries[];
  /** A value on the axis; `step` is the distance between two lines of the grid. */
  readonly axisText: (value: number, step: number) => string;
  /** The tooltip of a part of a bar: a series' value on a day. */
  readonly hintText: (name: string, day: number, value: number) => string;
}

const LEFT = 72;
const RIGHT = WIDTH - 20;
const TOP = 72;
const BOTTOM = 300;
/** With few days, bars would otherwise fill the chart. */
const WIDEST = 48;

export function dayChart(chart: DayChart): string {
  const { days, series } = chart;
  const names = series.map(({ name }) => name);
  const highest = max(days.map((_, day) => series.reduce((sum, { values }) => sum + (values[day] ?? 0), 0))) ?? 0;
  const [, ceiling] = nice(0, highest > 0 ? highest : 1, 4);
  const toPixels = (value: number): number => (value / ceiling) * (BOTTOM - TOP);
  const end = Math.min(RIGHT, LEFT + days.length * WIDEST);
  const band = scaleBand<number>().domain(days).range([LEFT, end]).paddingInner(0.25).paddingOuter(0.15);
  const step = tickStep(0, ceiling, 4);
  const grid = ticks(0, ceiling, 4).flatMap((value): Svg[] => {
    const y = BOTTOM - toPixels(value);
    return [
      horizontalLine(LEFT, RIGHT, y, value === 0 ? 'quiet' : 'grid'),
      chartText(chart.axisText(value, step), { x: LEFT - 8, y: y + 4, 'text-anchor': 'end' }),
    ];
  });
  const bars = days.map((day, index) => {
    let y = BOTTOM;
    const pieces = series.flatMap(({ name, values }, at): Svg[] => {
      const value = values[index] ?? 0;
      if (value <= 0) return [];
      const height = Math.max(toPixels(value), 0.5);
      y -= height;
      return [
        element(
          'rect',
          { x: band(day) ?? LEFT, y, width: band.bandwidth(), height, fill: seriesFill(indexOf(at, names)) },
          [tooltip(chart.hintText(name, day, value))],
        ),
      ];
    });
    const x = (band(day) ?? LEFT) + band.bandwidth() / 2;
    return element('g', {}, [...pieces, chartText(String(day), { x, y: BOTTOM + 18, 'text-anchor': 'middle' })]);
  });
  const key = legend(names, BOTTOM + 34);
  return chartFile({ ...chart, height: BOTTOM + 34 + key.height + 10 }, [...grid, ...bars, key.svg]);
}
