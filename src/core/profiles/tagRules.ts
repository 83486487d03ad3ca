/** The tags that the settings ask for, changed to what AWS accepts. */

import { normalizeTagKey, normalizeTagValue } from './nameRules';
import type { Tags } from './profile';
import type { RequiredTags } from '../settings/folderRestrictions';
import type { TagReplacements } from './tagReplacements';

/** What is written for a text, or the text itself where AWS accepts nothing of it: a message names it then. */
const writtenKey = (key: string, replacements: TagReplacements): string =>
  normalizeTagKey(key, replacements).value || key;
const writtenValue = (value: string, replacements: TagReplacements): string =>
  normalizeTagValue(value, replacements).value || value;

/** Whether AWS accepts a tag's key, or a value that is not empty, as it is. */
export const isTagKey = (key: string): boolean => normalizeTagKey(key).value === key && key !== '';
export const isTagValue = (value: string): boolean => normalizeTagValue(value).value === value && value !== '';

/**
 * Required tags as they are written in profiles. What AWS accepts nothing of stays as it is, so that no tag fulfils it.
 */
export function replaceInRequiredTags(required: RequiredTags, replacements: TagReplacements): RequiredTags {
  const all = new Map<string, readonly string[]>();
  for (const [key, values] of Object.entries(required)) {
    if (key.trim() === '') continue;
    const form = writtenKey(key, replacements);
    const allowed = values.filter((value) => value.trim() !== '').map((value) => writtenValue(value, replacements));
    all.set(form, [...new Set([...(all.get(form) ?? []), ...allowed])]);
  }
  return Object.fromEntries(all);
}

/** Tags whose key and value AWS accepts, and the others as they are in the settings. */
export interface CheckedTags {
  readonly valid: Tags;
  readonly invalid: Tags;
}

/** Tags as they are written in profiles. */
export function replaceInTags(tags: Tags, replacements: TagReplacements): CheckedTags {
  const rows = Object.entries(tags).map(([key, value]) => ({
    written: [key, value] as const,
    form: [writtenKey(key, replacements), writtenValue(value, replacements)] as const,
  }));
  const isValid = ({ form: [key, value] }: (typeof rows)[number]): boolean => isTagKey(key) && isTagValue(value);
  return {
    valid: Object.fromEntries(rows.filter(isValid).map(({ form }) => form)),
    invalid: Object.fromEntries(rows.filter((row) => !isValid(row)).map(({ written }) => written)),
  };
}
