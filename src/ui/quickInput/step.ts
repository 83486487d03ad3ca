/** A step of the wizard: a list or an input box with a Back button, answered by a value, `back` or `cancel`. */

import * as vscode from 'vscode';
import { window } from '../window';
import type { QuickItem } from '../window/quickInput';

export const BACK = Symbol('back');
export const CANCEL = Symbol('cancel');
export type Answer<Value> = Value | typeof BACK | typeof CANCEL;

export interface Step {
  readonly title: string;
  /** From 1; 0 where there are no steps to count. */
  readonly step: number;
  readonly of: number;
  /** Whether the first step, too, has something to go back to. */
  readonly back?: true;
}

export interface Item<Value> extends QuickItem {
  /** Missing on separators and on rows that only inform. */
  readonly value?: Value;
  /** What the button on the row answers. */
  readonly pressed?: Value;
}

export interface PickOptions<Value> extends Step {
  readonly placeholder: string;
  readonly items: readonly Item<Value>[] | Promise<readonly Item<Value>[]>;
  /** Rows for what is typed, put before the others. */
  readonly typed?: (text: string) => readonly Item<Value>[];
  readonly active?: Value;
}

/** Asks for one of several rows. Rejects as `items` rejects. */
export async function pick<Value>(options: PickOptions<Value>): Promise<Answer<Value>> {
  const box = window.createQuickPick<Item<Value>>();
  box.title = options.title;
  box.step = options.step;
  box.totalSteps = options.of;
  box.placeholder = options.placeholder;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  box.ignoreFocusOut = true;
  if (options.step > 1 || options.back) box.buttons = [vscode.QuickInputButtons.Back];
  try {
    return await new Promise<Answer<Value>>((resolve, reject) => {
      let items: readonly Item<Value>[] = [];
      const show = (): void => {
        box.items = [...(options.typed?.(box.value.trim()) ?? []), ...items];
      };
      const fill = (loaded: readonly Item<Value>[]): void => {
        items = loaded;
        box.busy = false;
        show();
        const active = loaded.filter((item) => item.value !== undefined && item.value === options.active);
        if (active.length > 0) box.activeItems = active;
      };
      if (options.items instanceof Promise) {
        box.busy = true;
        options.items.then(fill, reject);
      } else {
        // At once: who types ahead must not meet an empty list.
        fill(options.items);
      }
      if (options.typed !== undefined) box.onDidChangeValue(show);
      box.onDidAccept(() => {
        const value = box.selectedItems[0]?.value;
        if (value !== undefined) resolve(value);
      });
      box.onDidTriggerItemButton(({ item: { pressed } }) => {
        if (pressed !== undefined) resolve(pressed);
      });
      box.onDidTriggerButton(() => {
        resolve(BACK);
      });
      box.onDidHide(() => {
        resolve(CANCEL);
      });
      box.show();
    });
  } finally {
    box.dispose();
  }
}

/** What is to be said of a text while it is typed. `suggestion` is what Enter puts in its place. */
export interface Verdict {
  readonly message: string;
  readonly severity: vscode.InputBoxValidationSeverity;
  readonly suggestion?: string;
}

export interface InputOptions extends Step {
  readonly prompt: string;
  readonly value: string;
  /** Undefined when the text is good as it is. */
  readonly check: (text: string) => Verdict | undefined;
}

/** Asks for a text. One that is not legal is replaced by its suggestion at the first Enter, and taken at the second. */
export async function input(options: InputOptions): Promise<Answer<string>> {
  const box = window.createInputBox();
  box.title = options.title;
  box.step = options.step;
  box.totalSteps = options.of;
  box.prompt = options.prompt;
  box.value = options.value;
  box.ignoreFocusOut = true;
  if (options.step > 1 || options.back) box.buttons = [vscode.QuickInputButtons.Back];
  const say = (verdict: Verdict | undefined): void => {
    box.validationMessage = verdict;
  };
  try {
    return await new Promise<Answer<string>>((resolve) => {
      say(options.value === '' ? undefined : options.check(options.value));
      box.onDidChangeValue((text) => {
        say(options.check(text));
      });
      box.onDidAccept(() => {
        const verdict = options.check(box.value);
        if (verdict === undefined) resolve(box.value);
        else if (verdict.suggestion === undefined) say(verdict);
        else {
          box.value = verdict.suggestion;
          say(options.check(verdict.suggestion));
        }
      });
      box.onDidTriggerButton(() => {
        resolve(BACK);
      });
      box.onDidHide(() => {
        resolve(CANCEL);
      });
      box.show();
    });
  } finally {
    box.dispose();
  }
}
