/** The attribution view: how much is on tagged profiles, where the rest goes, and what helps. */

import { html, nothing, svg, type TemplateResult } from 'lit/html.js';
import type { PageAttributionReport, PageAttribution } from '../../../protocol/usagePage/state';
import { totalTokens } from '../../../core/usage/usage';
import { amountIn } from '../billing/rows';
import { copiedAttribution, exportedAttribution } from './exportedAttribution';
import { moneyShare } from '../costedUsage';
import { share, type Count, type Share } from '../sums';
import { actionButtons } from '../view/actions';
import { amount, money, percent, spokenCount } from '../view/amount';
import type { View } from '../view/context';
import { idPart, button, unfoldButton } from '../view/controls';
import { rangeHead } from '../view/header';
import { remedyButton, message, notice } from '../view/notices';
import { fill, fillParts } from '../messages';

type Spent = PageAttributionReport['total'];
type Class = PageAttributionReport['classes'][number];
type Subject = Class['subjects'][number];

/** What the parts of this view are drawn from. */
interface AttributionView {
  readonly report: PageAttributionReport;
  readonly view: View;
}

/** Unfolded rows are for reading; all of them are in the exported table. */
const MAX_SUBJECTS = 100;
const STRIP_HEIGHT = 96;

const tokensIn = ({ tokens }: Spent): number => totalTokens(tokens);
/** At least that where figures are missing: it is not known whose. */
const tokenCount = (one: Spent, { report: { missing } }: AttributionView): Count => ({
  value: tokensIn(one),
  whole: missing.length === 0,
});
const tokenShare = (part: Spent, attributionView: AttributionView): Share =>
  share(tokenCount(part, attributionView), tokenCount(attributionView.report.total, attributionView));
const costShare = (part: Spent, all: Spent): Share => moneyShare(amountIn(part.money), amountIn(all.money));

/**
 * Solid where it is on tagged profiles, hollow where it is not: distinguishable without colours, and always beside
 * words.
 */
const shareClass = (tagged: boolean): string => (tagged ? 'tagged' : 'past');
const percentOfWidth = (part: number): string => `${(Math.max(0, Math.min(1, part)) * 100).toFixed(2)}%`;

function tile(id: string, label: string, value: unknown, below: unknown): TemplateResult {
  return html`<div class="tile" data-measure=${id}>
    <dt>${label}</dt>
    <dd class="huge">${value}</dd>
    <dd class="small">${below}</dd>
  </div>`;
}

/** Both shares, because a model that is cheap may have most of the tokens. */
function taggedShares(attributionView: AttributionView): TemplateResult {
  const {
    report: { tagged, total },
    view,
  } = attributionView;
  const { t, f } = view;
  return html`<dl class="tiles both">
    ${tile(
      'tagged-tokens',
      t.taggedTokens,
      percent(tokenShare(tagged, attributionView), f, t),
      fill(
        t.partOfTokens,
        spokenCount(tokenCount(tagged, attributionView), view),
        spokenCount(tokenCount(total, attributionView), view),
      ),
    )}
    ${tile(
      'tagged-money',
      t.taggedCost,
      percent(costShare(tagged, total), f, t),
      fillParts(t.partOfCost, money(amountIn(tagged.money), view), money(amountIn(total.money), view)),
    )}
  </dl>`;
}

/** All classes side by side in one bar. The table below has the same in words. */
function wholeBar({ report: { classes, total }, view }: AttributionView): TemplateResult {
  const { t } = view;
  const all = tokensIn(total);
  const description = classes.map((one) => `${one.label} ${view.f.percent(tokensIn(one) / all)}`).join(', ');
  let from = 0;
  return html`
    <svg class="shares whole" role="img" aria-label=${fill(t.attributionBar, description)} width="100%" height="24">
      ${classes.map((one) => {
        const part = tokensIn(one) / all;
        const x = from;
        from += part;
        return svg`<rect class=${shareClass(one.tagged)} data-class=${one.id} x=${percentOfWidth(x)} y="1" width=${percentOfWidth(part)} height="22"></rect>`;
      })}
    </svg>
    <ul class="facts">
      <li><i class="key tagged"></i>${t.attributed}</li>
      <li><i class="key past"></i>${t.notAttributed}</li>
    </ul>
  `;
}

const amountCells = (one: Spent, attributionView: AttributionView): TemplateResult => {
  const {
    report: { total },
    view,
  } = attributionView;
  return html`
    <td class="number">${amount(tokenCount(one, attributionView), view.f.count, view.t)}</td>
    <td class="number">${percent(tokenShare(one, attributionView), view.f, view.t)}</td>
    <td class="number">${money(amountIn(one.money), view)}</td>
    <td class="number wide">${percent(costShare(one, total), view.f, view.t)}</td>
  `;
};

const bar = (one: Spent, tagged: boolean, { report: { total } }: AttributionView): TemplateResult => html`
  <td class="bars wide">
    <svg class="shares" width="100%" height="14" aria-hidden="true">
      <rect
        class=${shareClass(tagged)}
        x="1"
        y="1"
        width=${percentOfWidth((tokensIn(one) / tokensIn(total)) * 0.98)}
        height="12"
      ></rect>
    </svg>
  </td>
`;

