/** The totals: five numbers first, health in a quieter row below. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { TOKEN_KINDS } from '../../core/usage';
import { share, type Amount } from '../sums';
import { amount, latency, percent } from './amount';
import type { View } from './context';
import { swatch } from './kinds';

const blank = (): TemplateResult => html`<span class="blank" aria-hidden="true"></span>`;

function tile(id: string, label: unknown, value: Amount | undefined, below: unknown, { t, f }: View): TemplateResult {
  return html`
    <div class="tile" data-measure=${id}>
      <dt>${label}</dt>
      <dd class="large">${value ? amount(value, f.compact, t) : blank()}</dd>
      <dd class="small">${below}</dd>
    </div>
  `;
}

function below(value: Amount | undefined, all: Amount | undefined, { t, f }: View): unknown {
  if (value?.value === undefined) return html`&nbsp;`;
  const part = all && share(value, all);
  return html`
    <span class="exact">${value.value < 1000 ? nothing : amount(value, f.exact, t)}</span>
    ${
      part?.value === undefined
        ? nothing
        : html`<span class="share" title=${t.shareOfTotal(f.percent(part.value))}>${percent(part, f, t)}</span>`
    }
  `;
}

function health({ computed, t, f }: View): TemplateResult {
  const total = computed?.total;
  const one = (id: string, label: string, value: unknown): TemplateResult =>
    html`<div data-measure=${id}>
      <dt>${label}</dt>
      <dd>${total ? value : blank()}</dd>
    </div>`;
  const count = (value: Amount | undefined): unknown => value && amount(value, f.exact, t);
  return html`
    <dl class="health">
      ${one('invocations', t.invocations, count(total?.invocations))}
      ${one('latency', t.latency, total && latency(total.latency, f, t))}
      ${one('clientErrors', t.clientErrors, count(total?.clientErrors))}
      ${one('serverErrors', t.serverErrors, count(total?.serverErrors))}
      ${one('throttles', t.throttles, count(total?.throttles))}
    </dl>
  `;
}

/** All totals; blanks of the same size while they are loading. */
export function totals(view: View): TemplateResult {
  const { computed, t } = view;
  const all = computed?.total;
  return html`
    <section aria-labelledby="totals-title">
      <h2 id="totals-title" class="unseen">${t.totals}</h2>
      <dl class="tiles">
        ${tile('total', t.totalTokens, all?.total, below(all?.total, undefined, view), view)}
        ${TOKEN_KINDS.map((kind) =>
          tile(kind, html`${swatch(kind)}${t.kinds[kind]}`, all?.[kind], below(all?.[kind], all?.total, view), view),
        )}
      </dl>
      ${health(view)}
    </section>
  `;
}
