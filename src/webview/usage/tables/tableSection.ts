/** The same numbers as tables: by time, by member, by model, by profile, by kind. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { guard } from 'lit/directives/guard.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { filterOf, tabsFor } from '../viewState';
import { isNamedTab, type Cell, type Column, type Row, type Tab, type Table } from './tables';
import { amount, change, latency, money, percent } from '../view/amount';
import type { ShownTable, View } from '../view/context';
import { idPart, button, tabs } from '../view/controls';
import { estimateButton, calculation } from '../totals/calculation';
import { counted, fill } from '../messages';

function content(cell: Cell, view: View): unknown {
  const { t, f } = view;
  switch (cell.type) {
    case 'text':
      return cell.text;
    case 'count':
      return amount(cell.count, f.count, t);
    case 'latency':
      return latency(cell.latency, f, t);
    case 'share':
      return percent(cell.share, f, t);
    case 'money':
      return money(cell.amount, view);
    case 'change':
      return change(cell.change, view);
  }
}

function heading(column: Column, view: View): TemplateResult {
  const sort = view.viewState.sorts[view.tab];
  const sorted = sort.column === column.id;
  const mark = sort.descending ? '↓' : '↑';
  return html`
    <th
      scope="col"
      class=${column.numeric ? 'number' : 'text'}
      aria-sort=${sorted ? (sort.descending ? 'descending' : 'ascending') : nothing}
    >
      <button
        type="button"
        id=${`sort-${column.id}`}
        @click=${() => {
          view.act.sortBy(column);
        }}
      >
        <span>${column.label}</span><span class="mark" aria-hidden="true">${sorted ? mark : ''}</span>
      </button>
    </th>
  `;
}

/** A row's heading. A profile's name leads to that profile alone, where the host offers it as a scope. */
function rowHeading(row: Row, first: Cell, view: View): unknown {
  const { state, t, act } = view;
  const { profile } = row;
  const leads = profile !== undefined && profile !== state.scope && state.scopes.some(({ id }) => id === profile);
  if (!leads || first.type !== 'text') return content(first, view);
  return button({ id: `only-${profile}`, look: 'link', label: first.text, title: fill(t.showOnly, first.text) }, () => {
    act.choose('scope', profile);
  });
}

/** The element id of the button that unfolds how a row's estimate is calculated. */
const whyId = (tab: Tab, key: string): string => `why-${tab}-${idPart(key)}`;

function bodyCell(cell: Cell, column: Column | undefined, row: Row, table: Table, view: View): unknown {
  const [first] = row.cells;
  const name = first?.type === 'text' ? first.text : '';
  return column?.id === 'estimate'
    ? estimateButton(whyId(table.tab, row.key), row.now, name, view)
    : content(cell, view);
}

function bodyRow(row: Row, table: Table, view: View): TemplateResult {
  const { unfolded, viewState } = view;
  const [first, ...others] = row.cells;
  return html`
    <tr data-key=${row.key} class=${row.bucket?.key === viewState.selected ? 'selected' : ''}>
      <th scope="row">${first && rowHeading(row, first, view)}</th>
      ${others.map((cell, index) => {
        const column = table.columns[index + 1];
        return html`<td class=${column?.numeric ? 'number' : 'text'}>${bodyCell(cell, column, row, table, view)}</td>`;
      })}
    </tr>
    ${
      unfolded.has(whyId(table.tab, row.key))
        ? html`<tr class="more">
            <td colspan=${table.columns.length}>${calculation(row.now, view)}</td>
          </tr>`
        : nothing
    }
  `;
}

function totalsRow({ table, rows }: ShownTable, view: View): TemplateResult {
  const { cells } = table.totals(rows);
  return html`
    <tr>
      ${cells.map((cell, index) =>
        index === 0
          ? html`<th scope="row">${content(cell, view)}</th>`
          : html`<td class=${table.columns[index]?.numeric ? 'number' : 'text'}>${content(cell, view)}</td>`,
      )}
    </tr>
  `;
}