function subjectRow(one: Subject, tagged: boolean, attributionView: AttributionView): TemplateResult {
  const { id, name, owner = '', model, tier, price } = one;
  const what = [name === undefined ? '' : id, owner, [model, tier].filter(Boolean).join(', '), price];
  return html`
    <tr class="subject">
      <th scope="row">${name ?? id} <span class="quiet">${what.filter(Boolean).join(' · ')}</span></th>
      ${bar(one, tagged, attributionView)} ${amountCells(one, attributionView)}
    </tr>
  `;
}

function subjectRows({ about, tagged, subjects }: Class, attributionView: AttributionView): TemplateResult {
  const rest = subjects.length - MAX_SUBJECTS;
  const note = (text: string): TemplateResult =>
    html`<tr class="subject more">
      <td colspan="6" class="quiet">${text}</td>
    </tr>`;
  return html`${note(about)} ${subjects.slice(0, MAX_SUBJECTS).map((one) => subjectRow(one, tagged, attributionView))}
  ${rest > 0 ? note(fill(attributionView.view.t.moreInExport, attributionView.view.f.count(rest))) : nothing}`;
}

function classRow(one: Class, attributionView: AttributionView): TemplateResult {
  const { view } = attributionView;
  const { t } = view;
  const id = `attribution-${idPart(one.id)}`;
  return html`
    <tr data-class=${one.id}>
      <th scope="row">${unfoldButton(id, one.label, view)} <span class="quiet">${one.tagged ? t.tagged : ''}</span></th>
      ${bar(one, one.tagged, attributionView)} ${amountCells(one, attributionView)}
    </tr>
    ${view.unfolded.has(id) ? subjectRows(one, attributionView) : nothing}
  `;
}

function totalRow(attributionView: AttributionView): TemplateResult {
  const {
    report: { total },
    view,
  } = attributionView;
  const { t, f } = view;
  return html`<tr>
    <th scope="row">${t.total}</th>
    <td class="wide"></td>
    <td class="number">${amount(tokenCount(total, attributionView), f.count, t)}</td>
    <td class="number">${f.percent(1)}</td>
    <td class="number">${money(amountIn(total.money), view)}</td>
    <td class="number wide"></td>
  </tr>`;
}

function classTable(attributionView: AttributionView): TemplateResult {
  const { report, view } = attributionView;
  const { t, act, state, isCopied } = view;
  const table = () => exportedAttribution(report, state, t, view.f);
  return html`
    <section aria-labelledby="attribution-title">
      <div class="bar">
        <h2 id="attribution-title">${t.attributionTable}</h2>
        <div class="controls">
          <span class="copied" role="status">${isCopied ? t.copied : ''}</span>
          ${button({ id: 'copy-attribution', look: 'secondary', label: t.copyTable }, () => {
            act.copyText(copiedAttribution(table(), t));
          })}
          ${button({ id: 'export-attribution', look: 'secondary', label: t.exportTable }, () => {
            act.send({ type: 'export', table: table() });
          })}
        </div>
      </div>
      ${wholeBar(attributionView)}
      <div
        class="scroller"
        id="attribution-scroller"
        tabindex="0"
        role="region"
        aria-label=${fill(t.asTable, t.attributionTable)}
      >
        <table class="attribution">
          <thead>
            <tr>
              <th scope="col" class="text">${t.invokedThrough}</th>
              <th scope="col" class="bars wide"><span class="unseen">${t.shareBar}</span></th>
              <th scope="col" class="number">${t.columnTokens}</th>
              <th scope="col" class="number">${t.columnTokenShare}</th>
              <th scope="col" class="number">${t.estimate}</th>
              <th scope="col" class="number wide">${t.estimateShare}</th>
            </tr>
          </thead>
          <tbody>
            ${report.classes.map((one) => classRow(one, attributionView))}
          </tbody>
          <tfoot>
            ${totalRow(attributionView)}
          </tfoot>
        </table>
      </div>
    </section>
  `;
}

/** A day's tokens on tagged profiles, and all of them. */
const taggedByDay = ({ classes, days }: PageAttributionReport): { day: string; tagged: number; all: number }[] =>
  days.map(({ day, tokens, classes: parts }) => ({
    day,
    all: tokens,
    tagged: parts.reduce((sum, part, index) => sum + (classes[index]?.tagged === true ? part : 0), 0),
  }));

