/** Every command of package.json and what it does. */

import * as vscode from 'vscode';
import { COMMANDS, type CommandId } from '../manifest';
import { asProblem } from '../core/problem';
import type { Profile } from '../core/profiles/profile';
import type { Store } from '../store/store';
import { loadActions, loadExports, loadGovernance, loadMoney } from './lazy';
import type { Governance } from './governance';
import { SCHEMES } from './documentSchemes';
import type { AgentsSection } from '../features/agents/section';
import type { BudgetWatch } from '../features/budgets/budgetWatch';
import type { Pages } from '../features/usage/pages';
import type { Log } from './log';
import { showProblem } from './showProblem';
import { window } from './window';
import type { WorkspaceChoices } from '../features/connection/workspaceChoices';

const { l10n } = vscode;

export interface CommandDeps {
  readonly store: Store;
  readonly log: Log;
  readonly pages: Pages;
  readonly budgets: BudgetWatch;
  readonly choices: WorkspaceChoices;
  readonly agents: () => Promise<AgentsSection>;
  /** *Create my profile*, from the beginning to what came of it. */
  readonly create: () => Promise<void>;
  /** Connects as the settings say, and looks again at everything that can be seen. */
  readonly refresh: () => Promise<void>;
  /** Connects as the settings say, and lists the profiles if they are not known. */
  readonly list: () => Promise<void>;
  readonly exploreSample: () => Promise<void>;
  readonly leaveSample: () => Promise<void>;
}

/** A command on a profile gets a tree row, or nothing from the palette; then it asks. */
async function profileFrom(argument: unknown, deps: CommandDeps): Promise<Profile | undefined> {
  if (typeof argument === 'object' && argument !== null && 'profile' in argument) return argument.profile as Profile;
  return (await isListed(deps)) ? (await loadActions()).pickProfile(deps.store.snapshot) : undefined;
}

/** Makes sure that there is a list to choose from; where there is none, says why. */
async function isListed({ store, list }: CommandDeps): Promise<boolean> {
  if (store.snapshot.profiles.value === undefined) await list();
  const { caller, profiles } = store.snapshot;
  if (profiles.value !== undefined) return true;
  const problem = caller.problem ?? profiles.problem;
  if (problem !== undefined) showProblem(problem);
  return false;
}

async function copy(text: string, what: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  window.setStatusBarMessage(l10n.t('{0} copied', what), 3000);
}

async function copyMissingPermission({ snapshot }: Store): Promise<void> {
  const problems = [snapshot.caller, snapshot.profiles, snapshot.mine, snapshot.team, snapshot.detail?.usage].map(
    (part) => part?.problem,
  );
  const action = problems.find((problem) => problem?.code === 'denied')?.detail.action;
  if (action !== undefined) await copy(action, action);
}

type Handlers = Record<CommandId, (argument: unknown) => unknown>;

type MoneyCommand =
  | 'changeStatusBar'
  | 'showTeamUsage'
  | 'refreshPrices'
  | 'setBudget'
  | 'manageAlerts'
  | 'manageCostTags'
  | 'exportReport';

/** What is about money is in bundles of its own. */
function moneyHandlers(deps: CommandDeps): Pick<Handlers, (typeof COMMANDS)[MoneyCommand]> {
  const { store, pages } = deps;
  return {
    [COMMANDS.changeStatusBar]: async () => (await loadMoney()).changeStatusBar(),
    [COMMANDS.showTeamUsage]: () => pages.showUsage('team'),
    [COMMANDS.refreshPrices]: async () => {
      if (await isListed(deps)) await (await loadMoney()).refreshPrices(store);
    },
    [COMMANDS.setBudget]: async () => (await loadMoney()).setBudget(deps.budgets, store.snapshot.sample),
    [COMMANDS.manageAlerts]: async () => {
      if (await isListed(deps)) await (await loadMoney()).manageAlerts(store);
    },
    [COMMANDS.manageCostTags]: async () => {
      if (await isListed(deps)) await (await loadMoney()).manageCostTags(store);
    },
    [COMMANDS.exportReport]: async () => {
      if (await isListed(deps)) await (await loadExports()).exportReport(store);
    },
  };
}

type Make = () => Promise<Governance>;
type On = (run: (profile: Profile) => unknown) => (argument: unknown) => Promise<void>;
type GovernanceCommand = 'showPolicies' | 'verifyProfile' | 'diagnose' | 'copyPolicy' | 'copyReport';

/** Policies, *Verify My Profile* and *Diagnose* are one object, made at the first of them. */
function governanceHandlers(made: Make, on: On): Pick<Handlers, (typeof COMMANDS)[GovernanceCommand]> {
  const copy = async (argument: unknown): Promise<void> => (await made()).copy(argument);
  return {
    [COMMANDS.showPolicies]: async () => (await made()).showPolicies(),
    [COMMANDS.verifyProfile]: on(async (profile) => (await made()).verifyProfile(profile)),
    [COMMANDS.diagnose]: async () => (await made()).diagnose(),
    [COMMANDS.copyPolicy]: copy,
    [COMMANDS.copyReport]: copy,
  };
}

