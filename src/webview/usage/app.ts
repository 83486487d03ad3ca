/** The page's own life: what it knows, what it remembers, when it draws. */

import { render } from 'lit/html.js';
import type { PageMessage } from '../../protocol/usagePage/pageMessage';
import type { PageState } from '../../protocol/usagePage/state';
import { choose, chosenIn, messageFor, unanswered, type PendingChoices } from './pendingChoices';
import { aboutUsage, exportedBill, exportedReconciliation, exportedTable } from './tables/exportedTable';
import { compute, type Computed } from './figures';
import { clockChanges, formatFor, safeLocale, type Format } from '../format';
import { receive } from '../receive';
import { filterOf, nextSort, restoreViewState, tabOf, withFilter, withSort, type ViewState } from './viewState';
import { tableOf } from './tables/rows';
import { offsetIn } from './chart/timeBuckets';
import type { Strings } from '../../protocol/usagePage/strings';
import { filterRows, isNamed, sortRows, type Table } from './tables/tables';
import { toTsv } from './tables/tsv';
import { barId, currentOf } from './chart/bars';
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
const NO_SLOTS = { buckets: [] };

/** Everything that follows from a state alone, so that it is computed once. */
interface Loaded {
  readonly state: PageState;
  readonly computed: Computed | undefined;
  readonly t: Strings;
  readonly f: Format;
  /** Tables that have been looked at, by tab and by whether they hold profiles without traffic. */
  readonly tables: Map<string, Table>;
}

/** One page in one element. */
export class App {
  private readonly zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  private readonly offsetAt = offsetIn(this.zone);
  private strings: Strings | undefined;
  private loaded: Loaded | undefined;
  private viewState: ViewState;
  private pendingChoices: PendingChoices = {};
  private opened: ReadonlySet<string> = new Set();
  private rows: { readonly of: readonly unknown[]; readonly shown: ShownTable } | undefined;
  private pointed: number | null = null;
  private focused: number | null = null;
  private copied: ReturnType<typeof setTimeout> | undefined;
  private width = 0;
  private scrollTo: number;
  private drawing = false;
  private wanted = false;

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

  /** Says that the page is here, and which view it shows unless that is the first. */
  start(): void {
    this.host.postMessage({ type: 'ready' });
    if (this.viewState.view !== 'usage') this.postView();
  }

