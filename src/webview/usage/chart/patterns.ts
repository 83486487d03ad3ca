/** Two smaller looks at the range: when in the day it was used, and what caching did. */

import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit/html.js';
import { NO_MONEY, subtract } from '../../../core/money';
import type { ChartMeasure } from '../../../protocol/usagePage/strings';
import { totalHeight } from './layout';
import type { ComputedUsage } from '../computedUsage';
import { cachingOf, moneyShare, type Caching, type CostedUsage } from '../costedUsage';
import { share, type Share } from '../sums';
import { percent, spokenCount } from '../view/amount';
import type { View } from '../view/context';
import { fill } from '../messages';

const HEIGHT = 56;
const LABELS = 16;
const COLUMN = 12;

const shareOf = (of: CostedUsage, all: CostedUsage, measure: ChartMeasure): Share =>
  measure === 'tokens' ? share(of.usage.total, all.usage.total) : moneyShare(of.cost.amount, all.cost.amount);

/** The hours as bars; each has its share as a tooltip, and all of them have one text. */
function strip({ hoursOfDay, total }: ComputedUsage, view: View): SVGTemplateResult[] {
  const {
    f,
    viewState: { measure },
  } = view;
  const highest = Math.max(...hoursOfDay.map((of) => totalHeight(of, measure)));
  return hoursOfDay.map((of, hour) => {
    const value = totalHeight(of, measure);
    const height = value > 0 ? Math.max((value / highest) * HEIGHT, 1) : 0;
    const part = shareOf(of, total, measure).value ?? 0;
    return svg`
      <g>
        <title>${f.hourOfDay(hour)}: ${f.percent(part)}</title>
        <rect class="column" x=${hour * COLUMN} y="0" width=${COLUMN} height=${HEIGHT}></rect>
        <rect class="pillar" x=${hour * COLUMN + 1.5} y=${HEIGHT - height} width=${COLUMN - 3} height=${height}></rect>
      </g>`;
  });
}

function pattern(computed: ComputedUsage, view: View): TemplateResult {
  const {
    t,
    f,
    viewState: { measure },
  } = view;
  const shares = computed.hoursOfDay.map((of) => shareOf(of, computed.total, measure).value ?? 0);
  const best = shares.indexOf(Math.max(...shares));
  const named = shares.flatMap((part, hour) => (part > 0 ? [`${f.hourOfDay(hour)} ${f.percent(part)}`] : []));
  const label = fill(
    t.hoursText,
    f.zone(computed.usageReport.end),
    named.length === 0 ? t.hoursNone : named.join(', '),
  );
  const busiest = fill(t[`busiestHour.${measure}`], f.hourOfDay(best), f.percent(shares[best] ?? 0));
  return html`
    <section aria-labelledby="pattern-title" class="half">
      <h2 id="pattern-title">${t.hoursTitle}</h2>
      <svg class="strip" role="img" aria-label=${label} viewBox="0 -2 ${24 * COLUMN} ${HEIGHT + LABELS + 2}">
        ${strip(computed, view)}
        <line x1="0" x2=${24 * COLUMN} y1=${HEIGHT} y2=${HEIGHT}></line>
        ${[0, 6, 12, 18].map(
          (hour) => svg`<text x=${hour * COLUMN} y=${HEIGHT + 12}>${f.hourOfDay(hour).split('–')[0]}</text>`,
        )}
      </svg>
      <p>${named.length === 0 ? t.hoursNone : busiest}</p>
    </section>
  `;
}

function savedText({ saved, whole }: Caching, { t, f }: View): string {
  if (saved === undefined) return t.cachingUnpriced;
  const part = whole ? '' : ` ${t.cachingPartial}`;
  if (saved === NO_MONEY) return `${t.cachingEven}${part}`;
  const text =
    saved > NO_MONEY ? fill(t.cachingSaved, f.money(saved)) : fill(t.cachingCost, f.money(subtract(NO_MONEY, saved)));
  return `${text}${part}`;
}

function caching({ total, usageReport: { cachingHint } }: ComputedUsage, view: View): TemplateResult {
  const { t, f } = view;
  const did = cachingOf(total);
  const { input, cacheRead, cacheWrite } = total.usage;
  return html`
    <section aria-labelledby="caching-title" class="half">
      <h2 id="caching-title">${t.cachingTitle}</h2>
      <p class="ratio" data-measure="hits">
        <span class="large">${percent(did.hits, f, t)}</span>
        <span>${t.hitText}</span>
      </p>
      <p class="quiet">${fill(t.hitFormula, ...[cacheRead, input, cacheWrite].map((of) => spokenCount(of, view)))}</p>
      <p data-measure="saved">${savedText(did, view)}</p>
      ${cachingHint === undefined ? nothing : html`<p class="hint-box">${cachingHint}</p>`}
    </section>
  `;
}

/** Both, side by side where there is room. A range shorter than a day has no hours of the day. */
export const usagePatterns = (computed: ComputedUsage, view: View): TemplateResult => html`
  <div class="halves">
    ${computed.hoursOfDay.length > 0 ? pattern(computed, view) : nothing} ${caching(computed, view)}
  </div>
`;
