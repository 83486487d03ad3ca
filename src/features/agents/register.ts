/** Agents on this machine: their view and commands. */

import type * as vscode from 'vscode';
import { COMMANDS } from '../../manifest';
import type { Store } from '../../store/store';
import { registerCommands } from '../../ui/commands';
import type { Log } from '../../ui/log';
import type { GatewayFeature } from '../gateway/register';
import { AgentsView } from './agentsView';

export type { AgentRow } from './rows';
export type { AgentIssue, AgentsSection } from './agentsSection';
export type { AgentsView };

interface AgentOptions {
  readonly log: Log;
  readonly store: Store;
  readonly connection: {
    ensureListed(): Promise<boolean>;
  };
  /** The folder of changes that are scheduled for the next start of a window. */
  readonly gateway: GatewayFeature;
  readonly scheduleFolder: string;
  /** Whether a scheduled change was written while our module was loaded. */
  readonly appliedAtStart: boolean;
}

/** Registers the view of agents and their commands. */
export function registerAgents(
  { subscriptions, globalState, globalStorageUri }: vscode.ExtensionContext,
  { log, store, connection, gateway, scheduleFolder, appliedAtStart }: AgentOptions,
): AgentsView {
  const view = new AgentsView({
    store,
    globalStorage: globalStorageUri,
    scheduleFolder,
    gateway,
    memory: globalState,
    appliedAtStart,
    note: (line) => {
      log.note(line);
    },
  });
  const use = async (argument: unknown): Promise<void> => {
    if (await connection.ensureListed()) await (await view.open()).use(argument);
  };
  subscriptions.push(
    view,
    registerCommands(log, {
      [COMMANDS.useInAgent]: use,
      [COMMANDS.useMyProfile]: use,
      [COMMANDS.showAgentChange]: async (argument) => (await view.open()).showChange(argument),
      [COMMANDS.undoAgentChange]: async (argument) => (await view.open()).undo(argument),
      [COMMANDS.openAgentFile]: async (argument) => (await view.open()).openFile(argument),
      [COMMANDS.refreshAgents]: async () => (await view.open()).refresh(),
      [COMMANDS.switchAgentsBack]: async () => (await view.open()).switchBack(),
    }),
  );
  return view;
}
