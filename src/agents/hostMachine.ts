/** What an adapter knows of the machine that it runs on. It is an argument, so that tests can use a scratch home. */

import { ownValue } from '../core/collections';
import type { AgentId } from './agentId';

/** The home folder and the variables of a process. */
export interface UserEnvironment {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What an agent's extension is set to in the settings of VS Code. */
export interface EditorSettings {
  /** Variables that the extension passes to its program, by name. */
  readonly env: Readonly<Record<string, string>>;
  /** The model that it requests from its program; undefined where the program decides. */
  readonly model?: string | undefined;
}

/** All that an adapter knows of the machine. */
export interface HostMachine extends UserEnvironment {
  /** The folder of an administrator's files instead of the system's: for tests, which must not write there. */
  readonly managed?: string | undefined;
  readonly editor?: Readonly<Partial<Record<AgentId, EditorSettings>>> | undefined;
  /** The open folder, where there is one. */
  readonly workspace?: string | undefined;
  readonly platform: NodeJS.Platform;
  /** `http://127.0.0.1:PORT` of this user's gateway on this machine, where it has a port. */
  readonly gateway?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Which of Cline's bundles this window runs, where its extension is installed and that is known. */
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
