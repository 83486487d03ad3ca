/** The tree of profiles: rows of the tree model as VS Code's tree items. */

import * as vscode from 'vscode';
import { COMMANDS, VIEWS, type Grouping } from '../contract';
import { compact } from '../core/format';
import type { Arn } from '../core/ids';
import { profileModelName, profileSource } from '../core/profile';
import { totalTokens } from '../core/usage';
import type { Ledger } from '../ledger/ledger';
import type { Snapshot } from '../ledger/snapshot';
import { loadActions } from './lazy';
import { tierText } from './names';
import { remedyFor, sentenceFor } from './sentences';
import { tooltipLine } from './tooltipLine';
import { pathTo, treeOf, type Row, type Tree } from './tree/model';

const { l10n } = vscode;

export class ProfilesTree implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #ledger: Ledger;
  readonly #grouping: () => Grouping;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #stops: readonly { dispose: () => unknown }[];
  readonly view: vscode.TreeView<Row>;
  readonly onDidChangeTreeData = this.#changed.event;
  #tree: Tree = { rows: [], total: 0, hidden: 0 };
  #shown: Snapshot | undefined;
  #shownGrouping: Grouping | undefined;
  #endProgress: (() => void) | undefined;

  constructor(ledger: Ledger, grouping: () => Grouping) {
    this.#ledger = ledger;
    this.#grouping = grouping;
    this.view = vscode.window.createTreeView(VIEWS.profiles, { treeDataProvider: this, showCollapseAll: true });
    this.#stops = [
      this.view,
      this.#changed,
      ledger.onDidChange(() => {
        this.update();
      }),
    ];
    this.update();
  }

  /** Rebuilds the rows if what they show has changed. */
  update(): void {
    const next = this.#ledger.snapshot;
    const grouping = this.#grouping();
    this.#progress(next);
    if (this.#shown !== undefined && this.#shownGrouping === grouping && looksSame(this.#shown, next)) return;
    this.#shown = next;
    this.#shownGrouping = grouping;
    this.#tree = treeOf(next, grouping);
    this.view.message = messageFor(next, this.#tree);
    this.view.description = next.sample ? l10n.t('sample data') : (next.choice?.region ?? '');
    this.#changed.fire(undefined);
  }

  /** Selects a profile and opens the groups around it. */
  async reveal(arn: Arn): Promise<void> {
    const row = pathTo(this.#tree.rows, arn).at(-1);
    if (row !== undefined) await this.view.reveal(row, { select: true, focus: false, expand: true });
  }

  getChildren(row?: Row): Row[] {
    if (row === undefined) return [...this.#tree.rows];
    return row.kind === 'group' ? [...row.children] : [];
  }

  getParent(row: Row): Row | undefined {
    return pathTo(this.#tree.rows, row.id).at(-2);
  }

  getTreeItem(row: Row): vscode.TreeItem {
    switch (row.kind) {
      case 'connection':
        return connectionItem(this.#ledger.snapshot);
      case 'problem':
        return problemItem(this.#ledger.snapshot);
      case 'group':
        return groupItem(row, this.#ledger.snapshot);
      case 'profile':
        return profileItem(row, this.#ledger.snapshot);
    }
  }

  /** The tooltip is made when it is asked for: a thousand of them would slow the list. */
  async resolveTreeItem(item: vscode.TreeItem, row: Row): Promise<vscode.TreeItem> {
    if (row.kind === 'profile') item.tooltip = (await loadActions()).profileTooltip(row.profile, this.#ledger.snapshot);
    return item;
  }

  dispose(): void {
    this.#endProgress?.();
    for (const stop of this.#stops) stop.dispose();
  }

  #progress({ caller, profiles, team }: Snapshot): void {
    const loading = caller.loading || profiles.loading || team.loading;
    if (loading === (this.#endProgress !== undefined)) return;
    if (!loading) {
      this.#endProgress?.();
      this.#endProgress = undefined;
      return;
    }
    void vscode.window.withProgress(
      { location: { viewId: VIEWS.profiles } },
      () =>
        new Promise<void>((end) => {
          this.#endProgress = end;
        }),
    );
  }
}

function looksSame(a: Snapshot, b: Snapshot): boolean {
  return (
    a.sample === b.sample &&
    a.choice === b.choice &&
    a.ownership === b.ownership &&
    (['caller', 'profiles', 'mine', 'team'] as const).every(
      (part) =>
        a[part].value === b[part].value &&
        a[part].problem?.code === b[part].problem?.code &&
        a[part].problem?.detail.action === b[part].problem?.detail.action,
    ) &&
    a.pricing === b.pricing &&
    a.detail?.usage.value === b.detail?.usage.value
  );
}

function messageFor(snapshot: Snapshot, tree: Tree): string {
  const problem = snapshot.caller.problem ?? snapshot.profiles.problem;
  const list = snapshot.profiles.value;
  const filter = Object.entries(snapshot.ownership.filter)
    .map(([key, value]) => `${key} = ${value}`)
    .join(', ');
  const sentences = [
    snapshot.sample ? l10n.t('Sample data: a simulated company, nothing here is from AWS.') : '',
    snapshot.caller.value !== undefined && problem !== undefined ? sentenceFor(problem) : '',
    filter !== '' && list !== undefined
      ? l10n.t('Only profiles with {0}: {1} of {2} are shown.', filter, tree.total - tree.hidden, tree.total)
      : '',
    list?.tagsDenied === undefined
      ? ''
      : l10n.t('Some owners are not known: ask your administrator for tag:GetResources or {0}.', list.tagsDenied),
    list !== undefined && snapshot.team.problem !== undefined
      ? snapshot.team.value === undefined
        ? l10n.t('Everybody’s tokens are not known: {0}', sentenceFor(snapshot.team.problem))
        : l10n.t('Everybody’s tokens are from an earlier answer: {0}', sentenceFor(snapshot.team.problem))
      : '',
    (snapshot.team.value?.partial.length ?? 0) > 0
      ? l10n.t('Some of everybody’s tokens are missing: CloudWatch answered in part.')
      : '',
    list?.profiles.length === 0 ? l10n.t('There are no application inference profiles in this Region yet.') : '',
  ].filter((sentence) => sentence !== '');
  return sentences.join(' ');
}

function connectionItem(snapshot: Snapshot): vscode.TreeItem {
  const { choice, caller, sample } = snapshot;
  const profile =
    choice?.awsProfile === undefined || choice.awsProfile === '' ? l10n.t('default chain') : choice.awsProfile;
  const who = caller.value?.arn.split('/').at(-1) ?? '';
  const item = new vscode.TreeItem(sample ? l10n.t('Sample data') : `${profile} · ${choice?.region ?? ''}`);
  item.id = 'connection';
  item.description = `${who} · ${caller.value?.account ?? ''}`;
  item.iconPath = new vscode.ThemeIcon(sample ? 'beaker' : 'plug');
  item.contextValue = sample ? 'sample' : 'connection';
  const tooltip = new vscode.MarkdownString();
  tooltipLine(tooltip, l10n.t('Account'), caller.value?.account ?? '');
  tooltipLine(tooltip, l10n.t('Caller'), caller.value?.arn ?? '');
  tooltipLine(tooltip, l10n.t('AWS profile'), sample ? l10n.t('none: simulated') : profile);
  tooltipLine(tooltip, l10n.t('Region'), choice?.region ?? '');
  if (choice !== undefined && choice.endpoint !== '') tooltipLine(tooltip, l10n.t('Endpoint'), choice.endpoint);
  item.tooltip = tooltip;
  return item;
}

function problemItem(snapshot: Snapshot): vscode.TreeItem {
  const problem = snapshot.caller.problem ?? snapshot.profiles.problem;
  const item = new vscode.TreeItem(problem === undefined ? '' : remedyFor(problem).label);
  item.id = 'problem';
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  if (problem === undefined) return item;
  item.description = problem.detail.action ?? problem.code;
  item.tooltip = sentenceFor(problem);
  item.command = { command: remedyFor(problem).command, title: remedyFor(problem).label };
  return item;
}

const GROUP_ICONS = {
  mine: 'account',
  none: 'account',
  filtered: 'account',
  team: 'organization',
  member: 'person',
  model: 'symbol-class',
  untagged: 'question',
  unreadable: 'lock',
} as const;

function groupLabel({ group, name }: Extract<Row, { kind: 'group' }>): string {
  switch (group) {
    case 'mine':
    case 'none':
    case 'filtered':
      return l10n.t('Mine');
    case 'team':
      return name === '' ? l10n.t('No team') : name;
    case 'member':
      return name === '' ? l10n.t('No member') : name;
    case 'model':
      return name;
    case 'untagged':
      return l10n.t('Untagged');
    case 'unreadable':
      return l10n.t('Tags not readable');
  }
}

/** What nobody used costs nothing, and that need not be said a hundred times. */
const moneyText = ({ tokens, estimate }: RowFigures, pricing: Snapshot['pricing']): readonly string[] =>
  estimate === undefined || pricing === undefined || isNone(tokens) ? [] : [pricing.text(estimate)];

type RowFigures = Pick<Extract<Row, { kind: 'group' | 'profile' }>, 'tokens' | 'estimate'>;
const isNone = (tokens: RowFigures['tokens']): boolean =>
  tokens === undefined || (typeof tokens === 'number' ? tokens : totalTokens(tokens)) === 0;

function groupItem(row: Extract<Row, { kind: 'group' }>, { pricing }: Snapshot): vscode.TreeItem {
  const empty = row.group === 'none' || row.group === 'filtered';
  const open = row.group === 'mine' || row.group === 'team';
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(groupLabel(row), empty ? None : open ? Expanded : Collapsed);
  item.id = row.id;
  item.contextValue = `group.${row.group}`;
  item.iconPath = new vscode.ThemeIcon(GROUP_ICONS[row.group]);
  if (row.group === 'filtered') {
    item.description = l10n.t('hidden by the filter');
    item.command = { command: COMMANDS.clearFilter, title: l10n.t('Show All Profiles') };
    return item;
  }
  if (empty) {
    item.description = l10n.t('create your profile');
    item.command = { command: COMMANDS.createProfile, title: l10n.t('Create My Profile') };
    return item;
  }
  const count = row.count === 1 ? l10n.t('1 profile') : l10n.t('{0} profiles', row.count);
  const tokens = row.tokens === undefined ? [] : [l10n.t('{0} tok', compact(row.tokens))];
  item.description = [count, ...tokens, ...moneyText(row, pricing)].join(' · ');
  return item;
}

function profileItem(row: Extract<Row, { kind: 'profile' }>, { pricing }: Snapshot): vscode.TreeItem {
  const { profile, mine, tokens } = row;
  const item = new vscode.TreeItem(profile.name);
  const source = profileSource(profile);
  const count = tokens === undefined ? [] : [l10n.t('{0} tok', compact(totalTokens(tokens)))];
  const untagged = profile.tags !== undefined && Object.keys(profile.tags).length === 0 ? [l10n.t('untagged')] : [];
  item.id = profile.arn;
  item.description = [
    ...count,
    ...moneyText(row, pricing),
    profileModelName(profile),
    tierText(source),
    ...untagged,
  ].join(' · ');
  item.contextValue = mine ? 'profile.mine' : 'profile.other';
  item.iconPath = new vscode.ThemeIcon(
    mine ? 'pulse' : 'circle-outline',
    mine ? new vscode.ThemeColor('charts.blue') : undefined,
  );
  item.accessibilityInformation = { label: `${profile.name}, ${item.description}` };
  return item;
}
