/** Work that is shown while it is done, and can be cancelled. */

import * as vscode from 'vscode';
import { window } from './window';

/** Runs `work` with a notification; its signal ends when the user cancels. */
export async function withCancel<Value>(
  title: string,
  task: (signal: AbortSignal, report: (message: string) => void) => Promise<Value>,
): Promise<Value> {
  return window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => {
        cancel.abort();
      });
      return task(cancel.signal, (message) => {
        progress.report({ message });
      });
    },
  );
}
