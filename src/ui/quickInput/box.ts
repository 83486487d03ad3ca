/** What the three kinds of quick input have in common: title, step numbers, Back, Escape and disposing. */

import * as vscode from 'vscode';
import { BACK, CANCEL, type Answer } from './answer';

/** The title of a question, and its place among the steps. */
export interface StepOptions {
  readonly title: string;
  /** Adds to the title that everything here is sample data. */
  readonly sample?: boolean;
  /** From 1; missing where there are no steps to count. */
  readonly step?: number;
  readonly totalSteps?: number;
  /** Whether there is a Back button. */
  readonly back?: boolean;
  /**
   * Whether another box may follow at once, and so take the place of this one. Between two boxes that do not overlap
   * the focus goes back to where it was before, such as a row of a tree, and Enter with it.
   */
  readonly isFollowed?: boolean;
}

type Box = vscode.QuickInput & Pick<vscode.InputBox, 'buttons' | 'onDidAccept' | 'onDidTriggerButton'>;

interface Completion<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Shows a box until it is answered or left. `connect` fills it and adds listeners. `onBack` is called before Back
 * answers.
 */
export async function answerFrom<Value>(
  box: Box,
  { title, sample = false, step, totalSteps, back = false, isFollowed = false }: StepOptions,
  connect: (completion: Completion<Value>) => void,
  onBack?: () => void,
): Promise<Answer<Value>> {
  box.title = sample ? vscode.l10n.t('{0} (sample data)', title) : title;
  box.step = step;
  box.totalSteps = totalSteps;
  box.ignoreFocusOut = true;
  if (back) box.buttons = [vscode.QuickInputButtons.Back];
  try {
    return await new Promise<Answer<Value>>((resolve, reject) => {
      connect({ resolve, reject });
      box.onDidTriggerButton(() => {
        onBack?.();
        resolve(BACK);
      });
      box.onDidHide(() => {
        resolve(CANCEL);
      });
      box.show();
    });
  } finally {
    if (isFollowed)
      setImmediate(() => {
        box.dispose();
      });
    else box.dispose();
  }
}
