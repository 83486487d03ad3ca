/**
 * What is kept of a file so that a change of it can be undone: what the change replaced, and not the rest of it, which
 * may hold secrets.
 */

import { hashOf } from '../documents/files';
import { maskedCopy, maskSecrets, unmaskSecrets } from '../gateway/maskedSecrets';
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

/** Creates what is needed to undo a change. Secrets of the gateway are masked in it. */
export function createBackup(changed: ChangedText, edits: readonly Edit[]): Backup {
  const [before, after] = [maskSecrets(changed.before), maskSecrets(changed.after)];
  const paths = edits.map(({ path }) => path);
  return {
    splices: splicesOf(before, after, unchangedLeaves(before, after, changed.format)),
    values: maskedCopy(valuesFor(changed.value, paths)),
  };
}

/**
 * The earlier text; undefined where what was kept does not lead to it.
 * @param renewed a secret of the gateway instead of an earlier one, which is no longer known.
 * @throws AgentProblem `secret-gone` where one would be needed.
 */
export function restoredText(
  after: string,
  kept: Backup,
  hashBefore: string | undefined,
  renewed?: string,
): string | undefined {
  const masked = withSplices(maskSecrets(after), kept.splices);
  const text = unmaskSecrets(masked, after, renewed);
  const isRenewed = renewed !== undefined && text.includes(renewed) && !after.includes(renewed);
  return isRenewed || hashOf(text) === hashBefore ? text : undefined;
}

/** Whether any part of a value is only a fingerprint: such a value cannot be written. */
export const isIncomplete = (value: Json | undefined): boolean =>
  isFingerprint(value) || (typeof value === 'object' && value !== null && Object.values(value).some(isIncomplete));
