/**
 * Usage types of Amazon Bedrock's tokens, as the Price List and the bill write them. Three conventions are in use side
 * by side: `USE1-MP:USE1_InputTokenCount_Global-Units` (Marketplace models up to Claude 4.6),
 * `USE1-MP:USE1_input_tokens_global_standard-Units` (later ones), and `USE1-NovaPro-input-tokens-cross-region-global`
 * (service Amazon Bedrock). What is not known word for word is not read.
 */

import type { PriceTier, Variant } from '../prices/prices';
import type { TokenKind } from '../usage/usage';

/** A usage type taken apart. */
export interface UsageType {
  /** The Region's billing code, such as `USE1`; see `regionOfCode`. */
  readonly regionCode: string;
  /** The model as the usage type names it, such as `NovaPro`; empty where only the service's name contains it. */
  readonly modelKey: string;
  readonly kind: TokenKind;
  readonly tier: PriceTier;
  /** Undefined: standard on demand. With several (`1 hour` and `batch`) the first that is named. */
  readonly variant: Variant | undefined;
  /** All of them. Only a usage type with none or one has a place in a table of prices. */
  readonly variants: readonly Variant[];
  /** How many tokens one unit of the bill's UsageQuantity, and of the price, is. */
  readonly perTokens: 1_000_000 | 1_000;
  /** Of the OpenAI-compatible endpoint, which does not take profiles. */
  readonly mantle: boolean;
}

/** What the words after a kind of token mean. */
interface Qualities {
  readonly tier: PriceTier;
  readonly variants: readonly Variant[];
}

/**
 * Words by their meaning; an empty list means the standard. Cache writes that last 5 or 30 minutes are what the model's
 * standard writes are (Claude's and OpenAI's); only Claude's last an hour for a price of their own.
 */
const WORDS: ReadonlyMap<string, readonly (Variant | 'global')[]> = new Map([
  ['standard', []],
  ['geo', []],
  ['cross-region-geo', []],
  ['5m', []],
  ['30m', []],
  ['global', ['global']],
  ['cross-region-global', ['global']],
  ['batch', ['batch']],
  ['flex', ['flex']],
  ['priority', ['priority']],
  ['1h', ['cacheWrite1h']],
  ['1-hour', ['cacheWrite1h']],
  ['long-ctx', ['longContext']],
  ['lctx', ['longContext']],
  ['long-context', ['longContext']],
  ['latency-optimized', ['latencyOptimized']],
]);
const MAX_WORD_LENGTH = 3;

/**
 * Reads `global-standard` or `cross-region-global-batch`: each word or group of words must be known, and none may come
 * twice.
 */
function qualitiesOf(words: readonly string[]): Qualities | undefined {
  const found: (Variant | 'global')[] = [];
  let at = 0;
  while (at < words.length) {
    const sizes = Array.from({ length: MAX_WORD_LENGTH }, (_, index) => MAX_WORD_LENGTH - index);
    const size = sizes.find((count) => at + count <= words.length && WORDS.has(words.slice(at, at + count).join('-')));
    if (size === undefined) return undefined;
    found.push(...(WORDS.get(words.slice(at, at + size).join('-')) ?? []));
    at += size;
  }
  if (new Set(found).size < found.length) return undefined;
  const variants = found.filter((word) => word !== 'global');
  return { tier: found.includes('global') ? 'global' : 'regional', variants };
}

const KINDS: ReadonlyMap<string, TokenKind> = new Map([
  ['input', 'input'],
  ['output', 'output'],
  ['cache-read', 'cacheRead'],
  ['cached-input', 'cacheRead'],
  ['cache-write', 'cacheWrite'],
]);

/** `CacheWrite1hInputTokenCount_LCtx_Global` as the same words in lower case: `cache-write`, `1h`, `lctx`, `global`. */
function camelWords(text: string): { readonly kind: string; readonly words: readonly string[] } | undefined {
  const match =
    /^(Million)?(Batch)?(?:(Cache)(Read|Write)(1h|5m|30m)?(?:Input)?|(Input|Output))Token(?:Count|s)((?:_[A-Za-z]+)*)$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, , batch, cache, access = '', lasting, plain = '', rest = ''] = match;
  const kind = (cache === undefined ? plain : `cache-${access}`).toLowerCase();
  const ends = rest.split('_').filter((word) => word !== '');
  const words = [batch, lasting, ...ends].flatMap((word) => (word === undefined ? [] : [CAMEL_ENDS.get(word) ?? word]));
  return { kind, words: words.map((word) => word.toLowerCase()) };
}
const CAMEL_ENDS: ReadonlyMap<string, string> = new Map([
  ['LongContext', 'long-context'],
  ['LatencyOptimized', 'latency-optimized'],
]);

