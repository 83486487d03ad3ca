/** What the same tokens would cost on other models and tiers. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { otherModelCosts, type OtherModelCost } from './otherModelCosts';
import type { ComputedUsage } from '../computedUsage';
import { changeOf, type CostedUsage } from '../costedUsage';
import { change, money } from '../view/amount';
import type { View } from '../view/context';
import { idPart, unfoldButton } from '../view/controls';
import { estimateButton, calculation } from './calculation';
import { fill } from '../messages';

function row(one: OtherModelCost, now: CostedUsage, view: View): TemplateResult {
  const { unfolded, f } = view;
  const id = `what-if-${idPart(`${one.model} ${one.tier}`)}`;
  const tokens = now.usage.total;
  const to = changeOf(one.costedUsage.cost.amount, tokens, now.cost.amount, tokens);
  return html`
    <tr>
      <th scope="row">${one.model}</th>
      <td class="text">${one.tier}</td>
      <td class="number">${estimateButton(id, one.costedUsage, `${one.model}, ${one.tier}`, view)}</td>
      <td class="number">${to.type === 'known' ? f.moneyDifference(to.difference) : change(to, view)}</td>
      <td class="number">${change(to, view)}</td>
    </tr>
    ${
      unfolded.has(id)
        ? html`<tr class="more">
            <td colspan="5">${calculation(one.costedUsage, view)}</td>
          </tr>`
        : nothing
    }
  `;
}

function table(computed: ComputedUsage, view: View): TemplateResult {
  const { t } = view;
  return html`
    <p class="quiet">${t.otherModelsText}</p>
    <div
      class="scroller"
      id="what-if-scroller"
      tabindex="0"
      role="region"
      aria-label=${fill(t.asTable, t.otherModelsTitle)}
    >
      <table>
        <thead>
          <tr>
            <th scope="col" class="text">${t.columnModel}</th>
            <th scope="col" class="text">${t.columnTier}</th>
            <th scope="col" class="number">${t.estimate}</th>
            <th scope="col" class="number">${t.otherModelsDifference}</th>
            <th scope="col" class="number">${t.columnChange}</th>
          </tr>
        </thead>
        <tbody>
          <tr class="selected">
            <th scope="row">${t.otherModelsCurrent}</th>
            <td class="text"></td>
            <td class="number">${money(computed.total.cost.amount, view)}</td>
            <td class="number"></td>
            <td class="number"></td>
          </tr>
          ${otherModelCosts(computed.total, view.state).map((one) => row(one, computed.total, view))}
        </tbody>
      </table>
    </div>
  `;
}

/** The section, folded until it is wanted. */
export const otherModelsSection = (computed: ComputedUsage, view: View): TemplateResult | typeof nothing =>
  view.state.alternatives.length === 0
    ? nothing
    : html`
        <section aria-labelledby="what-if">
          <h2>${unfoldButton('what-if', view.t.otherModelsTitle, view)}</h2>
          ${view.unfolded.has('what-if') ? table(computed, view) : nothing}
        </section>
      `;
