import * as vscode from 'vscode';
import { window } from './window';

/** How long the status bar shows that something was copied. */
const SHOWN_MS = 3000;

/** Copies a text, and shows in the status bar what was copied. */
export async function copyText(text: string, name: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  window.setStatusBarMessage(vscode.l10n.t('{0} copied', name), SHOWN_MS);
}
