/** A table of contents: the parts in the order in which they need each other. Nothing is awaited here, and nobody is called. */

import { homedir } from 'node:os';
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { writeStaged } from './agents/changes/applyAtStart';
import { stagingFolder } from './agents/changes/stagingFolder';
import { PANELS } from './manifest';
import { asProblem } from './core/problem';
import { Store } from './store/store';
import { Poller } from './store/poller';
import { AgentsView } from './features/agents/agentsView';
import { App, intervals, ownership } from './ui/app';
import { BudgetWatch } from './features/budgets/budgetWatch';
import { registerCommands } from './ui/commands';
import { ConnectionManager } from './features/connection/connectionManager';
import { ContextKeys } from './ui/contextKeys';
import type { CreateCommand } from './features/createProfile/createCommand';
import { CredentialWatch } from './features/connection/credentialWatch';
import { Identity } from './features/connection/identity';
import { loadCreate } from './ui/lazy';
import { Pages } from './features/usage/pages';
import { Log } from './ui/log';
import { ProfilesTree } from './features/profiles/profilesTree';
import { onSetting, setting } from './ui/settings/settings';
import { StatusBar } from './features/statusBar/statusBar';
import { window } from './ui/window';
import { WorkspaceChoices } from './features/connection/workspaceChoices';

/** By where we are installed, for VS Code has not told us anything yet. */
const STAGING = stagingFolder(
  { home: homedir(), env: process.env },
  process.platform,
  resolve(import.meta.dirname, '../..'),
);

// At once, before Cline reads its settings: nothing later than the loading of this module is sure to be early enough.
const WROTE = writeStaged(STAGING);

export function activate(context: vscode.ExtensionContext): void {
  const { extensionUri } = context;
  const log = new Log();
  const identity = new Identity(context.globalState);
  const choices = new WorkspaceChoices(context.workspaceState);
  const store = makeLedger(choices);
  const poller = new Poller(store, intervals(), Date.now);
  const connections = new ConnectionManager(store, context, log, choices);
  const tree = new ProfilesTree(store, () => setting('profiles.grouping'));
  const budgetWatch = new BudgetWatch(store, () => {
    status.update();
    poller.schedule();
    void pages.again();
  });
  const status: StatusBar = new StatusBar(store, {
    pollMs: () => intervals().mine,
    show: () => setting('statusBar.show'),
    budgets: () => budgetWatch.states,
    agents: () => agents.troubles,
  });
  const agents: AgentsView = makeAgents(context, store, log, status);
  const app = new App({ store, poller, connections, choices, identity, tree, pages: () => pages });
  const pages: Pages = makePages({ store, extensionUri, log, poller, app, budgetWatch });
  const create = makeCreate({ store, identity, app, tree, poller, log });
  context.subscriptions.push(
    log,
    store,
    poller,
    connections,
    tree,
    budgetWatch,
    status,
    pages,
    agents,
    registerCommands({
      store,
      log,
      pages,
      budgets: budgetWatch,
      choices,
      agents: () => agents.open(),
      create,
      refresh: () => app.refresh(),
      list: () => app.list(),
      exploreSample: () => app.exploreSample(),
      leaveSample: () => app.leaveSample(),
    }),
    window.registerWebviewPanelSerializer(PANELS.usage, pages),
    ...follow({ app, store, poller, tree, status, log, connections, choices, budgetWatch }),
  );
  start(app, log);
}

function start(app: App, log: Log): void {
  const started = process.env.BEDROCK_TALLY_SAMPLE === '1' ? app.exploreSample() : app.resume();
  started.catch((error: unknown) => {
    log.problem(asProblem(error));
  });
}

type PageParts = Pick<Followers, 'store' | 'log' | 'poller' | 'app' | 'budgetWatch'> & {
  readonly extensionUri: vscode.Uri;
};

const makePages = ({ store, extensionUri, log, poller, app, budgetWatch }: PageParts): Pages =>
  new Pages({
    store,
    extensionUri,
    log,
    pollMs: () => intervals().mine,
    budgets: () => budgetWatch.budgets,
    onVisible: (visible) => {
      poller.setVisible({ page: visible });
    },
    connect: () => app.connect(),
  });

