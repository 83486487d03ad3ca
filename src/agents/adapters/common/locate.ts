/** Finds programs and files, for `detect` and the tables of locations. */

import { access, constants, realpath } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join, relative } from 'node:path';
import { AgentProblem } from '../../problem';
import { variable, type HostMachine } from '../../hostMachine';
import { filesOfKind, type ParsedFile } from './readLocations';
import { textAt } from '../../documents/document';

const exists = (path: string, mode = constants.F_OK): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );

const ENDINGS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = { win32: ['.exe', '.cmd'] };

/** Those of the paths that exist, and the first path of each program on the PATH. */
export async function findExisting(
  host: HostMachine,
  paths: readonly string[],
  programs: readonly string[] = [],
): Promise<readonly string[]> {
  const existing = await Promise.all(paths.map(async (path) => ((await exists(path)) ? [path] : [])));
  const folders = (variable(host, 'PATH') ?? '').split(delimiter).filter((folder) => folder !== '');
  const endings = ENDINGS[host.platform] ?? [''];
  const installed = await Promise.all(
    programs.map(async (program) => {
      for (const folder of folders)
        for (const ending of endings) {
          const path = join(folder, program + ending);
          if (await exists(path, constants.X_OK)) return [path];
        }
      return [];
    }),
  );
  return [...existing, ...installed].flat();
}

/** The folder of configuration files that most command-line programs use, on every system. */
export const configHome = (host: HostMachine): string =>
  variable(host, 'XDG_CONFIG_HOME') ?? join(host.home, '.config');

/** The path of a file with links followed, whether it exists or not. */
export async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realPathOf(parent), path.slice(parent.length));
  }
}

/**
 * @throws AgentProblem `leaves-folder` where a file of a folder is a link, or lies behind one, that leads out of it.
 */
export async function requireInside(folder: string, path: string): Promise<void> {
  const relativePath = relative(await realPathOf(folder), await realPathOf(path));
  if (relativePath === '..' || /^\.\.[\\/]/.test(relativePath) || isAbsolute(relativePath))
    throw new AgentProblem('leaves-folder', { path });
}

/** AWS's shared files, the one with precedence last. */
export const awsFiles = (host: HostMachine): readonly string[] => [
  variable(host, 'AWS_CONFIG_FILE') ?? join(host.home, '.aws', 'config'),
  variable(host, 'AWS_SHARED_CREDENTIALS_FILE') ?? join(host.home, '.aws', 'credentials'),
];

/** The Region that AWS's shared files give an AWS profile; undefined is the default one. */
export function awsRegion(files: readonly ParsedFile[], profile: string | undefined): string | undefined {
  const found = filesOfKind(files, 'aws').map(({ value }) => textAt(value, profile ?? 'default', 'region'));
  return found.findLast((region) => region !== undefined);
}
