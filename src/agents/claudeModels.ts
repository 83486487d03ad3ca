/** What agents need to know of Claude models beside their names. */

import { modelName, splitGeo } from '../core/profiles/models';

/** Family and version of a Claude model: Opus 4.7 is `opus`, 407. */
export function claudeFamily(model: string): { readonly family: string; readonly version: number } | undefined {
  const id = splitGeo(model).model;
  if (!id.startsWith('anthropic.claude')) return undefined;
  const family = /(sonnet|opus|haiku|fable)/.exec(id)?.[1] ?? '';
  const [, major = '0', minor = '0'] = /(\d+)(?:\.(\d+))?/.exec(modelName(id)) ?? [];
  return { family, version: Number(major) * 100 + Number(minor) };
}

/** Opus 4.7 and later, and everything from generation 5 on, are reported to refuse a temperature. */
export function refusesTemperature(model: string): boolean {
  const claude = claudeFamily(model);
  if (claude === undefined) return false;
  return claude.version >= 500 || (claude.family === 'opus' && claude.version >= 407);
}