const makeAgents = (context: vscode.ExtensionContext, store: Store, log: Log, status: StatusBar): AgentsView =>
  new AgentsView({
    store,
    globalStorage: context.globalStorageUri,
    staging: STAGING,
    wrote: WROTE,
    onChange: () => {
      status.update();
    },
    note: (line) => {
      log.note(line);
    },
  });

type CreateParts = Pick<Followers, 'store' | 'app' | 'tree' | 'poller' | 'log'> & { readonly identity: Identity };

/** Loaded at its first use, and then the same one: it knows whether a wizard is open already. */
function makeCreate({ store, identity, app, tree, poller, log }: CreateParts): () => Promise<void> {
  let loaded: Promise<CreateCommand> | undefined;
  return async () => {
    loaded ??= loadCreate().then(
      ({ CreateCommand }) =>
        new CreateCommand({
          store,
          identity,
          connected: () => app.connected(),
          reveal: (profile) => tree.reveal(profile.arn),
          onOwner: () => {
            app.own();
            poller.schedule();
          },
          onProblem: (problem) => {
            log.problem(problem);
          },
        }),
    );
    return (await loaded).run();
  };
}

const makeLedger = (choices: WorkspaceChoices): Store =>
  new Store({
    now: Date.now,
    ownership: ownership(choices.filter),
    overrides: () => setting('prices.overrides'),
  });

const SETTLE_MS = 300;

interface Followers {
  readonly app: App;
  readonly store: Store;
  readonly poller: Poller;
  readonly tree: ProfilesTree;
  readonly status: StatusBar;
  readonly log: Log;
  readonly connections: ConnectionManager;
  readonly choices: WorkspaceChoices;
  readonly budgetWatch: BudgetWatch;
}

/** Who listens to what. */
function follow(followers: Followers): vscode.Disposable[] {
  const { app, store, poller, tree, status, log, connections, choices, budgetWatch } = followers;
  let settling: NodeJS.Timeout | undefined;
  const keys = new ContextKeys();
  const watch = new CredentialWatch(() => void app.tryAgain());
  keys.update(store.snapshot);
  poller.setVisible({ focused: window.state.focused, tree: tree.view.visible });
  let told: unknown;
  const changed = store.onDidChange((snapshot) => {
    app.own();
    keys.update(snapshot);
    watch.follow(snapshot.caller.problem);
    if (snapshot.caller.value !== undefined) void connections.keep();
    const problem = snapshot.caller.problem ?? snapshot.profiles.problem ?? snapshot.mine.problem;
    if (problem !== undefined && problem !== told) log.problem(problem);
    told = problem;
  });
  return [
    new vscode.Disposable(() => {
      changed.dispose();
    }),
    new vscode.Disposable(() => {
      watch.dispose();
    }),
    tree.view.onDidChangeVisibility(({ visible }) => {
      poller.setVisible({ tree: visible });
      if (visible) void app.seen();
    }),
    window.onDidChangeWindowState(({ focused }) => {
      poller.setVisible({ focused });
      status.update();
    }),
    onSetting(['aws'], () => {
      // Profile and Region are written one after the other; only the pair is meant.
      clearTimeout(settling);
      settling = setTimeout(() => {
        if (store.snapshot.choice !== undefined && !connections.sample) void app.connect();
      }, SETTLE_MS);
    }),
    onSetting(['tags', 'me', 'profiles.onlyTags'], () => {
      void app.reread();
    }),
    choices.onDidChange(() => {
      app.own();
    }),
    onSetting(['profiles.grouping'], () => {
      tree.update();
    }),
    onSetting(['usage', 'statusBar', 'prices.refreshDays'], () => {
      if (!connections.sample) poller.setIntervals(intervals());
      status.update();
    }),
    onSetting(['prices.overrides'], () => {
      store.reloadPrices();
    }),
    onSetting(['budget'], () => {
      poller.schedule();
      void budgetWatch.update();
    }),
  ];
}
