/** The page as a whole: its state, the reader's choices, and when it draws. */

import { render } from 'lit/html.js';
import type { PageMessage } from '../../protocol/usagePage/pageMessage';
import type { PageState } from '../../protocol/usagePage/state';
import { choose, chosenIn, messageFor, stillPending, type PendingChoices } from './pendingChoices';
import { aboutUsage, exportedBill, exportedReconciliation, exportedTable } from './tables/exportColumns';
import { computeUsage, type ComputedUsage } from './computedUsage';
import { clockChanges, formatFor, safeLocale, type Format } from '../format';
import { receive } from '../receive';
import { filterOf, nextSort, restoreViewState, tabOf, withFilter, withSort, type ViewState } from './viewState';
import { tableOf } from './tables/rows';
import { offsetIn } from './chart/timeBuckets';
import type { Strings } from '../../protocol/usagePage/strings';
import { filterRows, isNamedTab, sortRows, type Table } from './tables/tables';
import { toTsv } from './tables/tsv';
import { barId, tabStopBucket } from './chart/bars';
import type { Actions, ShownTable, View } from './view/context';
import { page } from './view/page';
import { counted } from './messages';

/** What VS Code gives a page. */
export interface Host {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

const COPIED_FOR_MS = 4000;
const NO_BUCKETS = { buckets: [] };

/** Everything that is computed from a state alone, once. */
interface LoadedState {
  readonly state: PageState;
  readonly computed: ComputedUsage | undefined;
  readonly t: Strings;
  readonly f: Format;
  /** Tables that have been shown, by tab and by whether they hold profiles without traffic. */
  readonly tables: Map<string, Table>;
}

/** One page in one element. */
export class App {
  private readonly zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  private readonly offsetAt = offsetIn(this.zone);
  private strings: Strings | undefined;
  private loaded: LoadedState | undefined;
  private viewState: ViewState;
  private pendingChoices: PendingChoices = {};
  private unfolded: ReadonlySet<string> = new Set();
  private shownRows: { readonly inputs: readonly unknown[]; readonly shownTable: ShownTable } | undefined;
  private hoveredBucket: number | null = null;
  private focusedBucket: number | null = null;
  private copiedTimer: ReturnType<typeof setTimeout> | undefined;
  private chartWidth = 0;
  private scrollTo: number;
  private isDrawing = false;
  private isDrawRequested = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly host: Host,
  ) {
    this.viewState = restoreViewState(host.getState());
    this.scrollTo = this.viewState.scroll;
    new ResizeObserver(() => {
      this.measure();
    }).observe(root);
  }

  /** Reports that the page is loaded, and which view it shows unless that is the first. */
  start(): void {
    this.host.postMessage({ type: 'ready' });
    if (this.viewState.view !== 'usage') this.postView();
  }

  /** What only one view needs is loaded while that view is shown. */
  private postView(): void {
    this.host.postMessage({ type: 'view', view: this.viewState.view });
  }

  /** Takes a message from the host. A bad one is reported, and what is shown stays. */
  onMessage(data: unknown): void {
    const received = receive(data);
    switch (received.type) {
      case 'invalid':
        this.report(`The page received an invalid message: ${received.why}`);
        return;
      case 'strings':
        this.strings = received.strings;
        return;
      case 'state':
        if (this.strings === undefined) this.report('The page received a state before its strings.');
        else this.showState(received.state, this.strings);
    }
  }

  private showState(state: PageState, t: Strings): void {
    const locale = safeLocale(state.locale);
    const computed =
      state.usageReport && state.phase === 'ready' ? computeUsage(state.usageReport, this.offsetAt) : undefined;
    const { buckets } = computed ?? NO_BUCKETS;
    const f = formatFor(locale, this.zone, this.offsetAt, clockChanges(buckets, this.offsetAt));
    const moved = this.loaded?.state.scope !== state.scope;
    this.loaded = { state, computed, t, f, tables: new Map() };
    this.pendingChoices = stillPending(this.pendingChoices, state);
    if (moved) this.saveViewState(this.viewState);
    this.draw();
  }

  /** Reports an error of the page to the host. */
  report(message: string): void {
    this.host.postMessage({ type: 'error', message: message.slice(0, 4000) });
  }

  /** Draws again, for instance because time has passed. */
  draw(): void {
    // Moving the focus while drawing asks for another drawing, which must not begin inside the first.
    this.isDrawRequested = true;
    if (this.isDrawing) return;
    this.isDrawing = true;
    try {
      while (this.isDrawRequested) {
        this.isDrawRequested = false;
        this.drawOnce();
      }
    } finally {
      this.isDrawing = false;
    }
  }

