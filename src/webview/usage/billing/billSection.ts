/** The bill: a row for each name, folded to a line of bars, unfolded to services and days. */

import { html, nothing, svg, type TemplateResult } from 'lit/html.js';
import type { Money } from '../../../core/money';
import type { PageBill } from '../../../protocol/usagePage/state';
import { billTotal, dayBars, dayStatus, inOrder, usd, type DayBar } from './rows';
import { moneyShare } from '../costedUsage';
import { percent } from '../view/amount';
import { paidFooter, paidSection, type PaidRequest } from '../view/paidRequest';
import type { View } from '../view/context';
import { idPart, button, dropdown, unfoldButton } from '../view/controls';
import { fill } from '../messages';

type Row = PageBill['rows'][number];

const BAR = 6;
const HEIGHT = 24;

/** A day's name, or a month's where the bill is by month. */
const nameOf = ({ perMonth }: PageBill, { f }: View): ((day: string) => string) => (perMonth ? f.utcMonth : f.utcDay);

/** A row's days as small bars. A day that is not complete is drawn hollow. */
function spark(row: Row, bars: readonly DayBar[], bill: PageBill, view: View): TemplateResult {
  const { t, f } = view;
  const best = bars.reduce<DayBar | undefined>((top, bar) => (bar.height > (top?.height ?? 0) ? bar : top), undefined);
  const name = best
    ? fill(t.barsName, row.label, nameOf(bill, view)(best.day), f.money(best.money))
    : fill(t.barsNone, row.label);
  return html`<svg
    class="spark"
    role="img"
    aria-label=${name}
    width=${bars.length * BAR}
    height=${HEIGHT}
    viewBox="0 0 ${bars.length * BAR} ${HEIGHT}"
  >
    ${bars.map(({ height, complete }, index) => {
      const tall = height === 0 ? 0 : Math.max(height * (HEIGHT - 1), 1);
      const look = complete ? 'settled' : 'open';
      return svg`<rect class=${look} x=${index * BAR + 1} y=${HEIGHT - 0.5 - tall} width=${BAR - 2} height=${tall}></rect>`;
    })}
  </svg>`;
}

/** Whether AWS may still change every day: then one sentence says it for all. */
const allEstimated = ({ days }: PageBill): boolean => days.every(({ estimated }) => estimated);

function details(row: Row, bars: readonly DayBar[], bill: PageBill, view: View): TemplateResult {
  const { t, f } = view;
  const name = nameOf(bill, view);
  const some = !allEstimated(bill);
  const pair = (label: unknown, money: Money): TemplateResult =>
    html`<div>
      <dt>${label}</dt>
      <dd>${f.money(money)}</dd>
    </div>`;
  return html`
    <div class="details">
      <div>
        <h3>${t.services}</h3>
        <dl class="pairs">${row.services.map(({ label, total }) => pair(label, usd(total)))}</dl>
      </div>
      <div>
        <h3>${bill.perMonth ? t.months : t.days}</h3>
        <dl class="pairs days">
          ${bars.map(({ day, money, estimated, complete }) =>
            pair(html`${name(day)} <span class="quiet">${dayStatus(some && estimated, complete, t)}</span>`, money),
          )}
        </dl>
      </div>
    </div>
  `;
}

function billRow(row: Row, bill: PageBill, view: View): TemplateResult {
  const { f, t, unfolded } = view;
  const id = `bill-${row.untagged ? 'untagged' : 'row'}-${idPart(row.label)}`;
  const bars = dayBars(bill.days, row.days);
  const total = { money: usd(row.total), whole: true };
  return html`
    <tr class=${row.untagged ? 'untagged' : ''}>
      <th scope="row">${unfoldButton(id, row.label, view)}</th>
      <td class="number">${f.money(total.money)}</td>
      <td class="number wide">${percent(moneyShare(total, { money: billTotal(bill), whole: true }), f, t)}</td>
      <td class="bars wide">${spark(row, bars, bill, view)}</td>
    </tr>
    ${
      unfolded.has(id)
        ? html`<tr class="more">
            <td colspan="4">${details(row, bars, bill, view)}</td>
          </tr>`
        : nothing
    }
  `;
}

