/**
 * The host of the usage page: sends it the whole state, does what it asks for, and notifies the poller whether it can
 * be seen.
 */

import { fieldOf } from '../../core/collections';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { COMMANDS, PANELS } from '../../manifest';
import { profileId } from '../../core/ids';
import type { HostMessage } from '../../protocol/usagePage/hostMessage';
import { pageMessage, type PageMessage } from '../../protocol/usagePage/pageMessage';
import type { Store } from '../../store/store';
import { isRange, type Range } from '../../core/usage/ranges';
import type { ScopeAndRange, UsageScope } from '../../store/snapshot';
import type { Budget } from '../budgets/register';
import type { Log } from '../../ui/log';
import { BillController } from '../billing/billController';
import { pageStateOf } from './pageModel';
import { pageStrings } from './pageStrings';
import { panelHtml, panelOptions, tabIcon } from '../../ui/panelHtml';
import { window } from '../../ui/window';

const { l10n } = vscode;

export interface UsagePageOptions {
  readonly store: Store;
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  readonly pollMs: () => number;
  /** The soft budgets that are set. */
  readonly budgets: () => readonly Budget[];
  readonly onVisible: (visible: boolean) => void;
  /** Makes sure of a connection before the page asks for anything. */
  readonly connect: () => Promise<void>;
}

/**
 * A group's name or a profile's id: what a page that is opened again after a reload remembers is not taken on trust.
 */
function scopeOf(text: unknown): UsageScope {
  if (text === 'team' || text === 'all') return text;
  return typeof text === 'string' && /^[a-z0-9]{4,64}$/.test(text) && text !== 'mine' ? profileId(text) : 'mine';
}

/** Several changes of the snapshot in a row make one message. */
const COLLECT_CHANGES_MS = 20;

