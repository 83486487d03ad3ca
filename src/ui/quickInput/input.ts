/** A box to type a text into. */

import { InputBoxValidationSeverity, type InputBoxValidationMessage } from 'vscode';
import type { Answer } from './answer';
import { answerFrom, type StepOptions } from './box';
import { window } from '../window';

/** What is wrong with a text. `suggestion` is what Enter puts in its place. */
export interface Validation extends InputBoxValidationMessage {
  readonly suggestion?: string;
}

/** A text that is not accepted. */
export const invalid = (message: string): Validation => ({ message, severity: InputBoxValidationSeverity.Error });

/** A question for a text. */
export interface InputOptions extends StepOptions {
  readonly prompt: string;
  readonly value: string;
  /** Undefined where the text is accepted as it is. */
  readonly validate: (text: string) => Validation | undefined;
}

/** Asks for a text. One with a suggestion is replaced by it at the first Enter, and accepted at the second. */
export function input(options: InputOptions): Promise<Answer<string>> {
  const box = window.createInputBox();
  box.prompt = options.prompt;
  box.value = options.value;
  const show = (validation: Validation | undefined): void => {
    box.validationMessage = validation;
  };
  return answerFrom<string>(box, options, ({ resolve }) => {
    show(options.value === '' ? undefined : options.validate(options.value));
    box.onDidChangeValue((text) => {
      show(options.validate(text));
    });
    box.onDidAccept(() => {
      const validation = options.validate(box.value);
      if (validation === undefined) resolve(box.value);
      else if (validation.suggestion === undefined) show(validation);
      else {
        box.value = validation.suggestion;
        show(options.validate(validation.suggestion));
      }
    });
  });
}
