/** What a question can be answered with: a value, *Back*, or Escape. */

/** The user went back to the question before. */
export const BACK = Symbol('back');
/** The question was closed, most often with Escape. */
export const CANCEL = Symbol('cancel');

/** A question was left without an answer. */
export type Unanswered = typeof BACK | typeof CANCEL;
/** A value, or how the question was left without one. */
export type Answer<Value> = Value | Unanswered;

/** Whether a question was left without an answer. */
export const isUnanswered = (answer: unknown): answer is Unanswered => answer === BACK || answer === CANCEL;

/** Converts an answer; *Back* and Escape stay what they are. */
export const mapAnswer = <Value, Result>(answer: Answer<Value>, convert: (value: Value) => Result): Answer<Result> =>
  isUnanswered(answer) ? answer : convert(answer);
