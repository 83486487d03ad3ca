/**
 * The contract between an agent's adapter and the rest. Nothing here uses VS Code.
 *
 * To add an agent:
 * 1. Add its id to `AGENT_IDS` in agentId.ts.
 * 2. Write an adapter, adapters/<agent>.ts, that exports an `Agent`. Copy adapters/aider.ts where there are several
 * settings files with an order of precedence: it passes a table of locations, the roles it reads and the edits it makes
 * to `layeredAgent`, which does the rest. Copy adapters/cline/clineCli.ts where there is one file, adapters/zooCode.ts
 * where the settings are in VS Code's storage.
 * 3. Add it to registry.ts, and its further roles to extraRoles.ts; the compiler requires both.
 * 4. Add cases to test/unit/agents, and a turn of the real program to test/agents/programCases.ts.
 */

import type { ChangePlan } from './changes/plan';
import type { AgentId } from './agentId';
import type { HostMachine } from './hostMachine';
import type { Target } from './target';
import type { Json } from './documents/document';
import type { Binding } from './binding';

/**
 * Which settings file a change is written to. `local` is a file in the open folder that is not shared with the team.
 */
export type SettingsScope = 'user' | 'project' | 'local';

export interface PlanOptions {
  /** Default `user`. */
  readonly scope?: SettingsScope;
}

/** One coding agent. */
export interface Agent {
  readonly id: AgentId;
  /** The name that its makers use. */
  readonly name: string;
  /** Ids of its VS Code extensions. */
  readonly extensionIds: readonly string[];
  readonly scopes: readonly SettingsScope[];
  /**
   * Files and programs that show that it is used on this machine. Empty: not found. Reads the disk only and never
   * rejects.
   */
  detect(host: HostMachine): Promise<readonly string[]>;
  /** Reads what it is set to. Never rejects: a file that cannot be read gives a `broken` binding. */
  read(host: HostMachine): Promise<Binding>;
  /** The change that sets it to a target; writes nothing. @throws AgentProblem where a file must not be changed. */
  plan(target: Target, host: HostMachine, options?: PlanOptions): Promise<ChangePlan>;
  /** Top-level keys that its files must have: an undo keeps them unless the file would be empty otherwise. */
  readonly requiredKeys?: readonly string[];
  /** For agents that discard an invalid file: the key path of the first invalid value, never the value itself. */
  invalidAt?(path: string, value: Json | undefined): string | undefined;
  /** Files and folders that may change the binding. They need not exist. */
  watchPaths(host: HostMachine): readonly string[];
}
