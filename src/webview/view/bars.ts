/** The chart's bars: a list of hours to choose from, one of which can be reached by Tab and the others by arrow keys. */

import { svg, type SVGTemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { TOKEN_KINDS } from '../../core/usage';
import type { Bar, Chart } from '../chart';
import type { HourUsage } from '../figures';
import { hourName } from '../tables';
import { spoken } from './amount';
import type { View } from './context';
import { texture } from './kinds';

/** The element id of an hour's bar. */
export const barId = (key: number): string => `hour-${key}`;

/** An hour in words: its time, its total and the four kinds. */
export function barName({ hour, usage }: HourUsage, { t, f }: View): string {
  const parts = TOKEN_KINDS.map((kind) => t.barPart(t.kindsLower[kind], spoken(usage[kind], f, t))).join(', ');
  return t.barName(hourName(hour, t, f), spoken(usage.total, f, t), parts);
}

/** The hour that Tab leads to: the last one visited, or else the selected one, or else the newest. */
export function currentOf({ remembered }: View, hours: readonly HourUsage[]): number | undefined {
  const has = (key: number | null): boolean => hours.some(({ hour }) => hour.key === key);
  if (remembered.current !== null && has(remembered.current)) return remembered.current;
  if (remembered.selected !== null && has(remembered.selected)) return remembered.selected;
  return hours.at(-1)?.hour.key;
}

function move(index: number, key: string, count: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return Math.max(index - 1, 0);
    case 'ArrowRight':
      return Math.min(index + 1, count - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

function onKey(event: KeyboardEvent, bars: readonly Bar[], index: number, { act }: View): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const here = bars[index]?.of.hour.key ?? null;
  const there = bars[move(index, event.key, bars.length) ?? -1];
  if (there) document.getElementById(barId(there.of.hour.key))?.focus();
  else if (event.key === 'Enter' || event.key === ' ') act.pick(here);
  else if (event.key === 'Escape') act.pick(null);
  else return;
  event.preventDefault();
}

function bar(one: Bar, index: number, chart: Chart, view: View): SVGTemplateResult {
  const { of, x, width, columnX, columnWidth, segments } = one;
  const { key } = of.hour;
  const selected = view.remembered.selected === key;
  return svg`
    <g
      role="option"
      id=${barId(key)}
      class="hour"
      tabindex=${currentOf(view, view.computed?.hours ?? []) === key ? '0' : '-1'}
      aria-selected=${selected ? 'true' : 'false'}
      aria-label=${barName(of, view)}
      @focus=${() => {
        view.act.focus(key);
      }}
      @blur=${() => {
        view.act.focus(null);
      }}
      @pointerenter=${() => {
        view.act.point(key);
      }}
      @pointerleave=${() => {
        view.act.point(null);
      }}
      @click=${() => {
        view.act.pick(key);
      }}
      @keydown=${(event: KeyboardEvent) => {
        onKey(event, chart.bars, index, view);
      }}
    >
      <rect class="column" x=${columnX} y=${chart.top - 8} width=${columnWidth} height=${chart.bottom - chart.top + 8}></rect>
      ${segments.map(
        ({ kind, y, height }) =>
          svg`<rect class="kind ${kind}" data-kind=${kind} x=${x} y=${y} width=${width} height=${height} fill=${texture(kind)}></rect>`,
      )}
      <rect class="ring" x=${columnX + 1} y=${chart.top - 7} width=${Math.max(columnWidth - 2, 1)} height=${chart.bottom - chart.top + 8}></rect>
    </g>`;
}

/** The bars. Keyed by hour, so that a bar keeps its focus when the span moves on. */
export const bars = (chart: Chart, view: View): SVGTemplateResult => svg`
  <g role="listbox" aria-orientation="horizontal" aria-label=${view.t.chart} aria-describedby="chart-help">
    ${repeat(
      chart.bars,
      ({ of }) => of.hour.key,
      (one, index) => bar(one, index, chart, view),
    )}
  </g>`;
