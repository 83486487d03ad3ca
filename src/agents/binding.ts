/** A binding: which models an agent is set to now, as the agent itself would read its files. */

import type { AgentId } from './agentId';
import type { BrokenReason } from './documents/document';

/** Something that overrides a file: a variable of the environment, or another file. */
export interface Override {
  readonly kind: 'variable' | 'file';
  /** The variable's name, or the file's path. */
  readonly name: string;
  readonly of: 'model' | 'region' | 'awsProfile' | 'credentials';
  /** Empty where it may be a secret. */
  readonly value: string;
}

/** A reference such as `{env:NAME}` whose value is not known here. */
export interface Unresolved {
  readonly of: 'model' | 'region';
  readonly reference: string;
}

/** A list that keeps the agent from using a model. */
export interface Blocked {
  readonly file: string;
  readonly keyPath: string;
}

/** A gateway of this machine, as an agent's files name it. Whether it runs is not known here. */
export interface GatewayBinding {
  /** Scheme, host and port alone: the path may hold a secret. */
  readonly url: string;
  /** Whether a secret of ours goes with it, in its path or as a token. The secret is never kept. */
  readonly hasSecret: boolean;
}

/** What an agent invokes for one kind of work. */
export interface RoleBinding {
  /** The agent's name for it: `act`, `plan`, `main`, `small`, `sonnet` … */
  readonly role: string;
  /** As written in the file: a model id or an ARN. */
  readonly model: string;
  /**
   * Nothing is set for this kind of work, so that the agent uses a default model without a profile; `model` is the
   * agent's name for it.
   */
  readonly unset?: true;
  /** Another provider than Amazon Bedrock is used, whatever `model` is; the agent's name for it. */
  readonly provider?: string;
  /** Prompt caching is switched off, although the agent could cache with a profile. */
  readonly cachingOff?: true;
  /** The agent sends a temperature with each call, which some models refuse. */
  readonly sendsTemperature?: true;
  /** The model whose limits and prices the agent uses, where it is known. */
  readonly baseModel?: string | undefined;
  readonly region?: string | undefined;
  readonly awsProfile?: string | undefined;
  readonly file: string;
  readonly keyPath: string;
  /** A reference that could not be resolved; the model or Region is then unknown. */
  readonly unresolved?: Unresolved | undefined;
  /** What keeps the agent from using this model: its calls fail, or go to another model. */
  readonly blocked?: Blocked | undefined;
  /** What overrides the file; of several for one setting the first counts. */
  readonly overrides: readonly Override[];
  /** Its calls go to a gateway of ours; undefined: to Amazon Bedrock, or to another endpoint. */
  readonly gateway?: GatewayBinding | undefined;
  /** The scheme, host and port of another endpoint than Amazon Bedrock's and than a gateway of ours. */
  readonly endpoint?: string | undefined;
}

/**
 * What an agent is set to. `readable` without roles: it has files and is not set to Amazon Bedrock. `absent`: it has no
 * files. `hidden`: it keeps its settings where we cannot read them. `broken`: one of its files is not valid; nothing in
 * it is guessed.
 */
export type Binding =
  | {
      readonly state: 'readable';
      readonly agent: AgentId;
      readonly roles: readonly RoleBinding[];
      /** The distinct models that are really invoked, overrides included. */
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

/** The model that a role really invokes, overrides included. */
export const effectiveModel = (role: RoleBinding): string =>
  role.overrides.find(({ of }) => of === 'model')?.value ?? role.model;

/** The Region of a role's requests, overrides included, as far as it is known. */
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
