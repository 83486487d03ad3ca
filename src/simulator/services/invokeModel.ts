/**
 * InvokeModel and InvokeModelWithResponseStream, with bodies as Anthropic's models have them. Other makers' bodies are
 * answered in Nova's shape.
 */

import { validation } from '../errors';
import { refusedParameter } from '../inference/claudeRules';
import { countInput } from '../inference/countInput';
import { cachePointsOf, readPrompt } from '../inference/prompt';
import { refusedByModel } from '../inference/refusals';
import { toolResultsIn } from '../inference/toolCalls';
import { Input, isFields, type Fields } from '../input';
import type { Answer, Context, Invocation, Operation } from '../operation';
import { event } from '../protocols/eventStream';
import { alphanumerics, seedOf } from '../prng';
import { recordInvocation, recordingFailures, resolve, type Target, type Times } from './invocation';
import { pieces, replyTo, stopReasonOf, timesOf, type Reply } from './reply';

interface Turn {
  readonly target: Target;
  readonly reply: Reply;
  readonly usage: Invocation;
  readonly times: Times;
  readonly id: string;
}

function bodyOf(input: Input): Fields {
  const body = input.fields.body;
  try {
    const value: unknown = JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
    if (isFields(value)) return value;
  } catch {
    // Reported below.
  }
  throw validation('Malformed input request, please reformat your input and try again.');
}

/**
 * What AWS documents, and what Anthropic's own client for Bedrock sends since its version 1. The refusal of others is
 * quoted in public reports.
 */
const VERSIONS: ReadonlySet<string> = new Set(['bedrock-2023-05-31', '2023-06-01', '2026-10-21']);

const isAnthropic = ({ model }: Target): boolean => model.provider === 'Anthropic';

function maxTokensOf(body: Input, target: Target): number {
  if (!isAnthropic(target)) return body.object('inferenceConfig')?.number('maxTokens') ?? 4096;
  const version = body.text('anthropic_version');
  if (version === undefined) throw validation('anthropic_version: Field required');
  if (!VERSIONS.has(version)) throw validation(`Invalid API version: ${version}`);
  const most = body.number('max_tokens');
  if (most === undefined) throw validation('max_tokens: Field required');
  if (most < 1) throw validation('max_tokens: Input should be greater than or equal to 1');
  return most;
}

function invoke(input: Input, target: Target, streamed: boolean, context: Context): Turn {
  const fields = bodyOf(input);
  const maxTokens = maxTokensOf(new Input(fields), target);
  const messages = fields.messages ?? fields.prompt ?? fields.inputText;
  if (messages === undefined) throw validation('messages: Field required');
  if (Array.isArray(messages) && messages.length === 0) throw validation('messages: at least one message is required');
  const refused = refusedParameter(target.model, fields);
  if (refused !== undefined) throw refusedByModel('invoke', refused);
  const prompt = readPrompt(fields);
  const counted = countInput('invoke', target.model, prompt, context);
  const reply = replyTo(fields, maxTokens);
  const usage = {
    ...counted,
    output: reply.output,
    cachePoints: cachePointsOf(prompt).length,
    toolResults: toolResultsIn(fields),
  };
  const times = timesOf(reply, streamed, context);
  recordInvocation(target, { invocations: 1, ...counted, output: reply.output }, times, context);
  return { target, reply, usage, times, id: `msg_bdrk_${alphanumerics(20, seedOf(`${context.now} ${reply.text}`))}` };
}

const anthropicUsage = ({ usage }: Turn, output: number): Fields => ({
  input_tokens: usage.input,
  cache_creation_input_tokens: usage.cacheWrite,
  cache_read_input_tokens: usage.cacheRead,
  output_tokens: output,
});

/** What was written to the cache, by how long it is kept. */
const cacheCreation = ({ usage }: Turn): Fields => ({
  ephemeral_5m_input_tokens: usage.cacheWrite - usage.cacheWrite1h,
  ephemeral_1h_input_tokens: usage.cacheWrite1h,
});

const anthropicContent = ({ reply: { text, toolCall } }: Turn): readonly Fields[] => [
  { type: 'text', text },
  ...(toolCall ? [{ type: 'tool_use', ...toolCall }] : []),
];

