/** The chart: axes, bars, legend, and a line of detail that always has its place. */

import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit/html.js';
import { TOKEN_KINDS, type TokenKind } from '../../../core/usage/usage';
import { CHART_MEASURES } from '../../../protocol/usagePage/strings';
import { CHART_HEIGHT, chartLayout, type ChartLayout } from './layout';
import type { ComputedUsage, CostedBucket } from '../computedUsage';
import { bucketName } from '../tables/rows';
import { bucketUnit } from './timeBuckets';
import { isUnpriced } from '../costedUsage';
import { isWithoutTraffic } from '../sums';
import { amount, money } from '../view/amount';
import { bars } from './bars';
import type { View } from '../view/context';
import { radioGroup } from '../view/controls';
import { swatch } from '../view/tokenKinds';

/** Down to the axis, and on beside the date: not through the label of the hour. */
const dayLine = (x: number, { top, bottom, height }: ChartLayout): string =>
  `M${x},${top - 8}V${bottom}M${x},${bottom + 22}V${height - 2}`;

function axes(chart: ChartLayout, { unit }: ComputedUsage, { f, viewState }: View): SVGTemplateResult {
  const step = (chart.yTicks[1]?.value ?? 1) - (chart.yTicks[0]?.value ?? 0);
  const yText = (value: number): string =>
    viewState.measure === 'tokens' ? f.countTick(value) : f.moneyTick(value, step);
  const xText = unit === 'day' ? f.day : unit === 'hour' ? f.time : f.clockMinute;
  return svg`
    <g class="axes" aria-hidden="true">
      ${chart.yTicks.map(
        ({ y, value }) => svg`
          <line class=${value === 0 ? 'base' : 'grid'} x1=${chart.left} x2=${chart.right} y1=${y} y2=${y}></line>
          <text class="y" x=${chart.left - 8} y=${y}>${yText(value)}</text>`,
      )}
      ${chart.xTicks.map(
        ({ x, time }) => svg`
          <line class="base" x1=${x} x2=${x} y1=${chart.bottom} y2=${chart.bottom + 4}></line>
          <text class="x" x=${x} y=${chart.bottom + 16}>${xText(time)}</text>`,
      )}
      ${chart.days.map(
        ({ x, time, line }) => svg`
          ${line ? svg`<path class="day" d=${dayLine(x, chart)}></path>` : nothing}
          <text class="date" x=${x + 6} y=${chart.bottom + 34}>${f.day(time)}</text>`,
      )}
    </g>`;
}

/** What the pointer or else the focus or else the selection is at. */
function shownBucket({ computed, hoveredBucket, focusedBucket, viewState }: View): CostedBucket | undefined {
  const find = (key: number | null): CostedBucket | undefined =>
    computed?.buckets.find(({ bucket }) => bucket.key === key);
  return find(hoveredBucket) ?? find(focusedBucket) ?? find(viewState.selected);
}

function detail(computed: ComputedUsage, view: View): TemplateResult {
  const { t, f, viewState } = view;
  const shown = shownBucket(view);
  if (!shown) return html`<p class="detail hint">${t.chartHint}</p>`;
  const { usage, cost } = shown.costedUsage;
  const part = (kind: TokenKind): unknown =>
    viewState.measure === 'tokens' ? amount(usage[kind], f.count, t) : money(cost.byKind[kind], view);
  return html`
    <p class="detail">
      <strong>${bucketName(shown.bucket, computed.unit, t, f)}</strong>
      <span>${t.estimate} <b>${money(cost.amount, view)}</b></span>
      <span>${t.columnTokens} <b>${amount(usage.total, f.count, t)}</b></span>
      ${TOKEN_KINDS.map((kind) => html`<span>${swatch(kind)}${t[`kinds.${kind}`]} <b>${part(kind)}</b></span>`)}
    </p>
  `;
}

const legend = ({ t }: View): TemplateResult => html`
  <ul class="legend" aria-label=${t.legend}>
    ${TOKEN_KINDS.map((kind) => html`<li>${swatch(kind)}${t[`kinds.${kind}`]}</li>`)}
  </ul>
`;

const emptyBox = (title: string | undefined, text: string): TemplateResult => html`
  <div class="empty">
    ${title === undefined ? nothing : html`<strong>${title}</strong>`}
    <p>${text}</p>
  </div>
`;

function noTraffic({ usageReport, total }: ComputedUsage, { t }: View): TemplateResult {
  const known = usageReport.missing.length === 0 && total.usage.total.whole;
  return known ? emptyBox(t.emptyTitle, t.emptyText) : emptyBox(undefined, t.emptyPartial);
}

/** Why there is nothing to draw, if so. */
function noChart(computed: ComputedUsage, view: View): TemplateResult | undefined {
  const { measure } = view.viewState;
  if (isWithoutTraffic(computed.total.usage)) return noTraffic(computed, view);
  return measure === 'money' && isUnpriced(computed.total.cost.amount)
    ? emptyBox(undefined, view.t.chartUnpriced)
    : undefined;
}

function drawing(computed: ComputedUsage, title: string, view: View): TemplateResult | typeof nothing {
  const { chartWidth, offsetAt, viewState } = view;
  if (chartWidth === 0) return nothing;
  const { buckets, unit } = computed;
  const chart = chartLayout({ buckets, unit, measure: viewState.measure }, chartWidth, offsetAt);
  return html`<svg role="presentation" width=${chart.width} height=${CHART_HEIGHT}>
    ${axes(chart, computed, view)}${bars(chart, computed, title, view)}
  </svg>`;
}

/** The section with the chart; a box of the same size when there is nothing to draw. */
export function chartSection(view: View): TemplateResult {
  const { computed, t, viewState, act } = view;
  const title = t[`chartTitles.${viewState.measure}.${computed?.unit ?? bucketUnit(view.state.range)}`];
  const empty = computed && noChart(computed, view);
  return html`
    <section aria-labelledby="chart-title">
      <div class="bar">
        <h2 id="chart-title">${title}</h2>
        ${legend(view)}
        ${radioGroup({
          name: 'measure',
          label: t.measure,
          options: CHART_MEASURES.map((id) => ({ id, label: t[`measures.${id}`] })),
          chosen: viewState.measure,
          choose: act.showMeasure,
        })}
      </div>
      <p id="chart-help" class="unseen">${t.chartHelp}</p>
      <div id="plot" class="plot">${empty ?? (computed ? drawing(computed, title, view) : nothing)}</div>
      ${computed && !empty ? detail(computed, view) : html`<p class="detail">&nbsp;</p>`}
    </section>
  `;
}
