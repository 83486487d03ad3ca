/** What differs between models when they are invoked. */

import type { Model } from '../catalog';

/** A Claude model's family and version: Opus 4.7 is `opus`, 407. */
export interface Claude {
  readonly family: string;
  readonly version: number;
}

const FAMILIES = 'opus|sonnet|haiku|fable';
/** `claude-opus-4-7`, and as older ids have it, `claude-3-5-sonnet`. A date is not a version. */
const PATTERNS = [
  new RegExp(`claude-(?<family>${FAMILIES})-(?<major>\\d+)(?:-(?<minor>\\d{1,2}))?(?!\\d)`),
  new RegExp(`claude-(?<major>\\d+)(?:-(?<minor>\\d+))?-(?<family>${FAMILIES})`),
];

/** Undefined for other makers' models. */
export function claudeOf({ id }: Model): Claude | undefined {
  for (const pattern of PATTERNS) {
    const { family, major, minor = '0' } = pattern.exec(id)?.groups ?? {};
    if (family !== undefined) return { family, version: Number(major) * 100 + Number(minor) };
  }
  return undefined;
}

/** How a model caches prompts. */
export interface CacheRules {
  /** Tokens that a prefix must have to be cached; a shorter one is not cached, without an error. */
  readonly minimum: number;
  /** How many blocks before a cache point are searched for a prefix that was cached earlier. */
  readonly lookback: number;
  /** Whether a prefix can be kept for an hour. */
  readonly keepsAnHour: boolean;
}

/**
 * From AWS's and Anthropic's documentation; where both name a model, AWS's number is used. Of Haiku 5.5, Opus 5.5,
 * Sonnet 5.5, Fable 5.1 and Nova 2 Lite none is known: they have their predecessor's.
 */
function claudeMinimum({ family, version }: Claude): number {
  if (version < 400) return family === 'haiku' ? 2048 : 1024;
  if (family === 'haiku') return 4096;
  if (family === 'sonnet') return version === 406 ? 2048 : 1024;
  if (version >= 500) return 512;
  if (version >= 408) return 1024;
  if (version >= 407) return 2048;
  return version >= 405 ? 4096 : 1024;
}

/** Undefined for a model that does not cache prompts. */
export function cacheRulesOf(model: Model): CacheRules | undefined {
  if (!model.caches) return undefined;
  const claude = claudeOf(model);
  if (claude) return { minimum: claudeMinimum(claude), lookback: 20, keepsAnHour: claude.version >= 405 };
  const minimum = /nova.*-(lite|micro)/.test(model.id) ? 1536 : 1024;
  return { minimum, lookback: 0, keepsAnHour: false };
}

/** Opus since 4.7, and all families since 5: no sampling parameters, and thinking without a budget. */
export const isAdaptiveOnly = ({ family, version }: Claude): boolean =>
  version >= 500 || (family === 'opus' && version >= 407);