function anthropicMessage(turn: Turn, content: readonly Fields[], reason: string | null, output: number): Fields {
  return {
    model: turn.target.model.id.replace(/^anthropic\.|-v\d+:\d+$/g, ''),
    id: turn.id,
    type: 'message',
    role: 'assistant',
    content,
    stop_reason: reason,
    stop_sequence: null,
    usage: { ...anthropicUsage(turn, output), cache_creation: cacheCreation(turn) },
  };
}

function whole(turn: Turn): Answer {
  const { reply, usage, times } = turn;
  const headers = {
    'x-amzn-bedrock-input-token-count': String(usage.input),
    'x-amzn-bedrock-output-token-count': String(usage.output),
    'x-amzn-bedrock-cache-read-input-token-count': String(usage.cacheRead),
    'x-amzn-bedrock-cache-write-input-token-count': String(usage.cacheWrite),
    'x-amzn-bedrock-invocation-latency': String(times.latency),
  };
  if (isAnthropic(turn.target)) {
    return {
      headers,
      invocation: usage,
      body: anthropicMessage(turn, anthropicContent(turn), stopReasonOf(turn.reply), reply.output),
    };
  }
  return {
    headers,
    invocation: usage,
    body: {
      output: { message: { role: 'assistant', content: [{ text: reply.text }] } },
      stopReason: stopReasonOf(turn.reply),
      usage: {
        inputTokens: usage.input,
        outputTokens: usage.output,
        totalTokens: usage.input + usage.output + usage.cacheRead + usage.cacheWrite,
        cacheReadInputTokenCount: usage.cacheRead,
        cacheWriteInputTokenCount: usage.cacheWrite,
      },
    },
  };
}

const metricsOf = ({ usage, times }: Turn): Fields => ({
  inputTokenCount: usage.input,
  outputTokenCount: usage.output,
  invocationLatency: times.latency,
  firstByteLatency: times.firstToken ?? times.latency,
  cacheReadInputTokenCount: usage.cacheRead,
  cacheWriteInputTokenCount: usage.cacheWrite,
});

/** A call of a tool in a stream: only its input is a text, in pieces. */
function toolCallEvents({ toolCall }: Reply): readonly Fields[] {
  if (!toolCall) return [];
  const { id, name, input } = toolCall;
  return [
    { type: 'content_block_start', index: 1, content_block: { type: 'tool_use', id, name, input: {} } },
    ...pieces(JSON.stringify(input)).map((piece) => ({
      type: 'content_block_delta',
      index: 1,
      delta: { type: 'input_json_delta', partial_json: piece },
    })),
    { type: 'content_block_stop', index: 1 },
  ];
}

function anthropicEvents(turn: Turn): readonly Fields[] {
  const { reply } = turn;
  return [
    { type: 'message_start', message: anthropicMessage(turn, [], null, 1) },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...pieces(reply.text).map((text) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text },
    })),
    { type: 'content_block_stop', index: 0 },
    ...toolCallEvents(reply),
    {
      type: 'message_delta',
      delta: { stop_reason: stopReasonOf(turn.reply), stop_sequence: null },
      usage: anthropicUsage(turn, reply.output),
    },
    { type: 'message_stop', 'amazon-bedrock-invocationMetrics': metricsOf(turn) },
  ];
}

function novaEvents(turn: Turn): readonly Fields[] {
  return [
    { messageStart: { role: 'assistant' } },
    ...pieces(turn.reply.text).map((text) => ({ contentBlockDelta: { delta: { text }, contentBlockIndex: 0 } })),
    { contentBlockStop: { contentBlockIndex: 0 } },
    { messageStop: { stopReason: stopReasonOf(turn.reply) } },
    { metadata: { usage: whole(turn).body?.usage }, 'amazon-bedrock-invocationMetrics': metricsOf(turn) },
  ];
}

function streamOf(turn: Turn): Answer {
  const events = isAnthropic(turn.target) ? anthropicEvents(turn) : novaEvents(turn);
  return {
    invocation: turn.usage,
    headers: {
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amzn-bedrock-content-type': 'application/json',
    },
    stream: events.map((one) => event('chunk', { bytes: Buffer.from(JSON.stringify(one)).toString('base64') })),
  };
}

const operation =
  (streamed: boolean): Operation =>
  (input, context) => {
    const target = resolve(input, context);
    const turn = recordingFailures(target, context, () => invoke(input, target, streamed, context));
    return streamed ? streamOf(turn) : whole(turn);
  };

export const invokeOperations: Readonly<Record<string, Operation>> = {
  InvokeModel: operation(false),
  InvokeModelWithResponseStream: operation(true),
};
