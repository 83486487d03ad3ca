/** The connection in use: taken up at start, made by the settings, refreshed on request. */

import { ownValue } from '../../core/collections';
import * as vscode from 'vscode';
import type { ConnectionChoice } from '../../core/awsApi';
import { region as asRegion } from '../../core/ids';
import type { Poller } from '../../store/poller';
import type { Store } from '../../store/store';
import { pruneFolder } from '../../store/shared/prune';
import { fileFolder, SHARED_FORMATS } from '../../store/shared/fileFolder';
import type { SharedFolder } from '../../store/shared/sharedFolder';
import type { Log } from '../../ui/log';
import type { WorkspaceChoices } from '../../ui/settings/workspaceChoices';
import { showProblem } from '../../ui/showProblem';
import type { Identity } from './identity';
import { connectionTo } from './openConnection';

const CONNECTED_ONCE = 'bedrockTally.connectedOnce';
const LAST_REGION = 'bedrockTally.lastRegion';

/** What the connection's manager works with. */
export interface ConnectionManagerOptions {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly store: Store;
  readonly poller: Poller;
  readonly identity: Identity;
  readonly choices: WorkspaceChoices;
}

/** Connects the store with AWS, by settings and choices. */
export class ConnectionManager {
  readonly #store: Store;
  readonly #poller: Poller;
  readonly #identity: Identity;
  readonly #memory: vscode.Memento;
  readonly #log: Log;
  readonly #choices: WorkspaceChoices;
  readonly #folder: string;
  readonly #sharedFolder: SharedFolder;