function dayBars(days: ReturnType<typeof taggedByDay>, { view }: AttributionView): TemplateResult {
  const { t, f } = view;
  const highest = Math.max(1, ...days.map(({ all }) => all));
  const step = 100 / days.length;
  const barHeight = (tokens: number): number => (tokens / highest) * (STRIP_HEIGHT - 2);
  const worst = [...days].filter(({ all }) => all > 0).sort((a, b) => a.tagged / a.all - b.tagged / b.all)[0];
  const description =
    worst === undefined ? t.noDays : fill(t.lowestDay, f.utcDay(worst.day), f.percent(worst.tagged / worst.all));
  return html`
    <svg class="shares days" role="img" aria-label=${description} width="100%" height=${STRIP_HEIGHT}>
      ${days.map(({ tagged, all }, index) => {
        const [own, untagged] = [barHeight(tagged), barHeight(all - tagged)];
        const rect = (height: number, top: number, tone: string): unknown =>
          height <= 0
            ? nothing
            : svg`<rect class=${tone} x=${`${(index * step + step * 0.15).toFixed(3)}%`} width=${`${(step * 0.7).toFixed(3)}%`} y=${top} height=${height}></rect>`;
        return svg`${rect(own, STRIP_HEIGHT - 1 - own, 'tagged')}${rect(untagged, STRIP_HEIGHT - 1 - own - untagged, 'past')}`;
      })}
    </svg>
    <p class="ends"><span>${f.utcDay(days[0]?.day ?? '')}</span><span>${f.utcDay(days.at(-1)?.day ?? '')}</span></p>
    <p class="quiet">${description}</p>
  `;
}

function byDay(attributionView: AttributionView): TemplateResult {
  const { report, view } = attributionView;
  const { f, t } = view;
  const days = taggedByDay(report);
  return html`
    <section aria-labelledby="attribution-days-title">
      <h2 id="attribution-days-title">${t.attributionDays}</h2>
      ${dayBars(days, attributionView)}
      <p>${unfoldButton('attribution-days', t.dailyBreakdown, view)}</p>
      ${
        view.unfolded.has('attribution-days')
          ? html`<dl class="pairs days">
              ${days.map(
                ({ day, tagged, all }) =>
                  html`<div>
                    <dt>${f.utcDay(day)}</dt>
                    <dd>${all === 0 ? t.noTokens : fill(t.partOfTokens, f.percent(tagged / all), f.compact(all))}</dd>
                  </div>`,
              )}
            </dl>`
          : nothing
      }
    </section>
  `;
}

/** Where the figures are from, which time they cover, and when CloudWatch answered. */
function facts({ report: { start, end, asOf }, view: { state, t, f } }: AttributionView): TemplateResult {
  const fact = (label: string, value: unknown): TemplateResult =>
    html`<div>
      <dt>${label}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<dl class="provenance">
    ${fact(t.source, state.source)} ${fact(t.span, fill(t.spanInZone, f.span(start, end), f.zone(end)))}
    ${fact(t.asOf, html`<time datetime=${new Date(asOf).toISOString()}>${f.dateTime(asOf)}</time>`)}
  </dl>`;
}

function recommendations({ report, view }: AttributionView, actions: PageAttribution['actions']): TemplateResult {
  const { t } = view;
  const isGap = tokensIn(report.tagged) < tokensIn(report.total);
  return html`
    <section aria-labelledby="attribution-help-title">
      <h2 id="attribution-help-title">${isGap ? t.recommendedActions : t.aboutAttribution}</h2>
      ${
        isGap
          ? html`<p>${t.attributionHint}</p>
              ${actionButtons('attribution', actions, view)}`
          : nothing
      }
      <ul class="notes quiet">
        ${report.notes.map((note) => html`<li>${note}</li>`)}
      </ul>
    </section>
  `;
}

function notices({ problem, report }: PageAttribution, { t, f, ...view }: View): TemplateResult {
  const missing = report?.missing ?? [];
  return html`<div class="notices" role="status">
    ${
      report !== undefined && problem !== undefined
        ? notice(
            'error',
            t.refreshFailed,
            html`<p>${problem.sentence} ${fill(t.shownAsOf, f.dateTime(report.asOf))}</p>
              ${remedyButton(problem, 'secondary', { ...view, t, f }, 'attribution')}`,
          )
        : nothing
    }
    ${
      missing.length > 0
        ? notice(
            'warning',
            t.missingTitle,
            html`<ul>
              ${missing.map((sentence) => html`<li>${sentence}</li>`)}
            </ul>`,
          )
        : nothing
    }
  </div>`;
}

function ready(attribution: PageAttribution, report: PageAttributionReport, view: View): TemplateResult {
  const attributionView: AttributionView = { report, view };
  return html`
    ${facts(attributionView)} ${notices(attribution, view)}
    ${
      tokensIn(report.total) === 0
        ? message('info', view.t.emptyTitle, view.t.attributionEmpty, nothing)
        : html`${taggedShares(attributionView)} ${classTable(attributionView)} ${byDay(attributionView)}`
    }
    ${recommendations(attributionView, attribution.actions)}
  `;
}

/** Everything below the choice of a range. */
function body(view: View): TemplateResult {
  const { state, t } = view;
  const { attribution } = state;
  if (attribution?.report !== undefined) return ready(attribution, attribution.report, view);
  if (attribution === undefined || attribution.phase === 'loading')
    return html`<p class="unseen" role="status">${t.loading}</p>
      <p class="message" aria-hidden="true">${t.loading}</p>`;
  return message(
    'error',
    t.loadFailed,
    attribution.problem?.sentence ?? '',
    remedyButton(attribution.problem, 'primary', view, 'attribution'),
  );
}

/** The whole view. */
export const attribution = (view: View): TemplateResult => html`${rangeHead(view)} ${body(view)}`;
