/** Why an agent's files were not changed. The user interface turns the code into a sentence. */

import type { BrokenReason } from './documents/document';

export type AgentProblemCode =
  /** The file is not what the agent writes or reads; see `reason` and `where`. */
  | 'broken'
  /** The file has changed since it was planned or written. */
  | 'changed-since'
  | 'read-only'
  | 'not-writable'
  /** What was read after writing is not what was written. */
  | 'not-as-written'
  /** The roles name different Regions or AWS profiles, and the agent knows only one. */
  | 'regions-differ'
  | 'aws-profiles-differ'
  /** The agent signs in with an AWS profile by name, and our connection uses none. */
  | 'needs-aws-profile'
  /** The file's form does not allow to change these keys alone. */
  | 'cannot-edit'
  /** The agent has no such file, or no folder is open. */
  | 'no-such-scope'
  /** A file of the folder is a link to outside of it, so that the folder's author would choose what is written. */
  | 'leaves-folder'
  /** Files of a folder that is not trusted are not written. */
  | 'not-trusted'
  /** The backup for an undo does not give the earlier text. */
  | 'backup-lost'
  /** The earlier setting went through the gateway, with a secret that was not kept. */
  | 'secret-gone'
  /** Git has the file, or would add it, so that no secret is written to it. */
  | 'secret-in-git'
  /** The agent reads no file that could point it at the gateway. */
  | 'no-gateway-setting'
  /** Not all files could be put back after a failure; `paths` are still changed. */
  | 'half-done';

export interface AgentProblemDetail {
  readonly path?: string;
  readonly reason?: BrokenReason;
  /** A key path or a line; never a value. */
  readonly where?: string;
  readonly paths?: readonly string[];
  /** The system's code, such as `EACCES`. */
  readonly errno?: string;
}

/** An error with a code and what a sentence may name. Holds nothing of the file's content. */
export class AgentProblem extends Error {
  constructor(
    readonly code: AgentProblemCode,
    readonly detail: AgentProblemDetail = {},
  ) {
    super(`${code}${detail.path === undefined ? '' : ` ${detail.path}`}`);
    this.name = 'AgentProblem';
  }
}

export const isAgentProblem = (error: unknown): error is AgentProblem => error instanceof AgentProblem;

/** The system's code of an error, such as `ENOENT`. */
export const errnoOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
