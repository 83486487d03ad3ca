/** A settings file as values, whatever its format is: how to read a key, and how to describe a change of one. */

import { isRecord } from '../../core/collections';

export type Scalar = string | number | boolean | null;

export type Json = Scalar | readonly Json[] | { readonly [key: string]: Json };

export type KeyPath = readonly (string | number)[];

/** One value to set; without `value` the key is removed. */
export interface Edit {
  readonly path: KeyPath;
  readonly value?: Json | undefined;
  /** The existing single value becomes the only item of a list; `value` is not given then. */
  readonly listed?: true;
}

export type Format = 'json' | 'jsonc' | 'yaml';

/** `providers.bedrock.settings.model`; a key with a dot in it is quoted. */
export const keyPathText = (path: KeyPath): string =>
  path
    .map((part) => (typeof part === 'number' ? String(part) : /[.\s"]/.test(part) ? JSON.stringify(part) : part))
    .join('.');

/** Why a file of an agent is not changed. */
export type BrokenReason =
  | 'not-a-file'
  | 'not-readable'
  | 'too-large'
  | 'not-text'
  | 'empty'
  | 'syntax'
  | 'not-an-object'
  | 'duplicate-keys'
  | 'several-documents'
  | 'schema'
  | 'dangling-link';

/** An object, and no list. */
export const isJsonObject = (value: Json | undefined): value is Readonly<Record<string, Json>> => isRecord(value);

/** The value at a path; undefined when there is none. */
export function valueAt(value: Json | undefined, path: KeyPath): Json | undefined {
  let here = value;
  for (const part of path) {
    if (Array.isArray(here) && typeof part === 'number') here = (here as readonly Json[])[part];
    else if (isJsonObject(here) && Object.hasOwn(here, part)) here = here[String(part)];
    else return undefined;
  }
  return here;
}

/** The value with an edit made, as the file must have it afterwards. Missing objects on the path are created. */
export function withEdit(value: Json | undefined, { path, ...change }: Edit): Json | undefined {
  const [part, ...rest] = path;
  const { value: wanted, listed } = change;
  if (part === undefined) return listed === true && value !== undefined ? [value] : wanted;
  if (typeof part === 'number') {
    const items = Array.isArray(value) ? [...(value as readonly Json[])] : [];
    const item = withEdit(items[part], { path: rest, ...change });
    items.splice(part, 1, ...(item === undefined ? [] : [item]));
    return items;
  }
  const entries = new Map(Object.entries(isJsonObject(value) ? value : {}));
  const old = entries.get(part);
  if (wanted === undefined && old === undefined) return value;
  const item = withEdit(old, { path: rest, ...change });
  if (item === undefined) entries.delete(part);
  else entries.set(part, item);
  return Object.fromEntries(entries);
}

/** A text under a key; an empty one is none. */
export function textAt(value: Json | undefined, ...path: KeyPath): string | undefined {
  const found = valueAt(value, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
