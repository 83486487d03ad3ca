/**
 * The simulator's prices for a million tokens of each model, written by hand from AWS's and Anthropic's published
 * prices. They are independent of the prices that the extension estimates with, so that a comparison of both is
 * meaningful.
 */

import type { Convention, Kind } from './priceKinds';

/** US dollars for a million tokens; a kind that is left out is not sold. */
export type Rates = Readonly<Partial<Record<Kind, string>>>;

/** Prices of requests whose input, cached tokens included, is longer than `above`: in percent of the ordinary ones. */
export interface LongContext {
  readonly above: number;
  readonly input: bigint;
  readonly output: bigint;
}

export interface Tariff {
  readonly convention: Convention;
  /** The model's name on the bill: in the service's name (Marketplace), or in the usage type. */
  readonly billedAs: string;
  readonly regional: Rates;
  readonly global?: Rates;
  readonly batch?: boolean;
  readonly longContext?: LongContext;
  /** Its default cache writes last 30 minutes, which is part of the usage type. */
  readonly writesLast30m?: boolean;
  /** The price is higher in some Regions. */
  readonly dearerAbroad?: boolean;
}

const rates = (
  input: string,
  output: string,
  cacheRead: string,
  cacheWrite5m: string,
  cacheWrite1h?: string,
): Rates => ({
  input,
  output,
  cacheRead,
  cacheWrite5m,
  ...(cacheWrite1h === undefined ? {} : { cacheWrite1h }),
});
const nova = (input: string, output: string, cacheRead: string): Rates => rates(input, output, cacheRead, '0');

/** Claude up to 4.6. */
const olderClaude = (billedAs: string, regional: Rates, more: Partial<Tariff> = {}): Tariff => ({
  convention: 'CamelCase',
  billedAs,
  regional,
  batch: true,
  ...more,
});
/** Sold through the Marketplace under a service of its own: Claude since 4.7, GPT since 5.6. */
const marketplace = (billedAs: string, regional: Rates, global: Rates, more: Partial<Tariff> = {}): Tariff => ({
  convention: 'snake_case',
  billedAs,
  regional,
  global,
  batch: true,
  ...more,
});
const bedrock = (billedAs: string, regional: Rates, more: Partial<Tariff> = {}): Tariff => ({
  convention: 'kebab-case',
  billedAs,
  regional,
  batch: true,
  dearerAbroad: true,
  ...more,
});
/** In the list, and on the bill, only under the name of the other endpoint. */
const mantle = (billedAs: string, regional: Rates, global?: Rates): Tariff => ({
  convention: 'mantle',
  billedAs,
  regional,
  ...(global === undefined ? {} : { global }),
  writesLast30m: true,
});

const OPUS = rates('5.5', '27.5', '0.55', '6.875', '11');
const OPUS_GLOBAL = rates('5', '25', '0.5', '6.25', '10');
const SONNET = rates('2.2', '11', '0.22', '2.75', '4.4');
const SONNET_GLOBAL = rates('2', '10', '0.2', '2.5', '4');
const SONNET_4 = rates('3.3', '16.5', '0.33', '4.125', '6.6');
const SONNET_4_GLOBAL = rates('3', '15', '0.3', '3.75', '6');
const GPT = { longContext: { above: 272_000, input: 200n, output: 150n }, writesLast30m: true };

const ANTHROPIC: Readonly<Record<string, Tariff>> = {
  'anthropic.claude-fable-5-1': marketplace(
    'Claude Fable 5.1',
    rates('11', '55', '0.275', '13.75', '22'),
    rates('10', '50', '0.25', '12.5', '20'),
  ),
  'anthropic.claude-opus-5-5': marketplace(
    'Claude Opus 5.5',
    rates('4.4', '22', '0.22', '5.5', '8.8'),
    rates('4', '20', '0.2', '5', '8'),
  ),
  'anthropic.claude-sonnet-5-5': marketplace('Claude Sonnet 5.5', SONNET, SONNET_GLOBAL),
  'anthropic.claude-haiku-5-5': marketplace(
    'Claude Haiku 5.5',
    rates('0.11', '0.55', '0.011', '0.1375', '0.22'),
    rates('0.1', '0.5', '0.01', '0.125', '0.2'),
    { longContext: { above: 100_000, input: 500n, output: 500n } },
  ),
  'anthropic.claude-opus-5': marketplace('Claude Opus 5', OPUS, OPUS_GLOBAL),
  'anthropic.claude-sonnet-5': marketplace('Claude Sonnet 5', SONNET, SONNET_GLOBAL),
  'anthropic.claude-opus-4-8': marketplace('Claude Opus 4.8', OPUS, OPUS_GLOBAL),
  'anthropic.claude-opus-4-7': marketplace('Claude Opus 4.7', OPUS, OPUS_GLOBAL),
  'anthropic.claude-sonnet-4-6': olderClaude('Claude Sonnet 4.6', SONNET_4, { global: SONNET_4_GLOBAL }),
  'anthropic.claude-haiku-4-5-20251001-v1:0': olderClaude(
    'Claude Haiku 4.5',
    rates('1.1', '5.5', '0.11', '1.375', '2.2'),
    { global: rates('1', '5', '0.1', '1.25', '2') },
  ),
  'anthropic.claude-sonnet-4-5-20250929-v1:0': olderClaude('Claude Sonnet 4.5', SONNET_4, {
    global: SONNET_4_GLOBAL,
    longContext: { above: 200_000, input: 200n, output: 150n },
  }),
  'anthropic.claude-3-5-sonnet-20240620-v1:0': olderClaude('Claude 3.5 Sonnet', rates('3', '15', '0.3', '3.75')),
  'anthropic.claude-3-haiku-20240307-v1:0': olderClaude('Claude 3 Haiku', { input: '0.25', output: '1.25' }),
};