export class UsagePage implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #options: UsagePageOptions;
  readonly #subscription: { dispose: () => void };
  #panel: vscode.WebviewPanel | undefined;
  #scope: UsageScope = 'mine';
  #range: Range = '24h';
  /** Whether the page has reported that it is loaded; while it is hidden there is none. */
  #attribution = false;
  readonly #bill: BillController;
  #sent = '';
  #billSource = '';
  /** What the page shows was asked through it. */
  #connection: object | undefined;
  #sending = false;
  #ready = false;

  constructor(options: UsagePageOptions) {
    this.#options = options;
    this.#bill = new BillController(options.store);
    this.#subscription = options.store.onDidChange(() => void this.#onStoreChange());
  }

  /** Opens the page, or brings it to the front, with the figures of a scope. */
  async show(scope: UsageScope): Promise<void> {
    this.#scope = scope;
    if (this.#panel === undefined) {
      const column = window.activeTextEditor?.viewColumn ?? vscode.ViewColumn.Active;
      this.#bindPanel(
        window.createWebviewPanel(PANELS.usage, l10n.t('Bedrock Usage'), column, {
          ...panelOptions(this.#options.extensionUri),
          retainContextWhenHidden: false,
        }),
      );
    } else {
      this.#panel.reveal();
    }
    await this.#connectAndLoad();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const range = fieldOf(state, 'range');
    this.#scope = scopeOf(fieldOf(state, 'scope'));
    if (isRange(range)) this.#range = range;
    panel.webview.options = panelOptions(this.#options.extensionUri);
    this.#bindPanel(panel);
    await this.#connectAndLoad();
  }

  /** Connects and requests what the page shows. The page may be closed meanwhile; nothing more is requested then. */
  async #connectAndLoad(): Promise<void> {
    await this.#options.connect();
    if (this.#panel === undefined) return;
    await this.#requestShown();
    if (isClosed(this.#panel)) {
      this.#releaseShown();
      return;
    }
    this.#billSource = '';
    await this.#onSnapshot();
    this.#options.onVisible(this.#panel.visible);
  }

  /** The store has changed. Another connection is asked what this page shows. */
  async #onStoreChange(): Promise<void> {
    if (this.#panel !== undefined && this.#connection !== this.#options.store.connection) await this.#requestShown();
    await this.#onSnapshot();
  }

  /** The bill in the shared files is read as soon as the account is known. */
  async #onSnapshot(): Promise<void> {
    const { caller, profiles } = this.#options.store.snapshot;
    const seen = `${caller.value?.arn ?? ''} ${profiles.value === undefined ? '' : 'listed'}`;
    if (this.#panel !== undefined && this.#panel.visible && seen !== this.#billSource) {
      this.#billSource = seen;
      await this.#bill.loadKnown();
      void this.#bill.loadDaily();
    }
    await this.#send();
  }

  /** Sends what the page shows beside the snapshot, if that has changed. */
  async update(): Promise<void> {
    await this.#send();
  }

  /** Has the store fetch what the page shows from now on. */
  async #requestShown(): Promise<void> {
    const { store } = this.#options;
    this.#connection = store.connection;
    if (!this.#attribution) store.untrack('attribution');
    await Promise.all([
      store.track('pageUsage', this.#shown),
      this.#attribution ? store.track('attribution', { range: this.#range }) : undefined,
    ]);
  }

  #releaseShown(): void {
    const { store } = this.#options;
    store.untrack('pageUsage');
    store.untrack('attribution');
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#panel?.dispose();
  }

  #bindPanel(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    this.#ready = false;
    this.#sent = '';
    panel.iconPath = tabIcon(this.#options.extensionUri);
    panel.webview.onDidReceiveMessage((message: unknown) => void this.#receive(message));
    panel.onDidChangeViewState(() => {
      // A hidden page is unloaded; it sends `ready` again when it is back.
      if (!panel.visible) {
        this.#ready = false;
        this.#attribution = false;
        this.#options.store.untrack('attribution');
      }
      this.#options.onVisible(panel.visible);
    });
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#options.onVisible(false);
      this.#attribution = false;
      this.#releaseShown();
    });
    panel.webview.html = panelHtml(
      panel.webview,
      this.#options.extensionUri,
      { script: 'webview.js', style: 'webview.css' },
      l10n.t('Bedrock Usage'),
    );
  }

  get #shown(): ScopeAndRange {
    return { scope: this.#scope, range: this.#range };
  }

  async #send(): Promise<void> {
    if (this.#sending || !this.#ready) return;
    this.#sending = true;
    await sleep(COLLECT_CHANGES_MS);
    this.#sending = false;
    const panel = this.#panel;
    if (panel === undefined) return;
    const state = pageStateOf(this.#options.store.snapshot, {
      ...this.#shown,
      ...this.#bill.shownChoice,
      attributionShown: this.#attribution,
      now: Date.now(),
      pollMs: this.#options.pollMs(),
      budgets: this.#options.budgets(),
      locale: vscode.env.language,
    });
    const message: HostMessage = { type: 'state', state };
    const text = JSON.stringify(message);
    if (text === this.#sent) return;
    this.#sent = text;
    panel.title = state.sample ? l10n.t('Bedrock Usage (sample data)') : l10n.t('Bedrock Usage');
    await panel.webview.postMessage(message);
  }

  /** The page's sentences do not change while it is open, so they are sent once. */
  async #sendStrings(): Promise<void> {
    const message: HostMessage = { type: 'strings', strings: pageStrings() };
    await this.#panel?.webview.postMessage(message);
  }

  async #receive(raw: unknown): Promise<void> {
    const parsed = v.safeParse(pageMessage, raw);
    if (!parsed.success) {
      this.#options.log.note(`The page sent something that is not in the protocol: ${v.summarize(parsed.issues)}`);
      return;
    }
    await this.#act(parsed.output);
  }

  async #act(message: PageMessage): Promise<void> {
    const { store } = this.#options;
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        this.#sent = '';
        await this.#sendStrings();
        return this.#send();
      case 'refresh':
        await this.#options.connect();
        await store.refresh(this.#attribution ? 'attribution' : 'pageUsage', { force: true });
        return;
      case 'view':
        this.#attribution = message.view === 'attribution';
        return this.#reload();
      case 'scope':
        this.#scope = scopeOf(message.scope);
        return this.#reload();
      case 'range':
        this.#range = message.range;
        return this.#reload();
      case 'action':
        return this.#run(message.id);
      case 'copyTable':
        await vscode.env.clipboard.writeText(message.text);
        return;
      case 'loadBill':
      case 'loadReconciliation':
      case 'loadTagStatus':
      case 'bill':
        await this.#bill.act(message);
        return this.#send();
      case 'export':
        await (await import('../export/index')).exportTable(message.table);
        return;
      case 'error':
        this.#options.log.note(`The page reports: ${message.message}`);
        return;
    }
  }

  /** Another scope or range: what is known of it is shown at once, and what is due is asked for. */
  async #reload(): Promise<void> {
    await this.#requestShown();
    await this.#send();
    this.#options.onVisible(true);
  }

  /** Runs one of our own commands; the page cannot name any other. */
  async #run(id: string): Promise<void> {
    const command = Object.values(COMMANDS).find((own) => own === id);
    if (command !== undefined) await vscode.commands.executeCommand(command);
  }
}

/** Asked again after an await: the tab may be gone by then. */
const isClosed = (panel: vscode.WebviewPanel | undefined): panel is undefined => panel === undefined;