type AgentCommand =
  'useInAgent' | 'useMyProfile' | 'showAgentChange' | 'undoAgentChange' | 'openAgentFile' | 'refreshAgents';

function agentHandlers(deps: CommandDeps): Pick<Handlers, (typeof COMMANDS)[AgentCommand]> {
  const use = async (argument: unknown): Promise<void> => {
    if (await isListed(deps)) await (await deps.agents()).use(argument);
  };
  return {
    [COMMANDS.useInAgent]: use,
    [COMMANDS.useMyProfile]: use,
    [COMMANDS.showAgentChange]: async (argument) => (await deps.agents()).showChange(argument),
    [COMMANDS.undoAgentChange]: async (argument) => (await deps.agents()).undo(argument),
    [COMMANDS.openAgentFile]: async (argument) => (await deps.agents()).openFile(argument),
    [COMMANDS.refreshAgents]: async () => (await deps.agents()).refresh(),
  };
}

function handlers(deps: CommandDeps, governance: Make): Handlers {
  const { store, pages, choices } = deps;
  const on: On = (run) => async (argument) => {
    const profile = await profileFrom(argument, deps);
    if (profile !== undefined) await run(profile);
  };
  const then = (choose: () => Promise<boolean>) => async () => {
    if (!(await choose())) return;
    if (store.snapshot.sample) await deps.leaveSample();
    await deps.refresh();
  };
  return {
    [COMMANDS.connect]: then(async () => (await loadActions()).chooseConnection(choices)),
    [COMMANDS.chooseRegion]: then(async () => (await loadActions()).chooseRegion(choices)),
    [COMMANDS.signIn]: async () => {
      await (await loadActions()).signIn(store);
    },
    [COMMANDS.refresh]: () => deps.refresh(),
    [COMMANDS.createProfile]: () => deps.create(),
    [COMMANDS.useInCline]: on((profile) => pages.showGuide(profile, store.snapshot)),
    [COMMANDS.copyArn]: on((profile) => copy(profile.arn, 'ARN')),
    [COMMANDS.copyId]: on((profile) => copy(profile.id, 'ID')),
    [COMMANDS.copyCliCommand]: on(async (profile) => {
      const command = (await loadActions()).cliCommand(profile, store.snapshot);
      if (command !== undefined) await copy(command.text, l10n.t('Command for {0}', command.shell.name));
    }),
    [COMMANDS.openInConsole]: on(async (profile) => {
      if (store.snapshot.sample) {
        void window.showInformationMessage(l10n.t('This is sample data: the AWS console knows nothing of it.'));
        return;
      }
      await vscode.env.openExternal(vscode.Uri.parse((await loadActions()).consoleUrl(profile), true));
    }),
    [COMMANDS.showUsage]: on((profile) => pages.showUsage(profile.id)),
    [COMMANDS.openUsage]: () => pages.showUsage('mine'),
    [COMMANDS.deleteProfile]: on(async (profile) => (await loadActions()).deleteProfile(profile, store, deps.agents)),
    [COMMANDS.changeGrouping]: async () => (await loadActions()).changeGrouping(),
    [COMMANDS.filterByTags]: async () => {
      if (await isListed(deps)) await (await loadActions()).filterByTags(store.snapshot, choices);
    },
    [COMMANDS.clearFilter]: () => choices.narrow({}),
    [COMMANDS.exploreSampleData]: () => deps.exploreSample(),
    [COMMANDS.leaveSampleData]: () => deps.leaveSample(),
    [COMMANDS.showLog]: () => {
      deps.log.show();
    },
    [COMMANDS.copyMissingPermission]: () => copyMissingPermission(store),
    ...moneyHandlers(deps),
    ...agentHandlers(deps),
    ...governanceHandlers(governance, on),
  };
}

/** Registers every command. What a command throws is told to the user: they have just asked for it. */
export function registerCommands(deps: CommandDeps): vscode.Disposable {
  let made: Promise<Governance> | undefined;
  const governance: Make = () => (made ??= loadGovernance().then(({ Governance }) => new Governance(deps)));
  const registered = Object.entries(handlers(deps, governance)).map(([id, run]) =>
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      try {
        await run(argument);
      } catch (error) {
        deps.log.problem(asProblem(error));
        showProblem(error);
      }
    }),
  );
  // For tabs that were open when the window was loaded; the bundle has a provider of its own for what it shows.
  const provideTextDocumentContent = async (uri: vscode.Uri): Promise<string> => (await governance()).textOf(uri);
  for (const scheme of Object.values(SCHEMES))
    registered.push(vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent }));
  const dispose = (): void => {
    void made?.then((one) => {
      one.dispose();
    });
  };
  return vscode.Disposable.from(...registered, { dispose });
}
