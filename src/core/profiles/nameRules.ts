/**
 * What AWS accepts as a profile's name, description, tag key and tag value, and the nearest valid form of what it would
 * not. Patterns and lengths are those of the Bedrock service model; each has to match in full.
 */

import transliterate from '@sindresorhus/transliterate';
import type { Tags } from './profile';
import { replaceTagText, NO_REPLACEMENTS, type TagReplacements } from './tagReplacements';

const NAME = /^([0-9a-zA-Z][ _-]?)+$/;
const DESCRIPTION = /^([0-9a-zA-Z:.][ _-]?)+$/;
/** AWS writes `\s` here and means ASCII's white space; JavaScript's own also holds the no-break space and others. */
const TAG_TEXT = /^[a-zA-Z0-9 \t\n\v\f\r._:/=+@-]*$/;

/** AWS's limits: the lengths in characters, and the number of tags. */
export const NAME_MAX = 64;
export const DESCRIPTION_MAX = 200;
export const TAG_KEY_MAX = 128;
export const TAG_VALUE_MAX = 256;
export const TAGS_MAX = 50;

/** Why a text had to be changed. */
export type NormalizationReason =
  | { readonly kind: 'letters'; readonly examples: readonly string[] }
  | { readonly kind: 'replaced' }
  | { readonly kind: 'separators' }
  | { readonly kind: 'length'; readonly max: number }
  | { readonly kind: 'spaces' }
  | { readonly kind: 'reserved' }
  | { readonly kind: 'empty' };

/**
 * A text changed to what AWS accepts. `reasons` is empty when nothing had to be changed, and `value` is empty when no
 * allowed character is left.
 */
export interface NormalizedText {
  readonly value: string;
  readonly reasons: readonly NormalizationReason[];
}

/** By code point: each one is either one of AWS's ASCII letters or foreign as a whole. */
const letters = (text: string): string[] => Array.from(text);

const charactersOutside = (text: string, allowed: RegExp): readonly string[] => [
  ...new Set(letters(text).filter((letter) => !allowed.test(letter))),
];

/**
 * Apostrophes vanish (`O'Brien` is `OBrien`), full-width letters become plain ones; what cannot be written in ASCII
 * becomes a gap.
 */
function toAscii(text: string): string {
  return transliterate(text.normalize('NFKC')).replace(/['’‘`´]/g, '');
}

/** A cheap, stable mark (FNV-1a) that keeps two texts apart which are cut to the same length. */
function hashSuffix(text: string): string {
  let hash = 0x811c9dc5;
  for (const unit of text) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36).padStart(7, '0').slice(-6);
}

function truncate(text: string, max: number, whole: string): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 7).replace(/[ _-]+$/, '')}-${hashSuffix(whole)}`;
}

function reasonsFor(
  text: string,
  notAllowed: readonly string[],
  doubled: boolean,
  max: number,
  value: string,
): NormalizationReason[] {
  const reasons: NormalizationReason[] = [];
  if (notAllowed.length > 0) reasons.push({ kind: 'letters', examples: notAllowed.slice(0, 5) });
  if (doubled) reasons.push({ kind: 'separators' });
  if (text.length > max) reasons.push({ kind: 'length', max });
  if (value === '') reasons.push({ kind: 'empty' });
  else if (reasons.length === 0 && value !== text) reasons.push({ kind: 'spaces' });
  return reasons;
}

function normalizeByPattern(
  text: string,
  pattern: RegExp,
  letter: RegExp,
  separator: RegExp,
  max: number,
): NormalizedText {
  if (text.length <= max && pattern.test(text)) return { value: text, reasons: [] };
  const clean = letters(toAscii(text))
    .map((unit) => (letter.test(unit) ? unit : '-'))
    .join('');
  const single = clean.replace(/[ _-]{2,}/g, '-').replace(/^[ _-]+|[ _-]+$/g, '');
  const value = truncate(single, max, text);
  return { value, reasons: reasonsFor(text, charactersOutside(text, letter), separator.test(text), max, value) };
}

/** A profile's name: 1–64 letters and digits, each followed by at most one space, `_` or `-`. */
export function normalizeName(text: string): NormalizedText {
  return normalizeByPattern(text, NAME, /[0-9a-zA-Z _-]/, /^[ _-]|[ _-]{2}/, NAME_MAX);
}

/** A description: as a name, up to 200, also `:` and `.`; it may be left out, so an empty one is valid. */
export function normalizeDescription(text: string): NormalizedText {
  if (text === '') return { value: '', reasons: [] };
  return normalizeByPattern(text, DESCRIPTION, /[0-9a-zA-Z:. _-]/, /^[ _-]|[ _-]{2}/, DESCRIPTION_MAX);
}

function normalizeTagText(text: string, max: number): NormalizedText {
  const trimmed = text.trim();
  if (trimmed !== '' && trimmed === text && text.length <= max && TAG_TEXT.test(text))
    return { value: text, reasons: [] };
  const ascii = toAscii(trimmed.replace(/\s+/g, ' '));
  const clean = letters(ascii)
    .map((unit) => (TAG_TEXT.test(unit) ? unit : '-'))
    .join('');
  const changed = clean !== trimmed;
  const single = changed ? clean.replace(/-{2,}/g, '-').replace(/^[\s-]+|[\s-]+$/g, '') : clean;
  const value = truncate(/[0-9a-zA-Z]/.test(single) ? single : '', max, text);
  return { value, reasons: reasonsFor(text, charactersOutside(trimmed, TAG_TEXT), false, max, value) };
}

/** Replacements of the settings come first, and have to be valid as well. */
function normalizeReplaced(
  text: string,
  replacements: TagReplacements,
  normalize: (replaced: string) => NormalizedText,
): NormalizedText {
  const replaced = replaceTagText(text, replacements);
  const normalized = normalize(replaced);
  return replaced === text ? normalized : { ...normalized, reasons: [{ kind: 'replaced' }, ...normalized.reasons] };
}

/**
 * A tag's value that is not empty: 1–256 of AWS's tag letters. (AWS also takes an empty one, which attributes
 * nothing.)
 */
export const normalizeTagValue = (text: string, replacements = NO_REPLACEMENTS): NormalizedText =>
  normalizeReplaced(text, replacements, (replaced) => normalizeTagText(replaced, TAG_VALUE_MAX));

/** A tag's key: 1–128 of AWS's tag letters, and not one of AWS's own (`aws:…`). */
export const normalizeTagKey = (text: string, replacements = NO_REPLACEMENTS): NormalizedText =>
  normalizeReplaced(text, replacements, normalizeUnreplacedKey);

function normalizeUnreplacedKey(text: string): NormalizedText {
  const normalized = normalizeTagText(text, TAG_KEY_MAX);
  if (!/^aws:/i.test(normalized.value)) return normalized;
  return {
    value: normalizeTagText(normalized.value.replace(/^(\s*aws:)+/i, ''), TAG_KEY_MAX).value,
    reasons: [...normalized.reasons, { kind: 'reserved' }],
  };
}

/** Whether AWS takes these tags as they are. */
export function areTagsValid(tags: Tags): boolean {
  const entries = Object.entries(tags);
  return (
    entries.length <= TAGS_MAX &&
    entries.every(
      ([key, value]) =>
        key.length >= 1 &&
        key.length <= TAG_KEY_MAX &&
        TAG_TEXT.test(key) &&
        !/^aws:/i.test(key) &&
        value.length <= TAG_VALUE_MAX &&
        TAG_TEXT.test(value),
    )
  );
}
