/**
 * What an adapter may know of the machine. Adapters get it as an argument, so that tests can give them a scratch home.
 */

import { ownValue } from '../core/collections';
import type { AgentId } from './agentId';

/** Where to look. */
export interface UserEnvironment {
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
export interface HostMachine extends UserEnvironment {
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

/** A variable's value; an empty one is none. The name may come from a file: `{env:constructor}` is no variable. */
export function variable({ env }: UserEnvironment, name: string): string | undefined {
  const value = ownValue(env, name);
  return value === undefined || value === '' ? undefined : value;
}
