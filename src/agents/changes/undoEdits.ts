/** The edits that remove our values from a file that others have written since, and keep all of theirs. */

import { isDeepStrictEqual } from 'node:util';
import { itemName, matchItems } from './listItems';
import { isJsonObject, type Edit, type Json, type KeyPath } from '../documents/document';

/** One value at three times. */
interface Versions {
  readonly earlier: Json | undefined;
  readonly written: Json | undefined;
  readonly now: Json | undefined;
}

export interface UndoEdits {
  /** To be made in this order: items of a list are removed from its end. */
  readonly edits: readonly Edit[];
  /**
   * Values of ours that somebody has changed or removed, by the names of their items. The earlier ones are not
   * restored.
   */
  readonly notRestored: readonly KeyPath[];
}

/** The path of a value now, and its name for people. */
interface Position {
  readonly path: KeyPath;
  readonly name: KeyPath;
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const sizeOf = (value: Json | undefined): number => (isList(value) ? value.length : 0);
const isNone = (value: Json | undefined): value is null | undefined => value === undefined || value === null;

const fieldOf = (value: Json | undefined, key: string): Json | undefined =>
  isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** A timestamp. Programs renew it each time they write, so that it does not count as a change. */
const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function isOurs(now: Json | undefined, written: Json | undefined): boolean {
  if (typeof now === 'string' && typeof written === 'string')
    return now === written || (STAMP.test(now) && STAMP.test(written));
  if (!isJsonObject(now) || !isJsonObject(written)) return isDeepStrictEqual(now, written);
  const keys = Object.keys(written);
  return (
    keys.length === Object.keys(now).length &&
    keys.every((key) => Object.hasOwn(now, key) && isOurs(now[key], written[key]))
  );
}

const NOTHING: UndoEdits = { edits: [], notRestored: [] };

const combined = (parts: readonly UndoEdits[]): UndoEdits => ({
  edits: parts.flatMap(({ edits }) => edits),
  notRestored: parts.flatMap(({ notRestored }) => notRestored),
});

const setting = (path: KeyPath, value: Json | undefined): Edit => ({ path, ...(value === undefined ? {} : { value }) });

/** Removes as a whole what we alone had filled: there was no empty object or list before. */
function unlessEmpty(undo: UndoEdits, { earlier }: Versions, { path }: Position, size: number): UndoEdits {
  const gone = undo.edits.filter((edit) => edit.value === undefined && edit.path.length === path.length + 1);
  if (!isNone(earlier) || size === 0 || gone.length < size || path.length === 0) return undo;
  return { edits: [setting(path, earlier)], notRestored: undo.notRestored };
}

function undoObject(versions: Versions, position: Position): UndoEdits {
  const { earlier, written, now } = versions;
  const keys = new Set([
    ...Object.keys(isJsonObject(written) ? written : {}),
    ...Object.keys(isJsonObject(earlier) ? earlier : {}),
  ]);
  const parts = [...keys].map((key) =>
    undoValue(
      { earlier: fieldOf(earlier, key), written: fieldOf(written, key), now: fieldOf(now, key) },
      { path: [...position.path, key], name: [...position.name, key] },
    ),
  );
  return unlessEmpty(combined(parts), versions, position, isJsonObject(now) ? Object.keys(now).length : 0);
}

/** Plans set items in place or add them at the end, so that an item has the same index in both of our lists. */
function undoList(versions: Versions, position: Position): UndoEdits {
  const before = isList(versions.earlier) ? versions.earlier : [];
  const now = isList(versions.now) ? versions.now : [];
  const written = isList(versions.written) ? versions.written : [];
  const places = matchItems(now, written);
  const parts = written.map((item, index): UndoEdits => {
    const earlier = before[index];
    const place = places[index];
    const name = [...position.name, itemName(item, index)];
    if (place === undefined) {
      const isBack = earlier === undefined || isOurs(earlier, item) || now.some((one) => isOurs(one, earlier));
      return isBack ? NOTHING : { edits: [], notRestored: [name] };
    }
    const path = [...position.path, place];
    // An entry that somebody has changed stays whole.
    if (earlier === undefined)
      return isOurs(now[place], item) ? { edits: [{ path }], notRestored: [] } : { edits: [], notRestored: [name] };
    return undoValue({ earlier, written: item, now: now[place] }, { path, name });
  });
  return unlessEmpty(combined(parts), versions, position, now.length);
}

const TOP: Position = { path: [], name: [] };

/** The edits are not in their final order yet. */
function undoValue(versions: Versions, position: Position): UndoEdits {
  const { earlier, written, now } = versions;
  if (isDeepStrictEqual(earlier, written) || isDeepStrictEqual(now, earlier)) return NOTHING;
  // Each value is restored separately, so that comments between them stay.
  const isWhole = position.path.length > 0 && isNone(earlier) && isOurs(now, written);
  if (
    !isWhole &&
    isJsonObject(written) &&
    (isNone(earlier) || isJsonObject(earlier)) &&
    (isNone(now) || isJsonObject(now))
  )
    return undoObject(versions, position);
  const isLonger = sizeOf(written) >= sizeOf(earlier);
  if (!isWhole && isLonger && isList(written) && (isNone(earlier) || isList(earlier)) && (isNone(now) || isList(now)))
    return undoList(versions, position);
  return isOurs(now, written)
    ? { edits: [setting(position.path, earlier)], notRestored: [] }
    : { edits: [], notRestored: [position.name] };
}

/** Later items of a list before earlier ones. */
function fromTheEnd({ path: a }: Edit, { path: b }: Edit): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  if (at < 0) return 0;
  const [left, right] = [a[at], b[at]];
  if (typeof left === 'number' && typeof right === 'number') return right - left;
  return String(left) < String(right) ? -1 : 1;
}

/**
 * The edits that turn the current values of a file into those that it would have without our change, with all that
 * others have changed since.
 */
export function undoEdits(earlier: Json, written: Json, now: Json): UndoEdits {
  const { edits, notRestored } = undoValue({ earlier, written, now }, TOP);
  const gone = edits.filter(({ value }) => value === undefined);
  return { edits: [...edits.filter(({ value }) => value !== undefined), ...gone.toSorted(fromTheEnd)], notRestored };
}
