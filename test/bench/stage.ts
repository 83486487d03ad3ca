/** A copy of the checkout to package and measure, so that neither a running VS Code nor a build beside it changes what is measured. */

import { execFile } from 'node:child_process';
import { cp, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { repository } from '../host/paths';

/** What a clone does not have, or what is made anew. */
const LEFT_OUT = new Set(['node_modules', '.git', '.cache', 'out', 'dist', 'coverage']);

export interface Stage {
  /** The copy, with its dist/ as a release has it. */
  readonly root: string;
  /** The package. */
  readonly vsix: string;
}

/**
 * Copies the checkout and packages it there, which builds dist/ as a release does: `vsce package` runs the production build first.
 * @throws Error with the output of the build where it fails.
 */
export async function makeStage(scratch: string): Promise<Stage> {
  const root = join(scratch, 'checkout');
  await cp(repository, root, {
    recursive: true,
    filter: (source) => dirname(source) !== repository || !LEFT_OUT.has(basename(source)),
  });
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
  const vsix = join(scratch, 'bedrock-tally.vsix');
  const vsce = join(dirname(createRequire(__filename).resolve('@vscode/vsce/package.json')), 'vsce');
  await promisify(execFile)(
    process.execPath,
    [vsce, 'package', '--no-dependencies', '-o', vsix],
    { cwd: root },
  );
  return { root, vsix };
}

/** Makes one plain CommonJS file of a module of the bench that runs elsewhere, so that nothing translates code while it is timed. */
export async function bundleFor(entry: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [join(__dirname, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'error',
  });
  return outfile;
}
