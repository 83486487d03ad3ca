/** A table of contents: the parts in the order in which they need each other. Nothing is awaited here, and nobody is called. */

import { homedir } from 'node:os';
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { writeStaged } from './agents/staged';
import { stagingFolder } from './agents/stagingFolder';
import { PANELS } from './contract';
import { asProblem } from './core/problem';
import { Ledger } from './ledger/ledger';
import { Poller } from './ledger/poller';
import { AgentsView } from './ui/agentsView';
import { App, intervals, ownership } from './ui/app';
import { BudgetWatch } from './ui/budgetWatch';
import { registerCommands } from './ui/commands';
import { ConnectionManager } from './ui/connection';
import { ContextKeys } from './ui/contextKeys';
import type { CreateCommand } from './ui/createCommand';
import { CredentialWatch } from './ui/credentialWatch';
import { Identity } from './ui/identity';
import { loadCreate } from './ui/lazy';
import { Pages } from './ui/lazyPages';
import { Log } from './ui/log';
import { ProfilesTree } from './ui/profilesTree';
import { onSetting, setting } from './ui/settings';
import { StatusBar } from './ui/statusBar';
import { window } from './ui/window';
import { WorkspaceChoices } from './ui/workspaceChoices';

/** By where we are installed, for VS Code has not told us anything yet. */
const STAGING = stagingFolder({ home: homedir(), env: process.env }, process.platform, resolve(__dirname, '../..'));

// At once, before Cline reads its settings: nothing later than the loading of this module is sure to be early enough.
const WROTE = writeStaged(STAGING);

export function activate(context: vscode.ExtensionContext): void {
  const { extensionUri } = context;
  const log = new Log();
  const identity = new Identity(context.globalState);
  const choices = new WorkspaceChoices(context.workspaceState);
  const ledger = makeLedger(choices);
  const poller = new Poller(ledger, intervals(), Date.now);
  const connections = new ConnectionManager(ledger, context, log, choices);
  const tree = new ProfilesTree(ledger, () => setting('profiles.grouping'));
  const budgetWatch = new BudgetWatch(ledger, () => {
    status.update();
    poller.schedule();
    void pages.again();
  });
  const status: StatusBar = new StatusBar(ledger, {
    pollMs: () => intervals().mine,
    show: () => setting('statusBar.show'),
    budgets: () => budgetWatch.states,
    agents: () => agents.troubles,
  });
  const agents: AgentsView = makeAgents(context, ledger, log, status);
  const app = new App({ ledger, poller, connections, choices, identity, tree, pages: () => pages });
  const pages: Pages = makePages({ ledger, extensionUri, log, poller, app, budgetWatch });
  const create = makeCreate({ ledger, identity, app, tree, poller, log });
  context.subscriptions.push(
    log,
    ledger,
    poller,
    connections,
    tree,
    budgetWatch,
    status,
    pages,
    agents,
    registerCommands({
      ledger,
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
    ...follow({ app, ledger, poller, tree, status, log, connections, choices, budgetWatch }),
  );
  start(app, log);
}

function start(app: App, log: Log): void {
  const started = process.env.BEDROCK_TALLY_SAMPLE === '1' ? app.exploreSample() : app.resume();
  started.catch((error: unknown) => {
    log.problem(asProblem(error));
  });
}

type PageParts = Pick<Followers, 'ledger' | 'log' | 'poller' | 'app' | 'budgetWatch'> & {
  readonly extensionUri: vscode.Uri;
};

const makePages = ({ ledger, extensionUri, log, poller, app, budgetWatch }: PageParts): Pages =>
  new Pages({
    ledger,
    extensionUri,
    log,
    pollMs: () => intervals().mine,
    budgets: () => budgetWatch.budgets,
    onVisible: (visible) => {
      poller.see({ page: visible });
    },
    connect: () => app.connect(),
  });

const makeAgents = (context: vscode.ExtensionContext, ledger: Ledger, log: Log, status: StatusBar): AgentsView =>
  new AgentsView({
    ledger,
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

type CreateParts = Pick<Followers, 'ledger' | 'app' | 'tree' | 'poller' | 'log'> & { readonly identity: Identity };

/** Loaded at its first use, and then the same one: it knows whether a wizard is open already. */
function makeCreate({ ledger, identity, app, tree, poller, log }: CreateParts): () => Promise<void> {
  let loaded: Promise<CreateCommand> | undefined;
  return async () => {
    loaded ??= loadCreate().then(
      ({ CreateCommand }) =>
        new CreateCommand({
          ledger,
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

const makeLedger = (choices: WorkspaceChoices): Ledger =>
  new Ledger({
    now: Date.now,
    ownership: ownership(choices.filter),
    overrides: () => setting('prices.overrides'),
  });

const SETTLE_MS = 300;

interface Followers {
  readonly app: App;
  readonly ledger: Ledger;
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
  const { app, ledger, poller, tree, status, log, connections, choices, budgetWatch } = followers;
  let settling: NodeJS.Timeout | undefined;
  const keys = new ContextKeys();
  const watch = new CredentialWatch(() => void app.tryAgain());
  keys.update(ledger.snapshot);
  poller.see({ focused: window.state.focused, tree: tree.view.visible });
  let told: unknown;
  const changed = ledger.onDidChange((snapshot) => {
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
      poller.see({ tree: visible });
      if (visible) void app.seen();
    }),
    window.onDidChangeWindowState(({ focused }) => {
      poller.see({ focused });
      status.update();
    }),
    onSetting(['aws'], () => {
      // Profile and Region are written one after the other; only the pair is meant.
      clearTimeout(settling);
      settling = setTimeout(() => {
        if (ledger.snapshot.choice !== undefined && !connections.sample) void app.connect();
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
      if (!connections.sample) poller.every(intervals());
      status.update();
    }),
    onSetting(['prices.overrides'], () => {
      ledger.reprice();
    }),
    onSetting(['budget'], () => {
      poller.schedule();
      void budgetWatch.update();
    }),
  ];
}
