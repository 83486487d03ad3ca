/** The dimensions by which a model's prices differ. */

export const KINDS = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const;
/** What is billed: a kind of tokens. */
export type Kind = (typeof KINDS)[number];

/** In-region and geographic inference have the same price; global inference has another one. */
export type Tier = 'global' | 'regional';

export type Variant = 'standard' | 'batch' | 'longContext';

/**
 * How usage types are written. `CamelCase`: Claude up to 4.6. `snake_case`: Marketplace models since. `kebab-case`:
 * models under the service Amazon Bedrock. `mantle`: models under that service that have a usage type of the
 * OpenAI-compatible endpoint only.
 */
export type Convention = 'CamelCase' | 'snake_case' | 'kebab-case' | 'mantle';
