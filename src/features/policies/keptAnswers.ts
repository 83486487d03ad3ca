/** What was answered, kept over Back, over the list of templates, and for the next policy. */

import { BACK, CANCEL } from '../../ui/quickInput/step';
import type { Question } from '../../ui/quickInput/steps';
import type { Draft } from './answers';

export class Memory {
  #kept: Partial<Draft> = {};

  readonly keep = (part: Partial<Draft>): void => {
    this.#kept = { ...this.#kept, ...part };
  };

  /** Questions that begin with what was answered before. */
  over(questions: readonly Question<Draft>[]): readonly Question<Draft>[] {
    return questions.map(({ about, ask }) => ({
      about,
      ask: async (draft, step) => {
        const answer = await ask({ ...draft, ...this.#kept }, step);
        if (answer !== BACK && answer !== CANCEL) this.keep(answer);
        return answer;
      },
    }));
  }
}
