/** Converse and ConverseStream. */

import { validation } from '../errors';
import type { Input } from '../input';
import type { Answer, Context, Operation } from '../operation';
import { event } from '../protocols/eventStream';
import { recordInvocation, recordingFailures, resolve, type Target, type Times } from './invocation';
import { pieces, replyTo, timesOf, type Reply } from './reply';
import { countInput, type Usage } from './tokens';

interface Turn {
  readonly reply: Reply;
  readonly usage: Usage;
  readonly times: Times;
}

function checkMessages(input: Input): void {
  const messages = input.list('messages') ?? [];
  const [first] = messages;
  if (!first)
    throw validation(
      'A conversation must have at least one message. Try again with a conversation that has at least one message.',
    );
  if (first.text('role') !== 'user') {
    throw validation(
      'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
    );
  }
  for (const [index, message] of messages.entries()) {
    const role = message.text('role');
    if (role !== 'user' && role !== 'assistant')
      throw validation(`Value at messages.${index}.role must be user or assistant.`);
    if ((message.list('content') ?? []).length === 0)
      throw validation(`The content field in the Message object at messages.${index} is empty.`);
  }
}

function converse(input: Input, target: Target, streamed: boolean, context: Context): Turn {
  checkMessages(input);
  const { fields } = input;
  const maxTokens = input.object('inferenceConfig')?.number('maxTokens') ?? 4096;
  if (maxTokens < 1) throw validation('The value at inferenceConfig.maxTokens must be at least 1.');
  const values = [fields.toolConfig, fields.system, fields.messages];
  const reply = replyTo(JSON.stringify(fields.messages), maxTokens);
  const usage = { ...countInput(context.account, target.model.id, values, target.model.caches), output: reply.output };
  const times = timesOf(reply, streamed, context);
  recordInvocation(target, { invocations: 1, ...usage }, times, context);
  return { reply, usage, times };
}

const stopReason = ({ cutShort }: Reply): string => (cutShort ? 'max_tokens' : 'end_turn');

const usageOf = (usage: Usage): Readonly<Record<string, number>> => ({
  inputTokens: usage.input,
  outputTokens: usage.output,
  totalTokens: usage.input + usage.output + usage.cacheRead + usage.cacheWrite,
  cacheReadInputTokens: usage.cacheRead,
  cacheWriteInputTokens: usage.cacheWrite,
});

const whole = ({ reply, usage, times }: Turn): Answer => ({
  body: {
    metrics: { latencyMs: times.latency },
    output: { message: { role: 'assistant', content: [{ text: reply.text }] } },
    stopReason: stopReason(reply),
    usage: usageOf(usage),
  },
});

const streamOf = ({ reply, usage, times }: Turn): Answer => ({
  headers: { 'content-type': 'application/vnd.amazon.eventstream' },
  stream: [
    event('messageStart', { role: 'assistant' }),
    ...pieces(reply.text).map((text) => event('contentBlockDelta', { contentBlockIndex: 0, delta: { text } })),
    event('contentBlockStop', { contentBlockIndex: 0 }),
    event('messageStop', { stopReason: stopReason(reply) }),
    event('metadata', { usage: usageOf(usage), metrics: { latencyMs: times.latency } }),
  ],
});

const operation =
  (streamed: boolean): Operation =>
  (input, context) => {
    const target = resolve(input, context);
    const turn = recordingFailures(target, context, () => converse(input, target, streamed, context));
    return streamed ? streamOf(turn) : whole(turn);
  };

export const converseOperations: Readonly<Record<string, Operation>> = {
  Converse: operation(false),
  ConverseStream: operation(true),
};
