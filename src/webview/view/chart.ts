/** The chart: axes, bars, legend, and a line of detail that always has its place. */

import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit/html.js';
import { TOKEN_KINDS } from '../../core/usage';
import { CHART_HEIGHT, layOut, type Chart } from '../chart';
import type { HourUsage } from '../figures';
import { isQuiet } from '../sums';
import { hourName } from '../tables';
import { amount } from './amount';
import { bars } from './bars';
import type { View } from './context';
import { swatch } from './kinds';

/** Down to the axis, and on beside the date: not through the label of the hour. */
const dayLine = (x: number, { top, bottom, height }: Chart): string =>
  `M${x},${top - 8}V${bottom}M${x},${bottom + 22}V${height - 2}`;

function axes(chart: Chart, { f }: View): SVGTemplateResult {
  return svg`
    <g class="axes" aria-hidden="true">
      ${chart.yTicks.map(
        ({ y, value }) => svg`
          <line class=${value === 0 ? 'base' : 'grid'} x1=${chart.left} x2=${chart.right} y1=${y} y2=${y}></line>
          <text class="y" x=${chart.left - 8} y=${y}>${f.tick(value)}</text>`,
      )}
      ${chart.xTicks.map(
        ({ x, time }) => svg`
          <line class="base" x1=${x} x2=${x} y1=${chart.bottom} y2=${chart.bottom + 4}></line>
          <text class="x" x=${x} y=${chart.bottom + 16}>${f.clock(time)}</text>`,
      )}
      ${chart.days.map(
        ({ x, time, line }) => svg`
          ${line ? svg`<path class="day" d=${dayLine(x, chart)}></path>` : nothing}
          <text class="date" x=${x + 6} y=${chart.bottom + 34}>${f.day(time)}</text>`,
      )}
    </g>`;
}

/** What the pointer or else the focus or else the selection is at. */
function shownHour({ computed, pointed, focused, remembered }: View): HourUsage | undefined {
  const find = (key: number | null): HourUsage | undefined => computed?.hours.find(({ hour }) => hour.key === key);
  return find(pointed) ?? find(focused) ?? find(remembered.selected);
}

function detail(view: View): TemplateResult {
  const { t, f } = view;
  const shown = shownHour(view);
  if (!shown) return html`<p class="detail hint">${t.chartHint}</p>`;
  return html`
    <p class="detail">
      <strong>${hourName(shown.hour, t, f)}</strong>
      <span>${t.total} <b>${amount(shown.usage.total, f.exact, t)}</b></span>
      ${TOKEN_KINDS.map(
        (kind) => html`<span>${swatch(kind)}${t.kinds[kind]} <b>${amount(shown.usage[kind], f.exact, t)}</b></span>`,
      )}
    </p>
  `;
}

const legend = ({ t }: View): TemplateResult => html`
  <ul class="legend" aria-label=${t.legend}>
    ${TOKEN_KINDS.map((kind) => html`<li>${swatch(kind)}${t.kinds[kind]}</li>`)}
  </ul>
`;

function noTraffic({ state, computed, t }: View): TemplateResult {
  const known = state.figures?.missing.length === 0 && (computed?.total.total.whole ?? false);
  return html`
    <div class="empty">
      ${
        known
          ? html`<strong>${t.emptyTitle}</strong>
              <p>${t.emptyText}</p>`
          : html`<p>${t.emptyPartial}</p>`
      }
    </div>
  `;
}

/** The section with the chart; a box of the same size when there is nothing to draw. */
export function chartSection(view: View): TemplateResult {
  const { computed, t, width, offsetAt } = view;
  const quiet = computed !== undefined && isQuiet(computed.total);
  const chart = computed && !quiet && width > 0 ? layOut(computed.hours, width, offsetAt) : undefined;
  return html`
    <section aria-labelledby="chart-title">
      <div class="bar">
        <h2 id="chart-title">${t.chart}</h2>
        ${legend(view)}
      </div>
      <p id="chart-help" class="unseen">${t.chartHelp}</p>
      <div id="plot" class="plot">
        ${
          chart
            ? html`<svg role="presentation" width=${chart.width} height=${CHART_HEIGHT}>
                ${axes(chart, view)}${bars(chart, view)}
              </svg>`
            : quiet
              ? noTraffic(view)
              : nothing
        }
      </div>
      ${chart ? detail(view) : html`<p class="detail">&nbsp;</p>`}
    </section>
  `;
}
