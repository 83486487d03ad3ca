/** Estimate and bill side by side, and why they differ. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { PageReason, PageReconciliation } from '../../../protocol/usagePage/state';
import { amountIn, inOrder, usd } from './rows';
import { money } from '../view/amount';
import { paidFooter, paidSection, type PaidRequest } from '../view/paidRequest';
import type { View } from '../view/context';
import { idPart, button, unfoldButton } from '../view/controls';
import { fill } from '../messages';

type Row = PageReconciliation['rows'][number];
type Compared = NonNullable<PageReconciliation['total']>;

const reasonList = (reasons: readonly PageReason[], { f }: View): TemplateResult => html`
  <ul class="reasons">
    ${reasons.map(
      ({ sentence, usd: part }) =>
        html`<li>
          <span>${sentence}</span>${part === undefined ? nothing : html`<b>${f.moneyDifference(usd(part))}</b>`}
        </li>`,
    )}
  </ul>
`;

const amountCells = ({ estimate, bill, difference }: Compared, view: View): TemplateResult => html`
  <td class="number">
    ${
      estimate === undefined
        ? html`<span class="unknown" title=${view.t.notConnectedCellTitle}>${view.t.notConnectedCell}</span>`
        : money(amountIn(estimate), view)
    }
  </td>
  <td class="number">${view.f.money(usd(bill))}</td>
  <td class="number">${view.f.moneyDifference(usd(difference))}</td>
`;

const headings = (first: string, { t }: View): TemplateResult => html`
  <thead>
    <tr>
      <th scope="col" class="text">${first}</th>
      <th scope="col" class="number">${t.estimate}</th>
      <th scope="col" class="number">${t.bill}</th>
      <th scope="col" class="number">${t.difference}</th>
    </tr>
  </thead>
`;

function dayTable({ days, label }: Row, view: View): TemplateResult | typeof nothing {
  const { t, f } = view;
  if (days.length === 0) return nothing;
  return html`
    <table aria-label=${fill(t.daysOf, label)}>
      ${headings(t.columnDay, view)}
      <tbody>
        ${days.map(
          (day) => html`
            <tr>
              <th scope="row">
                ${f.utcDay(day.day)} ${day.reasons.length === 0 ? nothing : reasonList(day.reasons, view)}
              </th>
              ${amountCells(day, view)}
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

function row(one: Row, view: View): TemplateResult {
  const id = `compare-${one.untagged ? 'untagged' : 'row'}-${idPart(one.label)}`;
  const more = one.reasons.length + one.days.length > 0;
  return html`
    <tr class=${one.untagged ? 'untagged' : ''}>
      <th scope="row">${more ? unfoldButton(id, one.label, view) : one.label}</th>
      ${amountCells(one, view)}
    </tr>
    ${
      view.unfolded.has(id)
        ? html`<tr class="more">
            <td colspan="4">
              <div class="inside">${reasonList(one.reasons, view)} ${dayTable(one, view)}</div>
            </td>
          </tr>`
        : nothing
    }
  `;
}

function comparisonTable({ rows, total, notes }: PageReconciliation, view: View): TemplateResult {
  const { t } = view;
  return html`
    ${
      rows.length === 0
        ? html`<p>${t.noComparison}</p>`
        : html`<div
            class="scroller"
            id="compare-scroller"
            tabindex="0"
            role="region"
            aria-label=${fill(t.asTable, t.reconciliation)}
          >
            <table class="compare">
              ${headings(t.columnMember, view)}
              <tbody>
                ${inOrder(rows, ({ bill }) => usd(bill)).map((one) => row(one, view))}
              </tbody>
              ${
                total === undefined
                  ? nothing
                  : html`<tfoot>
                      <tr>
                        <th scope="row">${t.total}</th>
                        ${amountCells(total, view)}
                      </tr>
                    </tfoot>`
              }
            </table>
          </div>`
    }
    ${total === undefined || total.reasons.length === 0 ? nothing : reasonList(total.reasons, view)}
    ${
      notes.length === 0
        ? nothing
        : html`<h3>${t.notes}</h3>
            <ul class="notes">
              ${notes.map((note) => html`<li>${note}</li>`)}
            </ul>`
    }
  `;
}

/** The section with the comparison. */
export function reconciliationSection(part: PageReconciliation, view: View): TemplateResult {
  const { t, act } = view;
  const one: PaidRequest = {
    id: 'reconciliation',
    part,
    text: t.reconciliationText,
    label: t.compareWithEstimate,
    failed: t.reconciliationFailed,
    load: () => {
      act.send({ type: 'loadReconciliation' });
    },
  };
  const known = part.rows.length > 0;
  return html`
    <section id="reconciliation" tabindex="-1" aria-labelledby="reconciliation-title">
      <div class="bar">
        <h2 id="reconciliation-title">${t.reconciliation}</h2>
        ${
          known
            ? button({ id: 'export-reconciliation', look: 'secondary', label: t.exportTable }, act.exportReconciliation)
            : nothing
        }
      </div>
      ${paidSection(one, known, () => html`${comparisonTable(part, view)} ${paidFooter(one, '', view)}`, view)}
    </section>
  `;
}
