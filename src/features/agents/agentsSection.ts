/** The agents section: what agents on this machine are set to, kept up to date, and what can be done about it. */

import * as vscode from 'vscode';
import { AGENTS } from '../../agents/registry';
import { CONTEXT_KEYS } from '../../manifest';
import type { Profile } from '../../core/profiles/profile';
import type { Store } from '../../store/store';
import type { Snapshot } from '../../store/snapshot';
import { afterReload } from './afterReload';
import type { GatewayFeature } from '../gateway/register';
import { rememberGatewayUse } from './gatewayMemory';
import { gatewayAddress, isThroughGateway } from './gatewayUse';
import { switchAgentsBack } from './switchBack';
import { clineBundles, isBundleSetting, onClineStart } from '../../ui/clineBundle';
import type { FlowContext } from './flowContext';
import { repeatChange, useInAgent } from './useInAgent';
import type { AgentsFolder } from './workspaceFolder';
import { agentItem, agentTooltip } from './treeItems';
import { realEnvironment, type AgentsEnvironment } from './environment';
import { readAgents, watchedPaths } from './readAgents';
import { isSameRows, needsAttention, rowsOf, type AgentReading, type AgentRow } from './rows';
import { SampleEnvironment } from './sampleEnvironment';
import { PreviewDocuments } from '../../ui/previewDocuments';
import { openFile, showChange, undoChange } from './undoChange';
import { FileWatch } from '../../system/fileWatch';
import { driftSentence } from './messages/drift';
import { window } from '../../ui/window';
import { AGENT_IDS, type AgentId } from '../../agents/agentId';

const { l10n } = vscode;

export interface SectionOptions {
  readonly store: Store;
  readonly globalStorage: vscode.Uri;
  /** Where a change waits for the next start of a window. */
  readonly scheduleFolder: string;
  readonly gateway: GatewayFeature;
  /** Remembers from window to window whether an agent goes through the gateway. */
  readonly memory: vscode.Memento;
  /** The rows, or what is shown of them elsewhere, have changed. */
  readonly onChange: () => void;
  readonly note: (line: string) => void;
}

/** Something that is wrong with an agent that is in use. */
export interface AgentIssue {
  readonly agent: AgentId;
  readonly sentence: string;
}

export class AgentsSection implements vscode.Disposable {
  readonly #options: SectionOptions;
  readonly #previews = new PreviewDocuments('bedrock-tally-agents');
  readonly #fileWatch: FileWatch;
  readonly #disposables: readonly { dispose: () => unknown }[];
  #readings: readonly AgentReading[] | undefined;
  #reading: Promise<void> | undefined;
  #isRefreshRequested = false;
  #isPruned = false;
  #rows: readonly AgentRow[] = [];
  /** In which the files were looked for. */
  #folder: AgentsFolder | undefined;
  #sample: SampleEnvironment | undefined;
  #lastSnapshot: Snapshot | undefined;

