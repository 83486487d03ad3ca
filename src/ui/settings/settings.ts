/** Settings, typed by the contract. Who may set which, and within which bounds, is in `settingRules.ts`. */

import * as vscode from 'vscode';
import { SETTINGS_SECTION, type Settings } from '../../manifest';
import { SETTING_RULES } from './settingRules';
import { settingValue, type SetValues } from './settingValue';

/** The value of a setting that counts in this window. */
export function setting<Key extends keyof Settings>(key: Key): Settings[Key] {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION);
  return settingValue(key, (of) => setValues(configuration, of), vscode.workspace.isTrusted);
}

/** The values of several settings that count in this window: reading them together takes VS Code less time. */
export function settingsOf<Key extends keyof Settings>(...keys: readonly Key[]): { readonly [K in Key]: Settings[K] } {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION);
  const { isTrusted } = vscode.workspace;
  const value = (key: Key) => settingValue(key, (of) => setValues(configuration, of), isTrusted);
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as { readonly [K in Key]: Settings[K] };
}

/** The user's own value of a setting, whatever the folder sets. */
export function userSetting<Key extends keyof Settings>(key: Key): Settings[Key] {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION);
  return settingValue(key, (of) => ({ ...setValues(configuration, of), folder: undefined }), false);
}

/**
 * In a remote window `globalValue` holds the machine's settings as well as the user's own. Values for single languages
 * count for nothing.
 */
function setValues(configuration: vscode.WorkspaceConfiguration, key: keyof Settings): SetValues {
  const { globalValue, workspaceValue } = configuration.inspect<unknown>(key) ?? {};
  return { user: globalValue, folder: workspaceValue };
}

/**
 * Writes a setting for the user. One that a folder may always set is written where it is set now: in the workspace if
 * that sets it. No other setting is ever written into a workspace's files.
 */
export async function setSetting<Key extends keyof Settings>(
  key: Key,
  value: Settings[Key] | undefined,
): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION);
  const inWorkspace =
    SETTING_RULES[key].folder === 'always' && configuration.inspect(key)?.workspaceValue !== undefined;
  await configuration.update(
    key,
    value,
    inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
}

/** Called for each change of settings, and without an event when the workspace is trusted. */
type ChangeListener = (event: vscode.ConfigurationChangeEvent | undefined) => void;
const listeners = new Set<ChangeListener>();
let source: vscode.Disposable | undefined;

const notify: ChangeListener = (event) => {
  for (const listener of [...listeners]) listener(event);
};

/** One subscription for all listeners: each one more would lengthen the start. */
const subscribe = (): vscode.Disposable =>
  vscode.Disposable.from(
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      notify(undefined);
    }),
    vscode.workspace.onDidChangeConfiguration(notify),
  );

/**
 * Calls back when one of the settings with these beginnings has changed, or may count otherwise because the workspace
 * is trusted now.
 */
export function onSetting(prefixes: readonly string[], listener: () => void): vscode.Disposable {
  const onChange: ChangeListener = (event) => {
    const affects = (prefix: string): boolean => event?.affectsConfiguration(`${SETTINGS_SECTION}.${prefix}`) ?? true;
    if (prefixes.some(affects)) listener();
  };
  listeners.add(onChange);
  source ??= subscribe();
  return new vscode.Disposable(() => {
    listeners.delete(onChange);
    if (listeners.size > 0) return;
    source?.dispose();
    source = undefined;
  });
}
