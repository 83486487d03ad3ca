/** What takes our values out of a file that others have written since, and leaves all of theirs. */

import { isDeepStrictEqual } from 'node:util';
import { itemName, placesIn } from '../documents/listItems';
import type { Edit, Json, KeyPath } from './plan';

/** One value at three times. */
interface Times {
  readonly earlier: Json | undefined;
  readonly wrote: Json | undefined;
  readonly now: Json | undefined;
}

export interface WayBack {
  /** To be made one after the other: what goes from a list goes from its end. */
  readonly edits: readonly Edit[];
  /** Values of ours that somebody has changed or taken away, by the names of their items. Neither ours nor the earlier ones are there. */
  readonly left: readonly KeyPath[];
}

/** Where a value stands now, and what it is called. */
interface Spot {
  readonly path: KeyPath;
  readonly name: KeyPath;
}

type Fields = Readonly<Record<string, Json>>;

const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const sizeOf = (value: Json | undefined): number => (isList(value) ? value.length : 0);
const isNone = (value: Json | undefined): value is null | undefined => value === undefined || value === null;

const fieldOf = (value: Json | undefined, key: string): Json | undefined =>
  isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** When something was written. Programs renew it each time they write, and it is nobody's choice. */
const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function isOurs(now: Json | undefined, wrote: Json | undefined): boolean {
  if (typeof now === 'string' && typeof wrote === 'string')
    return now === wrote || (STAMP.test(now) && STAMP.test(wrote));
  if (!isFields(now) || !isFields(wrote)) return isDeepStrictEqual(now, wrote);
  const keys = Object.keys(wrote);
  return (
    keys.length === Object.keys(now).length &&
    keys.every((key) => Object.hasOwn(now, key) && isOurs(now[key], wrote[key]))
  );
}

const NOTHING: WayBack = { edits: [], left: [] };

const together = (ways: readonly WayBack[]): WayBack => ({
  edits: ways.flatMap(({ edits }) => edits),
  left: ways.flatMap(({ left }) => left),
});

const setting = (path: KeyPath, value: Json | undefined): Edit => ({ path, ...(value === undefined ? {} : { value }) });

/** What only we had filled goes as a whole: an empty thing was not there before. */
function unlessEmpty(way: WayBack, { earlier }: Times, { path }: Spot, size: number): WayBack {
  const gone = way.edits.filter((edit) => edit.value === undefined && edit.path.length === path.length + 1);
  if (!isNone(earlier) || size === 0 || gone.length < size || path.length === 0) return way;
  return { edits: [setting(path, earlier)], left: way.left };
}

function inFields(times: Times, spot: Spot): WayBack {
  const { earlier, wrote, now } = times;
  const keys = new Set([
    ...Object.keys(isFields(wrote) ? wrote : {}),
    ...Object.keys(isFields(earlier) ? earlier : {}),
  ]);
  const ways = [...keys].map((key) =>
    wayBack(
      { earlier: fieldOf(earlier, key), wrote: fieldOf(wrote, key), now: fieldOf(now, key) },
      { path: [...spot.path, key], name: [...spot.name, key] },
    ),
  );
  return unlessEmpty(together(ways), times, spot, isFields(now) ? Object.keys(now).length : 0);
}

/** Plans set items where they stand, or add them behind the last: an item has the same number in both lists that are ours. */
function inList(times: Times, spot: Spot): WayBack {
  const before = isList(times.earlier) ? times.earlier : [];
  const now = isList(times.now) ? times.now : [];
  const wrote = isList(times.wrote) ? times.wrote : [];
  const places = placesIn(now, wrote);
  const ways = wrote.map((item, index): WayBack => {
    const earlier = before[index];
    const place = places[index];
    const name = [...spot.name, itemName(item, index)];
    if (place === undefined) {
      const isBack = earlier === undefined || isOurs(earlier, item) || now.some((one) => isOurs(one, earlier));
      return isBack ? NOTHING : { edits: [], left: [name] };
    }
    const path = [...spot.path, place];
    // Half an entry is worse than one that somebody has made their own.
    if (earlier === undefined)
      return isOurs(now[place], item) ? { edits: [{ path }], left: [] } : { edits: [], left: [name] };
    return wayBack({ earlier, wrote: item, now: now[place] }, { path, name });
  });
  return unlessEmpty(together(ways), times, spot, now.length);
}

const TOP: Spot = { path: [], name: [] };

/** In the order of what is found: `edits` are not ordered yet. */
function wayBack(times: Times, spot: Spot): WayBack {
  const { earlier, wrote, now } = times;
  if (isDeepStrictEqual(earlier, wrote) || isDeepStrictEqual(now, earlier)) return NOTHING;
  // Value by value where it stood before, so that comments between them stay.
  const isWhole = spot.path.length > 0 && isNone(earlier) && isOurs(now, wrote);
  if (!isWhole && isFields(wrote) && (isNone(earlier) || isFields(earlier)) && (isNone(now) || isFields(now)))
    return inFields(times, spot);
  const isLonger = sizeOf(wrote) >= sizeOf(earlier);
  if (!isWhole && isLonger && isList(wrote) && (isNone(earlier) || isList(earlier)) && (isNone(now) || isList(now)))
    return inList(times, spot);
  return isOurs(now, wrote) ? { edits: [setting(spot.path, earlier)], left: [] } : { edits: [], left: [spot.name] };
}

/** Later items of a list before earlier ones. */
function fromTheEnd({ path: a }: Edit, { path: b }: Edit): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  if (at < 0) return 0;
  const [left, right] = [a[at], b[at]];
  if (typeof left === 'number' && typeof right === 'number') return right - left;
  return String(left) < String(right) ? -1 : 1;
}

/** The way from what a file says now to what it would say had we never written, with all that others have done since. */
export function wayBackOf(earlier: Json, wrote: Json, now: Json): WayBack {
  const { edits, left } = wayBack({ earlier, wrote, now }, TOP);
  const gone = edits.filter(({ value }) => value === undefined);
  return { edits: [...edits.filter(({ value }) => value !== undefined), ...gone.toSorted(fromTheEnd)], left };
}
