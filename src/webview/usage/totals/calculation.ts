/** How an estimate comes about: tokens × price for each kind, and where the price is from. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { formula, type FormulaLine } from '../../../core/prices/prices';
import type { PricedPart, CostedUsage } from '../costedUsage';
import { amount, money } from '../view/amount';
import type { View } from '../view/context';
import { unfoldButton } from '../view/controls';
import { swatch } from '../view/tokenKinds';
import { fill } from '../messages';

const line = ({ kind, tokens, price, product }: FormulaLine, view: View): TemplateResult => {
  const { t, f } = view;
  return html`
    <tr>
      <th scope="row">${swatch(kind)} ${t[`kinds.${kind}`]}</th>
      <td class="number">${f.count(tokens)}</td>
      <td class="number">
        ${price === undefined ? html`<span class="unknown">${t.unpriced}</span>` : fill(t.timesPrice, f.price(price))}
      </td>
      <td class="number">= ${money(product, view)}</td>
    </tr>
  `;
};

function part({ rateCard, tokens }: PricedPart, view: View): TemplateResult {
  const { model, tier, region, rates, price } = rateCard;
  const { t } = view;
  return html`
    <div class="calculated">
      <table>
        <caption>
          <strong>${model}</strong>
          ${[tier, region].filter((text) => text !== '').join(' · ')}
        </caption>
        <thead class="unseen">
          <tr>
            <th scope="col">${t.columnKind}</th>
            <th scope="col">${t.columnTokens}</th>
            <th scope="col">${t.columnPrice}</th>
            <th scope="col">${t.estimate}</th>
          </tr>
        </thead>
        <tbody>
          ${formula(tokens, rates).map((one) => line(one, view))}
        </tbody>
      </table>
      <p class="quiet">${price}</p>
    </div>
  `;
}

/** The formula with its numbers. */
export const calculation = ({ parts }: Pick<CostedUsage, 'parts'>, view: View): TemplateResult => html`
  <div class="calculation">
    ${
      parts.length === 0
        ? html`<p>${view.t.nothingToCalculate}</p>`
        : html`<div class="parts">${parts.map((one) => part(one, view))}</div>
            ${parts.some(({ tokens }) => tokens.cacheWrite > 0) ? html`<p class="quiet">${view.t.cacheWriteRate}</p>` : nothing}`
    }
  </div>
`;

/** An estimate that unfolds its formula; plain where there is nothing to calculate. */
export const estimateButton = (
  id: string,
  { cost, parts }: CostedUsage,
  name: string,
  view: View,
): TemplateResult | string =>
  parts.length === 0
    ? // Nothing is known to have been used, which is not the same as having no price.
      cost.amount.whole
      ? money(cost.amount, view)
      : amount({ value: undefined, whole: false }, view.f.count, view.t)
    : unfoldButton(id, money(cost.amount, view), view, 'calculate', fill(view.t.howCalculatedFor, name));