const OTHERS: Readonly<Record<string, Tariff>> = {
  'openai.gpt-6-astra': marketplace(
    'OpenAI GPT-6 Astra',
    rates('11', '55', '1.1', '13.75'),
    rates('10', '50', '1', '12.5'),
    GPT,
  ),
  'openai.gpt-5.6-luna': marketplace(
    'OpenAI GPT-5.6 Luna',
    rates('0.22', '1.32', '0.022', '0.275'),
    rates('0.2', '1.2', '0.02', '0.25'),
    GPT,
  ),
  'moonshotai.kimi-k3': mantle(
    'moonshotai.kimi-k3',
    rates('3.3', '16.5', '0.33', '4.125'),
    rates('3', '15', '0.3', '3.75'),
  ),
  'moonshotai.kimi-k2.5': mantle('moonshotai.kimi-k2.5', { input: '0.6', output: '3' }),
  'minimax.minimax-m2.5': mantle('minimax.minimax-m2.5', { input: '0.3', output: '1.2' }),
  'nvidia.nemotron-super-3-120b': mantle('nvidia.nemotron-super-3-120b', { input: '0.15', output: '0.65' }),
  'zai.glm-5': mantle('zai.glm-5', { input: '1', output: '3.2' }),
  'zai.glm-4.7': mantle('zai.glm-4.7', { input: '0.6', output: '2.2' }),
  'amazon.nova-2-lite-v1:0': bedrock('Nova2.0Lite', nova('0.33', '2.75', '0.0825'), {
    global: nova('0.3', '2.5', '0.075'),
    dearerAbroad: false,
  }),
  'amazon.nova-pro-v1:0': bedrock('NovaPro', nova('0.8', '3.2', '0.2')),
  'amazon.nova-lite-v1:0': bedrock('NovaLite', nova('0.06', '0.24', '0.015')),
  'amazon.nova-micro-v1:0': bedrock('NovaMicro', nova('0.035', '0.14', '0.00875')),
  'deepseek.v3.2': bedrock('deepseek.v3.2', { input: '0.62', output: '1.85' }),
  'mistral.mistral-large-3-675b-instruct': bedrock('Mistral-Large-3-675b-Instruct', { input: '0.5', output: '1.5' }),
  'qwen.qwen3-coder-480b-a35b-v1:0': bedrock('Qwen3-Coder-480B-A35B', { input: '0.45', output: '1.8' }),
  'qwen.qwen3-32b-v1:0': bedrock('Qwen3-32B', { input: '0.15', output: '0.6' }),
  'meta.llama4-maverick-17b-instruct-v1:0': bedrock('Llama4-Maverick-17B', { input: '0.24', output: '0.97' }),
  'meta.llama3-3-70b-instruct-v1:0': bedrock('Llama3-3-70B', { input: '0.72', output: '0.72' }),
  'meta.llama3-70b-instruct-v1:0': bedrock('Llama3-70B', { input: '2.65', output: '3.5' }),
  'openai.gpt-oss-120b-1:0': bedrock(
    'openai.gpt-oss-120b-1',
    { input: '0.15', output: '0.6' },
    { dearerAbroad: false },
  ),
  'openai.gpt-oss-20b-1:0': bedrock('openai.gpt-oss-20b-1', { input: '0.07', output: '0.3' }, { dearerAbroad: false }),
  'amazon.titan-embed-text-v2:0': bedrock('TitanEmbeddingsV2-Text', { input: '0.02' }, { batch: false }),
};

/** Tariffs by model id. A model without one is not in the price list, and costs nothing on the bill. */
export const TARIFFS: Readonly<Record<string, Tariff>> = { ...ANTHROPIC, ...OTHERS };
