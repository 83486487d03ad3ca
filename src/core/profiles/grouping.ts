/** Groups profiles, or what is known of them, by owner and by model. Tree, report and page group alike. */

import { groupBy } from '../collections';
import type { Owner } from './profile';

/** An owner; `tagsKnown` is false where the tags could not be read, which is not the same as no tags. */
export interface GroupOwner extends Owner {
  readonly tagsKnown?: boolean;
}

/** One owner's items: only a team and a name together identify a member. */
export interface OwnerGroup<Item> extends Owner {
  /** Tells owners apart. */
  readonly key: string;
  readonly items: readonly Item[];
}

/** What one team has, also by its members. */
export interface TeamGroup<Item> {
  readonly team: string | undefined;
  readonly items: readonly Item[];
  readonly members: readonly OwnerGroup<Item>[];
}

/** What one model has. */
export interface ModelGroup<Item> {
  readonly model: string;
  readonly items: readonly Item[];
}

const keyOf = (names: readonly (string | undefined)[], { tagsKnown = true }: GroupOwner): string =>
  JSON.stringify([...names.map((name) => name ?? null), ...(tagsKnown ? [] : ['unreadable'])]);

/** Groups by team and member, in the order in which they first appear. */
export const groupByOwner = <Item>(
  items: Iterable<Item>,
  ownerOf: (item: Item) => GroupOwner,
): readonly OwnerGroup<Item>[] =>
  [...groupBy(items, (item) => ownerKey(ownerOf(item)))].flatMap(([key, group]) => {
    const [first] = group;
    if (first === undefined) return [];
    const { team, member } = ownerOf(first);
    return [{ team, member, key, items: group }];
  });

const ownerKey = (owner: GroupOwner): string => keyOf([owner.team, owner.member], owner);

/** Groups by team, in the order in which they first appear. */
export const groupByTeam = <Item>(
  items: Iterable<Item>,
  ownerOf: (item: Item) => GroupOwner,
): readonly TeamGroup<Item>[] => {
  const teams = groupBy(items, (item) => {
    const owner = ownerOf(item);
    return keyOf([owner.team], owner);
  });
  return [...teams.values()].flatMap((group) => {
    const members = groupByOwner(group, ownerOf);
    return members[0] === undefined ? [] : [{ team: members[0].team, items: group, members }];
  });
};

/** Groups by the model, and by the variant of it where one is given, in the order in which they first appear. */
export const groupByModel = <Item>(
  items: Iterable<Item>,
  modelOf: (item: Item) => string,
  variantOf: (item: Item) => unknown = () => undefined,
): readonly ModelGroup<Item>[] =>
  [...groupBy(items, (item) => JSON.stringify([modelOf(item), variantOf(item) ?? null])).values()].flatMap((group) =>
    group[0] === undefined ? [] : [{ model: modelOf(group[0]), items: group }],
  );
