/** Where this window's agents are, and where what we keep of changes to them lies. */

import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { AgentHost } from '../../agents/agent';
import { noteFolder } from '../../agents/ownFolders';
import { Changes } from './changes';

export interface Places {
  readonly host: AgentHost;
  readonly changes: Changes;
  /** Where a change waits for the next start; undefined where nothing is to wait: sample data. */
  readonly staging: string | undefined;
  /** When this window's extensions were started, ms since 1970: what an agent of theirs keeps in memory is as old. */
  readonly startedAt: number;
}

/** The open folder, where it lies on this machine's disk; the first of several, which is said where it matters. */
const workspaceFolder = (): string | undefined =>
  vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;

export function realPlaces(globalStorage: vscode.Uri, staging: string): Places {
  void noteFolder(staging, globalStorage.fsPath);
  const storage = vscode.Uri.joinPath(globalStorage, 'agents').fsPath;
  const workspace = workspaceFolder();
  const { env, platform } = process;
  return {
    host: { home: homedir(), env, platform, now: Date.now, ...(workspace === undefined ? {} : { workspace }) },
    changes: new Changes(storage, Date.now),
    staging,
    startedAt: performance.timeOrigin,
  };
}