function dayNotes(bill: PageBill, { t }: View): string[] {
  const { days, perMonth } = bill;
  const some = days.some(({ estimated }) => estimated) ? [perMonth ? t.someMonthsEstimated : t.someDaysEstimated] : [];
  return [
    ...(allEstimated(bill) ? [t.allEstimated] : some),
    ...(days.some(({ complete }) => !complete) ? [perMonth ? t.monthsIncomplete : t.daysIncomplete] : []),
  ];
}

function billTable(bill: PageBill, view: View): TemplateResult {
  const { t, f } = view;
  const grouping = bill.groupings.find(({ id }) => id === bill.grouping)?.label ?? bill.grouping;
  if (bill.rows.length === 0) return html`<p>${t.noBill}</p>`;
  return html`
    <div class="scroller" id="bill-scroller" tabindex="0" role="region" aria-label=${fill(t.asTable, t.bill)}>
      <table class="bill">
        <thead>
          <tr>
            <th scope="col" class="text">${grouping}</th>
            <th scope="col" class="number">${t.total}</th>
            <th scope="col" class="number wide">${t.columnShare}</th>
            <th scope="col" class="bars wide">${bill.perMonth ? t.byMonth : t.byDay}</th>
          </tr>
        </thead>
        <tbody>
          ${inOrder(bill.rows, ({ total }) => usd(total)).map((row) => billRow(row, bill, view))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">${t.total}</th>
            <td class="number" id="bill-total">${f.money(billTotal(bill))}</td>
            <td class="wide"></td>
            <td class="wide"></td>
          </tr>
        </tfoot>
      </table>
    </div>
    <p class="quiet">${dayNotes(bill, view).join(' ')}</p>
  `;
}

function facts(bill: PageBill, { t, f }: View): TemplateResult {
  const { asOf, lastCompleteDay } = bill;
  return html`
    <dl class="provenance">
      <div>
        <dt>${t.source}</dt>
        <dd>${t.billSource}</dd>
      </div>
      ${
        asOf === undefined
          ? nothing
          : html`<div>
              <dt>${t.asOf}</dt>
              <dd><time datetime=${new Date(asOf).toISOString()}>${f.dateTime(asOf)}</time></dd>
            </div>`
      }
      ${
        lastCompleteDay === undefined
          ? nothing
          : html`<div>
              <dt>${t.lastCompleteDay}</dt>
              <dd>${f.utcDay(lastCompleteDay)}</dd>
            </div>`
      }
    </dl>
  `;
}

function selectors({ groupings, months }: PageBill, { chosen, t, act }: View): TemplateResult {
  return html`
    ${
      groupings.length === 0
        ? nothing
        : dropdown({
            name: 'grouping',
            label: t.grouping,
            options: groupings,
            chosen: chosen.grouping,
            choose: (id) => {
              act.choose('grouping', id);
            },
          })
    }
    ${
      months.length === 0
        ? nothing
        : dropdown({
            name: 'month',
            label: t.month,
            options: months,
            chosen: chosen.month,
            choose: (id) => {
              act.choose('month', id);
            },
          })
    }
  `;
}

/** The section with the bill. */
export function billSection(bill: PageBill, view: View): TemplateResult {
  const { t, act } = view;
  const one: PaidRequest = {
    id: 'bill',
    part: bill,
    text: t.billText,
    label: t.loadBill,
    failed: t.billFailed,
    load: () => {
      act.send({ type: 'loadBill' });
    },
  };
  return html`
    <section id="bill" tabindex="-1" aria-labelledby="bill-title">
      <div class="bar">
        <h2 id="bill-title">${t.bill}</h2>
        <div class="controls">
          ${selectors(bill, view)}
          ${
            bill.rows.length > 0
              ? button({ id: 'export-bill', look: 'secondary', label: t.exportTable }, act.exportBill)
              : nothing
          }
        </div>
      </div>
      ${paidSection(
        one,
        bill.rows.length > 0,
        () => html`${facts(bill, view)} ${billTable(bill, view)} ${paidFooter(one, bill.next, view)}`,
        view,
      )}
    </section>
  `;
}
