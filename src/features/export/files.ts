/**
 * Writes exported files, through VS Code's file systems so that remote and virtual workspaces work, and shows errors.
 */

import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { messageOf } from '../../core/secrets/hideSecrets';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** The first workspace folder that can be written to, or the home folder. */
export function defaultFolder(): vscode.Uri {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const writable = folders.find(({ uri }) => vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== false);
  return writable?.uri ?? vscode.Uri.file(homedir());
}

/** A file's path for display. */
export const filePathText = (uri: vscode.Uri): string =>
  uri.scheme === 'file' || uri.scheme === 'vscode-remote' ? uri.fsPath : uri.toString(true);

export async function writeText(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

const codeOf = (error: unknown): string => {
  const { code, message } = error instanceof Error ? (error as Error & { readonly code?: unknown }) : {};
  return `${typeof code === 'string' ? code : ''} ${message ?? String(error)}`;
};

/** Why a file could not be written, as a sentence. */
export function writeSentence(error: unknown, uri: vscode.Uri): string {
  const place = filePathText(uri);
  const code = codeOf(error);
  if (/ENOSPC|EDQUOT/.test(code)) return l10n.t('Couldn’t write {0}: the disk is full.', place);
  if (/NoPermissions|EACCES|EPERM|EROFS|read-?only/i.test(code))
    return l10n.t('Couldn’t write {0}: you don’t have permission to write there.', place);
  if (/FileNotADirectory|FileIsADirectory|ENOTDIR|EISDIR/.test(code))
    return l10n.t('Couldn’t write {0}: a file or folder with that name already exists.', place);
  return l10n.t('Couldn’t write {0}: {1}', place, messageOf(error));
}

/** Writes, and on failure shows why and offers to choose another location: `retry` when the user takes it. */
export async function tryWriting(
  uri: vscode.Uri,
  write: () => Promise<void>,
): Promise<'written' | 'retry' | 'cancelled'> {
  try {
    await write();
    return 'written';
  } catch (error) {
    const again = l10n.t('Choose Another Location');
    const answer = await window.showErrorMessage(writeSentence(error, uri), again);
    return answer === again ? 'retry' : 'cancelled';
  }
}
