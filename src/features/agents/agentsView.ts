/**
 * The view of agents. Who fills it is loaded when it can be seen, or some time after there are profiles to hold agents
 * against.
 */

import * as vscode from 'vscode';
import { TREE_VIEWS } from '../../manifest';
import type { AgentRow } from './rows';
import type { AgentsSection, AgentIssue, SectionOptions } from './agentsSection';
import { window } from '../../ui/window';

/** A window that is opening has more urgent things to do. */
const FIRST_READ_DELAY_MS = 3000;
/** When Cline has started, too, and has written what it writes at its start. */
const CLINE_START_MS = 8000;

export interface AgentsViewOptions extends Omit<SectionOptions, 'onChange'> {
  /** Whether something that waited for this start was written while our module was loaded. */
  readonly appliedAtStart: boolean;
}

export class AgentsView implements vscode.TreeDataProvider<AgentRow>, vscode.Disposable {
  readonly #options: AgentsViewOptions;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #disposables: readonly { dispose: () => unknown }[];
  readonly #timers: NodeJS.Timeout[] = [];
  readonly onDidChangeTreeData = this.#changed.event;
  /** The rows have changed. */
  readonly onDidChange = this.#changed.event;
  #opened: Promise<AgentsSection> | undefined;
  #section: AgentsSection | undefined;
  #disposed = false;

  constructor(options: AgentsViewOptions) {
    this.#options = options;
    const later = options.store.onDidChange(({ profiles }) => {
      if (profiles.value === undefined) return;
      later.dispose();
      this.#runLater(FIRST_READ_DELAY_MS, (section) => section.rows());
    });
    this.#disposables = [window.createTreeView(TREE_VIEWS.agents, { treeDataProvider: this }), this.#changed, later];
    if (options.appliedAtStart) this.#runLater(CLINE_START_MS, (section) => section.afterReload());
  }

  get issues(): readonly AgentIssue[] {
    return this.#section?.issues ?? [];
  }

  open(): Promise<AgentsSection> {
    this.#opened ??= import('./index').then(({ AgentsSection }) => {
      this.#section = new AgentsSection({
        ...this.#options,
        onChange: () => {
          if (!this.#disposed) this.#changed.fire(undefined);
        },
      });
      if (this.#disposed) this.#section.dispose();
      return this.#section;
    });
    return this.#opened;
  }

  #runLater(ms: number, run: (section: AgentsSection) => Promise<unknown>): void {
    this.#timers.push(setTimeout(() => void this.open().then(run), ms));
  }

  async getChildren(row?: AgentRow): Promise<AgentRow[]> {
    return row === undefined ? [...(await (await this.open()).rows())] : [];
  }

  async getTreeItem(row: AgentRow): Promise<vscode.TreeItem> {
    return (await this.open()).item(row);
  }

  async resolveTreeItem(item: vscode.TreeItem, row: AgentRow): Promise<vscode.TreeItem> {
    item.tooltip = (await this.open()).tooltip(row);
    return item;
  }

  dispose(): void {
    this.#disposed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const stop of this.#disposables) stop.dispose();
    this.#section?.dispose();
  }
}
