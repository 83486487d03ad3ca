/** A list to choose any number of rows from. */

import type { Answer } from './answer';
import { answerFrom, type StepOptions } from './box';
import { window } from '../window';
import type { QuickItem } from '../window/quickInput';

/** A row to select, and what it answers. */
export interface PickManyItem<Value> extends QuickItem {
  readonly value: Value;
}

/** A question for any number of rows. */
export interface PickManyOptions<Value> extends StepOptions {
  readonly placeholder: string;
  readonly items: readonly PickManyItem<Value>[];
  /** What is selected first. */
  readonly selected: readonly Value[];
  /** Gets what is selected when the list is left by Back, so that it need not be selected again. */
  readonly onBack?: (selected: readonly Value[]) => void;
}

/** Asks for any number of rows. Answers their values in the order of the list. */
export function pickMany<Value>(options: PickManyOptions<Value>): Promise<Answer<readonly Value[]>> {
  const box = window.createQuickPick<PickManyItem<Value>>();
  box.placeholder = options.placeholder;
  box.canSelectMany = true;
  box.items = options.items;
  box.selectedItems = options.items.filter(({ value }) => options.selected.includes(value));
  const selected = (): readonly Value[] => {
    const items = new Set(box.selectedItems);
    return options.items.filter((item) => items.has(item)).map(({ value }) => value);
  };
  return answerFrom<readonly Value[]>(
    box,
    options,
    ({ resolve }) => {
      box.onDidAccept(() => {
        resolve(selected());
      });
    },
    () => options.onBack?.(selected()),
  );
}
