/**
 * The view of agents. Who fills it is loaded when it can be seen, or some time after there are profiles to hold agents
 * against.
 */

import * as vscode from 'vscode';
import { TREE_VIEWS } from '../../manifest';
import type { GatewayControl, GatewayRow, RefusalRow } from '../gateway/register';
import type { AgentRow } from './rows';
import type { AgentsSection, AgentIssue, SectionOptions } from './agentsSection';
import { isGatewayUsed } from './gatewayMemory';
import { window } from '../../ui/window';

/** A window that is opening has more urgent things to do. */
const FIRST_READ_DELAY_MS = 3000;
/** When Cline has started, too, and has written what it writes at its start. */
const CLINE_START_MS = 8000;

/** What the view needs at start. */
export interface AgentsViewOptions extends Omit<SectionOptions, 'onChange'> {
  /** Whether something that waited for this start was written while our module was loaded. */
  readonly appliedAtStart: boolean;
}

/** The gateway's rows stand above the agents'. */
type Row = AgentRow | GatewayRow | RefusalRow;

/** The view *Agents*; loads what fills it on first need. */
export class AgentsView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
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
    const tree = window.createTreeView(TREE_VIEWS.agents, { treeDataProvider: this });
    const followVisibility = (): void => {
      options.gateway.loaded?.setVisible(tree.visible);
    };
    this.#disposables = [
      tree,
      this.#changed,
      later,
      tree.onDidChangeVisibility(followVisibility),
      options.gateway.onDidChange(followVisibility),
    ];
    // Agents' requests hang without it, whether somebody is connected in this window or not.
    if (isGatewayUsed(options.memory)) this.#runLater(FIRST_READ_DELAY_MS, (section) => section.rows());
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

  /** It is not loaded for rows: where it was never needed, it has none. */
  #gateway(): Promise<GatewayControl> | undefined {
    const { gateway } = this.#options;
    return gateway.loaded === undefined ? undefined : gateway.open();
  }

  #runLater(ms: number, run: (section: AgentsSection) => Promise<unknown>): void {
    this.#timers.push(setTimeout(() => void this.open().then(run), ms));
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (row !== undefined) return 'gateway' in row ? [...((await this.#gateway())?.below(row) ?? [])] : [];
    const agents = await (await this.open()).rows();
    return [...((await this.#gateway())?.rows ?? []), ...agents];
  }

  async getTreeItem(row: Row): Promise<vscode.TreeItem> {
    if ('agent' in row) return (await this.open()).item(row);
    return (await this.#options.gateway.open()).item(row);
  }

  async resolveTreeItem(item: vscode.TreeItem, row: Row): Promise<vscode.TreeItem> {
    item.tooltip =
      'agent' in row ? (await this.open()).tooltip(row) : (await this.#options.gateway.open()).tooltip(row);
    return item;
  }

  dispose(): void {
    this.#disposed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const stop of this.#disposables) stop.dispose();
    this.#section?.dispose();
  }
}
