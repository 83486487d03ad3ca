/**
 * One place of an agent's table at a time: what is put there on a machine that our plan has set, and whether a turn
 * then goes past the profile. Held against our reading without the program, and against the program itself.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where the files of a case lie. */
export interface Folders {
  readonly home: string;
  readonly workspace: string;
  /** Administrators' files, in place of the system's own folder. */
  readonly managed: string;
}

export interface LocationCase {
  readonly name: string;
  /** A row of the agent's table; several cases may show one. */
  readonly location: string;
  readonly put: (folders: Folders, arn: string) => void;
  /** Variables of the shell. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the program is asked, and options before it. */
  readonly ask?: string;
  readonly options?: readonly string[];
  /** Whether any call does not use the profile. */
  readonly past: boolean;
  /** The Region of all calls, where it is not the profile's. */
  readonly region?: string;
  /** Whether other credentials than the AWS profile's sign the calls. */
  readonly otherCredentials?: true;
  /** The program refuses to use the model, and calls nothing. */
  readonly blocked?: true;
}

export const SYSTEM = 'us.anthropic.claude-opus-4-6-v1';

/** Writes a file and the folders above it. */
export const write = (path: string, content: unknown): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
};

export type Settings = Record<string, unknown> & { env?: Record<string, unknown> };

/** Changes a JSON file that is there. */
export function change(path: string, by: (settings: Settings) => void): void {
  const settings = JSON.parse(readFileSync(path, 'utf8')) as Settings;
  by(settings);
  writeFileSync(path, JSON.stringify(settings));
}
