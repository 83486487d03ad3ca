/** Settings, typed by the contract. A value of a wrong kind (settings.json is edited by hand) counts as not set. */

import * as vscode from 'vscode';
import { SECTION, SETTINGS, type Settings } from '../contract';

/** The value of a setting, or its default where what is set has another kind. */
export function setting<Key extends keyof Settings>(key: Key): Settings[Key] {
  const fallback: Settings[Key] = SETTINGS[key];
  const value: unknown = vscode.workspace.getConfiguration(SECTION).get(key);
  return isLike(value, fallback) ? value : fallback;
}

function isLike<Value>(value: unknown, model: Value): value is Value {
  if (value === null || typeof value !== typeof model || Array.isArray(value) !== Array.isArray(model)) return false;
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string');
  if (typeof value !== 'object') return true;
  return Object.values(value).every((item) => typeof item === 'string' || Array.isArray(item));
}

/** Writes a setting where it is set now: in the workspace if that sets it, else for the user. */
export async function setSetting<Key extends keyof Settings>(
  key: Key,
  value: Settings[Key] | undefined,
): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const inWorkspace = configuration.inspect(key)?.workspaceValue !== undefined;
  await configuration.update(
    key,
    value,
    inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
}

/** Calls back when one of the settings with these beginnings has changed. */
export function onSetting(beginnings: readonly string[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (beginnings.some((beginning) => event.affectsConfiguration(`${SECTION}.${beginning}`))) listener();
  });
}
