import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { repository } from '../../host/paths';

/**
 * Builds the stand-in from our sources as they are, and puts it among the extensions of a server that is not started
 * yet.
 */
export async function installInertStandIn(extensions: string): Promise<void> {
  const folder = join(extensions, 'hostile.hostile-1.0.0');
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [join(repository, 'test/ui/inert/standIn.ts')],
    outfile: join(folder, 'extension.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const manifest = {
    publisher: 'hostile',
    name: 'hostile',
    version: '1.0.0',
    engines: { vscode: '^1.100.0' },
    main: './extension.js',
    activationEvents: ['onStartupFinished'],
    contributes: {
      viewsContainers: { activitybar: [{ id: 'hostile', title: 'Stand-in', icon: '$(beaker)' }] },
      views: {
        hostile: [
          { id: 'hostile.rows', name: 'Hostile' },
          // Where there is one view only, its title is the container's.
          { id: 'hostile.none', name: 'Nothing', visibility: 'collapsed' },
        ],
      },
    },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
}
