/** The headline: the estimate first, tokens by kind with their money, and health in a quieter row below. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { TOKEN_KINDS, type TokenKind } from '../../../core/usage/usage';
import type { ComputedUsage } from '../computedUsage';
import { changeBetween, moneyShare } from '../costedUsage';
import { share, type Count } from '../sums';
import { amount, latency, money, percent } from '../view/amount';
import { isOfSeveralOwners, type View } from '../view/context';
import { unfoldButton } from '../view/controls';
import { calculation } from './calculation';
import { swatch } from '../view/tokenKinds';
import { fill, fillParts } from '../messages';

const blank = (): TemplateResult => html`<span class="blank" aria-hidden="true"></span>`;

/** How the estimate compares with the one of the span before, as a sentence. */
export function comparison({ total, before, usageReport: { range } }: ComputedUsage, { t, f }: View): string {
  const change = changeBetween(total, before);
  switch (change.type) {
    case 'idle':
      return t[`noUsageInEither.${range}`];
    case 'new':
      return t[`noUsageBefore.${range}`];
    case 'unknown':
      return t[`notComparable.${range}`];
    case 'known': {
      const difference = f.moneyDifference(change.difference);
      return change.ratio === undefined
        ? fill(t[`changed.${range}`], difference)
        : fill(t[`changedBy.${range}`], difference, f.percentChange(change.ratio));
    }
  }
}

function estimateTile(view: View): TemplateResult {
  const { computed, t, f } = view;
  const tokens = computed?.total.usage.total;
  return html`
    <div class="tile" data-measure="estimate">
      <dt>${t.estimate}</dt>
      <dd class="huge">${computed ? money(computed.total.cost.amount, view) : blank()}</dd>
      <dd class="small" data-measure="total">
        <span
          >${
            tokens
              ? fillParts(t.tokenCount, html`<span class="exact">${amount(tokens, f.count, t)}</span>`)
              : html`&nbsp;`
          }</span
        >
      </dd>
      <dd class="compared">${computed ? comparison(computed, view) : html`&nbsp;`}</dd>
    </div>
  `;
}

function shareText(of: Count, sentence: string, { t, f }: View): unknown {
  return of.value === undefined
    ? nothing
    : html`<span class="share" title=${fill(sentence, f.percent(of.value))}>${percent(of, f, t)}</span>`;
}

function kindTile(kind: TokenKind, view: View): TemplateResult {
  const { computed, t, f } = view;
  const head = html`<dt>${swatch(kind)}${t[`kinds.${kind}`]}</dt>`;
  if (!computed)
    return html`<div class="tile" data-measure=${kind}>
      ${head}
      <dd class="large">${blank()}</dd>
      <dd class="small">&nbsp;</dd>
      <dd class="small">&nbsp;</dd>
    </div>`;
  const { usage, cost } = computed.total;
  const tokens = usage[kind];
  const spent = cost.byKind[kind];
  return html`
    <div class="tile" data-measure=${kind}>
      ${head}
      <dd class="row">
        <span class="large">${amount(tokens, f.compact, t)}</span>
        ${shareText(share(tokens, usage.total), t.shareOfTotal, view)}
      </dd>
      <dd class="small"><span class="exact">${amount(tokens, f.count, t)}</span></dd>
      <dd class="row">
        <span class="money">${money(spent, view)}</span>
        ${shareText(moneyShare(spent, cost.amount), t.shareOfEstimate, view)}
      </dd>
    </div>
  `;
}

/** Calls and what went wrong with them; left out where only tokens are known. */
function health(view: View): TemplateResult | typeof nothing {
  const { computed, t, f } = view;
  if (computed ? !computed.health : isOfSeveralOwners(view)) return nothing;
  const usage = computed?.total.usage;
  const one = (id: string, label: string, value: unknown): TemplateResult =>
    html`<div data-measure=${id}>
      <dt>${label}</dt>
      <dd>${usage ? value : blank()}</dd>
    </div>`;
  const count = (value: Count | undefined): unknown => value && amount(value, f.count, t);
  return html`
    <dl class="health">
      ${one('invocations', t.invocations, count(usage?.invocations))}
      ${one('latency', t.latency, usage && latency(usage.latency, f, t))}
      ${one('clientErrors', t.clientErrors, count(usage?.clientErrors))}
      ${one('serverErrors', t.serverErrors, count(usage?.serverErrors))}
      ${one('throttles', t.throttles, count(usage?.throttles))}
    </dl>
  `;
}

/** Which prices the estimate is calculated with, and how. */
function priceLine(view: View): TemplateResult {
  const { state, computed, unfolded, t, act } = view;
  const { sentence, action, refreshing } = state.prices;
  return html`
    <div class="prices">
      <p>${sentence}</p>
      ${
        action === undefined
          ? nothing
          : html`<button
              type="button"
              id="prices"
              class="link"
              aria-disabled=${refreshing ? 'true' : 'false'}
              @click=${() => {
                if (!refreshing) act.runCommand(action.id);
              }}
            >
              ${action.label}
            </button>`
      }
      ${computed ? unfoldButton('calculation', t.howCalculated, view) : nothing}
    </div>
    ${computed && unfolded.has('calculation') ? calculation(computed.total, view) : nothing}
  `;
}

/** All totals; blanks of the same size while they are loading. */
export function totals(view: View): TemplateResult {
  return html`
    <section aria-labelledby="totals-title">
      <h2 id="totals-title" class="unseen">${view.t.totals}</h2>
      <dl class="tiles">${estimateTile(view)} ${TOKEN_KINDS.map((kind) => kindTile(kind, view))}</dl>
      ${health(view)} ${priceLine(view)}
    </section>
  `;
}
