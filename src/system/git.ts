/** Asks Git about a file, without running anything that a repository names. */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Milliseconds. */
const GIT_MS = 10_000;
/** What `git check-ignore` ends with where a file is not ignored. */
const NOT_IGNORED = 1;

/** Settings of the command line count before those of a repository, which may name programs. */
const SAFE = [
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=',
  '-c',
  'core.pager=',
  '-c',
  'safe.bareRepository=explicit',
];

/** The nearest folder above a path that exists. */
function existingFolder(path: string): string {
  const parent = dirname(path);
  return existsSync(parent) || parent === path ? parent : existingFolder(parent);
}

/** Whether a folder is in a work tree, or may be. */
function hasRepositoryAbove(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true;
  const parent = dirname(folder);
  return parent !== folder && hasRepositoryAbove(parent);
}

/** Variables that would make Git use another repository, index or configuration are left out. */
const environment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name))),
  GIT_OPTIONAL_LOCKS: '0',
});

function exitCode(folder: string, args: readonly string[]): Promise<number | undefined> {
  // Windows looks for programs in the current folder first.
  const options = { cwd: homedir(), timeout: GIT_MS, env: environment(), windowsHide: true };
  return new Promise((resolve) => {
    execFile('git', [...SAFE, '-C', folder, ...args], options, (error) => {
      const code = error === null ? 0 : error.code;
      resolve(typeof code === 'number' ? code : undefined);
    });
  });
}

/**
 * Whether Git has a file or would add it. Where Git does not answer, such as for a repository of another user's, it is
 * assumed that it would. Never rejects.
 * @param path with links followed. It need not exist.
 */
export async function wouldGitAdd(path: string): Promise<boolean> {
  const folder = existingFolder(path);
  if (!hasRepositoryAbove(folder)) return false;
  // A file that Git has is not ignored, whatever its rules say.
  const code = await exitCode(folder, ['check-ignore', '--quiet', '--', path]);
  return code === undefined || code >= NOT_IGNORED;
}
