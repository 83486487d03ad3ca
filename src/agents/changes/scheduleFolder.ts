/**
 * The folder of a change that is scheduled for the next start of a window. It has to be known while our module is
 * loaded, before VS Code passes us our folders.
 */

import { join } from 'node:path';
import { variable, type UserEnvironment } from '../hostMachine';

/** The base of what programs keep between two starts. */
function stateHome(environment: UserEnvironment, platform: NodeJS.Platform): string {
  if (platform === 'win32') return variable(environment, 'LOCALAPPDATA') ?? join(environment.home, 'AppData', 'Local');
  if (platform === 'darwin') return join(environment.home, 'Library', 'Application Support');
  return variable(environment, 'XDG_STATE_HOME') ?? join(environment.home, '.local', 'state');
}

/**
 * A folder for each editor on a machine: what is scheduled in one must not be written by another, whose windows end at
 * another time.
 * @param extensions the folder that our extension is installed in. It stays the same when the extension is updated.
 */
export function scheduleFolderFor(environment: UserEnvironment, platform: NodeJS.Platform, extensions: string): string {
  const name = extensions.replace(/[^a-z0-9]+/gi, '-').slice(-100);
  return join(stateHome(environment, platform), 'bedrock-tally', name);
}
