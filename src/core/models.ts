/** Foundation models by id: how a person calls them, and how the current ones are put first. */

import { modelId, type ModelId } from './ids';

/** Geographic and global prefixes of system profiles' ids, as AWS lists them. */
export const GEO_PREFIXES = [
  'global',
  'us-gov',
  'us',
  'eu',
  'apac',
  'jp',
  'au',
  'ca',
  'sa',
  'in',
  'mx',
  'me',
  'af',
  'il',
  'uk',
] as const;
export type GeoPrefix = (typeof GEO_PREFIXES)[number];

/** Splits `eu.anthropic.claude-…` into its prefix and the model's own id. A model's id has no prefix. */
export function splitGeo(id: string): { readonly geo: GeoPrefix | undefined; readonly model: ModelId } {
  const geo = GEO_PREFIXES.find((prefix) => id.startsWith(`${prefix}.`));
  return { geo, model: modelId(geo === undefined ? id : id.slice(geo.length + 1)) };
}

const FAMILIES = ['fable', 'opus', 'sonnet', 'haiku', 'instant'];
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function claudeName(rest: string): string | undefined {
  const words = rest
    .replace(/:\d+[a-z]*$/, '')
    .split('-')
    .filter((word) => !/^\d{8}$/.test(word));
  const family = words.find((word) => FAMILIES.includes(word));
  if (words[0] !== 'claude' || family === undefined) return undefined;
  const numbers = words.filter((word) => /^\d{1,2}$/.test(word)).join('.');
  const revision = words.find((word) => /^v[2-9]$/.test(word));
  const older = words.indexOf(family) > 1;
  const name = older ? `Claude ${numbers} ${capital(family)}` : `Claude ${capital(family)} ${numbers}`;
  return revision === undefined ? name.trim() : `${name.trim()} ${revision}`;
}

function otherName(provider: string, rest: string): string {
  const words = rest
    .replace(/(-v\d+)?(:[\w-]+)*$/, '')
    .replace(/^llama(\d)-(\d)-/, 'llama-$1.$2-')
    .replace(/^llama(\d)-/, 'llama-$1-')
    .split('-')
    .map((word) => (/^\d+b$/.test(word) ? word.toUpperCase() : capital(word)));
  const maker = provider === 'amazon' ? 'Amazon ' : '';
  return maker + words.join(' ');
}

/**
 * A name for people: `Claude Sonnet 4.5`, `Amazon Nova Pro`, `Llama 3.3 70B Instruct`. An id of an unknown form is its own name.
 */
export function modelName(id: ModelId | string): string {
  const { model } = splitGeo(id);
  const dot = model.indexOf('.');
  if (dot < 0) return model;
  const provider = model.slice(0, dot);
  const rest = model.slice(dot + 1);
  if (provider === 'anthropic') return claudeName(rest) ?? model;
  return otherName(provider, rest);
}

/** Whether a model is one of Anthropic's Claude models. */
export const isClaude = (id: string): boolean => splitGeo(id).model.startsWith('anthropic.claude');

function claudeVersion(id: string): number {
  const numbers = /\d+(\.\d+)?/.exec(modelName(id));
  return numbers ? Number(numbers[0]) : 0;
}

/** Sorts model ids as a developer looks for them: Claude first and newest first, then the others by name. */
export function compareModels(a: string, b: string): number {
  const claude = Number(isClaude(b)) - Number(isClaude(a));
  if (claude !== 0) return claude;
  const newer = isClaude(a) ? claudeVersion(b) - claudeVersion(a) : 0;
  return newer !== 0 ? newer : modelName(a).localeCompare(modelName(b));
}
