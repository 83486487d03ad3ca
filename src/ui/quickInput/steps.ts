/** Short flows: one question after the other, Back to the one before with everything kept, Escape at any of them makes nothing. */

import { l10n } from 'vscode';
import { BACK, CANCEL, type Answer, type Step } from './step';

/** One question. It answers what it has learned. */
export interface Question<Draft> {
  /** What it is about, for the title. */
  readonly about: string;
  readonly ask: (draft: Draft, step: Step) => Promise<Answer<Partial<Draft>>>;
}

/** A title as it is shown: on sample data every step says so. */
export const titled = (title: string, sample: boolean): string => (sample ? l10n.t('{0} (sample data)', title) : title);

/** Asks all of them. `title` has the place for what a question is about. Back at the first one is an answer of its own. */
export async function askAll<Draft>(
  title: (about: string) => string,
  start: Draft,
  questions: readonly Question<Draft>[],
): Promise<Answer<Draft>> {
  let draft = start;
  for (let at = 0; ;) {
    if (at < 0) return BACK;
    const question = questions[at];
    if (question === undefined) return draft;
    const step: Step = { title: title(question.about), step: at + 1, of: questions.length, back: true };
    const answer = await question.ask(draft, step);
    if (answer === CANCEL) return CANCEL;
    if (answer !== BACK) draft = { ...draft, ...answer };
    at += answer === BACK ? -1 : 1;
  }
}
