/**
 * What every coding agent's file answers: where it lies, what it invokes, and which change of its files would point it at a profile.
 * Nothing here touches VS Code. Agents are told where things are by an `AgentHost`, so that none reads the real home by itself.
 */

import type { ChangePlan, Json } from './changes/plan';

export const AGENT_IDS = ['cline', 'cline-cli', 'claude-code', 'opencode', 'kilo', 'continue', 'aider', 'zoo'] as const;
export type AgentId = (typeof AGENT_IDS)[number];

/** Where to look. */
export interface AgentPlaces {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What an agent's extension is set to in the settings of VS Code. */
export interface EditorSettings {
  /** Variables that the extension hands to its program, by name. */
  readonly env: Readonly<Record<string, string>>;
  /** The model that it asks its program for; undefined where it leaves that to the program. */
  readonly model?: string | undefined;
}

/** All that an agent's file may know of the machine. */
export interface AgentHost extends AgentPlaces {
  /** Where an administrator's files lie, instead of the system's own folder: for tests, which must not write there. */
  readonly managed?: string | undefined;
  readonly editor?: Readonly<Partial<Record<AgentId, EditorSettings>>> | undefined;
  /** The folder that is open, where there is one. */
  readonly workspace?: string | undefined;
  readonly platform: NodeJS.Platform;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Which of Cline's bundles this window runs, where its extension is installed and that can be found out. */
  readonly cline?: ClineBundles | undefined;
}

/** Cline's extension is one package with two programs in it, and starts one of them in each window. */
export type ClineBundle = 'next' | 'legacy';

/** Undefined: not known. The two differ where its setting was changed and the window was not reloaded since. */
export interface ClineBundles {
  readonly running?: ClineBundle | undefined;
  readonly afterReload?: ClineBundle | undefined;
}

/** Which of an agent's files a change goes into. `local` is a file of the folder that is not shared with the team. */
export type Scope = 'user' | 'project' | 'local';

/** Prices per million tokens, in US dollars. */
export interface Prices {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
}

/** Tokens. */
export interface Limits {
  readonly context: number;
  readonly output: number;
}

/** A profile that an agent is to invoke. */
export interface ProfileTarget {
  readonly arn: string;
  /** The base model's id without a geographic prefix. */
  readonly model: string;
  /** Always the ARN's: no agent derives it. */
  readonly region: string;
  /** The AWS profile of the shared config that our connection resolved; empty where its credentials come from no profile. */
  readonly awsProfile: string;
  /** Where Bedrock is called, if not at AWS's own endpoint. */
  readonly endpoint?: string | undefined;
  readonly limits?: Limits | undefined;
  readonly prices?: Prices | undefined;
}

/** Which profile for which work. Without `small` and `plan` the main one does it all. */
export interface Target {
  readonly roles: {
    readonly main: ProfileTarget;
    /** Titles, summaries, background calls. */
    readonly small?: ProfileTarget | undefined;
    readonly plan?: ProfileTarget | undefined;
  };
}

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
  /** Nothing is set for this kind of work, so that the agent takes a model of its own, past any profile; `model` is its word for it. */
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

/** Why a file of an agent is left alone. */
export type BrokenReason =
  | 'not-a-file'
  | 'not-readable'
  | 'too-large'
  | 'not-text'
  | 'empty'
  | 'syntax'
  | 'not-an-object'
  | 'duplicate-keys'
  | 'several-documents'
  | 'schema'
  | 'dangling-link';

/**
 * What an agent is set to. `readable` without roles: its files are there, and it is not set to Amazon Bedrock. `absent`: it has no files.
 * `hidden`: it keeps its settings where no file of ours reaches. `broken`: a file of its is not what it should be; nothing of it is guessed.
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
  readonly head?: readonly string[];
  /** Where the values of one of its files are not what it takes, for agents that would throw such a file away. Never tells a value. */
  invalidAt?(path: string, value: Json | undefined): string | undefined;
  /** Files and folders whose change may change the binding. They need not exist. */
  watchPaths(host: AgentHost): readonly string[];
}

/** A variable's value; an empty one is none. */
export function variable({ env }: AgentPlaces, name: string): string | undefined {
  const value = env[name];
  return value === undefined || value === '' ? undefined : value;
}

/** The model that a role really invokes: a variable or another file may win over the one it was read from. */
export const invoked = (role: RoleBinding): string =>
  role.overrides.find(({ of }) => of === 'model')?.value ?? role.model;

/** The Region that a role's requests really go to, as far as known. */
export const invokedIn = (role: RoleBinding): string | undefined =>
  role.overrides.find(({ of }) => of === 'region')?.value ?? role.region;

export const absent = (agent: AgentId): Binding => ({ state: 'absent', agent, models: [] });

export function readable(agent: AgentId, roles: readonly RoleBinding[]): Binding {
  const onBedrock = roles.filter(({ provider }) => provider === undefined);
  return { state: 'readable', agent, roles, models: [...new Set(onBedrock.map(invoked))] };
}