const caption = ({ tab, t, f, state, now }: View): string =>
  tab === 'time' ? fill(t.captionTime, f.zone(state.usageReport?.end ?? now)) : t[`captions.${tab}`];

function grid(shownTable: ShownTable, view: View): TemplateResult {
  const { table, rows } = shownTable;
  const { viewState, unfolded, state } = view;
  return html`
    <div class="scroller" id="table-scroller" tabindex="0" role="region" aria-labelledby="table-caption">
      <table>
        <caption id="table-caption">
          ${caption(view)}
        </caption>
        <thead>
          <tr>
            ${repeat(
              table.columns,
              ({ id }) => id,
              (column) => heading(column, view),
            )}
          </tr>
        </thead>
        <tbody>
          ${repeat(
            rows,
            ({ key }) => `${table.tab} ${key}`,
            (row) =>
              guard(
                [
                  row,
                  unfolded.has(whyId(table.tab, row.key)),
                  row.bucket?.key === viewState.selected,
                  state.scope,
                  state.scopes,
                ],
                () => bodyRow(row, table, view),
              ),
          )}
        </tbody>
        <tfoot>
          ${totalsRow(shownTable, view)}
        </tfoot>
      </table>
    </div>
    ${rows.length === 0 && table.rows.length > 0 ? html`<p class="quiet">${view.t.noRows}</p>` : nothing}
  `;
}

/** What narrows the rows down: a text, and whether profiles without traffic are among them. */
function narrowing({ table, rows }: ShownTable, view: View): TemplateResult | typeof nothing {
  const { computed, viewState, t, act } = view;
  if (!isNamedTab(table.tab)) return nothing;
  const idle = computed?.idle.length ?? 0;
  const filter = filterOf(viewState, table.tab);
  return html`
    <div class="narrowing">
      <input
        type="search"
        id="filter"
        maxlength="200"
        placeholder=${t.filter}
        aria-label=${t.filter}
        .value=${live(filter)}
        @input=${({ target }: Event) => {
          if (target instanceof HTMLInputElement) act.filterBy(target.value);
        }}
      />
      <span class="quiet" role="status"
        >${filter.trim() === '' ? '' : counted(table.rows.length, t.filteredOne, t.filtered, rows.length)}</span
      >
      ${
        idle === 0
          ? nothing
          : button(
              {
                id: 'idle',
                look: 'link',
                label: viewState.idle
                  ? counted(idle, t.hideIdleOne, t.hideIdle)
                  : counted(idle, t.showIdleOne, t.showIdle),
              },
              act.toggleIdle,
            )
      }
    </div>
  `;
}

function tabBar(view: View): TemplateResult {
  const { computed, tab, state, t, act } = view;
  const label = (id: Tab): string => (id === 'time' ? t[`tabTime.${computed?.unit ?? 'hour'}`] : t[`tabNames.${id}`]);
  const options = tabsFor(state.scope).map((id) => ({ id, label: label(id) }));
  return tabs({ name: 'tab', label: t.tabs, options, chosen: tab, choose: act.showTab }, 'table-panel');
}

/** The section with the table. */
export function tableSection(view: View): TemplateResult {
  const { shownTable, tab, t, act, isCopied } = view;
  return html`
    <section aria-labelledby="table-title">
      <h2 id="table-title" class="unseen">${t.table}</h2>
      <div class="bar">
        ${tabBar(view)}
        <div class="controls">
          <span class="copied" role="status">${isCopied ? t.copied : ''}</span>
          ${button({ id: 'copy', look: 'secondary', label: t.copyTable }, act.copyTable)}
          ${button({ id: 'export', look: 'secondary', label: t.exportTable }, act.exportTable)}
        </div>
      </div>
      <div id="table-panel" role="tabpanel" aria-labelledby=${`tab-${tab}`}>
        ${shownTable ? html`${narrowing(shownTable, view)} ${grid(shownTable, view)}` : nothing}
      </div>
    </section>
  `;
}
