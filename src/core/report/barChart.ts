/** A ranking as horizontal bars, each with its name and its value. */

import { max } from 'd3-array';
import {
  chartFile,
  tooltip,
  seriesFill,
  shortenName,
  verticalLine,
  WIDTH,
  chartText,
  type ChartFrame,
} from './chartStyle';
import { element } from './svg';

export interface BarChart extends Omit<ChartFrame, 'height'> {
  readonly bars: readonly {
    readonly name: string;
    /** Not negative. */
    readonly value: number;
    readonly text: string;
  }[];
}

const LEFT = 300;
const RIGHT = WIDTH - 140;
const TOP = 70;
const ROW = 30;
const THICK = 18;

export function barChart(chart: BarChart): string {
  const highest = max(chart.bars, ({ value }) => value) ?? 0;
  const rows = chart.bars.map(({ name, value, text }, index) => {
    const y = TOP + index * ROW;
    const width = highest > 0 ? Math.max((value / highest) * (RIGHT - LEFT), value > 0 ? 1 : 0) : 0;
    const middle = y + THICK / 2 + 4;
    return element('g', {}, [
      tooltip(`${name}: ${text}`),
      chartText(shortenName(name, 42), { x: LEFT - 10, y: middle, 'text-anchor': 'end' }, 'ink'),
      ...(width > 0 ? [element('rect', { x: LEFT, y, width, height: THICK, fill: seriesFill(0) })] : []),
      chartText(text, { x: LEFT + width + 8, y: middle }, 'ink'),
    ]);
  });
  const height = TOP + Math.max(chart.bars.length, 1) * ROW + 14;
  return chartFile({ ...chart, height }, [verticalLine(LEFT, TOP - 6, height - 16), ...rows]);
}
