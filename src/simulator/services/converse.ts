/** Converse and ConverseStream. */

import { validation } from '../errors';
import { refusedParameter } from '../inference/claudeRules';
import { countInput } from '../inference/countInput';
import { cachePointsOf, readPrompt } from '../inference/prompt';
import { refusedByModel } from '../inference/refusals';
import type { Usage } from '../inference/tokens';
import { toolResultsIn } from '../inference/toolCalls';
import { isFields, type Fields, type Input } from '../input';
import type { Answer, Context, Invocation, Operation } from '../operation';
import { event } from '../protocols/eventStream';
import { recordInvocation, recordingFailures, resolve, type Target, type Times } from './invocation';
import { pieces, replyTo, stopReasonOf, timesOf, type Reply } from './reply';

interface Turn {
  readonly reply: Reply;
  readonly usage: Invocation;
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

/** The request's parameters as the Messages API names them. */
function messagesParameters({ fields }: Input, maxTokens: number): Fields {
  const { inferenceConfig, additionalModelRequestFields: additional } = fields;
  const { temperature, topP } = isFields(inferenceConfig) ? inferenceConfig : {};
  return { max_tokens: maxTokens, temperature, top_p: topP, ...(isFields(additional) ? additional : {}) };
}

function converse(input: Input, target: Target, streamed: boolean, context: Context): Turn {
  checkMessages(input);
  const { fields } = input;
  const maxTokens = input.object('inferenceConfig')?.number('maxTokens') ?? 4096;
  if (maxTokens < 1) throw validation('The value at inferenceConfig.maxTokens must be at least 1.');
  const refused = refusedParameter(target.model, messagesParameters(input, maxTokens));
  if (refused !== undefined) throw refusedByModel('converse', refused);
  const prompt = readPrompt(fields);
  const counted = countInput('converse', target.model, prompt, context);
  const reply = replyTo(fields, maxTokens);
  const usage = {
    ...counted,
    output: reply.output,
    cachePoints: cachePointsOf(prompt).length,
    toolResults: toolResultsIn(fields),
  };
  const times = timesOf(reply, streamed, context);
  recordInvocation(target, { invocations: 1, ...counted, output: reply.output }, times, context);
  return { reply, usage, times };
}

const contentOf = ({ text, toolCall }: Reply): readonly Fields[] => [
  { text },
  ...(toolCall ? [{ toolUse: { toolUseId: toolCall.id, name: toolCall.name, input: toolCall.input } }] : []),
];

const delta = (contentBlockIndex: number, content: Fields): Uint8Array =>
  event('contentBlockDelta', { contentBlockIndex, delta: content });

/** A call of a tool in a stream: only its input is a text, in pieces. */
function toolCallEvents({ toolCall }: Reply): readonly Uint8Array[] {
  if (!toolCall) return [];
  const { id: toolUseId, name, input } = toolCall;
  return [
    event('contentBlockStart', { contentBlockIndex: 1, start: { toolUse: { toolUseId, name } } }),
    ...pieces(JSON.stringify(input)).map((piece) => delta(1, { toolUse: { input: piece } })),
    event('contentBlockStop', { contentBlockIndex: 1 }),
  ];
}

/** What was written to the cache, by how long it is kept: an hour first. */
const cacheDetails = ({ cacheWrite, cacheWrite1h }: Usage): readonly Fields[] =>
  [
    { ttl: '1h', inputTokens: cacheWrite1h },
    { ttl: '5m', inputTokens: cacheWrite - cacheWrite1h },
  ].filter(({ inputTokens }) => inputTokens > 0);

const usageOf = (usage: Usage): Fields => ({
  inputTokens: usage.input,
  outputTokens: usage.output,
  totalTokens: usage.input + usage.output + usage.cacheRead + usage.cacheWrite,
  cacheReadInputTokens: usage.cacheRead,
  cacheWriteInputTokens: usage.cacheWrite,
  cacheDetails: cacheDetails(usage),
});

const whole = ({ reply, usage, times }: Turn): Answer => ({
  invocation: usage,
  body: {
    metrics: { latencyMs: times.latency },
    output: { message: { role: 'assistant', content: contentOf(reply) } },
    stopReason: stopReasonOf(reply),
    usage: usageOf(usage),
  },
});

const streamOf = ({ reply, usage, times }: Turn): Answer => ({
  invocation: usage,
  headers: { 'content-type': 'application/vnd.amazon.eventstream' },
  stream: [
    event('messageStart', { role: 'assistant' }),
    ...pieces(reply.text).map((text) => delta(0, { text })),
    event('contentBlockStop', { contentBlockIndex: 0 }),
    ...toolCallEvents(reply),
    event('messageStop', { stopReason: stopReasonOf(reply) }),
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