  constructor({ context, log, store, poller, identity, choices }: ConnectionManagerOptions) {
    this.#store = store;
    this.#poller = poller;
    this.#identity = identity;
    this.#memory = context.globalState;
    this.#choices = choices;
    this.#log = log;
    this.#folder = vscode.Uri.joinPath(context.globalStorageUri, 'shared').fsPath;
    this.#sharedFolder = fileFolder(this.#folder, (line) => {
      log.note(line);
    });
  }

  /**
   * At start and after sample data: takes up the connection of the last session, from memory alone. The SDK is not
   * loaded, and AWS is not called: the poller does that when there is something to show.
   */
  async resume(): Promise<void> {
    if (this.#connectedOnce) {
      const last = this.#memory.get<Record<string, string>>(LAST_REGION, {});
      const { connection } = this.#choices;
      const region = connection.region === '' ? (ownValue(last, connection.awsProfile) ?? '') : connection.region;
      if (region !== '') await this.#use({ ...connection, region: asRegion(region) });
      await this.#identity.load();
    }
    this.#poller.setVisible({ statusBar: this.#connectedOnce });
    if (this.#poller.visible.tree) await this.connectIfChosen();
  }

  /**
   * Connects by the settings, unless that connection, or sample data, is in use. Calls nobody; a Region that is not
   * set is read from AWS's files.
   */
  async connect(): Promise<void> {
    await this.#connect();
    this.#poller.setVisible({ statusBar: true });
  }

  /**
   * While the view is visible: a user who has chosen an AWS profile but was never connected is connected.
   */
  async connectIfChosen(): Promise<void> {
    const { choice, sample } = this.#store.snapshot;
    if (choice === undefined && !sample && this.#choices.connection.awsProfile !== '') await this.connect();
  }

  /**
   * Connects, asks for an MFA code where one is needed, and finds out who the caller is. Resolves to whether that is
   * known.
   */
  async ensureConnected(): Promise<boolean> {
    await this.connect();
    const { caller } = this.#store.snapshot;
    if (caller.value === undefined) await this.#askMfaCodes();
    // After a failure the poller waits; the user does not.
    return this.#store.refresh('caller', { force: this.#store.snapshot.caller.problem !== undefined });
  }

  /** Connects, and lists the profiles if they are not known. What fails is in the snapshot. */
  async list(): Promise<void> {
    if (await this.ensureConnected()) await this.#store.refresh('profiles');
  }

  /** Makes sure that the profiles are listed. Where they cannot be, shows why and resolves to false. */
  async ensureListed(): Promise<boolean> {
    if (this.#store.snapshot.profiles.value === undefined) await this.list();
    const { caller, profiles } = this.#store.snapshot;
    if (profiles.value !== undefined) return true;
    const problem = caller.problem ?? profiles.problem;
    if (problem !== undefined) showProblem(problem);
    return false;
  }

  /** Refreshes everything that is visible, with credentials read anew. */
  async refresh(): Promise<void> {
    await this.#connect();
    await this.#askMfaCodes();
    await this.#refreshVisible();
    // Not before: the poller would fetch the same beside this.
    this.#poller.setVisible({ statusBar: true });
  }

  /** Connects as the user has just chosen; sample data ends. */
  async reconnect(): Promise<void> {
    if (this.#store.snapshot.sample) await this.#store.connect(undefined);
    await this.refresh();
  }

  /** Tries again: AWS's files have changed while credentials were missing. */
  async retry(): Promise<void> {
    await this.connect();
    await this.#store.refresh('caller', { force: true });
    this.#poller.schedule();
  }

  /** AWS has answered: from now on the status bar is polled without being asked for, also after a restart. */
  async rememberConnected(): Promise<void> {
    if (!this.#store.snapshot.sample && !this.#connectedOnce) await this.#memory.update(CONNECTED_ONCE, true);
  }

  get #connectedOnce(): boolean {
    return this.#memory.get(CONNECTED_ONCE, false);
  }

  async #connect(): Promise<void> {
    await this.#useChosen();
    await this.#identity.load();
  }

  async #useChosen(): Promise<void> {
    if (this.#store.snapshot.sample) return;
    const chosen = this.#choices.connection;
    const region = chosen.region === '' ? await regionOfProfile(chosen.awsProfile) : chosen.region;
    // Changed while AWS's files were read: what is chosen now counts.
    if (JSON.stringify(this.#choices.connection) !== JSON.stringify(chosen)) return this.#useChosen();
    await this.#rememberRegion(chosen.awsProfile, region);
    await this.#use({ ...chosen, region: asRegion(region) });
  }

  async #rememberRegion(awsProfile: string, region: string): Promise<void> {
    const last = this.#memory.get<Record<string, string>>(LAST_REGION, {});
    if (ownValue(last, awsProfile) !== region)
      await this.#memory.update(LAST_REGION, { ...last, [awsProfile]: region });
  }

  async #use(choice: ConnectionChoice): Promise<void> {
    const { sample, choice: used } = this.#store.snapshot;
    // Sample data may have been started meanwhile.
    if (sample || JSON.stringify(used) === JSON.stringify(choice)) return;
    void pruneFolder(this.#folder, Date.now(), SHARED_FORMATS.current);
    await this.#store.connect(connectionTo(choice, this.#sharedFolder, this.#log));
  }

  async #askMfaCodes(): Promise<void> {
    const { choice, sample } = this.#store.snapshot;
    if (!sample && choice !== undefined) await (await import('./index')).askMfaCodes(choice);
  }

  async #refreshVisible(): Promise<void> {
    const store = this.#store;
    if (!(await store.refresh('caller', { force: true })) || !(await store.refresh('profiles', { force: true })))
      return;
    await Promise.all([
      store.refresh('mine', { force: true }),
      store.refresh('pageUsage', { force: true }),
      store.refresh('attribution', { force: true }),
      // Nothing where there is no such budget.
      store.refresh('budgetUsage', { id: 'mine', force: true }),
      store.refresh('budgetUsage', { id: 'team', force: true }),
      ...(this.#poller.visible.tree ? [store.refresh('everyone', { force: true })] : []),
    ]);
  }
}

/** The Region that AWS's files name for an AWS profile; empty where they name none. */
async function regionOfProfile(awsProfile: string): Promise<string> {
  const { defaultRegion } = await import('../../aws/index');
  return (await defaultRegion(awsProfile)) ?? '';
}
