/**
 * What is kept of a file so that a change of it can be undone: what the change replaced, and not the rest of it, which
 * may hold secrets.
 */

import { hashOf } from '../documents/files';
import { isFingerprint, fingerprintOf } from './listItems';
import type { Backup } from './plan';
import { splicesOf, withSplices } from '../documents/splices';
import { unchangedLeaves } from '../documents/leaves';
import { isJsonObject, type Edit, type Format, type Json } from '../documents/document';

/** The rest of an edit's path, below the value at hand. */
type Below = readonly (string | number)[];

/**
 * The values that edits replace. Other keys of objects are left out; of other items of a list only their fingerprints
 * are kept, because an item is found again by its neighbors.
 */
function valuesFor(value: Json, paths: readonly Below[]): Json {
  if (paths.some((path) => path.length === 0)) return value;
  const below = (key: string | number): readonly Below[] =>
    paths.filter(([first]) => first === key).map(([, ...rest]) => rest);
  if (Array.isArray(value))
    return value.map((item: Json, index): Json =>
      below(index).length > 0 ? valuesFor(item, below(index)) : fingerprintOf(item),
    );
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => below(key).length > 0);
  return Object.fromEntries(kept.map(([key, item]) => [key, valuesFor(item, below(key))]));
}

/** The file's text before a change and after it, and its value before. */
export interface ChangedText {
  readonly format: Format;
  readonly before: string;
  readonly after: string;
  readonly value: Json;
}

/** Creates what is needed to undo a change. */
export const createBackup = ({ format, before, after, value }: ChangedText, edits: readonly Edit[]): Backup => ({
  splices: splicesOf(before, after, unchangedLeaves(before, after, format)),
  values: valuesFor(
    value,
    edits.map(({ path }) => path),
  ),
});

/** The earlier text; undefined where what was kept does not lead to it. */
export function restoredText(after: string, kept: Backup, hashBefore: string | undefined): string | undefined {
  const text = withSplices(after, kept.splices);
  return hashOf(text) === hashBefore ? text : undefined;
}

/** Whether any part of a value is only a fingerprint: such a value cannot be written. */
export const isIncomplete = (value: Json | undefined): boolean =>
  isFingerprint(value) || (typeof value === 'object' && value !== null && Object.values(value).some(isIncomplete));
