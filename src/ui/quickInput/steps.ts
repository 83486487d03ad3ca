/**
 * Questions asked one after the other: Back returns to the one before with all answers kept, Escape leaves them all.
 */

import { BACK, CANCEL, type Answer } from './answer';
import type { StepOptions } from './box';

/** What a question gets for its quick input, to be spread into the options of `pick`, `pickMany` or `input`. */
export interface QuestionStep<Answers> extends StepOptions {
  /** Keeps answers although the question is left by Back. */
  readonly saveAnswer: (answers: Partial<Answers>) => void;
}

/**
 * Answers a question by asking another one, and those that follow it. Back there returns to the question that led to
 * it.
 */
export class GoTo {
  constructor(readonly id: string) {}
}

/** One question of several. */
export interface Question<Answers> {
  /** What `GoTo` names it by. */
  readonly id?: string;
  /** What it is about, for the title. */
  readonly about: string;
  /** Whether it is asked, by the answers so far; where this is missing it always is. */
  readonly when?: (answers: Answers) => boolean;
  /** False: it has no step number, and is not counted among the steps. */
  readonly counted?: false;
  readonly ask: (answers: Answers, step: QuestionStep<Answers>) => Promise<Answer<Partial<Answers>> | GoTo>;
}

/** Questions that are asked one after the other. */
export interface StepsOptions<Answers> {
  /** The title of a step, by what its question is about. */
  readonly title: (about: string) => string;
  readonly sample: boolean;
  /** The answers that are offered first. */
  readonly start: Answers;
  readonly questions: readonly Question<Answers>[];
  /** Whether the first question has a Back button, too; it then answers `BACK`. */
  readonly back?: boolean;
  /** Whether these answers need no further question. */
  readonly isDone?: (answers: Answers) => boolean;
}

/**
 * Asks every question that applies, in order. Answers all answers, `CANCEL` for Escape, or `BACK` from the first
 * question.
 */
export async function askInSteps<Answers>(options: StepsOptions<Answers>): Promise<Answer<Answers>> {
  const { questions } = options;
  let answers = options.start;
  const keep = (part: Partial<Answers>): void => {
    answers = { ...answers, ...part };
  };
  const applies = ({ when }: Question<Answers>): boolean => when?.(answers) ?? true;
  const nextFrom = (index: number): number => questions.findIndex((one, at) => at >= index && applies(one));
  /** The questions on the way to the current one, which is the last, as indexes. */
  const path = [nextFrom(0)];
  for (;;) {
    const current = path.at(-1);
    if (current === undefined) return BACK;
    const question = questions[current];
    if (question === undefined) return answers;
    const isFirst = path.length === 1;
    const answer = await question.ask(answers, {
      ...stepNumbers(question, questions.filter(applies)),
      title: options.title(question.about),
      sample: options.sample,
      back: !isFirst || options.back === true,
      isFollowed: true,
      saveAnswer: keep,
    });
    if (answer === CANCEL) return CANCEL;
    if (answer === BACK) path.pop();
    else if (answer instanceof GoTo) path.push(questions.findIndex(({ id }) => id === answer.id));
    else {
      keep(answer);
      path.push(options.isDone?.(answers) === true ? -1 : nextFrom(current + 1));
    }
  }
}

/** Step numbers change with the answers, as conditional questions come and go. */
function stepNumbers<Answers>(
  question: Question<Answers>,
  asked: readonly Question<Answers>[],
): Pick<StepOptions, 'step' | 'totalSteps'> {
  const counted = asked.filter((one) => one.counted !== false);
  const step = counted.indexOf(question) + 1;
  return step === 0 ? {} : { step, totalSteps: counted.length };
}
