/** A step of a flow that asks for several rows, with the way back that every other step has. */

import * as vscode from 'vscode';
import { BACK, CANCEL, type Answer, type Step } from './step';
import { window } from '../window';
import type { QuickItem } from '../window/quickInput';

export interface Choice<Value> extends QuickItem {
  readonly value: Value;
}

export interface PickManyOptions<Value> extends Step {
  readonly placeholder: string;
  readonly items: readonly Choice<Value>[];
  readonly chosen: readonly Value[];
  /** What is ticked when the step is left by Back: it is not to be ticked again. */
  readonly keep: (chosen: readonly Value[]) => void;
}

export async function pickMany<Value>(options: PickManyOptions<Value>): Promise<Answer<readonly Value[]>> {
  const box = window.createQuickPick<Choice<Value>>();
  box.title = options.title;
  box.step = options.step;
  box.totalSteps = options.of;
  box.placeholder = options.placeholder;
  box.canSelectMany = true;
  box.ignoreFocusOut = true;
  if (options.step > 1 || options.back) box.buttons = [vscode.QuickInputButtons.Back];
  box.items = options.items;
  box.selectedItems = options.items.filter(({ value }) => options.chosen.includes(value));
  const chosen = (): readonly Value[] => {
    const ticked = new Set(box.selectedItems);
    // In the order of the list, not of the ticks.
    return options.items.filter((item) => ticked.has(item)).map(({ value }) => value);
  };
  try {
    return await new Promise<Answer<readonly Value[]>>((resolve) => {
      box.onDidAccept(() => {
        resolve(chosen());
      });
      box.onDidTriggerButton(() => {
        options.keep(chosen());
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
