/**
 * The tree's rows as a pure function of a snapshot. Ids are stable, so that VS Code keeps what is expanded and
 * selected.
 */

import { groupBy, ownValue } from '../../core/collections';
import { compareModels } from '../../core/profiles/models';
import { addAmounts, type Amount } from '../../core/money';
import { groupByModel, groupByTeam } from '../../core/profiles/grouping';
import { hasSpecificText, type ProblemCode } from '../../core/problem';
import {
  ownerTagState,
  isMine,
  matchesTags,
  ownerOf,
  profileModelName,
  profileSource,
  type Profile,
} from '../../core/profiles/profile';
import { NO_TOKENS, tokensOf, totalTokens, type TokenCounts } from '../../core/usage/usage';
import { COMMANDS, type CommandId, type Grouping } from '../../manifest';
import { myProfiles } from '../../store/selectors';
import type { Snapshot } from '../../store/snapshot';
import { remedyCommand } from '../../ui/remedies';

export type GroupKind = 'mine' | 'team' | 'member' | 'model' | 'untagged' | 'unreadable' | 'none' | 'filtered';

/** What can be done about a problem beside its remedy. */
export type RowAction = 'connect' | 'log' | 'sample';

export type Row =
  | { readonly kind: 'connection'; readonly id: string }
  | { readonly kind: 'problem'; readonly id: string }
  | { readonly kind: 'action'; readonly id: string; readonly action: RowAction }
  | {
      readonly kind: 'group';
      readonly id: string;
      readonly group: GroupKind;
      readonly name: string;
      readonly count: number;
      readonly tokens: number | undefined;
      /** At list prices; undefined while nothing is known or prices are being loaded. */
      readonly estimate: Amount | undefined;
      readonly children: readonly Row[];
    }
  | {
      readonly kind: 'profile';
      readonly id: string;
      readonly profile: Profile;
      readonly mine: boolean;
      readonly tokens: TokenCounts | undefined;
      readonly estimate: Amount | undefined;
    };

export interface Tree {
  readonly rows: readonly Row[];
  /** How many profiles there are, and how many of them the tag filter leaves out. */
  readonly total: number;
  readonly hidden: number;
}

type ProfileRow = Extract<Row, { kind: 'profile' }>;
type GroupRow = Extract<Row, { kind: 'group' }>;

/** Tokens of the last 24 hours, and when CloudWatch gave them. */
export interface KnownTokens {
  readonly tokens: TokenCounts;
  readonly asOf: number;
}

/**
 * A profile's tokens from the newest answer that holds it; one that everyone's answer leaves out had none. Undefined:
 * not known.
 */
export function knownTokens({ pageUsage, mine, everyone }: Snapshot, profile: Profile): KnownTokens | undefined {
  const shown = pageUsage?.range === '24h' ? pageUsage.usage : undefined;
  const ofPage = ownValue(shown?.value?.profiles, profile.id)?.now.tokens;
  const ofMine = ownValue(mine.value?.byProfile, profile.id);
  const reports: KnownTokens[] = [
    ...(ofPage === undefined || shown?.asOf === undefined ? [] : [{ tokens: ofPage, asOf: shown.asOf }]),
    ...(ofMine === undefined || mine.asOf === undefined ? [] : [{ tokens: tokensOf(ofMine), asOf: mine.asOf }]),
  ];
  // A profile made after everyone's figures were taken is not in them for that reason alone.
  const covered =
    everyone.value !== undefined &&
    everyone.asOf !== undefined &&
    !(profile.createdAt !== undefined && profile.createdAt > everyone.asOf);
  const ofEveryone = covered
    ? [{ tokens: ownValue(everyone.value.tokens, profile.id) ?? NO_TOKENS, asOf: everyone.asOf }]
    : [];
  return [...reports, ...ofEveryone].sort((a, b) => b.asOf - a.asOf)[0];
}

export const tokensFor = (snapshot: Snapshot, profile: Profile): TokenCounts | undefined =>
  knownTokens(snapshot, profile)?.tokens;

function group(kind: GroupKind, id: string, name: string, children: readonly Row[]): GroupRow {
  const known = children.map((row) =>
    row.kind === 'group'
      ? row.tokens
      : row.kind === 'profile' && row.tokens !== undefined
        ? totalTokens(row.tokens)
        : undefined,
  );
  const tokens = known.some((count) => count !== undefined)
    ? known.reduce<number>((total, count) => total + (count ?? 0), 0)
    : undefined;
  const estimates = children.flatMap((row) => ('estimate' in row && row.estimate !== undefined ? [row.estimate] : []));
  const estimate = estimates.length === 0 ? undefined : estimates.reduce(addAmounts);
  const count = children.reduce((total, row) => total + (row.kind === 'group' ? row.count : 1), 0);
  return { kind: 'group', id, group: kind, name, count, tokens, estimate, children };
}

/** One collator for all: making one for each comparison would take most of the time that a thousand rows need. */
const NAMES = new Intl.Collator(undefined, { sensitivity: 'base' });
const byName = (a: { readonly name: string }, b: { readonly name: string }): number => NAMES.compare(a.name, b.name);
const byProfileName = (a: ProfileRow, b: ProfileRow): number =>
  byName(a.profile, b.profile) || a.id.localeCompare(b.id);

