/** Context keys as functions of a snapshot; set only when they change. */

import * as vscode from 'vscode';
import { CONTEXT_KEYS } from '../manifest';
import type { Snapshot } from '../store/snapshot';
import type { Store } from '../store/store';

/** What the view is to say when it has no rows. */
export function welcomeState({ choice, caller }: Snapshot): string {
  if (choice === undefined) return 'idle';
  if (caller.value !== undefined) return 'connected';
  const code = caller.problem?.code;
  // Every code that a first call can end in has a welcome text of its own; the rest share one.
  if (code === 'changed' || code === 'unexpected' || code === 'invalid') return 'server';
  return code ?? 'connecting';
}

/** Keeps the context keys up to date. */
export function registerContextKeys({ subscriptions }: vscode.ExtensionContext, store: Store): void {
  const known = new Map<string, unknown>();
  const set = (key: string, value: unknown): void => {
    if (known.get(key) === value) return;
    known.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const update = (snapshot: Snapshot): void => {
    set(CONTEXT_KEYS.state, welcomeState(snapshot));
    set(CONTEXT_KEYS.sample, snapshot.sample);
    set(CONTEXT_KEYS.filtered, Object.keys(snapshot.ownership.filter).length > 0);
  };
  update(store.snapshot);
  subscriptions.push(store.onDidChange(update));
}
