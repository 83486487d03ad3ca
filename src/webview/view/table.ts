/** The same numbers as tables: by hour, by profile, by model. */

import { html, nothing, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Computed } from '../figures';
import { sortRows, TABS, tableOf, type Cell, type Column, type Row, type Tab } from '../tables';
import { amount, latency, percent } from './amount';
import type { View } from './context';

const tabId = (tab: Tab): string => `tab-${tab}`;

const tabLabels = ({ t }: View): Record<Tab, string> => ({
  hours: t.tabHours,
  profiles: t.tabProfiles,
  models: t.tabModels,
});

function onTabKey(event: KeyboardEvent, tab: Tab, { act }: View): void {
  const index = TABS.indexOf(tab);
  const moves: Partial<Record<string, number>> = {
    ArrowLeft: (index + TABS.length - 1) % TABS.length,
    ArrowRight: (index + 1) % TABS.length,
    Home: 0,
    End: TABS.length - 1,
  };
  const next = TABS[moves[event.key] ?? -1];
  if (next === undefined) return;
  event.preventDefault();
  act.tab(next);
  document.getElementById(tabId(next))?.focus();
}

function tabs(view: View): TemplateResult {
  const chosen = view.remembered.tab;
  const labels = tabLabels(view);
  return html`
    <div class="tabs" role="tablist" aria-label=${view.t.tabs}>
      ${TABS.map(
        (tab) => html`
          <button
            type="button"
            role="tab"
            id=${tabId(tab)}
            aria-selected=${tab === chosen ? 'true' : 'false'}
            aria-controls="table-panel"
            tabindex=${tab === chosen ? '0' : '-1'}
            @click=${() => {
              view.act.tab(tab);
            }}
            @keydown=${(event: KeyboardEvent) => {
              onTabKey(event, tab, view);
            }}
          >
            ${labels[tab]}
          </button>
        `,
      )}
    </div>
  `;
}

function content(cell: Cell, { t, f }: View): unknown {
  switch (cell.type) {
    case 'text':
      return cell.text;
    case 'count':
      return amount(cell.amount, f.exact, t);
    case 'latency':
      return latency(cell.latency, f, t);
    case 'share':
      return percent(cell.share, f, t);
  }
}

function heading(column: Column, view: View): TemplateResult {
  const sort = view.remembered[view.remembered.tab];
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
          view.act.sort(column);
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
  return html`<button
    type="button"
    class="link"
    id=${`only-${profile}`}
    title=${t.showOnly(first.text)}
    @click=${() => {
      act.scope(profile);
    }}
  >
    ${first.text}
  </button>`;
}

function cells(all: readonly Cell[], columns: readonly Column[], row: Row | undefined, view: View): unknown {
  return all.map((cell, index) =>
    index === 0
      ? html`<th scope="row">${row ? rowHeading(row, cell, view) : content(cell, view)}</th>`
      : html`<td class=${columns[index]?.numeric ? 'number' : 'text'}>${content(cell, view)}</td>`,
  );
}

function grid(view: View, computed: Computed): TemplateResult {
  const { t, f, remembered, state } = view;
  const { tab, selected } = remembered;
  const table = tableOf(tab, computed, t, f);
  const rows = sortRows(table, remembered[tab], f.compare);
  const captions: Record<Tab, string> = {
    hours: t.captionHours(f.zone(state.figures?.end ?? view.now)),
    profiles: t.captionProfiles,
    models: t.captionModels,
  };
  return html`
    <div class="scroller" id="table-scroller" tabindex="0" role="region" aria-labelledby="table-caption">
      <table>
        <caption id="table-caption">
          ${captions[tab]}
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
            ({ key }) => `${tab} ${key}`,
            (row) =>
              html`<tr data-key=${row.key} class=${row.hour?.key === selected ? 'selected' : ''}>
                ${cells(row.cells, table.columns, row, view)}
              </tr>`,
          )}
        </tbody>
        <tfoot>
          <tr>
            ${cells(table.totals, table.columns, undefined, view)}
          </tr>
        </tfoot>
      </table>
    </div>
  `;
}

/** The section with the table. */
export function tableSection(view: View): TemplateResult {
  const { computed, t, act, copied, remembered } = view;
  return html`
    <section aria-labelledby="table-title">
      <h2 id="table-title" class="unseen">${t.table}</h2>
      <div class="bar">
        ${tabs(view)}
        <div class="controls">
          <span class="copied" role="status">${copied ? t.copied : ''}</span>
          <button
            type="button"
            id="copy"
            class="secondary"
            @click=${() => {
              act.copy();
            }}
          >
            ${t.copyTable}
          </button>
        </div>
      </div>
      <div id="table-panel" role="tabpanel" aria-labelledby=${tabId(remembered.tab)}>
        ${computed ? grid(view, computed) : nothing}
      </div>
    </section>
  `;
}
