/** The bill's usage types, in the four conventions that AWS uses side by side. */

import type { Convention, Kind, Tier, Variant } from './priceKinds';

export interface UsageOf {
  /** The Region's billing code. */
  readonly code: string;
  readonly kind: Kind;
  readonly tier: Tier;
  readonly variant: Variant;
}

const CAMEL: Readonly<Record<Kind, string>> = {
  input: 'InputTokenCount',
  output: 'OutputTokenCount',
  cacheRead: 'CacheReadInputTokenCount',
  cacheWrite5m: 'CacheWriteInputTokenCount',
  cacheWrite1h: 'CacheWrite1hInputTokenCount',
};
const SNAKE: Readonly<Record<Kind, string>> = {
  input: 'input_tokens',
  output: 'output_tokens',
  cacheRead: 'cache_read_tokens',
  cacheWrite5m: 'cache_write_tokens',
  cacheWrite1h: 'cache_write_tokens_1h',
};
const KEBAB: Readonly<Record<Kind, string>> = {
  input: 'input-tokens',
  output: 'output-tokens',
  cacheRead: 'cache-read-input-token-count',
  cacheWrite5m: 'cache-write-input-token-count',
  cacheWrite1h: 'cache-write-1h-input-token-count',
};

interface BilledModel {
  readonly convention: Convention;
  readonly billedAs: string;
  readonly writesLast30m?: boolean;
}

/** `cache_write_tokens_30m_long_ctx_global_standard`: what is bought, how long it lasts, and how it is served. */
function snakeWords(writesLast30m: boolean, { kind, tier, variant }: UsageOf): string {
  const lasting = writesLast30m && kind === 'cacheWrite5m' ? '_30m' : '';
  const long = variant === 'longContext' ? '_long_ctx' : '';
  const served = variant === 'batch' ? '_batch' : '_standard';
  return `${SNAKE[kind]}${lasting}${long}${tier === 'global' ? '_global' : ''}${served}`;
}

/** Such as `USE1-MP:USE1_InputTokenCount_Global-Units` or `USE1-NovaPro-input-tokens-batch`. */
export function usageTypeOf({ convention, billedAs, writesLast30m = false }: BilledModel, usage: UsageOf): string {
  const { code, kind, tier, variant } = usage;
  const global = tier === 'global';
  const batch = variant === 'batch';
  switch (convention) {
    case 'CamelCase': {
      const end = [variant === 'longContext' ? '_LCtx' : '', global ? '_Global' : '', batch ? '_Batch' : ''].join('');
      return `${code}-MP:${code}_${CAMEL[kind]}${end}-Units`;
    }
    case 'snake_case':
      return `${code}-MP:${code}_${snakeWords(writesLast30m, usage)}-Units`;
    case 'kebab-case':
      return `${code}-${billedAs}-${KEBAB[kind]}${global ? '-cross-region-global' : ''}${batch ? '-batch' : ''}`;
    case 'mantle':
      return `${code}-${billedAs}-mantle-${snakeWords(writesLast30m, usage).replaceAll('_', '-')}`;
  }
}
