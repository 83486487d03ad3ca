/** The rows of each table. */

import { NO_TOKENS, TOKEN_KINDS, type TokenKind } from '../../../core/usage/usage';
import {
  byModel,
  byOwner,
  type ComputedUsage,
  type CostedOwner,
  type CostedProfile,
  type CostedGroup,
} from '../computedUsage';
import type { Format } from '../../format';
import type { TimeBucket } from '../chart/timeBuckets';
import { changeBetween, hitsOf, moneyShare, costedUsage, type CostedUsage } from '../costedUsage';
import type { BucketUnit, Strings } from '../../../protocol/usagePage/strings';
import { share, summaryOf } from '../sums';
import { isNamedTab, sumRows, type Cell, type Column, type RawColumn, type Row, type Tab, type Table } from './tables';
import { fill } from '../messages';

const text = (value: string, order?: number): Cell =>
  order === undefined ? { type: 'text', text: value } : { type: 'text', text: value, order };
const number = (value: number): Cell => ({ type: 'count', count: { value, whole: true } });

/** Which columns a table has behind its first ones. */
interface ColumnShape {
  readonly t: Strings;
  readonly all: CostedUsage;
  readonly change: boolean;
  readonly kinds: boolean;
  readonly hits: boolean;
  readonly health: boolean;
}

function numbersOf(
  { all, change, kinds, hits, health }: ColumnShape,
  now: CostedUsage,
  before: CostedUsage | undefined,
): Cell[] {
  const { usage, cost } = now;
  return [
    { type: 'money', amount: cost.amount },
    { type: 'share', share: moneyShare(cost.amount, all.cost.amount) },
    ...(change ? [{ type: 'change' as const, change: changeBetween(now, before ?? now) }] : []),
    ...(hits ? [{ type: 'share' as const, share: hitsOf(usage) }] : []),
    ...(kinds ? TOKEN_KINDS.map((kind): Cell => ({ type: 'count', count: usage[kind] })) : []),
    { type: 'count', count: usage.total },
    ...(kinds ? [] : [{ type: 'share' as const, share: share(usage.total, all.usage.total) }]),
    ...(health
      ? ([
          { type: 'count', count: usage.invocations },
          { type: 'latency', latency: usage.latency },
          { type: 'count', count: usage.clientErrors },
          { type: 'count', count: usage.serverErrors },
          { type: 'count', count: usage.throttles },
        ] satisfies Cell[])
      : []),
  ];
}

const numeric = (id: string, label: string, copyLabel?: string): Column =>
  copyLabel === undefined ? { id, label, numeric: true } : { id, label, copyLabel, numeric: true };
const plain = (id: string, label: string): Column => ({ id, label, numeric: false });

function columnsOf({ t, change, kinds, hits, health }: ColumnShape): Column[] {
  return [
    numeric('estimate', t.estimate, t.estimateInUsd),
    numeric('share', t.columnShare),
    ...(change ? [numeric('change', t.columnChange)] : []),
    ...(hits ? [numeric('hits', t.columnHits)] : []),
    ...(kinds ? TOKEN_KINDS.map((kind) => numeric(kind, t[`kinds.${kind}`])) : []),
    numeric('total', kinds ? t.totalTokens : t.columnTokens),
    ...(kinds ? [] : [numeric('tokenShare', t.columnTokenShare)]),
    ...(health
      ? [
          numeric('invocations', t.invocations),
          numeric('latency', t.latency, t.latencyInMs),
          numeric('clientErrors', t.clientErrors),
          numeric('serverErrors', t.serverErrors),
          numeric('throttles', t.throttles),
        ]
      : []),
  ];
}

/** The first cells of a row, and everything about it but its numbers. */
type Head = Omit<Row, 'cells' | 'text'> & { readonly cells: readonly Cell[] };

interface Draft {
  readonly tab: Tab;
  readonly shape: ColumnShape;
  readonly first: readonly Column[];
  readonly rawColumns: readonly RawColumn[];
  readonly heads: readonly Head[];
  /** The cells of the first columns in the row of totals, after its heading. */
  readonly below?: (rows: readonly Row[]) => readonly Cell[];
}

function assemble({ tab, shape, first, rawColumns, heads, below }: Draft): Table {
  const { t } = shape;
  const rows = heads.map((head): Row => ({
    ...head,
    cells: [...head.cells, ...numbersOf(shape, head.now, head.before)],
    text: head.cells.map((cell) => (cell.type === 'text' ? cell.text.toLowerCase() : '')).join('\n'),
  }));
  return {
    tab,
    columns: [...first, ...columnsOf(shape)],
    rows,
    rawColumns,
    health: shape.health,
    totals: (shown) => {
      const { now, before } = sumRows(shown);
      const heading = text(shown.length === rows.length ? t.total : fill(t.totalOfShown, shown.length));
      const rest = below?.(shown) ?? first.slice(1).map(() => text(''));
      return { cells: [heading, ...rest, ...numbersOf(shape, now, before)], now };
    },
  };
}

/** A bucket's name, marked where it is only a part of one. */
export function bucketName(bucket: TimeBucket, unit: BucketUnit, t: Strings, f: Format): string {
  const name = unit === 'day' ? f.dayName(bucket.start) : f.clockRange(bucket);
  return bucket.openEnd ? fill(t.bucketSoFar, name) : bucket.openStart ? fill(t.bucketPartial, name) : name;
}

const bucketHeading = (unit: BucketUnit, t: Strings): string =>
  unit === 'day' ? t.columnDay : unit === 'hour' ? t.columnHour : t.columnTime;