  /** The element that had the focus has it afterwards. */
  private drawOnce(): void {
    if (!this.loaded) return;
    const view = this.view(this.loaded);
    const focusedElement = document.activeElement;
    const ancestors = focusedElement === null ? [] : focusableAncestors(focusedElement);
    render(page(view), this.root);
    if (focusedElement && focusedElement !== document.body && focusedElement !== document.activeElement)
      this.refocus(focusedElement, ancestors, view);
    this.measure();
    this.restoreScroll(view);
  }

  /** Remembers how far the reader has scrolled. */
  scrolled(): void {
    this.saveViewState({ ...this.viewState, scroll: Math.round(window.scrollY) });
  }

  private view(known: LoadedState): View {
    const { state, computed, t, f } = known;
    const { viewState, unfolded, hoveredBucket, focusedBucket, chartWidth, offsetAt } = this;
    return {
      state,
      chosen: chosenIn(this.pendingChoices, state),
      computed,
      shownTable: this.shownTable(known),
      tab: tabOf(viewState, state.scope),
      t,
      f,
      viewState,
      unfolded,
      hoveredBucket,
      focusedBucket,
      isCopied: this.copiedTimer !== undefined,
      chartWidth,
      offsetAt,
      now: Date.now(),
      act: this.act,
    };
  }

  /** The chosen table as it is filtered and sorted; the same object while nothing about it changes. */
  private shownTable({ state, computed, tables, t, f }: LoadedState): ShownTable | undefined {
    if (!computed) return undefined;
    const { viewState } = this;
    const tab = tabOf(viewState, state.scope);
    const key = `${tab} ${viewState.idle}`;
    const table = tables.get(key) ?? tableOf(tab, computed, viewState.idle, t, f);
    tables.set(key, table);
    const filter = filterOf(viewState, tab);
    const inputs = [table, filter, viewState.sorts[tab]];
    if (this.shownRows?.inputs.every((one, index) => one === inputs[index])) return this.shownRows.shownTable;
    const shownRows = sortRows(table, filterRows(table.rows, filter), viewState.sorts[tab], f.compareTexts);
    this.shownRows = { inputs, shownTable: { table, rows: shownRows } };
    return this.shownRows.shownTable;
  }

  /**
   * A bar that has left the span, or a row that has moved, cannot keep the focus by itself. Where what had it is gone
   * for good, the nearest part of the page around it takes it.
   */
  private refocus(focusedElement: Element, ancestors: readonly string[], view: View): void {
    const current = tabStopBucket(view);
    const same =
      focusedElement.getAttribute('role') === 'option' && current !== undefined ? barId(current) : focusedElement.id;
    for (const id of [same, ...ancestors]) {
      if (id === '') continue;
      document.getElementById(id)?.focus({ preventScroll: true });
      if (document.activeElement !== document.body) return;
    }
  }

  private measure(): void {
    const chartWidth = document.getElementById('plot')?.clientWidth ?? 0;
    if (chartWidth === 0 || chartWidth === this.chartWidth) return;
    this.chartWidth = chartWidth;
    this.draw();
  }

  private restoreScroll({ computed, viewState, state }: View): void {
    const drawn = viewState.view === 'usage' ? computed && this.chartWidth > 0 : state.phase !== 'loading';
    if (this.scrollTo === 0 || !drawn) return;
    window.scrollTo(0, this.scrollTo);
    this.scrollTo = 0;
  }

  /** The scope goes with it, because VS Code gives it to the host when a window is opened again. */
  private saveViewState(next: ViewState): void {
    this.viewState = next;
    this.host.setState({ ...next, scope: this.loaded?.state.scope });
  }

  private changeViewState(next: Partial<ViewState>): void {
    this.saveViewState({ ...this.viewState, ...next });
    this.draw();
  }

  /** Where the shown table is from, as lines that go with it; what it leaves out comes first. */
  private tableSourceLines(known: LoadedState, shown: ShownTable): string[] {
    const { state, computed, t, f } = known;
    return [...this.leftOutLines(known, shown), ...(computed ? aboutUsage(state, computed, t, f) : [])];
  }

