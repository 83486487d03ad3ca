/** What the page remembers while it is hidden: choices, not figures. VS Code keeps it for us and may hand back an older form. */

import * as v from 'valibot';
import { DEFAULT_SORT, TABS, type Sort, type Tab } from './tables';

const sort = (fallback: Sort) => v.fallback(v.object({ column: v.string(), descending: v.boolean() }), { ...fallback });

const remembered = v.object({
  tab: v.fallback(v.picklist(TABS), 'hours'),
  hours: sort(DEFAULT_SORT.hours),
  profiles: sort(DEFAULT_SORT.profiles),
  models: sort(DEFAULT_SORT.models),
  /** The hour that stays selected, by its key. */
  selected: v.fallback(v.nullable(v.number()), null),
  /** The hour that Tab leads to. */
  current: v.fallback(v.nullable(v.number()), null),
  scroll: v.fallback(v.number(), 0),
});

/** The reader's choices. */
export type Remembered = Readonly<v.InferOutput<typeof remembered>>;

const FRESH: Remembered = {
  tab: 'hours',
  ...DEFAULT_SORT,
  selected: null,
  current: null,
  scroll: 0,
};

/** What was remembered, with defaults for all that is missing or no longer understood. */
export function recall(stored: unknown): Remembered {
  const result = v.safeParse(remembered, { ...FRESH, ...(typeof stored === 'object' ? stored : {}) });
  return result.success ? result.output : FRESH;
}

/** The next order when a column's heading is pressed: numbers start with the largest, text with the first letter. */
export function pressed(current: Sort, column: string, numeric: boolean): Sort {
  return current.column === column ? { column, descending: !current.descending } : { column, descending: numeric };
}

/** Remembers another order for a tab. */
export const withSort = (was: Remembered, tab: Tab, sorted: Sort): Remembered => ({ ...was, [tab]: sorted });
