/** The machine of this window's agents, and where the changes to them are stored. */

import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { recordFolder } from '../../agents/changes/recordedFolders';
import { ChangeHistory } from '../../agents/changes/changeHistory';
import { agentsFolder, type AgentsFolder } from './workspaceFolder';
import type { HostMachine, EditorSettings } from '../../agents/hostMachine';

export interface AgentsEnvironment {
  readonly host: HostMachine;
  /** Whose path is the host's `workspace`. */
  readonly folder: AgentsFolder | undefined;
  readonly changes: ChangeHistory;
  /** The folder of scheduled changes; undefined for sample data, which schedules none. */
  readonly scheduleFolder: string | undefined;
  /** The start of this window's extensions, ms since 1970: their agents' memory is as old. */
  readonly startedAt: number;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/**
 * What Claude Code's extension passes to its program: variables, as a list of names and values, and the selected model.
 */
function claudeSettings(): EditorSettings {
  const settings = vscode.workspace.getConfiguration('claudeCode');
  const listed: unknown = settings.get('environmentVariables');
  const items: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const env = items.flatMap((item): readonly (readonly [string, string])[] => {
    if (typeof item !== 'object' || item === null) return [];
    const { name, value } = item as { readonly name?: unknown; readonly value?: unknown };
    return isText(name) && isText(value) ? [[name, value]] : [];
  });
  const model: unknown = settings.get('selectedModel');
  return { env: Object.fromEntries(env), ...(isText(model) ? { model } : {}) };
}

export function realEnvironment(globalStorage: vscode.Uri, scheduleFolder: string): AgentsEnvironment {
  void recordFolder(scheduleFolder, globalStorage.fsPath);
  const storage = vscode.Uri.joinPath(globalStorage, 'agents').fsPath;
  const folder = agentsFolder(vscode.workspace.workspaceFolders);
  const { env, platform } = process;
  return {
    host: {
      home: homedir(),
      env,
      platform,
      now: Date.now,
      editor: { 'claude-code': claudeSettings() },
      ...(folder === undefined ? {} : { workspace: folder.path }),
    },
    folder,
    changes: new ChangeHistory(storage, Date.now),
    scheduleFolder,
    startedAt: performance.timeOrigin,
  };
}
