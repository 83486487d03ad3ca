/** Why an agent's files were left alone. As with AWS, the user interface turns the code into a sentence. */

import type { BrokenReason } from './documents/document';

export type AgentProblemCode =
  /** The file is not what the agent writes or reads; `reason` and `where` tell more. */
  | 'broken'
  /** Somebody has changed the file since it was planned or written. */
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
  /** The file's form does not let us change these keys alone. */
  | 'cannot-edit'
  /** The agent has no such file, or no folder is open. */
  | 'no-such-scope'
  /** A file of the folder is a link that leads out of it: whoever made the folder would choose what is written. */
  | 'leaves-folder'
  /** Files of a folder that is not trusted are not written. */
  | 'not-trusted'
  /** What was kept for an undo does not lead back to what stood there. */
  | 'backup-lost'
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
