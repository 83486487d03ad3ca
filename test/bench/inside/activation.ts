/**
 * Runs in VS Code's extension host in place of tests, with an extension that VS Code has not activated yet: activates
 * it and writes what its main file, which ../activation.ts has wrapped, has measured.
 */

import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Activation } from '../activation';

const ID = 'bedrock-tally.bedrock-tally';
/** After this long without a click or a connection, whatever is loaded at start has been. */
const SETTLED_MS = 1_500;

/** Called by VS Code. Writes an `Activation` to the file that BEDROCK_TALLY_BENCH names. */
export async function run(): Promise<void> {
  const file = process.env.BEDROCK_TALLY_BENCH;
  const extension = vscode.extensions.getExtension(ID);
  if (file === undefined || extension === undefined) throw new Error(`BEDROCK_TALLY_BENCH or ${ID} is missing.`);
  if (extension.isActive) throw new Error(`${ID} was activated before its time.`);
  await extension.activate();
  await sleep(SETTLED_MS);
  const { bedrockTallyBench } = globalThis as { bedrockTallyBench?: Activation };
  if (bedrockTallyBench?.activateMs === undefined) throw new Error('VS Code did not call activate().');
  writeFileSync(file, JSON.stringify(bedrockTallyBench));
}
