/** The reply of a simulated model, and its latency. */

import { tokensIn } from '../inference/tokens';
import { requestedToolCall, type ToolCall } from '../inference/toolCalls';
import type { Fields } from '../input';
import type { Context } from '../operation';
import { alphanumerics, between, chance, seedOf } from '../prng';
import type { Times } from './invocation';

/** A call of a tool, with the id that its result is to name. */
export interface IdentifiedToolCall extends ToolCall {
  readonly id: string;
}

export interface Reply {
  readonly text: string;
  /** Follows on the text; undefined where the model has no more to say. */
  readonly toolCall: IdentifiedToolCall | undefined;
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

/** The same request always gets the same reply. @param request of Converse, or a body of InvokeModel. */
export function replyTo(request: Fields, maxTokens: number): Reply {
  const { messages, prompt, inputText } = request;
  const seed = seedOf(JSON.stringify(messages ?? prompt ?? inputText));
  const count = between(2, SENTENCES.length, chance(seed, 0, 21));
  const text = Array.from({ length: count }, (_, index) => SENTENCES[(seed + index) % SENTENCES.length]).join(' ');
  const call = requestedToolCall(request);
  const output = tokensIn(text) + (call === undefined ? 0 : tokensIn(call.name + JSON.stringify(call.input)));
  if (output > maxTokens)
    return { text: text.slice(0, maxTokens * 4), toolCall: undefined, output: maxTokens, cutShort: true };
  const toolCall = call && { ...call, id: `tooluse_${alphanumerics(22, seed)}` };
  return { text, toolCall, output, cutShort: false };
}

/** Why a reply ends. Both operations name it so. */
export function stopReasonOf({ cutShort, toolCall }: Reply): string {
  if (cutShort) return 'max_tokens';
  return toolCall === undefined ? 'end_turn' : 'tool_use';
}

/** The answer in the pieces of a stream. */
export const pieces = (text: string): readonly string[] => text.match(/.{1,24}/gsu) ?? [];

export function timesOf({ output }: Reply, streamed: boolean, { now }: Context): Times {
  const first = between(350, 900, chance(Math.floor(now) | 0, output, 22));
  return { latency: first + output * 12, firstToken: streamed ? first : undefined };
}
