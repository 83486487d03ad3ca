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
  const show = (): void => {
    box.items = [...(options.itemsForText?.(box.value.trim()) ?? []), ...items];
  };
  const fill = (loaded: readonly PickItem<Value>[]): void => {
    items = loaded;
    box.busy = false;
    show();
    const active = loaded.filter(({ value }) => value !== undefined && value === options.active);
    if (active.length > 0) box.activeItems = active;
  };
  return answerFrom<Value>(box, options, ({ resolve, reject }) => {
    if (options.items instanceof Promise) {
      box.busy = true;
      options.items.then(fill, reject);
    } else {
      // Without waiting, so that Enter pressed early does not meet an empty list.
      fill(options.items);
    }
    if (options.itemsForText !== undefined) box.onDidChangeValue(show);
    box.onDidAccept(() => {
      const value = box.selectedItems[0]?.value;
      if (value !== undefined) resolve(value);
    });
    box.onDidTriggerItemButton(({ item: { buttonValue } }) => {
      if (buttonValue !== undefined) resolve(buttonValue);
    });
  });
}
