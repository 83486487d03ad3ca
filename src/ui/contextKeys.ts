/** Context keys as functions of a snapshot; set only when they change. */

import * as vscode from 'vscode';
import { CONTEXT_KEYS } from '../manifest';
import type { Snapshot } from '../store/snapshot';
import type { Store } from '../store/store';
import { afterActivation } from './afterActivation';
import { onSetting } from './settings/settings';
import type { WorkspaceChoices } from './settings/workspaceChoices';

/**
 * Which welcome text the view shows when it has no rows. `isChosen`: an AWS profile is chosen, so that a visible view
 * connects by itself: buttons shown until then would go away before they can be pressed.
 */
export function welcomeState({ choice, caller }: Pick<Snapshot, 'choice' | 'caller'>, isChosen: boolean): string {
  if (choice === undefined) return isChosen ? 'connecting' : 'idle';
  if (caller.value !== undefined) return 'connected';
  const code = caller.problem?.code;
  // Every code that a first call can end in has a welcome text of its own; the rest share one.
  if (code === 'changed' || code === 'unexpected' || code === 'invalid') return 'server';
  return code ?? 'connecting';
}

/** Keeps the context keys up to date. */
export function registerContextKeys(context: vscode.ExtensionContext, store: Store, choices: WorkspaceChoices): void {
  const known = new Map<string, unknown>();
  const set = (key: string, value: unknown): void => {
    if (known.get(key) === value) return;
    known.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const update = (): void => {
    const { snapshot } = store;
    // A setting is read only where it counts: this runs at each change.
    const isChosen = snapshot.choice === undefined && choices.awsProfile !== '';
    set(CONTEXT_KEYS.state, welcomeState(snapshot, isChosen));
    set(CONTEXT_KEYS.sample, snapshot.sample);
    set(CONTEXT_KEYS.filtered, Object.keys(snapshot.ownership.filter).length > 0);
  };
  afterActivation(context, update);
  context.subscriptions.push(store.onDidChange(update), choices.onDidChange(update), onSetting(['aws'], update));
}
