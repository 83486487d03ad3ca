/**
 * What AWS accepts as a profile's name, description, tag key and tag value, and the nearest legal form of what it would
 * not. Patterns and lengths are those of the Bedrock service model; each has to match in full.
 */

import transliterate from '@sindresorhus/transliterate';
import type { Tags } from './profile';
import { formOf, NO_FORMS, type TagForms } from './tagReplacements';

const NAME = /^([0-9a-zA-Z][ _-]?)+$/;
const DESCRIPTION = /^([0-9a-zA-Z:.][ _-]?)+$/;
/** AWS writes `\s` here and means ASCII's white space; JavaScript's own also holds the no-break space and others. */
const TAG_TEXT = /^[a-zA-Z0-9 \t\n\v\f\r._:/=+@-]*$/;

export const NAME_MAX = 64;
export const DESCRIPTION_MAX = 200;
export const TAG_KEY_MAX = 128;
export const TAG_VALUE_MAX = 256;
export const TAGS_MAX = 50;

/** Why a text had to be changed. */
export type NameChange =
  | { readonly kind: 'letters'; readonly examples: readonly string[] }
  | { readonly kind: 'replaced' }
  | { readonly kind: 'separators' }
  | { readonly kind: 'length'; readonly max: number }
  | { readonly kind: 'spaces' }
  | { readonly kind: 'reserved' }
  | { readonly kind: 'empty' };

/**
 * The nearest legal form; `reasons` is empty when nothing had to be changed, and `value` is empty when nothing legal is
 * left.
 */
export interface Legal {
  readonly value: string;
  readonly reasons: readonly NameChange[];
}

/** By code point: each one is either one of AWS's ASCII letters or foreign as a whole. */
const letters = (text: string): string[] => Array.from(text);

const foreign = (text: string, allowed: RegExp): readonly string[] => [
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
function mark(text: string): string {
  let hash = 0x811c9dc5;
  for (const unit of text) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36).padStart(7, '0').slice(-6);
}

function cut(text: string, max: number, whole: string): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 7).replace(/[ _-]+$/, '')}-${mark(whole)}`;
}

function reasonsFor(
  text: string,
  strange: readonly string[],
  doubled: boolean,
  max: number,
  value: string,
): NameChange[] {
  const reasons: NameChange[] = [];
  if (strange.length > 0) reasons.push({ kind: 'letters', examples: strange.slice(0, 5) });
  if (doubled) reasons.push({ kind: 'separators' });
  if (text.length > max) reasons.push({ kind: 'length', max });
  if (value === '') reasons.push({ kind: 'empty' });
  else if (reasons.length === 0 && value !== text) reasons.push({ kind: 'spaces' });
  return reasons;
}

function legalByPattern(text: string, pattern: RegExp, letter: RegExp, separator: RegExp, max: number): Legal {
  if (text.length <= max && pattern.test(text)) return { value: text, reasons: [] };
  const clean = letters(toAscii(text))
    .map((unit) => (letter.test(unit) ? unit : '-'))
    .join('');
  const single = clean.replace(/[ _-]{2,}/g, '-').replace(/^[ _-]+|[ _-]+$/g, '');
  const value = cut(single, max, text);
  return { value, reasons: reasonsFor(text, foreign(text, letter), separator.test(text), max, value) };
}

/** A profile's name: 1–64 letters and digits, each followed by at most one space, `_` or `-`. */
export function legalName(text: string): Legal {
  return legalByPattern(text, NAME, /[0-9a-zA-Z _-]/, /^[ _-]|[ _-]{2}/, NAME_MAX);
}

/** A description: as a name, up to 200, also `:` and `.`; it may be left out, so an empty one is legal. */
export function legalDescription(text: string): Legal {
  if (text === '') return { value: '', reasons: [] };
  return legalByPattern(text, DESCRIPTION, /[0-9a-zA-Z:. _-]/, /^[ _-]|[ _-]{2}/, DESCRIPTION_MAX);
}

function legalTagText(text: string, max: number): Legal {
  const trimmed = text.trim();
  if (trimmed !== '' && trimmed === text && text.length <= max && TAG_TEXT.test(text))
    return { value: text, reasons: [] };
  const ascii = toAscii(trimmed.replace(/\s+/g, ' '));
  const clean = letters(ascii)
    .map((unit) => (TAG_TEXT.test(unit) ? unit : '-'))
    .join('');
  const changed = clean !== trimmed;
  const single = changed ? clean.replace(/-{2,}/g, '-').replace(/^[\s-]+|[\s-]+$/g, '') : clean;
  const value = cut(/[0-9a-zA-Z]/.test(single) ? single : '', max, text);
  return { value, reasons: reasonsFor(text, foreign(trimmed, TAG_TEXT), false, max, value) };
}

/** The table's form of a text comes first, and has to be legal as well. */
function inForm(text: string, forms: TagForms, legalise: (form: string) => Legal): Legal {
  const form = formOf(text, forms);
  const legal = legalise(form);
  return form === text ? legal : { ...legal, reasons: [{ kind: 'replaced' }, ...legal.reasons] };
}

/**
 * A tag's value that says something: 1–256 of AWS's tag letters. (AWS also takes an empty one, which attributes
 * nothing.)
 */
export const legalTagValue = (text: string, forms = NO_FORMS): Legal =>
  inForm(text, forms, (form) => legalTagText(form, TAG_VALUE_MAX));

/** A tag's key: 1–128 of AWS's tag letters, and not one of AWS's own (`aws:…`). */
export const legalTagKey = (text: string, forms = NO_FORMS): Legal => inForm(text, forms, legalKey);

function legalKey(text: string): Legal {
  const legal = legalTagText(text, TAG_KEY_MAX);
  if (!/^aws:/i.test(legal.value)) return legal;
  return {
    value: legalTagText(legal.value.replace(/^(\s*aws:)+/i, ''), TAG_KEY_MAX).value,
    reasons: [...legal.reasons, { kind: 'reserved' }],
  };
}

/** Whether AWS takes these tags as they are. */
export function tagsAreLegal(tags: Tags): boolean {
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