  /** What only one view needs is asked for while it is shown. */
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
    const computed = state.figures && state.phase === 'ready' ? compute(state.figures, this.offsetAt) : undefined;
    const { buckets } = computed ?? NO_SLOTS;
    const f = formatFor(locale, this.zone, this.offsetAt, clockChanges(buckets, this.offsetAt));
    const moved = this.loaded?.state.scope !== state.scope;
    this.loaded = { state, computed, t, f, tables: new Map() };
    this.pendingChoices = unanswered(this.pendingChoices, state);
    if (moved) this.remember(this.viewState);
    this.draw();
  }

  /** Tells the host about something that went wrong here. */
  report(message: string): void {
    this.host.postMessage({ type: 'error', message: message.slice(0, 4000) });
  }

  /** Draws again, for instance because time has passed. */
  draw(): void {
    // Moving the focus while drawing asks for another drawing, which must not begin inside the first.
    this.wanted = true;
    if (this.drawing) return;
    this.drawing = true;
    try {
      while (this.wanted) {
        this.wanted = false;
        this.drawOnce();
      }
    } finally {
      this.drawing = false;
    }
  }

  /** What had the focus has it afterwards. */
  private drawOnce(): void {
    if (!this.loaded) return;
    const view = this.view(this.loaded);
    const had = document.activeElement;
    const around = had === null ? [] : homesOf(had);
    render(page(view), this.root);
    if (had && had !== document.body && had !== document.activeElement) this.refocus(had, around, view);
    this.measure();
    this.restoreScroll(view);
  }

  /** Remembers how far the reader has scrolled. */
  scrolled(): void {
    this.remember({ ...this.viewState, scroll: Math.round(window.scrollY) });
  }

  private view(known: Loaded): View {
    const { state, computed, t, f } = known;
    const { viewState, opened, pointed, focused, width, offsetAt } = this;
    return {
      state,
      chosen: chosenIn(this.pendingChoices, state),
      computed,
      shown: this.shown(known),
      tab: tabOf(viewState, state.scope),
      t,
      f,
      viewState,
      opened,
      pointed,
      focused,
      copied: this.copied !== undefined,
      width,
      offsetAt,
      now: Date.now(),
      act: this.act,
    };
  }

  /** The chosen table as it is filtered and sorted; the same object while nothing about it changes. */
  private shown({ state, computed, tables, t, f }: Loaded): ShownTable | undefined {
    if (!computed) return undefined;
    const { viewState } = this;
    const tab = tabOf(viewState, state.scope);
    const key = `${tab} ${viewState.idle}`;
    const table = tables.get(key) ?? tableOf(tab, computed, viewState.idle, t, f);
    tables.set(key, table);
    const filter = filterOf(viewState, tab);
    const of = [table, filter, viewState.sorts[tab]];
    if (this.rows?.of.every((one, index) => one === of[index])) return this.rows.shown;
    const rows = sortRows(table, filterRows(table.rows, filter), viewState.sorts[tab], f.compare);
    this.rows = { of, shown: { table, rows } };
    return this.rows.shown;
  }

  /**
   * A bar that has left the span, or a row that has moved, cannot keep the focus by itself. Where what had it is gone
   * for good, the nearest part of the page around it takes it.
   */
  private refocus(had: Element, around: readonly string[], view: View): void {
    const current = currentOf(view);
    const same = had.getAttribute('role') === 'option' && current !== undefined ? barId(current) : had.id;
    for (const id of [same, ...around]) {
      if (id === '') continue;
      document.getElementById(id)?.focus({ preventScroll: true });
      if (document.activeElement !== document.body) return;
    }
  }

  private measure(): void {
    const width = document.getElementById('plot')?.clientWidth ?? 0;
    if (width === 0 || width === this.width) return;
    this.width = width;
    this.draw();
  }

  private restoreScroll({ computed, viewState, state }: View): void {
    const drawn = viewState.view === 'usage' ? computed && this.width > 0 : state.phase !== 'loading';
    if (this.scrollTo === 0 || !drawn) return;
    window.scrollTo(0, this.scrollTo);
    this.scrollTo = 0;
  }

  /** The scope goes with it, because VS Code gives it to the host when a window is opened again. */
  private remember(next: ViewState): void {
    this.viewState = next;
    this.host.setState({ ...next, scope: this.loaded?.state.scope });
  }

  private change(next: Partial<ViewState>): void {
    this.remember({ ...this.viewState, ...next });
    this.draw();
  }

  /** Where the shown table is from, as lines that go with it; what it leaves out comes first. */
  private about(known: Loaded, shown: ShownTable): string[] {
    const { state, computed, t, f } = known;
    return [...this.leftOut(known, shown), ...(computed ? aboutUsage(state, computed, t, f) : [])];
  }

  /** Which rows the reader's own choices leave out of the shown table. */
  private leftOut({ computed, t }: Loaded, { table, rows }: ShownTable): string[] {
    const filter = filterOf(this.viewState, table.tab).trim();
    const left = table.rows.length - rows.length;
    const idle = isNamed(table.tab) && !this.viewState.idle ? (computed?.idle.length ?? 0) : 0;
    return [
      ...(filter !== '' ? [counted(left, t.filteredOutOne, t.filteredOut, table.rows.length, filter)] : []),
      ...(idle > 0 ? [counted(idle, t.idleLeftOutOne, t.idleLeftOut)] : []),
    ];
  }

  private copy(): void {
    const shown = this.loaded && this.shown(this.loaded);
    if (!this.loaded || !shown) return;
    this.copyText(toTsv(shown.table, shown.rows, this.about(this.loaded, shown), this.loaded.t));
  }

  private copyText(text: string): void {
    this.host.postMessage({ type: 'copyTable', text });
    clearTimeout(this.copied);
    this.copied = setTimeout(() => {
      this.copied = undefined;
      this.draw();
    }, COPIED_FOR_MS);
    this.draw();
  }

  private exportShown(): void {
    const shown = this.loaded && this.shown(this.loaded);
    if (!this.loaded || !shown) return;
    const { t, computed } = this.loaded;
    const { tab } = shown.table;
    const title = tab === 'time' ? t[`tabTime.${computed?.unit ?? 'hour'}`] : t[`captions.${tab}`];
    const table = exportedTable(shown.table, shown.rows, title, this.about(this.loaded, shown), t);
    const leftOut = this.leftOut(this.loaded, shown);
    this.host.postMessage({ type: 'export', table: { ...table, leftOut } });
  }

  private toggle(id: string): void {
    const opened = new Set(this.opened);
    if (!opened.delete(id)) opened.add(id);
    this.opened = opened;
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
    run: (id) => {
      this.host.postMessage({ type: 'action', id });
    },
    copy: () => {
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
    view: (view) => {
      this.change({ view });
      this.postView();
    },
    measure: (measure) => {
      this.change({ measure });
    },
    tab: (tab) => {
      this.change({ tab });
    },
    sort: (column) => {
      const tab = tabOf(this.viewState, this.loaded?.state.scope ?? '');
      this.change(withSort(this.viewState, tab, nextSort(this.viewState.sorts[tab], column.id, column.numeric)));
    },
    filter: (text) => {
      this.change(withFilter(this.viewState, tabOf(this.viewState, this.loaded?.state.scope ?? ''), text));
    },
    idle: () => {
      this.change({ idle: !this.viewState.idle });
    },
    toggle: (id) => {
      this.toggle(id);
    },
    pick: (bucket) => {
      this.change({ selected: this.viewState.selected === bucket ? null : bucket });
    },
    point: (bucket) => {
      this.pointed = bucket;
      this.draw();
    },
    focus: (bucket) => {
      this.focused = bucket;
      if (bucket !== null) this.remember({ ...this.viewState, current: bucket });
      this.draw();
    },
  };
}

/** The ids of what can take the focus around an element, from the inside out. */
function homesOf(element: Element): string[] {
  const homes: string[] = [];
  for (let at = element.parentElement; at !== null; at = at.parentElement) {
    if (at.id !== '' && at.hasAttribute('tabindex')) homes.push(at.id);
  }
  return homes;
}
