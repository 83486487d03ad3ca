/** Foundation models by id: how a person calls them, and how the current ones are put first. */

import { modelId, type ModelId } from '../ids';

/** Geographic and global prefixes of system profiles' ids, as AWS lists them. */
export const GEO_PREFIXES = [
  'global',
  'us-gov',
  'us',
  'eu',
  'apac',
  'amer',
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

/**
 * Splits `eu.anthropic.claude-…` into its prefix and the model's own id. A model's id has no prefix. Where the model is
 * known, as it is of all system profiles that AWS lists, whatever precedes it is the prefix, also one that is new;
 * makers' ids have dots of their own.
 */
export function splitGeo(id: string, known?: string): { readonly geo: string | undefined; readonly model: ModelId } {
  if (known !== undefined && id.endsWith(`.${known}`))
    return { geo: id.slice(0, -known.length - 1), model: modelId(known) };
  if (known === id) return { geo: undefined, model: modelId(id) };
  const geo = GEO_PREFIXES.find((prefix) => id.startsWith(`${prefix}.`));
  return { geo, model: modelId(geo === undefined ? id : id.slice(geo.length + 1)) };
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const isNumber = (word: string): boolean => /^\d{1,2}$/.test(word);

/** `3-5-sonnet-20241022-v2:0` is *3.5 Sonnet v2*, `sonnet-4-5-…-v1:0` is *Sonnet 4.5*, `v2:1` is *2.1*. */
function claudeName(rest: string): string | undefined {
  const old = /^v(\d+)(?::([1-9]))?(?::|$)/.exec(rest);
  if (old) return `Claude ${[old[1], old[2]].filter(Boolean).join('.')}`;
  const words = rest
    .replace(/(:\w+)+$/, '')
    .split('-')
    .filter((word) => !/^(\d{8}|v1)$/.test(word));
  const revision = words.filter((word) => /^v\d+$/.test(word));
  const names = words.filter((word) => /^[a-z]+$/i.test(word)).map(capital);
  const numbers = words.filter(isNumber);
  if (names.length === 0 || names.length + numbers.length + revision.length < words.length) return undefined;
  const version = numbers.length === 0 ? [] : [numbers.join('.')];
  const [family, ...more] = names;
  const first = isNumber(words[0] ?? '') ? [...version, ...names] : [family, ...version, ...more];
  return ['Claude', ...first, ...revision].join(' ');
}

/** Makers that a developer would miss in front of the bare model's name. */
const MAKERS: ReadonlyMap<string, string> = new Map([
  ['amazon', 'Amazon '],
  ['cohere', 'Cohere '],
  ['deepseek', 'DeepSeek '],
]);
const ACRONYMS = new Set(['gpt', 'oss', 'vl', 'xl', 'glm', 'it', 'sd3.5']);
/** Names that their makers write with capitals inside. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([['minimax', 'MiniMax']]);

/** Sizes (`70B`, `8x7B`, `A35B`) and acronyms are written in capitals, a revision (`v2`) is not. */
function otherWord(word: string): string {
  if (/^(a?\d+|\d+x\d+)b$/.test(word)) return word.replace(/^a|b$/g, (letter) => letter.toUpperCase());
  if (ACRONYMS.has(word)) return word.toUpperCase();
  const spelling = SPELLINGS.get(word);
  if (spelling !== undefined) return spelling;
  return /^v\d/.test(word) ? word : capital(word);
}

function otherName(provider: string, rest: string): string {
  const words = rest
    .replace(/(:\w+)+$/, '')
    .replace(/-v?[01]$/, '')
    // Two numbers in a row are a version: `llama3-3`, `jamba-1-5`, `rerank-v3-5`.
    .replace(/(?<=^|-)([a-z]*\d)-(\d)(?=-|$)/, '$1.$2')
    .replace(/^llama(?=\d)/, 'llama-')
    .split('-')
    .filter((word) => word !== '')
    .map((word, index) => (index === 0 ? capital(otherWord(word)) : otherWord(word)));
  // `GPT-6 Astra`, but `GLM 4.7`: only OpenAI ties the number to the name.
  const name = words.join(' ').replace(/^GPT (?=\d)/, 'GPT-');
  return words.length === 0 ? '' : (MAKERS.get(provider) ?? '') + name;
}

/**
 * A name for people: `Claude Sonnet 4.5`, `Amazon Nova Pro`, `Llama 3.3 70B Instruct`. An id of an unknown form is its
 * own name.
 */
export function modelName(id: ModelId | string): string {
  const { model } = splitGeo(id);
  const dot = model.indexOf('.');
  if (dot < 0) return model;
  const provider = model.slice(0, dot);
  const rest = model.slice(dot + 1);
  const claude = provider === 'anthropic' && rest.startsWith('claude-') ? claudeName(rest.slice(7)) : undefined;
  return claude ?? (provider === 'anthropic' ? model : otherName(provider, rest) || model);
}

/** Whether a model is one of Anthropic's Claude models. */
export const isClaude = (id: string): boolean => splitGeo(id).model.startsWith('anthropic.claude');

/** 4.10 is newer than 4.9. */
function claudeVersion(id: string): number {
  const [, major = '0', minor = '0'] = /(\d+)(?:\.(\d+))?/.exec(modelName(id)) ?? [];
  return Number(major) * 100 + Number(minor);
}

/**
 * Sorts model ids in the order in which developers need them: Claude first and newest first, then the others by name.
 */
export function compareModels(a: string, b: string): number {
  const claude = Number(isClaude(b)) - Number(isClaude(a));
  if (claude !== 0) return claude;
  const newer = isClaude(a) ? claudeVersion(b) - claudeVersion(a) : 0;
  return newer !== 0 ? newer : modelName(a).localeCompare(modelName(b));
}
