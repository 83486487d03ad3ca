/**
 * What every coding agent's file answers: where it lies, what it invokes, and which change of its files would point it at a profile.
 * Nothing here touches VS Code. Agents are told where things are by an `AgentHost`, so that none reads the real home by itself.
 */

import type { ChangePlan } from './changes/plan';
import type { AgentId } from './agentId';
import type { AgentHost } from './host';
import type { Target } from './target';
import type { Json } from './documents/document';
import type { Binding } from './binding';

/** Which of an agent's files a change goes into. `local` is a file of the folder that is not shared with the team. */
export type Scope = 'user' | 'project' | 'local';

export interface PlanOptions {
  /** Default `user`. */
  readonly scope?: Scope;
}

/** One coding agent. */
export interface Agent {
  readonly id: AgentId;
  /** As its makers write it. */
  readonly name: string;
  /** Its extensions in VS Code, for whoever can ask for them. */
  readonly extensionIds: readonly string[];
  readonly scopes: readonly Scope[];
  /** The files and programs that show that it is used here; none: not found. Looks at the disk alone and never rejects. */
  detect(host: AgentHost): Promise<readonly string[]>;
  /** Never rejects: what cannot be read is `broken`. */
  read(host: AgentHost): Promise<Binding>;
  /** What would be changed; writes nothing. @throws AgentProblem where a file must be left alone. */
  plan(target: Target, host: AgentHost, options?: PlanOptions): Promise<ChangePlan>;
  /** Top-level keys that every file of its must have: undoing leaves them where anything else is left. */
  readonly requiredKeys?: readonly string[];
  /** Where the values of one of its files are not what it takes, for agents that would throw such a file away. Never tells a value. */
  invalidAt?(path: string, value: Json | undefined): string | undefined;
  /** Files and folders whose change may change the binding. They need not exist. */
  watchPaths(host: AgentHost): readonly string[];
}
