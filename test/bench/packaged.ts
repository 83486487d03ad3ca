/**
 * A copy of the checkout to package and measure, so that neither a running VS Code nor a build beside it changes what
 * is measured.
 */

import { execFile } from 'node:child_process';
import { cp, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { sdkTables } from '../../build/sdkTables.mjs';
import { repository } from '../host/paths';

/** What a clone does not have, or what is made anew. */
const LEFT_OUT = new Set(['node_modules', '.git', '.cache', 'out', 'dist', 'coverage']);

/** A copy of a checkout, with its dist/ as a release has it. */
export interface Checkout {
  readonly root: string;
}

/** A copy that has been packaged. */
export interface PackagedCheckout extends Checkout {
  readonly vsix: string;
}

async function copyCheckout(from: string, root: string): Promise<void> {
  await cp(from, root, {
    recursive: true,
    filter: (source) => dirname(source) !== from || !LEFT_OUT.has(basename(source)),
  });
  await symlink(join(from, 'node_modules'), join(root, 'node_modules'), 'junction');
}

/**
 * Copies the checkout and packages it there, which builds dist/ as a release does: `vsce package` runs the production
 * build first.
 * @throws Error with the output of the build where it fails.
 */
export async function packageCheckout(scratch: string): Promise<PackagedCheckout> {
  const root = join(scratch, 'checkout');
  await copyCheckout(repository, root);
  const vsix = join(scratch, 'bedrock-tally.vsix');
  const vsce = join(dirname(createRequire(__filename).resolve('@vscode/vsce/package.json')), 'vsce');
  await promisify(execFile)(process.execPath, [vsce, 'package', '--no-dependencies', '-o', vsix], { cwd: root });
  return { root, vsix };
}

/**
 * Copies another checkout, which has its packages installed, and builds it as a release.
 * @throws Error with the output of the build where it fails.
 */
export async function buildOther(from: string, scratch: string): Promise<Checkout> {
  const root = join(scratch, 'other-checkout');
  await copyCheckout(resolve(from), root);
  await promisify(execFile)(process.execPath, ['esbuild.mjs', '--production'], { cwd: root });
  return { root };
}

/**
 * Makes one plain CommonJS file of a module of the bench that runs elsewhere, so that nothing translates code while it
 * is timed.
 */
export async function bundleFor(entry: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [join(__dirname, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    // As the package is built.
    mainFields: ['module', 'main'],
    minify: true,
    plugins: [sdkTables],
    logLevel: 'error',
  });
  return outfile;
}
