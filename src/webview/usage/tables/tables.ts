/** The page's tables as data: the same rows are shown, filtered, sorted, copied and exported. */

import type { Amount } from '../../../core/money';
import type { ExportedTable } from '../../../core/export/exportedTable';
import type { Format } from '../../format';
import type { TimeBucket } from '../chart/timeBuckets';
import { addCostedUsage, dollars, isUnpriced, type CostChange, type CostedUsage } from '../costedUsage';
import type { Count, Latency, Share } from '../sums';

export const TABS = ['time', 'members', 'models', 'profiles', 'kinds'] as const;
export type Tab = (typeof TABS)[number];

export type Cell =
  | { readonly type: 'text'; readonly text: string; readonly order?: number }
  | { readonly type: 'count'; readonly count: Count }
  | { readonly type: 'latency'; readonly latency: Latency }
  | { readonly type: 'share'; readonly share: Share }
  | { readonly type: 'money'; readonly amount: Amount }
  | { readonly type: 'change'; readonly change: CostChange };

export interface Column {
  readonly id: string;
  readonly label: string;
  /** The heading in a copied table, where the cells have no units. */
  readonly copyLabel?: string;
  readonly numeric: boolean;
}

/** A column as it is exported. */
export type RawColumn = ExportedTable['columns'][number];
/** A value as it is exported. */
export type RawValue = ExportedTable['rows'][number][number];

export interface Row {
  readonly key: string;
  /** In the order of the columns. The first is the row's heading. */
  readonly cells: readonly Cell[];
  readonly now: CostedUsage;
  readonly before: CostedUsage | undefined;
  /** What the row is about, as it is exported: in the order of the table's own raw columns. */
  readonly raw: readonly RawValue[];
  /** In small letters, for the filter. */
  readonly text: string;
  /** The row is this bucket's or this profile's. */
  readonly bucket?: TimeBucket;
  readonly profile?: string;
}

export interface Table {
  readonly tab: Tab;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** The row below: the total of some rows. */
  readonly totals: (rows: readonly Row[]) => { readonly cells: readonly Cell[]; readonly now: CostedUsage };
  readonly rawColumns: readonly RawColumn[];
  readonly health: boolean;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

const DEAREST_FIRST: Sort = { column: 'estimate', descending: true };
export const DEFAULT_SORT: Readonly<Record<Tab, Sort>> = {
  time: { column: 'time', descending: false },
  members: DEAREST_FIRST,
  models: DEAREST_FIRST,
  profiles: DEAREST_FIRST,
  kinds: { column: 'order', descending: false },
};

/** The tabs whose rows have names to filter by, and profiles without traffic among them. */
export const NAMED_TABS = ['members', 'models', 'profiles'] as const satisfies readonly Tab[];
export type NamedTab = (typeof NAMED_TABS)[number];

export const isNamedTab = (tab: Tab): tab is NamedTab => NAMED_TABS.some((named) => named === tab);

/** The usage of rows added up. */
export const sumRows = (
  rows: readonly Row[],
): { readonly now: CostedUsage; readonly before: CostedUsage | undefined } => ({
  now: addCostedUsage(rows.map(({ now }) => now)),
  before: rows.every(({ before }) => before !== undefined)
    ? addCostedUsage(rows.flatMap(({ before }) => before ?? []))
    : undefined,
});

/** Rows that hold every word of the filter somewhere in their texts. */
export function filterRows(rows: readonly Row[], filter: string): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? rows : rows.filter(({ text }) => words.every((word) => text.includes(word)));
}

const changeOrder = (change: CostChange): number | undefined => {
  switch (change.type) {
    case 'known':
      return dollars(change.difference);
    case 'new':
      return Infinity;
    case 'idle':
    case 'unknown':
      return undefined;
  }
};

const orderOf = (cell: Cell | undefined): number | string | undefined => {
  switch (cell?.type) {
    case 'text':
      return cell.order ?? cell.text;
    case 'count':
      return cell.count.value;
    case 'latency':
      return cell.latency.value;
    case 'share':
      return cell.share.value;
    case 'money':
      return isUnpriced(cell.amount) ? undefined : dollars(cell.amount.money);
    case 'change':
      return changeOrder(cell.change);
    case undefined:
      return undefined;
  }
};

/**
 * The rows in another order. What is not known comes last either way; among equals the one with more tokens comes
 * first.
 */
export function sortRows(table: Table, rows: readonly Row[], sort: Sort, compare: Format['compareTexts']): Row[] {
  const index = table.columns.findIndex(({ id }) => id === sort.column);
  const sign = sort.descending ? -1 : 1;
  const tokens = ({ now }: Row): number => now.usage.total.value ?? 0;
  const byOrder = (a: Row, b: Row): number => {
    const [x, y] = [orderOf(a.cells[index]), orderOf(b.cells[index])];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    if (typeof x === 'string' || typeof y === 'string') return sign * compare(String(x), String(y));
    return x === y ? 0 : sign * (x < y ? -1 : 1);
  };
  if (index < 0) return [...rows];
  return [...rows].sort((a, b) => {
    const order = byOrder(a, b);
    return order === 0 && table.tab !== 'time' ? tokens(b) - tokens(a) : order;
  });
}
