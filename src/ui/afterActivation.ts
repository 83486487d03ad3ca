import type * as vscode from 'vscode';

/** Runs what VS Code need not wait for, in the order of the calls, once activate() has returned. */
export function afterActivation({ subscriptions }: vscode.ExtensionContext, run: () => void): void {
  const immediate = setImmediate(run);
  subscriptions.push({
    dispose: () => {
      clearImmediate(immediate);
    },
  });
}
