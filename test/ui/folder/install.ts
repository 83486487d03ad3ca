import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Settings } from '../../../src/manifest';

/** What our code reads in a window. */
export interface Probed {
  readonly isTrusted: boolean;
  readonly settings: Settings;
}

/** Installs the extension in probe.ts into a server whose directories lie in `root`. */
export async function installProbe(root: string): Promise<void> {
  const directory = join(root, 'extensions/test.settings-probe-0.0.1');
  await mkdir(directory, { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, 'probe.ts')],
    outfile: join(directory, 'probe.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const manifest = {
    ...{ name: 'settings-probe', publisher: 'test', version: '0.0.1', main: './probe.js' },
    engines: { vscode: '^1.100.0' },
    activationEvents: ['*'],
    extensionKind: ['workspace'],
    capabilities: { untrustedWorkspaces: { supported: true } },
  };
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest));
}

/** Undefined before it has written anything. */
export async function probed(file: string): Promise<Probed | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Probed;
  } catch {
    return undefined;
  }
}
