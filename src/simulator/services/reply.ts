/** The reply of a simulated model, and its latency. */

import { tokensIn } from '../inference/tokens';
import type { Context } from '../operation';
import { between, chance, seedOf } from '../prng';
import type { Times } from './invocation';

export interface Reply {
  readonly text: string;
  readonly output: number;
  readonly cutShort: boolean;
}

const SENTENCES = [
  'This answer comes from a simulator, not from a model.',
  'The arm of the robot is calibrated before each run.',
  'I would start with a failing test and make it pass.',
  'Nothing in this text is worth more than its tokens.',
  'The change touches one file and leaves the others alone.',
  'Please look at the figures again in a few minutes.',
];

/** The same request always gets the same reply. */
export function replyTo(prompt: string, maxTokens: number): Reply {
  const seed = seedOf(prompt);
  const count = between(2, SENTENCES.length, chance(seed, 0, 21));
  const text = Array.from({ length: count }, (_, index) => SENTENCES[(seed + index) % SENTENCES.length]).join(' ');
  const output = tokensIn(text);
  if (output <= maxTokens) return { text, output, cutShort: false };
  return { text: text.slice(0, maxTokens * 4), output: maxTokens, cutShort: true };
}

/** The answer in the pieces of a stream. */
export const pieces = (text: string): readonly string[] => text.match(/.{1,24}/gsu) ?? [];

export function timesOf({ output }: Reply, streamed: boolean, { now }: Context): Times {
  const first = between(350, 900, chance(Math.floor(now) | 0, output, 22));
  return { latency: first + output * 12, firstToken: streamed ? first : undefined };
}
