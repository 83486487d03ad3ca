/**
 * Runs in VS Code's extension host in place of tests, with an extension that VS Code has not activated yet. Times what VS Code does to
 * activate it: requiring its main file, and calling activate() with the real context. VS Code's own marks for the same two steps are in
 * whole milliseconds, too coarse beside an empty extension; so the main file is required from here first (VS Code then finds it in the same
 * cache of modules), with a stopwatch around its activate().
 */

import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Activation } from '../activation';

const ID = 'bedrock-tally.bedrock-tally';
/** After this long without a click or a connection, whatever would be loaded at start has been. */
const SETTLED_MS = 1_500;

interface Main {
  readonly activate: (context: unknown) => unknown;
}

function loaded(main: string): string[] {
  return Object.keys(createRequire(main).cache)
    .filter((path) => dirname(path) === dirname(main))
    .map((path) => basename(path))
    .sort();
}

/** Called by VS Code. Writes an `Activation` to the file that BEDROCK_TALLY_BENCH names. */
export async function run(): Promise<void> {
  const file = process.env.BEDROCK_TALLY_BENCH;
  const extension = vscode.extensions.getExtension(ID);
  if (file === undefined || extension === undefined) throw new Error(`BEDROCK_TALLY_BENCH or ${ID} is missing.`);
  if (extension.isActive) throw new Error(`${ID} was activated before its time.`);
  const main = vscode.Uri.joinPath(extension.extensionUri, 'dist/extension.js').fsPath;

  const load = createRequire(main);
  const start = performance.now();
  const code = load(main) as Main;
  const loadMs = performance.now() - start;

  let activateMs: number | undefined;
  const module = load.cache[main];
  if (module === undefined) throw new Error(`${main} is not in the cache of modules.`);
  module.exports = {
    ...code,
    activate: (context: unknown): unknown => {
      const called = performance.now();
      const answer = code.activate(context);
      activateMs = performance.now() - called;
      return answer;
    },
  };
  await extension.activate();
  if (activateMs === undefined) throw new Error('VS Code did not call activate() of the module that was required.');
  await sleep(SETTLED_MS);
  const activation: Activation = { loadMs, activateMs, loaded: loaded(main) };
  writeFileSync(file, JSON.stringify(activation));
}
