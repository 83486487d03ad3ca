/** Settings, typed by the contract. A value of a wrong kind (settings.json is edited by hand) counts as not set. */

import * as vscode from 'vscode';
import { SECTION, SETTINGS, type Settings } from '../contract';

/** The value of a setting, or its default where what is set has another kind. Residency rules that cannot be read allow nothing. */
export function setting<Key extends keyof Settings>(key: Key): Settings[Key] {
  const fallback: Settings[Key] = SETTINGS[key];
  const value: unknown = vscode.workspace.getConfiguration(SECTION).get(key);
  if (isLike(value, fallback) && (key !== 'create.requiredTags' ? !hasLists(value) : hasOnlyLists(value))) return value;
  return (STRICTEST as Partial<Settings>)[key] ?? fallback;
}

/** Who sets a rule and mistypes it must not get none. */
const STRICTEST = {
  'residency.allowedRegions': ['none'],
  'residency.outside': 'block',
} as const satisfies Partial<Settings>;

const isText = (item: unknown): boolean => typeof item === 'string';
const isList = (item: unknown): boolean => Array.isArray(item) && item.every(isText);
const valuesOf = (value: unknown): readonly unknown[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.values(value) : [];
const hasLists = (value: unknown): boolean => valuesOf(value).some((item) => !isText(item));
const hasOnlyLists = (value: unknown): boolean => valuesOf(value).every(isList);

function isLike<Value>(value: unknown, model: Value): value is Value {
  if (value === null || typeof value !== typeof model || Array.isArray(value) !== Array.isArray(model)) return false;
  return Array.isArray(value) ? isList(value) : true;
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
