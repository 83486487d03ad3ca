/** What happens when: connecting, refreshing, sample data in and out. The parts know nothing of each other; this knows them all. */

import * as vscode from 'vscode';
import { COMMANDS, VIEWS } from '../manifest';
import type { Tags } from '../core/profiles/profile';
import { formOf } from '../core/profiles/tagReplacements';
import type { Store } from '../store/store';
import type { Intervals, Poller } from '../store/poller';
import type { Ownership } from '../store/snapshot';
import type { ConnectionManager } from '../features/connection/connectionManager';
import type { Identity } from '../features/connection/identity';
import type { Pages } from '../features/usage/pages';
import type { ProfilesTree } from '../features/profiles/profilesTree';
import { setting } from './settings/settings';
import { window } from './window';
import type { WorkspaceChoices } from '../features/connection/workspaceChoices';

const { l10n } = vscode;

export interface AppParts {
  readonly store: Store;
  readonly poller: Poller;
  readonly connections: ConnectionManager;
  readonly choices: WorkspaceChoices;
  readonly identity: Identity;
  readonly tree: ProfilesTree;
  readonly pages: () => Pages;
}

export class App {
  readonly #parts: AppParts;

  constructor(parts: AppParts) {
    this.#parts = parts;
  }

  /** Takes up the connection of the last session, from memory alone; the poller asks AWS when there is something to see. */
  async resume(): Promise<void> {
    const { connections, poller, tree } = this.#parts;
    await connections.resume();
    if (connections.connectedOnce) await this.#parts.identity.load();
    this.own();
    poller.setVisible({ statusBar: connections.connectedOnce });
    if (tree.view.visible) await this.seen();
  }

  /** Connects as the settings say. Costs no call. */
  async connect(): Promise<void> {
    await this.#take();
    this.#parts.poller.setVisible({ statusBar: true });
    await this.#parts.pages().again();
  }

  async #take(): Promise<void> {
    const { connections, identity } = this.#parts;
    await connections.connect();
    await identity.load();
    this.own();
  }

  /** Connects and says whether AWS knows us. */
  async connected(): Promise<boolean> {
    await this.connect();
    const { store, connections } = this.#parts;
    if (store.snapshot.caller.value === undefined) await connections.askUser();
    // The user asks now: how long the poller would wait after a failure is no answer to them.
    return store.ensureCaller(store.snapshot.caller.problem !== undefined);
  }

  /** Connects, and lists the profiles if they are not known. */
  async list(): Promise<void> {
    if (await this.connected()) await this.#parts.store.ensureProfiles(Infinity);
    this.own();
  }

  /** Looks again at everything that can be seen, with credentials read afresh. */
  async refresh(): Promise<void> {
    const { poller, pages } = this.#parts;
    await this.#take();
    await this.#parts.connections.askUser();
    await pages().again();
    await this.#fetchAll();
    // Not before: what it would ask for beside this would be asked for twice.
    poller.setVisible({ statusBar: true });
  }

  async #fetchAll(): Promise<void> {
    const { store, tree } = this.#parts;
    if (!(await store.ensureCaller(true)) || !(await store.ensureProfiles(0, true))) return;
    this.own();
    await Promise.all([
      store.ensureMine(0, true),
      store.ensureDetail(0, true),
      store.ensureAttribution(0, true),
      // Nothing where there is no such budget.
      store.ensureSpend('mine', 0, true),
      store.ensureSpend('team', 0, true),
      ...(tree.view.visible ? [store.ensureTeam(0, true)] : []),
    ]);
  }

  /** The view is seen for the first time: who has chosen an AWS profile is connected, and recovers from what is missing as later on. */
  async seen(): Promise<void> {
    const { connections, store } = this.#parts;
    if (store.snapshot.choice === undefined && !connections.sample && connections.isChosen) await this.connect();
  }

  /** AWS's files have changed while credentials were missing. */
  async tryAgain(): Promise<void> {
    const { store, poller } = this.#parts;
    await this.connect();
    await store.ensureCaller(true);
    poller.schedule();
  }

  /** Settings that say who I am have changed. */
  async reread(): Promise<void> {
    await this.#parts.identity.load();
    this.own();
    this.#parts.poller.schedule();
  }

  /** Reads anew whose profiles are mine. */
  own(): void {
    const { store, identity, choices } = this.#parts;
    const { caller, sample } = store.snapshot;
    store.setOwnership({
      ...ownership(choices.filter),
      myNames: identity.names(caller.value, sample),
      // My team is none of the simulated company's.
      myTeam: sample ? '' : identity.team(),
    });
  }

  async exploreSample(): Promise<void> {
    const { connections, poller, pages } = this.#parts;
    await window.withProgress({ location: { viewId: VIEWS.profiles } }, () => connections.exploreSample());
    this.own();
    // Asking the simulator costs nothing, and who tries it out wants to see it move.
    poller.setIntervals(SAMPLE_INTERVALS);
    poller.setVisible({ statusBar: true });
    await vscode.commands.executeCommand(`${VIEWS.profiles}.focus`);
    await pages().again();
    void window
      .showInformationMessage(
        l10n.t('You are looking at sample data: a simulated company on this machine. Nothing is sent to AWS.'),
        l10n.t('Show My Usage'),
        l10n.t('Create My Profile'),
      )
      .then((choice) => {
        if (choice === l10n.t('Show My Usage')) void vscode.commands.executeCommand(COMMANDS.openUsage);
        if (choice === l10n.t('Create My Profile')) void vscode.commands.executeCommand(COMMANDS.createProfile);
      });
  }

  async leaveSample(): Promise<void> {
    const { connections, poller, pages } = this.#parts;
    await connections.leaveSample();
    this.own();
    poller.setIntervals(intervals());
    poller.setVisible({ statusBar: connections.connectedOnce });
    await pages().again();
  }
}

/** How ownership is read by the settings, before it is known who I am. */
export function ownership(filter: Tags): Ownership {
  const forms = setting('tags.replacements');
  const key = (name: 'tags.teamKey' | 'tags.memberKey'): string => formOf(setting(name), forms);
  return { keys: { team: key('tags.teamKey'), member: key('tags.memberKey') }, myNames: [], filter, myTeam: '' };
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SAMPLE_INTERVALS: Intervals = { mine: MINUTE, team: 5 * MINUTE, prices: 60 * MINUTE };

/** How old figures may get, by the settings. */
export function intervals(): Intervals {
  const days = setting('prices.refreshDays');
  return {
    mine: setting('usage.pollMinutes') * MINUTE,
    team: setting('usage.teamPollMinutes') * MINUTE,
    prices: days > 0 ? days * DAY : Infinity,
  };
}
