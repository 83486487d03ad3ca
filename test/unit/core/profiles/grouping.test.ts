/** Tree, report and page group alike: everything once, nothing mixed up, in the order in which it first appears. */

import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { groupByModel, groupByOwner, groupByTeam, type GroupOwner } from '../../../../src/core/profiles/grouping';

/** Few names, so that they coincide; one that could be taken for a missing or an unreadable one. */
const name = fc.constantFrom('Platform', 'Data', 'null', 'unreadable', '');
const owner: fc.Arbitrary<GroupOwner> = fc.record(
  { team: fc.option(name, { nil: undefined }), member: fc.option(name, { nil: undefined }), tagsKnown: fc.boolean() },
  { requiredKeys: ['team', 'member'] },
);
const items = fc.array(owner.map((of) => ({ of }))).map((all) => all.map((item, at) => ({ ...item, at })));
interface Item {
  readonly of: GroupOwner;
  readonly at: number;
}

const ownerOf = ({ of }: Item): GroupOwner => of;
const sameOwner = ({ of: a }: Item, { of: b }: Item): boolean =>
  a.team === b.team && a.member === b.member && (a.tagsKnown ?? true) === (b.tagsKnown ?? true);

/** Each item is in one group, in its place among the others, and the groups are in the order of their first items. */
function assertInOrder(groups: readonly { readonly items: readonly Item[] }[], all: readonly Item[]): void {
  const positions = groups.map((group) => group.items.map(({ at }) => at));
  assert.deepEqual(
    positions.flat().sort((a, b) => a - b),
    all.map(({ at }) => at),
  );
  for (const group of positions)
    assert.deepEqual(
      group,
      [...group].sort((a, b) => a - b),
    );
  const firsts = positions.map(([first]) => first ?? NaN);
  assert.deepEqual(
    firsts,
    [...firsts].sort((a, b) => a - b),
  );
}

describe('Grouping', () => {
  it('by owner puts two together exactly where team, member and whether tags are known are the same', () => {
    fc.assert(
      fc.property(items, (all) => {
        const groups = groupByOwner(all, ownerOf);
        assertInOrder(groups, all);
        assert.equal(new Set(groups.map(({ key }) => key)).size, groups.length);
        const groupOf = (item: Item) => groups.find((group) => group.items.includes(item));
        for (const a of all)
          for (const b of all) assert.equal(groupOf(a) === groupOf(b), sameOwner(a, b), JSON.stringify([a, b]));
        for (const { team, member, items: own } of groups)
          assert.ok(own.every(({ of }) => of.team === team && of.member === member));
      }),
    );
  });

  it('by team has the same members as by owner, each within its team', () => {
    fc.assert(
      fc.property(items, (all) => {
        const teams = groupByTeam(all, ownerOf);
        assertInOrder(teams, all);
        for (const { team, items: own, members } of teams) {
          assert.deepEqual(members, groupByOwner(own, ownerOf));
          assert.ok(own.every(({ of }) => of.team === team));
        }
        const keys = (groups: readonly { readonly key: string }[]) => groups.map(({ key }) => key).sort();
        assert.deepEqual(keys(teams.flatMap(({ members }) => members)), keys(groupByOwner(all, ownerOf)));
      }),
    );
  });

  it('by model keeps variants of one model apart where they are asked for, and only then', () => {
    fc.assert(
      fc.property(items, (all) => {
        const modelOf = ({ of }: Item): string => of.team ?? 'none';
        const variantOf = ({ of }: Item): unknown => of.member;
        const models = groupByModel(all, modelOf);
        assertInOrder(models, all);
        assert.equal(new Set(models.map(({ model }) => model)).size, models.length);
        const variants = groupByModel(all, modelOf, variantOf);
        assertInOrder(variants, all);
        for (const { model, items: own } of variants) {
          assert.ok(own.every((item) => modelOf(item) === model));
          assert.equal(new Set(own.map(variantOf)).size, 1);
        }
        const pairs = new Set(all.map((item) => JSON.stringify([modelOf(item), variantOf(item) ?? null])));
        assert.equal(variants.length, pairs.size);
      }),
    );
  });
});
