/** The page's tables as data: the same rows are shown, sorted and copied. */

import { TOKEN_KINDS } from '../core/usage';
import type { Computed } from './figures';
import type { LocalHour } from './hours';
import type { Format } from './numbers';
import type { Strings } from './strings';
import { share, type Amount, type Latency, type Share, type Summary } from './sums';

export const TABS = ['hours', 'profiles', 'models'] as const;
export type Tab = (typeof TABS)[number];

export type Cell =
  | { readonly type: 'text'; readonly text: string; readonly order?: number }
  | { readonly type: 'count'; readonly amount: Amount }
  | { readonly type: 'latency'; readonly latency: Latency }
  | { readonly type: 'share'; readonly share: Share };

export interface Column {
  readonly id: string;
  readonly label: string;
  /** The heading in a copied table, where the cells have no units. */
  readonly copyLabel?: string;
  readonly numeric: boolean;
}

export interface Row {
  readonly key: string;
  /** In the order of the columns. The first is the row's heading. */
  readonly cells: readonly Cell[];
  /** The row is this hour's or this profile's. */
  readonly hour?: LocalHour;
  readonly profile?: string;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly totals: readonly Cell[];
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

export const DEFAULT_SORT: Readonly<Record<Tab, Sort>> = {
  hours: { column: 'hour', descending: false },
  profiles: { column: 'total', descending: true },
  models: { column: 'total', descending: true },
};

const text = (value: string, order?: number): Cell =>
  order === undefined ? { type: 'text', text: value } : { type: 'text', text: value, order };

const tokenCells = (usage: Summary): Cell[] => [
  ...TOKEN_KINDS.map((kind): Cell => ({ type: 'count', amount: usage[kind] })),
  { type: 'count', amount: usage.total },
];
const healthCells = (usage: Summary): Cell[] => [
  { type: 'count', amount: usage.invocations },
  { type: 'latency', latency: usage.latency },
  { type: 'count', amount: usage.clientErrors },
  { type: 'count', amount: usage.serverErrors },
  { type: 'count', amount: usage.throttles },
];
const shareCell = (usage: Summary, all: Summary): Cell => ({ type: 'share', share: share(usage.total, all.total) });
const shared = (usage: Summary, all: Summary): Cell[] => [
  ...tokenCells(usage),
  shareCell(usage, all),
  ...healthCells(usage),
];

function columns(t: Strings, first: readonly Column[], withShare: boolean): Column[] {
  const numeric = (id: string, label: string, copyLabel?: string): Column =>
    copyLabel === undefined ? { id, label, numeric: true } : { id, label, copyLabel, numeric: true };
  return [
    ...first,
    ...TOKEN_KINDS.map((kind) => numeric(kind, t.kinds[kind])),
    numeric('total', t.total),
    ...(withShare ? [numeric('share', t.columnShare)] : []),
    numeric('invocations', t.invocations),
    numeric('latency', t.latency, t.latencyInMs),
    numeric('clientErrors', t.clientErrors),
    numeric('serverErrors', t.serverErrors),
    numeric('throttles', t.throttles),
  ];
}

/** An hour's name, which says when it is only a part of an hour. */
export function hourName(hour: LocalHour, t: Strings, f: Format): string {
  const range = f.hourRange(hour);
  return hour.openEnd ? t.hourOpenEnd(range) : hour.openStart ? t.hourOpenStart(range) : t.hourWhole(range);
}

/** The table of a tab, unsorted. */
export function tableOf(tab: Tab, { hours, profiles, models, total }: Computed, t: Strings, f: Format): Table {
  const column = (id: string, label: string, numeric = false): Column => ({ id, label, numeric });
  switch (tab) {
    case 'hours':
      return {
        columns: columns(t, [column('hour', t.columnHour)], false),
        rows: hours.map(({ hour, usage }) => ({
          key: String(hour.key),
          hour,
          cells: [text(hourName(hour, t, f), hour.start), ...tokenCells(usage), ...healthCells(usage)],
        })),
        totals: [text(t.total), ...tokenCells(total), ...healthCells(total)],
      };
    case 'profiles':
      return {
        columns: columns(
          t,
          [column('profile', t.columnProfile), column('model', t.columnModel), column('tier', t.columnTier)],
          true,
        ),
        rows: profiles.map(({ profile, usage }) => ({
          key: profile.id,
          profile: profile.id,
          cells: [text(profile.name), text(profile.model), text(profile.tier), ...shared(usage, total)],
        })),
        totals: [text(t.total), text(''), text(''), ...shared(total, total)],
      };
    case 'models':
      return {
        columns: columns(t, [column('model', t.columnModel), column('profiles', t.columnProfiles, true)], true),
        rows: models.map(({ model, profiles: count, usage }) => ({
          key: model,
          cells: [text(model), { type: 'count', amount: { value: count, whole: true } }, ...shared(usage, total)],
        })),
        totals: [
          text(t.total),
          { type: 'count', amount: { value: profiles.length, whole: true } },
          ...shared(total, total),
        ],
      };
  }
}

const orderOf = (cell: Cell | undefined): number | string | undefined => {
  switch (cell?.type) {
    case 'text':
      return cell.order ?? cell.text;
    case 'count':
      return cell.amount.value;
    case 'latency':
      return cell.latency.value;
    case 'share':
      return cell.share.value;
    case undefined:
      return undefined;
  }
};

/** The rows in another order. What is not known comes last either way; equal rows keep their order. */
export function sortRows(table: Table, sort: Sort, compare: Format['compare']): Row[] {
  const index = table.columns.findIndex(({ id }) => id === sort.column);
  const sign = sort.descending ? -1 : 1;
  return [...table.rows].sort((a, b) => {
    const [x, y] = [orderOf(a.cells[index]), orderOf(b.cells[index])];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    if (typeof x === 'string' || typeof y === 'string') return sign * compare(String(x), String(y));
    return sign * (x - y);
  });
}
