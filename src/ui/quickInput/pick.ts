/** A list to choose one row from. */

import type { Answer } from './answer';
import { answerFrom, type StepOptions } from './box';
import { window } from '../window';
import type { QuickItem } from '../window/quickInput';

export interface PickItem<Value> extends QuickItem {
  /** Missing on separators and on rows that only inform. */
  readonly value?: Value;
  /** What the button on the row answers. */
  readonly buttonValue?: Value;
}

export interface PickOptions<Value> extends StepOptions {
  readonly placeholder: string;
  readonly items: readonly PickItem<Value>[] | Promise<readonly PickItem<Value>[]>;
  /** Further rows for the text that is typed, put before the others. */
  readonly itemsForText?: (text: string) => readonly PickItem<Value>[];
  /** The row that is selected first. */
  readonly active?: Value;
}

/** Asks for one of several rows. Rejects as `items` rejects. */
export function pick<Value>(options: PickOptions<Value>): Promise<Answer<Value>> {
  const box = window.createQuickPick<PickItem<Value>>();
  box.placeholder = options.placeholder;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  let items: readonly PickItem<Value>[] = [];
  let typed: readonly PickItem<Value>[] = [];
  /** VS Code may still show the rows for an earlier text, and names what it has selected by its place among them. */
  let isBehind = false;
  const textOf = (): string => box.value.trim();
  const show = (): void => {
    box.items = [...typed, ...items];
  };
  const fill = (loaded: readonly PickItem<Value>[]): void => {
    items = loaded;
    box.busy = false;
    show();
    const active = loaded.filter(({ value }) => value !== undefined && value === options.active);
    if (active.length > 0) box.activeItems = active;
  };
  const showTyped = (): void => {
    const rows = options.itemsForText?.(textOf()) ?? [];
    if (rows.length === 0 && typed.length === 0) return;
    typed = rows;
    isBehind = true;
    show();
  };
  /** What Enter takes: of a text that was typed in haste, the row that VS Code is about to highlight. */
  const accepted = (): PickItem<Value> | undefined =>
    isBehind ? (typed[0] ?? items.find(({ label }) => label === textOf())) : box.selectedItems[0];
  return answerFrom<Value>(box, options, ({ resolve, reject }) => {
    if (options.items instanceof Promise) {
      box.busy = true;
      options.items.then(fill, reject);
    } else {
      // Without waiting, so that Enter pressed early does not meet an empty list.
      fill(options.items);
    }
    box.onDidChangeValue(showTyped);
    box.onDidChangeActive(() => {
      isBehind = false;
    });
    box.onDidAccept(() => {
      const value = accepted()?.value;
      if (value !== undefined) resolve(value);
    });
    box.onDidTriggerItemButton(({ item: { buttonValue } }) => {
      if (buttonValue !== undefined) resolve(buttonValue);
    });
  });
}