function timeTable({ buckets, unit }: ComputedUsage, shape: ColumnShape, f: Format): Table {
  const { t } = shape;
  return assemble({
    tab: 'time',
    shape: { ...shape, change: false },
    first: [plain('time', bucketHeading(unit, t))],
    rawColumns: [
      { id: 'start', label: t.rawStart, unit: 'ISO 8601' },
      { id: 'end', label: t.rawEnd, unit: 'ISO 8601' },
    ],
    heads: buckets.map(({ bucket, costedUsage: now }) => ({
      key: String(bucket.key),
      bucket,
      now,
      before: undefined,
      raw: [new Date(bucket.start).toISOString(), new Date(bucket.end).toISOString()],
      cells: [text(bucketName(bucket, unit, t, f), bucket.start)],
    })),
  });
}

/** An owner's name by the tags, or which part of it they lack. */
export const memberName = ({ member, team }: Pick<CostedOwner, 'member' | 'team'>, t: Strings): string =>
  member ?? (team === undefined ? t.untagged : t.noMember);

function memberTable(owners: readonly CostedOwner[], shape: ColumnShape): Table {
  const { t } = shape;
  const profiles = new Map(owners.map((owner) => [owner.key, owner.profiles.length]));
  return assemble({
    tab: 'members',
    shape,
    first: [plain('member', t.columnMember), plain('team', t.columnTeam), numeric('profiles', t.columnProfiles)],
    rawColumns: [
      { id: 'member', label: t.columnMember },
      { id: 'team', label: t.columnTeam },
      { id: 'profiles', label: t.columnProfiles },
    ],
    heads: owners.map((owner) => ({
      key: owner.key,
      now: owner.now,
      before: owner.before,
      raw: [memberName(owner, t), owner.team ?? null, owner.profiles.length],
      cells: [text(memberName(owner, t)), text(owner.team ?? ''), number(owner.profiles.length)],
    })),
    below: (rows) => [text(''), number(rows.reduce((all, { key }) => all + (profiles.get(key) ?? 0), 0))],
  });
}

function modelTable(models: readonly CostedGroup[], shape: ColumnShape): Table {
  const { t } = shape;
  const profiles = new Map(models.map((model) => [model.key, model.profiles.length]));
  return assemble({
    tab: 'models',
    shape,
    first: [plain('model', t.columnModel), numeric('profiles', t.columnProfiles)],
    rawColumns: [
      { id: 'model', label: t.columnModel },
      { id: 'profiles', label: t.columnProfiles },
    ],
    heads: models.map(({ key, profiles: own, now, before }) => ({
      key,
      now,
      before,
      raw: [key, own.length],
      cells: [text(key), number(own.length)],
    })),
    below: (rows) => [number(rows.reduce((all, { key }) => all + (profiles.get(key) ?? 0), 0))],
  });
}

function profileTable(profiles: readonly CostedProfile[], shape: ColumnShape): Table {
  const { t } = shape;
  return assemble({
    tab: 'profiles',
    shape,
    first: [
      plain('profile', t.columnProfile),
      plain('member', t.columnMember),
      plain('model', t.columnModel),
      plain('tier', t.columnTier),
    ],
    rawColumns: [
      { id: 'profileId', label: t.rawProfileId },
      { id: 'profile', label: t.columnProfile },
      { id: 'member', label: t.columnMember },
      { id: 'team', label: t.columnTeam },
      { id: 'model', label: t.columnModel },
      { id: 'tier', label: t.columnTier },
      { id: 'destinations', label: t.columnDestinations },
    ],
    heads: profiles.map(({ profile: { id, name, member, team, destinations }, model, tier, now, before }) => ({
      key: id,
      profile: id,
      now,
      before,
      raw: [id, name, memberName({ member, team }, t), team ?? null, model, tier, destinations ?? null],
      cells: [text(name), text(memberName({ member, team }, t)), text(model), text(tier)],
    })),
  });
}

/** One kind of tokens out of the usage of all kinds. */
function ofKind({ usage, parts }: CostedUsage, kind: TokenKind): CostedUsage {
  const only = parts.map(({ rateCard, tokens }) => ({ rateCard, tokens: { ...NO_TOKENS, [kind]: tokens[kind] } }));
  return costedUsage({ ...summaryOf({ tokens: NO_TOKENS }), [kind]: usage[kind], total: usage[kind] }, only);
}

const kindTable = ({ total, before }: ComputedUsage, shape: ColumnShape): Table =>
  assemble({
    tab: 'kinds',
    shape: { ...shape, kinds: false, health: false },
    first: [plain('order', shape.t.columnKind)],
    rawColumns: [{ id: 'kind', label: shape.t.columnKind }],
    heads: TOKEN_KINDS.map((kind, index) => ({
      key: kind,
      now: ofKind(total, kind),
      before: ofKind(before, kind),
      raw: [kind],
      cells: [text(shape.t[`kinds.${kind}`], index)],
    })),
  });

/** The table of a tab, unsorted. Profiles without traffic are in it only when they are wanted. */
export function tableOf(tab: Tab, computed: ComputedUsage, withIdle: boolean, t: Strings, f: Format): Table {
  const shape: ColumnShape = {
    t,
    all: computed.total,
    change: true,
    kinds: true,
    hits: isNamedTab(tab),
    health: computed.health,
  };
  const profiles = withIdle ? [...computed.active, ...computed.idle] : computed.active;
  switch (tab) {
    case 'time':
      return timeTable(computed, shape, f);
    case 'members':
      return memberTable(byOwner(profiles), shape);
    case 'models':
      return modelTable(byModel(profiles), shape);
    case 'profiles':
      return profileTable(profiles, shape);
    case 'kinds':
      return kindTable(computed, shape);
  }
}
