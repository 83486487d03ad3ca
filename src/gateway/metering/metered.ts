/** What a meter reads of an answer's head, and what it counts. */

import type { CallTokens, Counting } from '../../core/gateway/callTokens';

/** The head of an answer. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What was counted of an answer. */
export interface Metered {
  readonly counting: Counting;
  readonly tokens: CallTokens | undefined;
  /** As AWS names it; undefined where the answer does not. */
  readonly serviceTier: string | undefined;
  /** When the first token came, ms by the clock that was given; undefined for plain answers. */
  readonly firstTokenAt: number | undefined;
  /** The name of an error in the answer's head, or in its stream. */
  readonly error: string | undefined;
}
