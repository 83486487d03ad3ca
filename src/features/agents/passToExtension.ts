/**
 * Passes settings to an agent that keeps them inside VS Code, through its extension's exports: `upsertProfile(name,
 * settings, activate)` returns the configuration's id, `getActiveProfile()` the name of the active one,
 * `setActiveProfile(name)` activates one. Read from the extension's source and not run, so any of them may be missing,
 * throw or return nothing.
 */

import * as vscode from 'vscode';
import type { ChangePlan, ExtensionCall } from '../../agents/changes/plan';
import { replaceSecrets } from '../../core/gateway/secretForm';
import { HIDDEN } from '../../core/secrets/hideSecrets';
import { markdownTable, markdownText } from '../../core/export/markdownText';
import type { PreviewDocuments } from '../../ui/previewDocuments';
import { window } from '../../ui/window';

const { l10n } = vscode;

interface ExtensionApi {
  /** Undefined where there is no such function. */
  has(method: string): boolean;
  call(method: string, ...args: readonly unknown[]): Promise<unknown>;
}

async function extensionApi({ extensionIds }: ExtensionCall): Promise<ExtensionApi | undefined> {
  for (const id of extensionIds) {
    const extension = vscode.extensions.getExtension<unknown>(id);
    if (extension === undefined) continue;
    const api = (await extension.activate()) as Readonly<Record<string, unknown>> | undefined;
    const has = (method: string): boolean => typeof api?.[method] === 'function';
    const call = async (method: string, ...args: readonly unknown[]): Promise<unknown> => {
      const found = api?.[method];
      return typeof found === 'function' ? ((await Reflect.apply(found, api, args)) as unknown) : undefined;
    };
    return { has, call };
  }
  return undefined;
}

/** `taken`: it reports that it uses it now; `earlier` is what it used before. `unsure`: it reports nothing. */
type CallOutcome =
  | { readonly kind: 'taken'; readonly api: ExtensionApi; readonly earlier: unknown }
  | { readonly kind: 'unsure' | 'missing' | 'failed' };

async function callApi(call: ExtensionCall): Promise<CallOutcome> {
  try {
    const api = await extensionApi(call);
    if (api?.has('upsertProfile') !== true) return { kind: 'missing' };
    const active = (): Promise<unknown> => api.call('getActiveProfile').catch(() => undefined);
    const earlier = await active();
    const id = await api.call('upsertProfile', call.name, call.settings, true);
    const isTaken = typeof id === 'string' && id !== '' && (await active()) === call.name;
    return isTaken ? { kind: 'taken', api, earlier } : { kind: 'unsure' };
  } catch {
    return { kind: 'failed' };
  }
}

/** The manual steps, with the labels of the agent's settings. */
export function stepsText(agent: string, { settings }: ExtensionCall): string {
  const value = (key: string): string => String(settings[key] ?? '');
  const rows = [
    [l10n.t('API Provider'), 'Amazon Bedrock'],
    [l10n.t('Authentication'), 'AWS Profile'],
    [l10n.t('AWS Profile Name'), value('awsProfile')],
    [l10n.t('Region'), value('awsRegion')],
    [l10n.t('Model'), 'Use custom ARN…'],
    [l10n.t('Custom ARN'), value('awsCustomArn')],
    [l10n.t('Context window'), value('awsModelContextWindow')],
    [l10n.t('Max output tokens'), value('modelMaxTokens')],
  ].filter(([, text]) => text !== '');
  const column = (heading: string) => ({ heading, numeric: false });
  return [
    `# ${markdownText(l10n.t('Set Up {0} Manually', agent))}`,
    markdownText(l10n.t('Open the settings of {0}, choose Providers, enter these values, and save.', agent)),
    markdownTable(
      [column(l10n.t('Setting')), column(l10n.t('Value'))],
      rows.map((row) => row.map((text) => markdownText(text))),
    ),
  ].join('\n\n');
}

function unsureText({ kind }: CallOutcome, agent: string, title: string): string {
  switch (kind) {
    case 'missing':
      return l10n.t(
        '{0} isn’t installed in this window, or its version doesn’t support being set up by other extensions.',
        agent,
      );
    case 'failed':
      return l10n.t('{0} rejected the settings. Enter them manually.', agent);
    case 'taken':
    case 'unsure':
      return l10n.t(
        '{0} didn’t confirm that it now uses {1}. Check its settings, or enter the values manually.',
        agent,
        title,
      );
  }
}

export interface CallDetails {
  /** The agent's name, and what it is set to, for people. */
  readonly agent: string;
  readonly title: string;
  readonly previews: PreviewDocuments;
}

/** Calls the extension, where it is installed and has the API that we know, and shows the result. */
export async function callExtension(call: ExtensionCall, { agent, title, previews }: CallDetails): Promise<void> {
  const outcome = await callApi(call);
  if (outcome.kind === 'taken') {
    void showApplied(outcome, call, agent, title);
    return;
  }
  const steps = l10n.t('Guided Steps');
  void window.showWarningMessage(unsureText(outcome, agent, title), steps).then((answer) => {
    if (answer === steps)
      void previews.showMarkdown(l10n.t('Set Up {0} Manually', agent), stepsText(agent, call), true);
  });
}

/** Its earlier configuration still exists, so undoing activates it again. */
async function showApplied(
  { api, earlier }: Extract<CallOutcome, { kind: 'taken' }>,
  { name }: ExtensionCall,
  agent: string,
  title: string,
): Promise<void> {
  const undo = l10n.t('Undo');
  const canUndo = typeof earlier === 'string' && earlier !== name && api.has('setActiveProfile');
  const message = l10n.t('{0} is set to {1}.', agent, title);
  if ((await window.showInformationMessage(message, ...(canUndo ? [undo] : []))) !== undo) return;
  try {
    await api.call('setActiveProfile', earlier);
    void window.showInformationMessage(l10n.t('{0} was restored to its previous settings.', agent));
  } catch {
    void window.showWarningMessage(
      l10n.t('Couldn’t restore {0}. Choose “{1}” in its settings.', agent, String(earlier)),
    );
  }
}

/** What is passed to the extension, key by key. Its current values cannot be read. */
export const callSettings = ({ call }: Pick<ChangePlan, 'call'>): readonly (readonly [string, string])[] =>
  Object.entries(call?.settings ?? {})
    .filter(([, value]) => value !== '')
    .map(([key, value]) => [key, replaceSecrets(String(value), () => HIDDEN)]);
