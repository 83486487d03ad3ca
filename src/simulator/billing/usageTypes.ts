/** The bill's usage types, in the three conventions that AWS uses side by side. */

import type { Kind, Tier, Variant } from './rates';

/** `CamelCase`: Claude up to 4.6. `snake_case`: Claude since. `kebab-case`: models under the service Amazon Bedrock. */
export type Convention = 'CamelCase' | 'snake_case' | 'kebab-case';

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

/** Such as `USE1-MP:USE1_InputTokenCount_Global-Units` or `USE1-NovaPro-input-tokens-batch`. */
export function usageTypeOf(
  { convention, billedAs }: { readonly convention: Convention; readonly billedAs: string },
  { code, kind, tier, variant }: UsageOf,
): string {
  const global = tier === 'global';
  const batch = variant === 'batch';
  const long = variant === 'longContext';
  switch (convention) {
    case 'CamelCase': {
      const end = [long ? '_LCtx' : '', global ? '_Global' : '', batch ? '_Batch' : ''].join('');
      return `${code}-MP:${code}_${CAMEL[kind]}${end}-Units`;
    }
    case 'snake_case': {
      const end = [long ? '_long_ctx' : '', global ? '_global' : '', batch ? '_batch' : '_standard'].join('');
      return `${code}-MP:${code}_${SNAKE[kind]}${end}-Units`;
    }
    case 'kebab-case':
      return `${code}-${billedAs}-${KEBAB[kind]}${global ? '-cross-region-global' : ''}${batch ? '-batch' : ''}`;
  }
}