  /** Which rows the reader's own choices leave out of the shown table. */
  private leftOutLines({ computed, t }: LoadedState, { table, rows }: ShownTable): string[] {
    const filter = filterOf(this.viewState, table.tab).trim();
    const left = table.rows.length - rows.length;
    const idle = isNamedTab(table.tab) && !this.viewState.idle ? (computed?.idle.length ?? 0) : 0;
    return [
      ...(filter !== '' ? [counted(left, t.filteredOutOne, t.filteredOut, table.rows.length, filter)] : []),
      ...(idle > 0 ? [counted(idle, t.idleLeftOutOne, t.idleLeftOut)] : []),
    ];
  }

  private copy(): void {
    const shown = this.loaded && this.shownTable(this.loaded);
    if (!this.loaded || !shown) return;
    this.copyText(toTsv(shown.table, shown.rows, this.tableSourceLines(this.loaded, shown), this.loaded.t));
  }

  private copyText(text: string): void {
    this.host.postMessage({ type: 'copyTable', text });
    clearTimeout(this.copiedTimer);
    this.copiedTimer = setTimeout(() => {
      this.copiedTimer = undefined;
      this.draw();
    }, COPIED_FOR_MS);
    this.draw();
  }

  private exportShown(): void {
    const shown = this.loaded && this.shownTable(this.loaded);
    if (!this.loaded || !shown) return;
    const { t, computed } = this.loaded;
    const { tab } = shown.table;
    const title = tab === 'time' ? t[`tabTime.${computed?.unit ?? 'hour'}`] : t[`captions.${tab}`];
    const table = exportedTable(shown.table, shown.rows, title, this.tableSourceLines(this.loaded, shown), t);
    const leftOut = this.leftOutLines(this.loaded, shown);
    this.host.postMessage({ type: 'export', table: { ...table, leftOut } });
  }

  private toggle(id: string): void {
    const unfolded = new Set(this.unfolded);
    if (!unfolded.delete(id)) unfolded.add(id);
    this.unfolded = unfolded;
    this.draw();
  }

  private readonly act: Actions = {
    send: (message) => {
      this.host.postMessage(message);
    },
    choose: (name, wanted) => {
      if (!this.loaded) return;
      const { state } = this.loaded;
      this.pendingChoices = choose(this.pendingChoices, state, name, wanted);
      this.host.postMessage(messageFor(name, chosenIn(this.pendingChoices, state)));
      this.draw();
    },
    runCommand: (id) => {
      this.host.postMessage({ type: 'action', id });
    },
    copyTable: () => {
      this.copy();
    },
    copyText: (text) => {
      this.copyText(text);
    },
    exportTable: () => {
      this.exportShown();
    },
    exportBill: () => {
      const { state, t } = this.loaded ?? {};
      if (state?.bill && t) this.host.postMessage({ type: 'export', table: exportedBill(state.bill, state, t) });
    },
    exportReconciliation: () => {
      const { state, t } = this.loaded ?? {};
      if (state?.reconciliation && t)
        this.host.postMessage({ type: 'export', table: exportedReconciliation(state.reconciliation, state, t) });
    },
    showView: (view) => {
      this.changeViewState({ view });
      this.postView();
    },
    showMeasure: (measure) => {
      this.changeViewState({ measure });
    },
    showTab: (tab) => {
      this.changeViewState({ tab });
    },
    sortBy: (column) => {
      const tab = tabOf(this.viewState, this.loaded?.state.scope ?? '');
      this.changeViewState(
        withSort(this.viewState, tab, nextSort(this.viewState.sorts[tab], column.id, column.numeric)),
      );
    },
    filterBy: (text) => {
      this.changeViewState(withFilter(this.viewState, tabOf(this.viewState, this.loaded?.state.scope ?? ''), text));
    },
    toggleIdle: () => {
      this.changeViewState({ idle: !this.viewState.idle });
    },
    toggle: (id) => {
      this.toggle(id);
    },
    selectBucket: (bucket) => {
      this.changeViewState({ selected: this.viewState.selected === bucket ? null : bucket });
    },
    hoverBucket: (bucket) => {
      this.hoveredBucket = bucket;
      this.draw();
    },
    focusBucket: (bucket) => {
      this.focusedBucket = bucket;
      if (bucket !== null) this.saveViewState({ ...this.viewState, current: bucket });
      this.draw();
    },
  };
}

/** The ids of what can take the focus around an element, from the inside out. */
function focusableAncestors(element: Element): string[] {
  const ids: string[] = [];
  for (let at = element.parentElement; at !== null; at = at.parentElement) {
    if (at.id !== '' && at.hasAttribute('tabindex')) ids.push(at.id);
  }
  return ids;
}
