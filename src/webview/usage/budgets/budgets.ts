/** Budgets as meters: what is used, beside how much of the period has gone. */

import { html, nothing, svg, type TemplateResult } from 'lit/html.js';
import type { PageBudget } from '../../../protocol/usagePage/state';
import { amountIn, usd } from '../billing/rows';
import { dollars } from '../costedUsage';
import { actionButtons } from '../view/actions';
import { money, spokenMoney } from '../view/amount';
import type { View } from '../view/context';
import { idPart } from '../view/controls';
import { remedyButton, message, toneIcon } from '../view/notices';
import { fill } from '../messages';

const LEVEL_TONES = { unknown: 'info', fine: 'done', warning: 'warning', over: 'error' } as const;
const HEIGHT = 14;

const stateText = ({ state, region }: PageBudget, { t }: View): string =>
  state === 'fine' && region !== undefined ? fill(t.withinBudgetIn, region) : t[`budgetStates.${state}`];

/** The meter goes on beyond the limit when more than that is used. */
function scaleOf({ used, forecast, limit, warnAt }: PageBudget): (share: number) => string {
  const all = dollars(usd(limit));
  const forecastShare = forecast === undefined || all <= 0 ? 0 : Math.min(dollars(usd(forecast)) / all, 2);
  const end = Math.max(1, Math.min(used ?? 0, 4), forecastShare, ...warnAt) * 1.02;
  return (share) => `${(Math.max(0, Math.min(share / end, 1)) * 100).toFixed(2)}%`;
}

function meterText({ label, used, elapsed, region }: PageBudget, { t, f }: View): string {
  if (used === undefined) return fill(t.meterUnknown, label, f.percent(elapsed));
  return region === undefined
    ? fill(t.meter, label, f.percent(used), f.percent(elapsed))
    : fill(t.meterIn, label, f.percent(used), f.percent(elapsed), region);
}

function meter(budget: PageBudget, view: View): TemplateResult {
  const { used, elapsed, warnAt } = budget;
  const at = scaleOf(budget);
  const description = meterText(budget, view);
  const line = (share: number, look: string, top: number): unknown =>
    svg`<line class=${look} x1=${at(share)} x2=${at(share)} y1=${top} y2=${HEIGHT + 6 - top}></line>`;
  return html`
    <div
      role="meter"
      aria-label=${description}
      aria-valuemin="0"
      aria-valuemax=${Math.max(100, Math.round((used ?? 0) * 100))}
      aria-valuenow=${Math.round((used ?? 0) * 100)}
      aria-valuetext=${description}
    >
      <svg class="meter" width="100%" height=${HEIGHT + 6} aria-hidden="true">
        <rect class="track" x="0" y="3" width=${at(1)} height=${HEIGHT}></rect>
        ${used === undefined ? nothing : svg`<rect class="used" x="0" y="3" width=${at(used)} height=${HEIGHT}></rect>`}
        ${warnAt.map((share) => line(share, 'threshold', 3))} ${line(1, 'limit', 3)} ${line(elapsed, 'gone', 0)}
      </svg>
    </div>
  `;
}

/** The same as text, so that nothing depends on colour alone. */
function facts(budget: PageBudget, view: View): TemplateResult {
  const { t, f } = view;
  const { spent, limit, region, used, elapsed, warnAt, forecastText } = budget;
  const ofLimit = f.money(usd(limit));
  return html`
    <p class="spent">
      ${
        spent === undefined
          ? fill(t.limitOnly, f.money(usd(limit)))
          : html`<span
                class="large"
                title=${
                  region === undefined
                    ? fill(t.spentOf, spokenMoney(amountIn(spent), view), ofLimit)
                    : fill(t.spentOfIn, spokenMoney(amountIn(spent), view), ofLimit, region)
                }
                >${money(amountIn(spent), view)}</span
              >
              ${region === undefined ? fill(t.ofLimit, ofLimit) : fill(t.ofLimitIn, ofLimit, region)}`
      }
    </p>
    <ul class="facts">
      ${used === undefined ? nothing : html`<li><i class="key used"></i>${fill(t.used, f.percent(used))}</li>`}
      <li><i class="key gone"></i>${fill(t.elapsed, f.percent(elapsed))}</li>
      ${
        warnAt.length === 0
          ? nothing
          : html`<li>
              <i class="key threshold"></i>${fill(t.warnsAt, warnAt.map((share) => f.wholePercent(share)).join(', '))}
            </li>`
      }
    </ul>
    <p>${forecastText}</p>
  `;
}

function card(budget: PageBudget, view: View): TemplateResult {
  const { t, f } = view;
  const { label, period, state, asOf, problem } = budget;
  return html`
    <li class="budget is-${state}">
      <div class="bar">
        <h2>${label} <span class="quiet">${period}</span></h2>
        <strong class="state">${toneIcon(LEVEL_TONES[state])}${stateText(budget, view)}</strong>
      </div>
      ${meter(budget, view)} ${facts(budget, view)}
      ${
        asOf === undefined
          ? nothing
          : html`<p class="quiet">
              ${t.asOf} <time datetime=${new Date(asOf).toISOString()}>${f.dateTime(asOf)}</time>
            </p>`
      }
      ${
        problem === undefined
          ? nothing
          : html`<p class="problem">${problem.sentence}</p>
              ${remedyButton(problem, 'secondary', view, idPart(label))}`
      }
    </li>
  `;
}

/** The view with all budgets, or with what makes the first one. */
export function budgetsView(view: View): TemplateResult {
  const { state, t } = view;
  if (state.budgets.length === 0)
    return message(
      'info',
      t.noBudgetsTitle,
      t.noBudgetsText,
      actionButtons('budgets', state.budgetActions, view, 'primary'),
    );
  return html`
    <section aria-label=${t['viewNames.budgets']}>
      <ul class="budgets">
        ${state.budgets.map((budget) => card(budget, view))}
      </ul>
      <p class="quiet">${fill(t.budgetText, state.source)}</p>
      ${actionButtons('budgets', state.budgetActions, view)}
    </section>
  `;
}
