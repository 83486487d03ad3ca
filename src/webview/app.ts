/** The page's own life: what it knows, what it remembers, when it draws. */

import { render } from 'lit/html.js';
import type { PageMessage, PageState } from '../core/protocol';
import { compute, type Computed } from './figures';
import { offsetIn } from './hours';
import { clockChanges, formatFor, safeLocale, type Format } from './numbers';
import { receive } from './receive';
import { pressed, recall, withSort, type Remembered } from './remembered';
import { stringsFor, type Strings } from './strings';
import { sortRows, tableOf } from './tables';
import { toTsv } from './tsv';
import { currentOf, barId } from './view/bars';
import type { Actions, View } from './view/context';
import { page } from './view/page';

/** What VS Code gives a page. */
export interface Host {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

const COPIED_FOR_MS = 4000;

/** Everything that follows from a state alone, so that it is computed once. */
interface Known {
  readonly state: PageState;
  readonly computed: Computed | undefined;
  readonly t: Strings;
  readonly f: Format;
}

/** One page in one element. */
export class App {
  private readonly zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  private readonly offsetAt = offsetIn(this.zone);
  private known: Known | undefined;
  private remembered: Remembered;
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
    this.remembered = recall(host.getState());
    this.scrollTo = this.remembered.scroll;
    new ResizeObserver(() => {
      this.measure();
    }).observe(root);
  }

  /** Takes a message from the host. A bad one is reported, and what is shown stays. */
  take(data: unknown): void {
    const received = receive(data);
    if (!received.ok) {
      this.report(stringsFor(undefined).badMessage(received.why));
      return;
    }
    const { state } = received;
    const locale = safeLocale(state.locale);
    const computed = state.figures && state.phase === 'ready' ? compute(state.figures, this.offsetAt) : undefined;
    const f = formatFor(locale, this.zone, this.offsetAt, clockChanges(computed?.hours ?? [], this.offsetAt));
    this.known = { state, computed, t: stringsFor(locale), f };
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
    if (!this.known) return;
    const view = this.view(this.known);
    const had = document.activeElement;
    render(page(view), this.root);
    if (had && had !== document.body && had !== document.activeElement) this.refocus(had, view);
    this.measure();
    this.restoreScroll(view);
  }

  /** Remembers how far the reader has scrolled. */
  scrolled(): void {
    this.remember({ ...this.remembered, scroll: Math.round(window.scrollY) });
  }

  private view({ state, computed, t, f }: Known): View {
    const { remembered, pointed, focused, width, offsetAt } = this;
    const copied = this.copied !== undefined;
    return {
      state,
      computed,
      t,
      f,
      remembered,
      pointed,
      focused,
      copied,
      width,
      offsetAt,
      now: Date.now(),
      act: this.act,
    };
  }

  /** A bar that has left the span, or a row that has moved, cannot keep the focus by itself. */
  private refocus(had: Element, view: View): void {
    const current = currentOf(view, view.computed?.hours ?? []);
    const gone = had.getAttribute('role') === 'option' && current !== undefined ? barId(current) : had.id;
    if (gone !== '') document.getElementById(gone)?.focus({ preventScroll: true });
  }

  private measure(): void {
    const width = document.getElementById('plot')?.clientWidth ?? 0;
    if (width === 0 || width === this.width) return;
    this.width = width;
    this.draw();
  }

  private restoreScroll({ computed }: View): void {
    if (this.scrollTo === 0 || !computed || this.width === 0) return;
    window.scrollTo(0, this.scrollTo);
    this.scrollTo = 0;
  }

  private remember(next: Remembered): void {
    this.remembered = next;
    this.host.setState(next);
  }

  private change(next: Remembered): void {
    this.remember(next);
    this.draw();
  }

  private copy(): void {
    if (!this.known?.computed) return;
    const { state, computed, t, f } = this.known;
    const { tab } = this.remembered;
    const table = tableOf(tab, computed, t, f);
    const { figures } = state;
    const span = figures
      ? [t.spanInZone(f.span(figures.start, figures.end), f.zone(figures.end)), f.moment(figures.asOf)]
      : [];
    const about = [
      ...(state.sample ? [`${t.sampleTitle}. ${t.sampleText}`] : []),
      state.source,
      ...span,
      ...(figures?.missing ?? []),
    ];
    const text = toTsv(table, sortRows(table, this.remembered[tab], f.compare), about, t);
    this.host.postMessage({ type: 'copyTable', text });
    clearTimeout(this.copied);
    this.copied = setTimeout(() => {
      this.copied = undefined;
      this.draw();
    }, COPIED_FOR_MS);
    this.draw();
  }

  private readonly act: Actions = {
    refresh: () => {
      this.host.postMessage({ type: 'refresh' });
    },
    scope: (scope) => {
      this.host.postMessage({ type: 'scope', scope });
    },
    run: (id) => {
      this.host.postMessage({ type: 'action', id });
    },
    copy: () => {
      this.copy();
    },
    tab: (tab) => {
      this.change({ ...this.remembered, tab });
    },
    sort: (column) => {
      const { tab } = this.remembered;
      this.change(withSort(this.remembered, tab, pressed(this.remembered[tab], column.id, column.numeric)));
    },
    pick: (hour) => {
      this.change({ ...this.remembered, selected: this.remembered.selected === hour ? null : hour });
    },
    point: (hour) => {
      this.pointed = hour;
      this.draw();
    },
    focus: (hour) => {
      this.focused = hour;
      if (hour !== null) this.remember({ ...this.remembered, current: hour });
      this.draw();
    },
  };
}
