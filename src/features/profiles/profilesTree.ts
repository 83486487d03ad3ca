/** The tree of profiles: rows of the tree model as VS Code's tree items. */

import * as vscode from 'vscode';
import { TREE_VIEWS, type Grouping } from '../../manifest';
import type { Arn } from '../../core/ids';
import { hasSpecificText } from '../../core/problem';
import type { Store } from '../../store/store';
import type { Snapshot } from '../../store/snapshot';
import type * as lazy from './index';
import type { Row, Tree } from './treeModel';
import { window } from '../../ui/window';

const { l10n } = vscode;
const NO_ROWS: Tree = { rows: [], total: 0, hidden: 0 };

export class ProfilesTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #store: Store;
  readonly #grouping: () => Grouping;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #disposables: readonly { dispose: () => unknown }[];
  readonly view: vscode.TreeView<Row>;
  readonly onDidChangeTreeData = this.#changed.event;
  #tree: Tree = NO_ROWS;
  #shown: Snapshot | undefined;
  #shownGrouping: Grouping | undefined;
  #endProgress: (() => void) | undefined;
  #rows: typeof lazy | undefined;
  #loading: Promise<void> | undefined;

  constructor(store: Store, grouping: () => Grouping) {
    this.#store = store;
    this.#grouping = grouping;
    this.view = window.createTreeView(TREE_VIEWS.profiles, { treeDataProvider: this, showCollapseAll: true });
    this.#disposables = [
      this.view,
      this.#changed,
      store.onDidChange(() => {
        this.update();
      }),
    ];
    this.update();
  }

  /** Rebuilds the rows if what they show has changed. */
  update(): void {
    const next = this.#store.snapshot;
    const rows = this.#rows;
    const grouping = rows === undefined ? undefined : this.#grouping();
    this.#progress(next);
    if (this.#shown !== undefined && this.#shownGrouping === grouping && isSameTree(this.#shown, next)) return;
    if (rows === undefined && hasRows(next)) {
      this.#load();
      return;
    }
    this.#shown = next;
    this.#shownGrouping = grouping;
    this.#tree = rows === undefined || grouping === undefined ? NO_ROWS : rows.treeOf(next, grouping);
    this.view.message = rows?.messageFor(next, this.#tree) ?? '';
    this.view.description = next.sample ? l10n.t('Sample data') : (next.choice?.region ?? '');
    this.#changed.fire(undefined);
  }

  /** What makes rows is loaded once, when there is something to show in them. */
  #load(): void {
    this.#loading ??= import('./index').then((rows) => {
      this.#rows = rows;
      this.update();
    });
  }

  /** Selects a profile and opens the groups around it. */
  async reveal(arn: Arn): Promise<void> {
    await this.#loading;
    const row = this.#pathTo(arn).at(-1);
    if (row !== undefined) await this.view.reveal(row, { select: true, focus: false, expand: true });
  }

  getChildren(row?: Row): Row[] {
    if (row === undefined) return [...this.#tree.rows];
    return row.kind === 'group' ? [...row.children] : [];
  }

  getParent(row: Row): Row | undefined {
    return this.#pathTo(row.id).at(-2);
  }

  getTreeItem(row: Row): vscode.TreeItem | Promise<vscode.TreeItem> {
    const { snapshot } = this.#store;
    return this.#rows?.itemOf(row, snapshot) ?? import('./index').then(({ itemOf }) => itemOf(row, snapshot));
  }

  /** The tooltip is made when it is asked for: a thousand of them would slow the list. */
  async resolveTreeItem(item: vscode.TreeItem, row: Row): Promise<vscode.TreeItem> {
    item.tooltip ??= (await import('./index')).rowTooltip(row, this.#store.snapshot);
    return item;
  }

  #pathTo(id: string): readonly Row[] {
    return this.#rows?.pathTo(this.#tree.rows, id) ?? [];
  }

  dispose(): void {
    this.#endProgress?.();
    for (const stop of this.#disposables) stop.dispose();
  }

  #progress({ caller, profiles, everyone }: Snapshot): void {
    const loading = caller.loading || profiles.loading || everyone.loading;
    if (loading === (this.#endProgress !== undefined)) return;
    if (!loading) {
      this.#endProgress?.();
      this.#endProgress = undefined;
      return;
    }
    void window.withProgress(
      { location: { viewId: TREE_VIEWS.profiles } },
      () =>
        new Promise<void>((end) => {
          this.#endProgress = end;
        }),
    );
  }
}

/** Before anything is known of AWS there are no rows: VS Code shows the view's welcome text instead. */
const hasRows = ({ sample, caller, profiles }: Snapshot): boolean =>
  sample || caller.value !== undefined || profiles.value !== undefined || hasSpecificText(caller.problem);

function isSameTree(a: Snapshot, b: Snapshot): boolean {
  return (
    a.sample === b.sample &&
    a.choice === b.choice &&
    a.ownership === b.ownership &&
    (['caller', 'profiles', 'mine', 'everyone'] as const).every(
      (part) =>
        a[part].value === b[part].value &&
        a[part].problem?.code === b[part].problem?.code &&
        a[part].problem?.detail.action === b[part].problem?.detail.action &&
        a[part].problem?.detail.message === b[part].problem?.detail.message &&
        a[part].problem?.detail.awsProfile === b[part].problem?.detail.awsProfile &&
        a[part].problem?.detail.flaw?.what === b[part].problem?.detail.flaw?.what,
    ) &&
    a.pricing === b.pricing &&
    a.pageUsage?.usage.value === b.pageUsage?.usage.value
  );
}