/** Whether there are profiles of mine, and only the tag filter keeps them from being shown. */
const isMineHidden = (snapshot: Snapshot): boolean => myProfiles(snapshot).length > 0;

/**
 * A profile of mine is listed in its team, too: a team's figures are those of all of its members. VS Code wants an id
 * for each place.
 */
const withTeamId = (row: ProfileRow): ProfileRow => (row.mine ? { ...row, id: `in-team:${row.id}` } : row);

/** Mine first, and then every team with all of its members. */
function byOwner(rows: readonly ProfileRow[], snapshot: Snapshot): readonly Row[] {
  const { keys } = snapshot.ownership;
  const mine = rows.filter((row) => row.mine);
  const all = groupBy(rows, (row) => ownerTagState(row.profile, keys));
  const owned = [...(all.get('owned') ?? []), ...(all.get('partly') ?? [])].map(withTeamId);
  const teams = groupByTeam(owned, ({ profile }) => ownerOf(profile, keys)).map(({ team = '', members }) => {
    const rowsOfMembers = members.map(({ member = '', items }) =>
      group('member', `member:${JSON.stringify([team, member])}`, member, items),
    );
    return group('team', `team:${team}`, team, rowsOfMembers.sort(byName));
  });
  // Profiles without a team or member come last: they are what a lead will want to mend.
  teams.sort((a, b) => Number(a.name === '') - Number(b.name === '') || byName(a, b));
  const untagged = all.get('untagged') ?? [];
  const unreadable = all.get('unreadable') ?? [];
  return [
    ...(mine.length > 0
      ? [group('mine', 'mine', '', mine)]
      : [group(isMineHidden(snapshot) ? 'filtered' : 'none', 'mine', '', [])]),
    ...teams,
    ...(untagged.length > 0 ? [group('untagged', 'untagged', '', untagged)] : []),
    ...(unreadable.length > 0 ? [group('unreadable', 'unreadable', '', unreadable)] : []),
  ];
}

function byModel(rows: readonly ProfileRow[]): readonly Row[] {
  const modelOf = ([first]: readonly ProfileRow[]): string =>
    first === undefined ? '' : (profileSource(first.profile).model ?? '');
  return [...groupByModel(rows, ({ profile }) => profileModelName(profile) ?? '')]
    .sort((a, b) => compareModels(modelOf(a.items), modelOf(b.items)))
    .map(({ model, items }) => group('model', `model:${model}`, model, items));
}

const ACTIONS: readonly RowAction[] = ['connect', 'log', 'sample'];

/** What each action runs. */
export const ACTION_COMMANDS = {
  connect: COMMANDS.connect,
  log: COMMANDS.showLog,
  sample: COMMANDS.exploreSampleData,
} as const satisfies Readonly<Record<RowAction, CommandId>>;

/**
 * In the place of a welcome text, which could not name what is wrong: the remedy, and the other actions that may help.
 */
const problemRows = (code: ProblemCode): readonly Row[] => [
  { kind: 'problem', id: 'problem' },
  ...ACTIONS.filter((action) => ACTION_COMMANDS[action] !== remedyCommand(code)).map((action): Row => ({
    kind: 'action',
    id: `action:${action}`,
    action,
  })),
];

/**
 * Builds the rows. Before the list is known there are none, and the view's welcome text speaks instead, unless it could
 * not name the problem.
 */
export function treeOf(snapshot: Snapshot, grouping: Grouping): Tree {
  const list = snapshot.profiles.value;
  const connected = snapshot.caller.value !== undefined;
  const head: Row[] = connected ? [{ kind: 'connection', id: 'connection' }] : [];
  if (connected && (snapshot.profiles.problem ?? snapshot.caller.problem) !== undefined)
    head.push({ kind: 'problem', id: 'problem' });
  const { problem } = snapshot.caller;
  if (!connected && problem !== undefined && hasSpecificText(problem))
    return { rows: problemRows(problem.code), total: 0, hidden: 0 };
  if (list === undefined || !connected) return { rows: connected ? head : [], total: 0, hidden: 0 };
  const { keys, myNames, filter } = snapshot.ownership;
  const shown = list.profiles.filter((profile) => matchesTags(profile, filter));
  const rows = shown
    .map((profile): ProfileRow => {
      const tokens = tokensFor(snapshot, profile);
      const estimate = tokens && snapshot.pricing?.estimate(profile, tokens).amount;
      return { kind: 'profile', id: profile.arn, profile, mine: isMine(profile, keys, myNames), tokens, estimate };
    })
    .sort(byProfileName);
  const body = grouping === 'owner' ? byOwner(rows, snapshot) : grouping === 'model' ? byModel(rows) : rows;
  return { rows: [...head, ...body], total: list.profiles.length, hidden: list.profiles.length - shown.length };
}

/** Row ids of a profile and of the groups around it, for revealing it. */
export function pathTo(rows: readonly Row[], id: string): readonly Row[] {
  for (const row of rows) {
    if (row.id === id) return [row];
    if (row.kind !== 'group') continue;
    const below = pathTo(row.children, id);
    if (below.length > 0) return [row, ...below];
  }
  return [];
}
