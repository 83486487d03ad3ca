/**
 * Which of Cline's two bundles runs in this window: each registers a command that the other has not, and a setting
 * chooses between them.
 */

import * as vscode from 'vscode';
import { CLINE_EXTENSION } from '../agents/adapters/cline/clineSettings';
import type { ClineBundle, ClineBundles } from '../agents/hostMachine';

/** Seen with the extension 4.1.13. */
const MARKS: readonly (readonly [command: string, bundle: ClineBundle])[] = [
  ['cline.marketplaceButtonClicked', 'next'],
  ['cline.reconstructTaskHistory', 'legacy'],
];

/** What a person has chosen in Cline's setting; `auto` leaves it to Cline. */
const SETTING = 'cline.rollout.bundleOverride';

/** Whether Cline's extension is installed in this window. */
export const isClineInstalled = (): boolean => vscode.extensions.getExtension(CLINE_EXTENSION) !== undefined;

/** Whether a change of the configuration may change which bundle is started next. */
export const isBundleSetting = (event: vscode.ConfigurationChangeEvent): boolean => event.affectsConfiguration(SETTING);

function chosenBundle(): ClineBundle | undefined {
  const chosen: unknown = vscode.workspace.getConfiguration().get(SETTING);
  return chosen === 'next' || chosen === 'legacy' ? chosen : undefined;
}

async function startedBundle(): Promise<ClineBundle | undefined> {
  const commands = new Set(await vscode.commands.getCommands(true));
  return MARKS.find(([command]) => commands.has(command))?.[1];
}

/**
 * Undefined where Cline is not installed in this window. Before Cline has started, only the setting shows which one it
 * will be.
 */
export async function clineBundles(): Promise<ClineBundles | undefined> {
  if (!isClineInstalled()) return undefined;
  const running = await startedBundle();
  const chosen = chosenBundle();
  return { running: running ?? chosen, afterReload: chosen ?? running };
}

/**
 * When to check whether Cline has started: VS Code has no event for it, and most start within seconds. Milliseconds,
 * one after the other.
 */
const CHECKS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;

/**
 * Calls back once when Cline starts after this; never where it runs already, is not installed, or does not start within
 * a minute.
 */
export function onClineStart(listener: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  let isDisposed = false;
  const check = async (index: number): Promise<void> => {
    const isStarted = !isClineInstalled() || (await startedBundle()) !== undefined;
    if (isDisposed) return;
    if (isStarted) {
      if (index > 0) listener();
      return;
    }
    const wait = CHECKS[index];
    if (wait !== undefined) timer = setTimeout(() => void check(index + 1), wait);
  };
  void check(0);
  return new vscode.Disposable(() => {
    isDisposed = true;
    clearTimeout(timer);
  });
}
