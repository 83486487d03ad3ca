/** A binding: which models an agent is set to now, as the agent itself would read its files. */

import type { AgentId } from './agentId';
import type { BrokenReason } from './documents/document';

/** Something that beats what a file says: a variable of the environment, or another file. */
export interface Override {
  readonly kind: 'variable' | 'file';
  /** The variable's name, or the file's path. */
  readonly name: string;
  readonly of: 'model' | 'region' | 'awsProfile' | 'credentials';
  /** Empty where it is a secret, or may hold one. */
  readonly value: string;
}

/** A value that stands somewhere else, such as `{env:NAME}`, and is not known here. */
export interface Unresolved {
  readonly of: 'model' | 'region';
  readonly reference: string;
}

/** A list that keeps the agent from using a model. */
export interface Blocked {
  readonly file: string;
  readonly keyPath: string;
}

/** What an agent invokes for one kind of work. */
export interface RoleBinding {
  /** The agent's own word: `act`, `plan`, `main`, `small`, `sonnet` … */
  readonly role: string;
  /** As it stands in the file: a model id or an ARN. */
  readonly model: string;
  /**
   * Nothing is set for this kind of work, so that the agent takes a model of its own, past any profile; `model` is its
   * word for it.
   */
  readonly unset?: true;
  /** Another provider than Amazon Bedrock takes these calls, whatever `model` says; in the agent's own word for it. */
  readonly provider?: string;
  /** Prompt caching is switched off, although the agent could cache with a profile. */
  readonly cachingOff?: true;
  /** The agent sends a temperature with each call, which some models refuse. */
  readonly sendsTemperature?: true;
  /** The model that the agent takes limits and prices from, where it is known. */
  readonly baseModel?: string | undefined;
  readonly region?: string | undefined;
  readonly awsProfile?: string | undefined;
  readonly file: string;
  readonly keyPath: string;
  /** What the file refers to and is not known here; nothing is said of the role then. */
  readonly unresolved?: Unresolved | undefined;
  /** What keeps the agent from using this model: its calls fail, or go to another model. */
  readonly blocked?: Blocked | undefined;
  /** What wins over the file; the first of a kind wins. */
  readonly overrides: readonly Override[];
}

/**
 * What an agent is set to. `readable` without roles: its files are there, and it is not set to Amazon Bedrock.
 * `absent`: it has no files. `hidden`: it keeps its settings where no file of ours reaches. `broken`: a file of its is
 * not what it should be; nothing of it is guessed.
 */
export type Binding =
  | {
      readonly state: 'readable';
      readonly agent: AgentId;
      readonly roles: readonly RoleBinding[];
      /** The distinct models that are really invoked, with what wins over the files. */
      readonly models: readonly string[];
    }
  | { readonly state: 'absent' | 'hidden'; readonly agent: AgentId; readonly models: readonly [] }
  | BrokenBinding;

export interface BrokenBinding {
  readonly state: 'broken';
  readonly agent: AgentId;
  readonly models: readonly [];
  readonly file: string;
  readonly reason: BrokenReason;
  /** Where in the file, such as `providers.bedrock.settings.aws.authentication` or `line 3`. Never a value. */
  readonly detail: string;
}

/** The model that a role really invokes: a variable or another file may win over the one it was read from. */
export const effectiveModel = (role: RoleBinding): string =>
  role.overrides.find(({ of }) => of === 'model')?.value ?? role.model;

/** The Region that a role's requests really go to, as far as known. */
export const effectiveRegion = (role: RoleBinding): string | undefined =>
  role.overrides.find(({ of }) => of === 'region')?.value ?? role.region;

export const absentBinding = (agent: AgentId): Binding => ({ state: 'absent', agent, models: [] });

export function readableBinding(agent: AgentId, roles: readonly RoleBinding[]): Binding {
  const onBedrock = roles.filter(({ provider }) => provider === undefined);
  return { state: 'readable', agent, roles, models: [...new Set(onBedrock.map(effectiveModel))] };
}

export const brokenBinding = (agent: AgentId, file: string, reason: BrokenReason, detail: string): BrokenBinding => ({
  state: 'broken',
  agent,
  models: [],
  file,
  reason,
  detail,
});
