/** Context keys as functions of a snapshot; set only when they change. */

import * as vscode from 'vscode';
import { CONTEXT_KEYS } from '../manifest';
import type { Snapshot } from '../store/snapshot';

/** What the view is to say when it has no rows. */
export function viewState({ choice, caller }: Snapshot): string {
  if (choice === undefined) return 'idle';
  if (caller.value !== undefined) return 'connected';
  const code = caller.problem?.code;
  // Every code that a first call can end in has a welcome text of its own; the rest share one.
  if (code === 'changed' || code === 'unexpected' || code === 'invalid') return 'server';
  return code ?? 'connecting';
}

export class ContextKeys {
  readonly #known = new Map<string, unknown>();

  update(snapshot: Snapshot): void {
    this.#set(CONTEXT_KEYS.state, viewState(snapshot));
    this.#set(CONTEXT_KEYS.sample, snapshot.sample);
    this.#set(CONTEXT_KEYS.filtered, Object.keys(snapshot.ownership.filter).length > 0);
  }

  #set(key: string, value: unknown): void {
    if (this.#known.get(key) === value) return;
    this.#known.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
