/** A list to choose one row from. */

import { commands } from 'vscode';
import type { Answer } from './answer';
import { answerFrom, type StepOptions } from './box';
import { RowsForText } from './rowsForText';
import { window } from '../window';
import type { QuickItem } from '../window/quickInput';

/** A row to pick, and what it answers. */
export interface PickItem<Value> extends QuickItem {
  /** Missing on separators and on rows that only inform. */
  readonly value?: Value;
  /** What the button on the row answers. */
  readonly buttonValue?: Value;
}

/** A question for one of several rows. */
export interface PickOptions<Value> extends StepOptions {
  readonly placeholder: string;
  readonly items: readonly PickItem<Value>[] | Promise<readonly PickItem<Value>[]>;
  /** Further rows for the text that is typed, put before the others. */
  readonly itemsForText?: (text: string) => readonly PickItem<Value>[];
  /** The row that is selected first. */
  readonly active?: Value;
}

/** Resolves when VS Code's window has what was assigned until now: messages to it and back keep their order. */
async function untilShown(): Promise<void> {
  // What is assigned is sent together, a moment later. The key is of no meaning: any command goes there and back.
  await new Promise((resolve) => setTimeout(resolve));
  await commands.executeCommand('setContext', 'bedrockTally.rowsShown', true);
}

/** Asks for one of several rows. Rejects as `items` rejects. */
export function pick<Value>(options: PickOptions<Value>): Promise<Answer<Value>> {
  const box = window.createQuickPick<PickItem<Value>>();
  box.placeholder = options.placeholder;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  const rows = new RowsForText(options.itemsForText ?? (() => []));
  const fill = (loaded: readonly PickItem<Value>[]): void => {
    rows.load(loaded);
    box.busy = false;
    box.items = rows.all;
    const active = loaded.filter(({ value }) => value !== undefined && value === options.active);
    if (active.length > 0) box.activeItems = active;
  };
  const type = (value: string): void => {
    const change = rows.type(value.trim());
    if (change === undefined) return;
    box.items = rows.all;
    void untilShown().then(() => {
      rows.shown(change);
    });
  };
  return answerFrom<Value>(box, options, ({ resolve, reject }) => {
    if (options.items instanceof Promise) {
      box.busy = true;
      options.items.then(fill, reject);
    } else {
      // Without waiting, so that Enter pressed early does not meet an empty list.
      fill(options.items);
    }
    box.onDidChangeValue(type);
    box.onDidAccept(() => {
      const value = rows.accepted(box.selectedItems[0])?.value;
      if (value !== undefined) resolve(value);
    });
    box.onDidTriggerItemButton(({ item: { buttonValue } }) => {
      if (buttonValue !== undefined) resolve(buttonValue);
    });
  });
}
