/** What the settings want in tags, in the form in which AWS takes it. */

import { legalTagKey, legalTagValue } from './nameRules';
import type { Tags } from './profile';
import type { RequiredTags } from '../settings/folderRestrictions';
import type { TagForms } from './tagReplacements';

/** A text's form, or the text itself where it has none: it is named then, and never left out without a word. */
const keyForm = (key: string, forms: TagForms): string => legalTagKey(key, forms).value || key;
const valueForm = (value: string, forms: TagForms): string => legalTagValue(value, forms).value || value;

/** Whether AWS takes a key, or a value that says something, as it is. */
export const isTagKey = (key: string): boolean => legalTagKey(key).value === key && key !== '';
export const isTagValue = (value: string): boolean => legalTagValue(value).value === value && value !== '';

/**
 * Required tags in the form in which they stand in profiles. What has no form stays as it is, and is fulfilled by no
 * tag.
 */
export function requiredInForm(required: RequiredTags, forms: TagForms): RequiredTags {
  const all = new Map<string, readonly string[]>();
  for (const [key, values] of Object.entries(required)) {
    if (key.trim() === '') continue;
    const form = keyForm(key, forms);
    const allowed = values.filter((value) => value.trim() !== '').map((value) => valueForm(value, forms));
    all.set(form, [...new Set([...(all.get(form) ?? []), ...allowed])]);
  }
  return Object.fromEntries(all);
}

/** Tags of which AWS takes key and value, and the others as they stand in the settings. */
export interface SortedTags {
  readonly legal: Tags;
  readonly refused: Tags;
}

/** Tags in their form. */
export function tagsInForm(tags: Tags, forms: TagForms): SortedTags {
  const rows = Object.entries(tags).map(([key, value]) => ({
    written: [key, value] as const,
    form: [keyForm(key, forms), valueForm(value, forms)] as const,
  }));
  const isLegal = ({ form: [key, value] }: (typeof rows)[number]): boolean => isTagKey(key) && isTagValue(value);
  return {
    legal: Object.fromEntries(rows.filter(isLegal).map(({ form }) => form)),
    refused: Object.fromEntries(rows.filter((row) => !isLegal(row)).map(({ written }) => written)),
  };
}
