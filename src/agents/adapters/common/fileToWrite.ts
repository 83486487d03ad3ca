/** The file that a change is written to: a secret goes to none that Git has or would add. */

import type { SettingsScope } from '../../agent';
import { AgentProblem } from '../../problem';
import type { HostMachine } from '../../hostMachine';
import type { Target } from '../../target';
import { wouldGitAdd } from '../../../system/git';
import { realPathOf } from './locate';

/** The files of an agent. */
export interface ScopedFiles {
  readonly scopes: readonly SettingsScope[];
  readonly fileFor: (host: HostMachine, scope: SettingsScope) => string | Promise<string>;
}

export interface FileToWrite {
  readonly path: string;
  readonly scope: SettingsScope;
  /** The file of the requested scope, where that is not the one. */
  readonly insteadOf?: string;
}

/** From the file that all see to the one that only the user has. */
const NARROWER: Readonly<Record<SettingsScope, readonly SettingsScope[]>> = {
  project: ['project', 'local', 'user'],
  local: ['local', 'user'],
  user: ['user'],
};

/** @throws AgentProblem `secret-in-git` where Git has a file or would add it, links followed. */
export async function requireOutsideGit(path: string): Promise<void> {
  if (await wouldGitAdd(await realPathOf(path))) throw new AgentProblem('secret-in-git', { path });
}

/**
 * The file of the requested scope. For a change with a secret the next narrower one that Git leaves out.
 * @throws AgentProblem `secret-in-git` where there is none.
 */
export async function fileToWrite(
  { scopes, fileFor }: ScopedFiles,
  target: Target,
  host: HostMachine,
  requested: SettingsScope,
): Promise<FileToWrite> {
  const wanted = await fileFor(host, requested);
  if (target.gateway === undefined) return { path: wanted, scope: requested };
  for (const scope of NARROWER[requested].filter((one) => scopes.includes(one))) {
    const path = await fileFor(host, scope);
    if (!(await wouldGitAdd(await realPathOf(path))))
      return scope === requested ? { path, scope } : { path, scope, insteadOf: wanted };
  }
  throw new AgentProblem('secret-in-git', { path: wanted });
}
