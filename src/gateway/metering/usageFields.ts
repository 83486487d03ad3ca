/**
 * Token counts in the shapes that Bedrock and the makers of models give them. Each shape was read from AWS's service
 * model or the maker's documentation; a field that is missing or no count is left out.
 */

import { fieldOf, isRecord } from '../../core/collections';
import type { CallTokens } from '../../core/gateway/callTokens';

export type SomeTokens = { -readonly [Kind in keyof CallTokens]?: number };

function countOf(value: unknown, key: string): number | undefined {
  const count = fieldOf(value, key);
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

/** Counts by kind, without those that are undefined. */
function some(counts: Readonly<Record<keyof CallTokens, number | undefined>>): SomeTokens {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined));
}

/** `usage` of Converse, and of Nova's answers to InvokeModel, which name the cache's fields otherwise. */
function converseTokens(usage: unknown): SomeTokens {
  const details: unknown = fieldOf(usage, 'cacheDetails');
  const hour = Array.isArray(details)
    ? details
        .filter((one: unknown) => fieldOf(one, 'ttl') === '1h')
        .reduce((sum: number, one: unknown) => sum + (countOf(one, 'inputTokens') ?? 0), 0)
    : undefined;
  return some({
    input: countOf(usage, 'inputTokens'),
    output: countOf(usage, 'outputTokens'),
    cacheRead: countOf(usage, 'cacheReadInputTokens') ?? countOf(usage, 'cacheReadInputTokenCount'),
    cacheWrite: countOf(usage, 'cacheWriteInputTokens') ?? countOf(usage, 'cacheWriteInputTokenCount'),
    cacheWrite1h: hour,
  });
}

/** `usage` of Anthropic's messages. */
function anthropicTokens(usage: unknown): SomeTokens {
  return some({
    input: countOf(usage, 'input_tokens'),
    output: countOf(usage, 'output_tokens'),
    cacheRead: countOf(usage, 'cache_read_input_tokens'),
    cacheWrite: countOf(usage, 'cache_creation_input_tokens'),
    cacheWrite1h: countOf(fieldOf(usage, 'cache_creation'), 'ephemeral_1h_input_tokens'),
  });
}

/** `usage` of OpenAI's chat completions; its input includes what was read from the cache. */
function openAiTokens(usage: unknown): SomeTokens {
  const prompt = countOf(usage, 'prompt_tokens');
  const cached = countOf(fieldOf(usage, 'prompt_tokens_details'), 'cached_tokens');
  return some({
    input: prompt === undefined ? undefined : Math.max(0, prompt - (cached ?? 0)),
    output: countOf(usage, 'completion_tokens'),
    cacheRead: cached,
    cacheWrite: undefined,
    cacheWrite1h: undefined,
  });
}

/** A `usage` of any maker. */
export function tokensOfUsage(usage: unknown): SomeTokens {
  return isRecord(usage) ? { ...openAiTokens(usage), ...anthropicTokens(usage), ...converseTokens(usage) } : {};
}

/** Bedrock's own counts at the end of a stream of InvokeModel. */
export function tokensOfMetrics(metrics: unknown): SomeTokens {
  return some({
    input: countOf(metrics, 'inputTokenCount'),
    output: countOf(metrics, 'outputTokenCount'),
    cacheRead: countOf(metrics, 'cacheReadInputTokenCount'),
    cacheWrite: countOf(metrics, 'cacheWriteInputTokenCount'),
    cacheWrite1h: undefined,
  });
}

/** The headers of a plain answer to InvokeModel. */
export function tokensOfHeaders(headers: Readonly<Record<string, string | readonly string[] | undefined>>): SomeTokens {
  const count = (name: string): number | undefined => {
    const text = headers[`x-amzn-bedrock-${name}-token-count`];
    return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  };
  return some({
    input: count('input'),
    output: count('output'),
    cacheRead: count('cache-read-input'),
    cacheWrite: count('cache-write-input'),
    cacheWrite1h: undefined,
  });
}

/** The service tier that an answer names, as a text or as `{type}`. */
export function tierOf(value: unknown): string | undefined {
  const tier: unknown = isRecord(value) ? value.type : value;
  return typeof tier === 'string' && /^[a-z_-]{1,32}$/i.test(tier) ? tier : undefined;
}

/** All kinds of tokens; undefined where not even input or output is known. */
export function allTokens({
  input,
  output,
  cacheRead = 0,
  cacheWrite = 0,
  cacheWrite1h,
}: SomeTokens): CallTokens | undefined {
  if (input === undefined && output === undefined) return undefined;
  return {
    input: input ?? 0,
    output: output ?? 0,
    cacheRead,
    cacheWrite,
    cacheWrite1h: cacheWrite === 0 ? 0 : cacheWrite1h,
  };
}
