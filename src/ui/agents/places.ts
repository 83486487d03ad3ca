/** Where this window's agents are, and where what we keep of changes to them lies. */

import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { AgentHost } from '../../agents/agent';
import { noteFolder } from '../../agents/ownFolders';
import { Changes } from './changes';
import { agentsFolder, type AgentsFolder } from './folder';

export interface Places {
  readonly host: AgentHost;
  /** Whose path is the host's `workspace`. */
  readonly folder: AgentsFolder | undefined;
  readonly changes: Changes;
  /** Where a change waits for the next start; undefined where nothing is to wait: sample data. */
  readonly staging: string | undefined;
  /** When this window's extensions were started, ms since 1970: what an agent of theirs keeps in memory is as old. */
  readonly startedAt: number;
}

export function realPlaces(globalStorage: vscode.Uri, staging: string): Places {
  void noteFolder(staging, globalStorage.fsPath);
  const storage = vscode.Uri.joinPath(globalStorage, 'agents').fsPath;
  const folder = agentsFolder(vscode.workspace.workspaceFolders);
  const { env, platform } = process;
  return {
    host: {
      home: homedir(),
      env,
      platform,
      now: Date.now,
      ...(folder === undefined ? {} : { workspace: folder.path }),
    },
    folder,
    changes: new Changes(storage, Date.now),
    staging,
    startedAt: performance.timeOrigin,
  };
}
