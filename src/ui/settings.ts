/** Settings, typed by the contract. A value of a wrong kind (settings.json is edited by hand) counts as not set. */

import * as vscode from 'vscode';
import { SECTION, SETTINGS, type Settings } from '../contract';

/** The value of a setting, or its default where what is set has another kind. Residency rules that cannot be read allow nothing. */
export function setting<Key extends keyof Settings>(key: Key): Settings[Key] {
  const fallback: Settings[Key] = SETTINGS[key];
  const value: unknown = vscode.workspace.getConfiguration(SECTION).get(key);
  if (isLike(value, fallback) && (SHAPES[key] ?? isTexts)(value)) return value;
  return (STRICTEST as Partial<Settings>)[key] ?? fallback;
}

/** Who sets a rule and mistypes it must not get none. */
const STRICTEST = {
  'residency.allowedRegions': ['none'],
  'residency.outside': 'block',
} as const satisfies Partial<Settings>;

const isText = (item: unknown): boolean => typeof item === 'string';
const valuesOf = (value: unknown): readonly unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : [];
/** Of lists and objects: texts only. */
const isTexts = (value: unknown): boolean => valuesOf(value).every(isText);

/** What lists and objects hold that do not hold texts. */
const SHAPES: Partial<Record<keyof Settings, (value: unknown) => boolean>> = {
  'create.requiredTags': (value) => valuesOf(value).every((item) => Array.isArray(item) && item.every(isText)),
  // Each entry is looked at where it is read, so that one that is wrong can be told of.
  'prices.overrides': () => true,
  'budget.warnAt': (value) => valuesOf(value).every((item) => typeof item === 'number' && item > 0),
};

function isLike<Value>(value: unknown, model: Value): value is Value {
  return value !== null && typeof value === typeof model && Array.isArray(value) === Array.isArray(model);
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
