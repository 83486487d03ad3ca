/**
 * A change of an agent's files, as data: shown first, applied only if nothing has changed since, and undone with its
 * backup. Holds no content but the values that it sets and those it replaces, because files of agents contain other
 * people's keys.
 */

import type { Splice } from '../documents/splices';
import type { Warning } from '../warnings';
import type { AgentId } from '../agentId';
import type { Target } from '../target';
import type { Scalar, Json, Edit, Format } from '../documents/document';

/** One changed value, for people. `(hidden)` stands for what may be a secret. */
export interface Change {
  readonly keyPath: string;
  /** Undefined: the key is not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface FilePlan {
  /** As the agent names it; it may be a symbolic link. */
  readonly path: string;
  readonly format: Format;
  /** SHA-256 of its bytes; undefined when there is no such file yet. */
  readonly hashBefore: string | undefined;
  readonly hashAfter: string;
  /** Permission bits of the file after the change: as before, or those of a new file. Only the user reads a secret. */
  readonly mode: number;
  /** Those before, where the change alters them. */
  readonly modeBefore?: number | undefined;
  /** The text before and after, for a diff. Every string that is not ours and every comment is `(hidden)`. */
  readonly before: string | undefined;
  readonly after: string;
  readonly edits: readonly Edit[];
  readonly changes: readonly Change[];
}

/** What has to happen after the files are written. */
export type Need =
  /** The agent reads its files only when the window starts. */
  | 'reload-window'
  /**
   * The agent would write its memory over the files: the plan must be scheduled for the next start before reloading.
   * The value is stored in histories of changes.
   */
  | 'stage'
  /** Running sessions of a program in the terminal keep their model. */
  | 'restart-sessions'
  /** Nothing on the disk: the user interface calls the agent's extension with `call`. */
  | 'call-extension';

/** What is passed to an agent that is set through its own extension. */
export interface ExtensionCall {
  readonly extensionIds: readonly string[];
  /** Of the configuration that is made, or set anew, and chosen in the agent. */
  readonly name: string;
  readonly settings: Readonly<Record<string, Scalar>>;
}

export interface ChangePlan {
  readonly agent: AgentId;
  readonly target: Target;
  /** Empty: nothing has to change. */
  readonly files: readonly FilePlan[];
  readonly call?: ExtensionCall;
  readonly warnings: readonly Warning[];
  readonly needs: readonly Need[];
}

/** What is kept of a file so that a change of it can be undone. */
export interface Backup {
  /** Make the earlier text of the one that was written. */
  readonly splices: readonly Splice[];
  /** The earlier values where something was set, for a file that has changed since. */
  readonly values: Json;
}

/** One file as it was written. */
export interface WrittenFile {
  readonly path: string;
  readonly format: Format;
  /** Undefined: there was no file, and undoing removes it. */
  readonly kept: Backup | undefined;
  readonly hashBefore: string | undefined;
  readonly hashAfter: string;
  readonly mode: number;
  readonly modeBefore?: number | undefined;
  /** Key paths that were set, for an undo by key where the file has changed since. */
  readonly edits: readonly Edit[];
}

/** An applied change and what its undo needs. Can be stored as JSON: secrets of the gateway are masked in it. */
export interface Receipt {
  readonly agent: AgentId;
  readonly files: readonly WrittenFile[];
  /** Milliseconds since 1970. */
  readonly at: number;
}