  constructor(options: SectionOptions) {
    this.#options = options;
    this.#fileWatch = new FileWatch({ onChange: () => void this.refresh() });
    this.#disposables = [
      this.#fileWatch,
      this.#previews,
      options.store.onDidChange((snapshot) => {
        this.#onSnapshot(snapshot);
      }),
      vscode.extensions.onDidChange(() => void this.refresh()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (isBundleSetting(event)) void this.refresh();
      }),
      onClineStart(() => void this.refresh()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('claudeCode')) void this.refresh();
      }),
      options.gateway.onDidChange(() => {
        this.#updateRows();
        options.onChange();
      }),
    ];
  }

  /** The rows as they are known; the first time after reading. */
  async rows(): Promise<readonly AgentRow[]> {
    if (this.#readings === undefined) await this.refresh();
    return this.#rows;
  }

  get issues(): readonly AgentIssue[] {
    return this.#rows
      .filter(needsAttention)
      .map(({ agent, name, report, listed }) => ({ agent, sentence: driftSentence(name, report.worst, listed) }));
  }

  readonly item = (row: AgentRow): vscode.TreeItem =>
    agentItem(
      row,
      this.#rows.some(({ binding }) => isThroughGateway(binding)),
    );
  readonly tooltip = (row: AgentRow): vscode.MarkdownString => agentTooltip(row, this.#folder);

  /** Reads all files anew. While that is under way a second call makes it read once more. */
  async refresh(): Promise<void> {
    if (this.#reading !== undefined) {
      this.#isRefreshRequested = true;
      return this.#reading;
    }
    this.#reading = this.#read();
    await this.#reading;
  }

  async #read(): Promise<void> {
    try {
      await this.#readOnce();
      // Something has changed while it was read.
      while (this.#takeRefreshRequest()) await this.#readOnce();
    } finally {
      this.#reading = undefined;
    }
    this.#updateRows();
  }

  async #readOnce(): Promise<void> {
    const environment = await this.#environment();
    // Files are watched once AWS has been asked for anything: before that there is nothing to hold them against. And
    // before they are read,
    // so that nothing happens between the two unseen.
    this.#fileWatch.update(
      this.#options.store.snapshot.caller.value === undefined ? [] : watchedPaths(AGENTS, environment),
    );
    this.#folder = environment.folder;
    this.#readings = await readAgents(AGENTS, environment);
    // Once in a window: what is kept for an undo may be private, and goes in time also where nothing is changed any
    // more.
    if (!this.#isPruned) void environment.changes.prune().catch(() => undefined);
    this.#isPruned = true;
  }

  #takeRefreshRequest(): boolean {
    const isRequested = this.#isRefreshRequested;
    this.#isRefreshRequested = false;
    return isRequested;
  }

  /**
   * Other profiles change how the files are judged; another connection, or sample data, changes which files are read.
   */
  #onSnapshot(snapshot: Snapshot): void {
    const before = this.#lastSnapshot;
    this.#lastSnapshot = snapshot;
    const isOtherMachine = before !== undefined && before.sample !== snapshot.sample;
    const hasNewSampleFiles = snapshot.sample && before?.profiles.value !== snapshot.profiles.value;
    const isConnected = (one: Snapshot | undefined): boolean => one?.caller.value !== undefined;
    if (isOtherMachine || hasNewSampleFiles || isConnected(before) !== isConnected(snapshot)) void this.refresh();
    else this.#updateRows();
  }

  #updateRows(): void {
    if (this.#readings === undefined) return;
    const rows = rowsOf(this.#readings, this.#options.store.snapshot, this.#options.gateway.loaded?.known);
    void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.noAgents, rows.length === 0);
    if (isSameRows(rows, this.#rows)) return;
    this.#rows = rows;
    this.#options.onChange();
    void this.#followGateway();
  }

  /** The gateway runs while an agent of this machine goes through it. It is loaded for that alone. */
  async #followGateway(): Promise<void> {
    const { gateway, store, memory } = this.#options;
    const names = store.snapshot.sample
      ? []
      : this.#rows.filter(({ binding }) => isThroughGateway(binding)).map(({ name }) => name);
    const isUsed = names.length > 0;
    if (!store.snapshot.sample) await rememberGatewayUse(memory, isUsed);
    if (isUsed || gateway.loaded !== undefined) await (await gateway.open()).setAgents(names);
  }

  async #environment(): Promise<AgentsEnvironment> {
    const { store, globalStorage, scheduleFolder } = this.#options;
    if (!store.snapshot.sample) {
      this.#sample?.dispose();
      this.#sample = undefined;
      const environment = realEnvironment(globalStorage, scheduleFolder);
      const [cline, gateway] = await Promise.all([clineBundles(), gatewayAddress()]);
      return { ...environment, host: { ...environment.host, cline, gateway } };
    }
    this.#sample ??= new SampleEnvironment();
    this.#sample.writeFiles(store.snapshot);
    return this.#sample.environment;
  }

  async #flowContext(): Promise<FlowContext> {
    const { store, note } = this.#options;
    return {
      store,
      environment: await this.#environment(),
      previews: this.#previews,
      gateway: this.#options.gateway,
      note,
      refresh: () => this.refresh(),
    };
  }

  /** Points an agent at a profile. The argument is a row of an agent or of a profile, an agent's id, or nothing. */
  async use(argument: unknown): Promise<void> {
    const context = await this.#flowContext();
    const profile = profileIn(argument);
    const title = profile === undefined ? l10n.t('Use in an Agent') : l10n.t('Use {0} in an Agent', profile.name);
    const none = l10n.t('No coding agents found on this machine.');
    const agent = agentIn(argument) ?? (await this.#pickAgent(title, none));
    if (agent === undefined) return;
    const row = (await this.rows()).find((one) => one.agent === agent);
    if (profile === undefined && row?.report.worst.kind === 'needs-reload') void offerReload(row);
    else if (isRepetition(argument)) await repeatChange(context, agent);
    else await useInAgent(context, agent, profile);
  }

  async showChange(argument: unknown): Promise<void> {
    const agent = agentIn(argument) ?? (await this.#pickChanged(l10n.t('Show Last Change')));
    if (agent !== undefined) await showChange(await this.#flowContext(), agent);
  }

  async undo(argument: unknown): Promise<void> {
    const agent = agentIn(argument) ?? (await this.#pickChanged(l10n.t('Undo Last Change')));
    if (agent === undefined) return;
    const context = await this.#flowContext();
    const at = confirmedChangeOf(argument);
    if (at === undefined) return undoChange(context, agent);
    // The message may be older than another change, or than an undo by another way.
    const changes = (await context.environment.changes.all()).filter((change) => change.agent === agent);
    const isKept = changes.some(({ receipt }) => receipt.at === at);
    if (isKept) return undoChange(context, agent, changes.at(-1)?.receipt.at === at);
    void window.showInformationMessage(l10n.t('This change was already undone.'));
  }

  async switchBack(): Promise<void> {
    await this.refresh();
    await switchAgentsBack(await this.#flowContext(), this.#rows);
  }

  async openFile(argument: unknown): Promise<void> {
    const hasFile = ({ files }: AgentRow): boolean => files.length > 0;
    const none = l10n.t('No agent on this machine has a settings file.');
    const agent = agentIn(argument) ?? (await this.#pickAgent(l10n.t('Open Settings File'), none, hasFile));
    const row = (await this.rows()).find((one) => one.agent === agent);
    if (row !== undefined) await openFile(row);
  }

  /** Looks whether what was staged before the reload has held. */
  async afterReload(): Promise<void> {
    await afterReload(await this.#flowContext());
  }

  async #pickChanged(title: string): Promise<AgentId | undefined> {
    const none = l10n.t('There are no changes to agents’ settings, or all of them were undone.');
    return this.#pickAgent(title, none, ({ changed }) => changed);
  }

  /** Asks which agent is meant. `none` is what is shown where no agent suits. */
  async #pickAgent(
    title: string,
    none: string,
    suits: (row: AgentRow) => boolean = () => true,
  ): Promise<AgentId | undefined> {
    const rows = (await this.rows()).filter(suits);
    if (rows.length === 0) {
      void window.showInformationMessage(none);
      return undefined;
    }
    const items = rows.map((row) => {
      const { description } = agentItem(row);
      return { label: row.name, description: String(description), agent: row.agent };
    });
    return (await window.showQuickPick(items, { title, placeHolder: l10n.t('Choose an agent') }))?.agent;
  }

  dispose(): void {
    for (const stop of this.#disposables) stop.dispose();
    this.#sample?.dispose();
  }
}

/** Offers to reload the window, for an agent that has not read its changed files yet. */
async function offerReload({ name, report, listed }: AgentRow): Promise<void> {
  const reload = l10n.t('Reload Window');
  const answer = await window.showInformationMessage(driftSentence(name, report.worst, listed), reload);
  if (answer === reload) await vscode.commands.executeCommand('workbench.action.reloadWindow');
}

function agentIn(argument: unknown): AgentId | undefined {
  const id = typeof argument === 'object' && argument !== null && 'agent' in argument ? argument.agent : argument;
  return AGENT_IDS.find((one) => one === id);
}

/** Whether it is the change made last that is wanted, once more. */
const isRepetition = (argument: unknown): boolean =>
  typeof argument === 'object' && argument !== null && 'again' in argument;

/** The time of the change that is to be taken back without another question. */
const confirmedChangeOf = (argument: unknown): number | undefined =>
  typeof argument === 'object' && argument !== null && 'sure' in argument ? Number(argument.sure) : undefined;

const profileIn = (argument: unknown): Profile | undefined =>
  typeof argument === 'object' && argument !== null && 'profile' in argument
    ? (argument.profile as Profile)
    : undefined;
