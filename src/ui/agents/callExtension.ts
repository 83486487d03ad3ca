/** Hands a setting to an agent that keeps its settings inside VS Code: through what its extension exports. */

import * as vscode from 'vscode';
import type { ExtensionCall } from '../../agents/plan';

const { l10n } = vscode;

type Exported = Readonly<Record<string, unknown>>;

/** The exported function of this name, where the extension has one. */
async function methodOf({
  extensionIds,
  method,
}: ExtensionCall): Promise<((...args: unknown[]) => unknown) | undefined> {
  for (const id of extensionIds) {
    const extension = vscode.extensions.getExtension<unknown>(id);
    if (extension === undefined) continue;
    const exported = (await extension.activate()) as Exported | undefined;
    const found = exported?.[method];
    if (typeof found === 'function') return (...args) => Reflect.apply(found, exported, args) as unknown;
  }
  return undefined;
}

/** Calls it, where it is installed and as we know it; else says so. */
export async function callExtension(call: ExtensionCall, agent: string, title: string, sample: boolean): Promise<void> {
  if (sample) {
    void vscode.window.showInformationMessage(l10n.t('This is sample data: {0} is not changed.', agent));
    return;
  }
  try {
    const method = await methodOf(call);
    if (method === undefined) {
      void vscode.window.showWarningMessage(
        l10n.t('{0} is not installed in this window, or cannot be set from outside in this version.', agent),
      );
      return;
    }
    await method(...call.args);
    void vscode.window.showInformationMessage(l10n.t('{0} was handed {1}. Look at its settings once.', agent, title));
  } catch {
    void vscode.window.showErrorMessage(l10n.t('{0} did not take the setting: enter it by hand.', agent));
  }
}
