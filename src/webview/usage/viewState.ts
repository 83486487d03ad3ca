/**
 * What the page remembers while it is hidden: choices, not figures. VS Code keeps it for us and may hand back an older
 * form.
 */

import * as v from 'valibot';
import { CHART_MEASURES, PAGE_VIEWS } from '../../protocol/usagePage/strings';
import { DEFAULT_SORT, isNamedTab, TABS, type Sort, type Tab } from './tables/tables';

const sort = (fallback: Sort) => v.fallback(v.object({ column: v.string(), descending: v.boolean() }), { ...fallback });

const sorts = v.object({
  time: sort(DEFAULT_SORT.time),
  members: sort(DEFAULT_SORT.members),
  models: sort(DEFAULT_SORT.models),
  profiles: sort(DEFAULT_SORT.profiles),
  kinds: sort(DEFAULT_SORT.kinds),
});

const filter = v.fallback(v.pipe(v.string(), v.maxLength(200)), '');
/** Each tab has a filter of its own: one that was typed on another would leave out rows unseen. */
const filters = v.object({ members: filter, models: filter, profiles: filter });
const NO_FILTERS: v.InferOutput<typeof filters> = { members: '', models: '', profiles: '' };

const viewStateSchema = v.object({
  view: v.fallback(v.picklist(PAGE_VIEWS), 'usage'),
  /** Null until one is chosen: what comes first depends on whose usage is shown. */
  tab: v.fallback(v.nullable(v.picklist(TABS)), null),
  sorts: v.fallback(sorts, DEFAULT_SORT),
  measure: v.fallback(v.picklist(CHART_MEASURES), 'tokens'),
  filters: v.fallback(filters, NO_FILTERS),
  /** Whether profiles without traffic are shown. */
  idle: v.fallback(v.boolean(), false),
  /** The bucket that stays selected, by its key. */
  selected: v.fallback(v.nullable(v.number()), null),
  /** The bucket that Tab leads to. */
  current: v.fallback(v.nullable(v.number()), null),
  scroll: v.fallback(v.number(), 0),
});

/** The reader's choices. */
export type ViewState = Readonly<v.InferOutput<typeof viewStateSchema>>;

const INITIAL: ViewState = {
  view: 'usage',
  tab: null,
  sorts: DEFAULT_SORT,
  measure: 'tokens',
  filters: NO_FILTERS,
  idle: false,
  selected: null,
  current: null,
  scroll: 0,
};

/** The saved state, with defaults for all that is missing or no longer understood. */
export function restoreViewState(stored: unknown): ViewState {
  const result = v.safeParse(viewStateSchema, { ...INITIAL, ...(typeof stored === 'object' ? stored : {}) });
  return result.success ? result.output : INITIAL;
}

/** The next order when a column's heading is pressed: numbers start with the largest, text with the first letter. */
export function nextSort(current: Sort, column: string, numeric: boolean): Sort {
  return current.column === column ? { column, descending: !current.descending } : { column, descending: numeric };
}

/** Remembers another order for a tab. */
export const withSort = (was: ViewState, tab: Tab, sorted: Sort): ViewState => ({
  ...was,
  sorts: { ...was.sorts, [tab]: sorted },
});

/** What the rows of a tab are filtered by; empty for all. */
export const filterOf = ({ filters }: ViewState, tab: Tab): string => (isNamedTab(tab) ? filters[tab] : '');

/** Remembers another filter for a tab. */
export const withFilter = (was: ViewState, tab: Tab, text: string): ViewState =>
  isNamedTab(tab) ? { ...was, filters: { ...was.filters, [tab]: text } } : was;

/** The order of the tabs, and with it the first one: a team is shown by member. */
export const tabsFor = (scope: string): readonly Tab[] =>
  scope === 'team' || scope === 'all' ? ['members', 'time', 'models', 'profiles', 'kinds'] : TABS;

/** The tab that is shown. */
export const tabOf = ({ tab }: ViewState, scope: string): Tab =>
  tab ?? (scope === 'team' || scope === 'all' ? 'members' : 'time');