/** `cache_write_tokens_1h_global_standard`. This convention always names the class of service. */
function snakeWords(text: string): { readonly kind: string; readonly words: readonly string[] } | undefined {
  const match = /^(input|output|cache_read|cached_input|cache_write)_tokens((?:_[a-z0-9]+)+)$/.exec(text);
  if (match === null) return undefined;
  const [, kind = '', rest = ''] = match;
  const words = rest.slice(1).split('_');
  const named = words.some((word) => ['standard', 'batch', 'flex', 'priority'].includes(word));
  return named ? { kind: kind.replace('_', '-'), words } : undefined;
}

const MARKETPLACE = /^([A-Z0-9]+)-MP:([A-Z0-9]+)_(\w+)-Units$/;
const BEDROCK =
  /^([A-Z0-9]+)-(.+?)-(input|output|cache-read|cache-write|cached-input)(?:-(1h|5m|30m))?(?:-input)?-token(?:s|-count)((?:-[a-z0-9]+)*)$/;

function marketplaceType(usageType: string): UsageType | undefined {
  const [, code = '', again = '', text = ''] = MARKETPLACE.exec(usageType) ?? [];
  if (code === '' || (code !== again && regionOfCode(code) !== regionOfCode(again))) return undefined;
  return made(
    { regionCode: code, modelKey: '', perTokens: 1_000_000, mantle: false },
    camelWords(text) ?? snakeWords(text),
  );
}

function bedrockType(usageType: string): UsageType | undefined {
  const match = BEDROCK.exec(usageType);
  if (match === null) return undefined;
  const [, regionCode = '', key = '', kind = '', lasting, rest = ''] = match;
  const mantle = key.endsWith('-mantle');
  const modelKey = mantle ? key.slice(0, -'-mantle'.length) : key;
  const words = [lasting ?? '', ...rest.split('-')].filter((word) => word !== '');
  return made({ regionCode, modelKey, perTokens: 1_000, mantle }, { kind, words });
}

function made(
  fixed: Pick<UsageType, 'regionCode' | 'modelKey' | 'perTokens' | 'mantle'>,
  read: { readonly kind: string; readonly words: readonly string[] } | undefined,
): UsageType | undefined {
  const kind = read === undefined ? undefined : KINDS.get(read.kind);
  const qualities = read === undefined ? undefined : qualitiesOf(read.words);
  if (kind === undefined || qualities === undefined) return undefined;
  const { tier, variants } = qualities;
  if (variants.includes('cacheWrite1h') && kind !== 'cacheWrite') return undefined;
  return { ...fixed, kind, tier, variants, variant: variants[0] };
}

/**
 * Reads the usage type of one line of the Price List or the bill; undefined for what is not tokens on demand (reserved
 * capacity, images, custom models …) and for any form that is not known. `serviceName` is the bill's SERVICE or the
 * list's `servicename`.
 */
export function classifyUsageType(usageType: string, serviceName: string): UsageType | undefined {
  if (!serviceName.includes('Bedrock')) return undefined;
  return usageType.includes('-MP:') ? marketplaceType(usageType) : bedrockType(usageType);
}

/** Regions by the codes that usage types begin with. */
const REGIONS: Readonly<Record<string, string>> = {
  USE1: 'us-east-1',
  USE2: 'us-east-2',
  USW1: 'us-west-1',
  USW2: 'us-west-2',
  UGW1: 'us-gov-west-1',
  UGE1: 'us-gov-east-1',
  EU: 'eu-west-1',
  EUW1: 'eu-west-1',
  EUW2: 'eu-west-2',
  EUW3: 'eu-west-3',
  EUC1: 'eu-central-1',
  EUC2: 'eu-central-2',
  EUN1: 'eu-north-1',
  EUS1: 'eu-south-1',
  EUS2: 'eu-south-2',
  APN1: 'ap-northeast-1',
  APN2: 'ap-northeast-2',
  APN3: 'ap-northeast-3',
  APS1: 'ap-southeast-1',
  APS2: 'ap-southeast-2',
  APS3: 'ap-south-1',
  APS4: 'ap-southeast-3',
  APS5: 'ap-south-2',
  APS6: 'ap-southeast-4',
  APS7: 'ap-southeast-5',
  CAN1: 'ca-central-1',
  CAN2: 'ca-west-1',
  SAE1: 'sa-east-1',
  MEC1: 'me-central-1',
  MES1: 'me-south-1',
  ILC1: 'il-central-1',
  AFS1: 'af-south-1',
  MXC1: 'mx-central-1',
};

/** The Region of a billing code; undefined when it is not known. */
export const regionOfCode = (code: string): string | undefined =>
  Object.hasOwn(REGIONS, code) ? REGIONS[code] : undefined;
