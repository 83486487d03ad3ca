/**
 * The chart's bars: a list of buckets to choose from, one of which can be reached by Tab and the others by arrow keys.
 */

import { svg, type SVGTemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { TOKEN_KINDS } from '../../../core/usage/usage';
import type { Bar, ChartLayout } from './layout';
import type { ComputedUsage, CostedBucket } from '../computedUsage';
import { bucketName } from '../tables/rows';
import { spokenCount, spokenMoney } from '../view/amount';
import type { View } from '../view/context';
import { patternFill } from '../view/tokenKinds';
import { fill } from '../messages';

/** The element id of a bucket's bar. */
export const barId = (key: number): string => `bucket-${key}`;

/** A bucket in words: its time, its total, the four kinds and its money. */
export function barName(
  { bucket, costedUsage: { usage, cost } }: CostedBucket,
  { unit }: ComputedUsage,
  view: View,
): string {
  const { t, f, viewState } = view;
  const { measure } = viewState;
  const kinds = TOKEN_KINDS.map((kind) =>
    measure === 'tokens' ? spokenCount(usage[kind], view) : spokenMoney(cost.byKind[kind], view),
  );
  const name = bucketName(bucket, unit, t, f);
  return fill(t[`barName.${measure}`], name, spokenCount(usage.total, view), ...kinds, spokenMoney(cost.amount, view));
}

/** The bucket that Tab leads to: the last one visited, or else the selected one, or else the newest. */
export function tabStopBucket({ viewState, computed }: Pick<View, 'viewState' | 'computed'>): number | undefined {
  const buckets = computed?.buckets ?? [];
  const has = (key: number | null): boolean => buckets.some(({ bucket }) => bucket.key === key);
  if (viewState.current !== null && has(viewState.current)) return viewState.current;
  if (viewState.selected !== null && has(viewState.selected)) return viewState.selected;
  return buckets.at(-1)?.bucket.key;
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
  const here = bars[index]?.of.bucket.key ?? null;
  const there = bars[move(index, event.key, bars.length) ?? -1];
  if (there) document.getElementById(barId(there.of.bucket.key))?.focus();
  else if (event.key === 'Enter' || event.key === ' ') act.selectBucket(here);
  else if (event.key === 'Escape') act.selectBucket(null);
  else return;
  event.preventDefault();
}

/** Where a bar is among its neighbours, and which of them Tab leads to. */
interface BarContext {
  readonly index: number;
  readonly chart: ChartLayout;
  readonly computed: ComputedUsage;
  readonly current: number | undefined;
}

function bar(one: Bar, { index, chart, computed, current }: BarContext, view: View): SVGTemplateResult {
  const { of, x, width, columnX, columnWidth, segments } = one;
  const { key } = of.bucket;
  const selected = view.viewState.selected === key;
  return svg`
    <g
      role="option"
      id=${barId(key)}
      class="hour"
      tabindex=${current === key ? '0' : '-1'}
      aria-selected=${selected ? 'true' : 'false'}
      aria-label=${barName(of, computed, view)}
      @focus=${() => {
        view.act.focusBucket(key);
      }}
      @blur=${() => {
        view.act.focusBucket(null);
      }}
      @pointerenter=${() => {
        view.act.hoverBucket(key);
      }}
      @pointerleave=${() => {
        view.act.hoverBucket(null);
      }}
      @click=${() => {
        view.act.selectBucket(key);
      }}
      @keydown=${(event: KeyboardEvent) => {
        onKey(event, chart.bars, index, view);
      }}
    >
      <rect class="column" x=${columnX} y=${chart.top - 8} width=${columnWidth} height=${chart.bottom - chart.top + 8}></rect>
      ${segments.map(
        ({ kind, y, height }) =>
          svg`<rect class="kind ${kind}" data-kind=${kind} x=${x} y=${y} width=${width} height=${height} fill=${patternFill(kind)}></rect>`,
      )}
      <rect class="ring" x=${columnX + 1} y=${chart.top - 7} width=${Math.max(columnWidth - 2, 1)} height=${chart.bottom - chart.top + 8}></rect>
    </g>`;
}

/** The bars. Keyed by bucket, so that a bar keeps its focus when the span moves on. */
export function bars(chart: ChartLayout, computed: ComputedUsage, label: string, view: View): SVGTemplateResult {
  const current = tabStopBucket(view);
  return svg`
  <g role="listbox" aria-orientation="horizontal" aria-label=${label} aria-describedby="chart-help">
    ${repeat(
      chart.bars,
      ({ of }) => of.bucket.key,
      (one, index) => bar(one, { index, chart, computed, current }, view),
    )}
  </g>`;
}
