/** The table of parts: what holds of every row, whoever adds one. */

import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { accountId, arn, profileId, region } from '../../../src/core/ids';
import { DEFAULT_OWNER_KEYS } from '../../../src/core/profiles/profile';
import { RANGES } from '../../../src/core/usage/ranges';
import type { Intervals, Key, PartDefinition, PollContext, VisibleViews } from '../../../src/store/parts/definition';
import { PART_NAMES, PARTS } from '../../../src/store/parts/table';
import { SharedFileNames } from '../../../src/store/shared/fileNames';
import type { Ownership, PartName, ScopeAndRange } from '../../../src/store/snapshot';
import { Store } from '../../../src/store/store';

const OWNERSHIP: Ownership = { keys: DEFAULT_OWNER_KEYS, myNames: ['jane.doe'], filter: {}, myTeam: '' };
const CALLER = { account: accountId('111122223333'), arn: arn('arn:aws:iam::111122223333:user/jane'), userId: 'AIDA' };

const names = new SharedFileNames({
  choice: { awsProfile: 'default', region: region('eu-central-1'), endpoint: '' },
  environment: '',
  caller: () => CALLER,
  ownership: () => OWNERSHIP,
});

const none = fc.constant(undefined);
const range = fc.constantFrom(...RANGES);
const shown: fc.Arbitrary<ScopeAndRange> = fc.record({
  scope: fc.oneof(fc.constantFrom('mine', 'team', 'all'), fc.stringMatching(/^[a-z0-9]{12}$/).map(profileId)),
  range,
});
const day = fc.integer({ min: 1, max: 28 }).map((of) => `2026-11-${String(of).padStart(2, '0')}`);
const month = fc.integer({ min: 1, max: 12 }).map((of) => `2026-${String(of).padStart(2, '0')}`);

/** Keys of every part. */
const KEYS: { readonly [Name in PartName]: fc.Arbitrary<Key<Name>> } = {
  caller: none,
  profiles: none,
  pageUsage: shown,
  attribution: fc.record({ range }),
  mine: none,
  everyone: none,
  budgetUsage: fc.record({ scope: fc.constantFrom('mine', 'team'), from: fc.nat() }),
  sources: none,
  priceList: none,
  bills: fc.record({
    from: day,
    to: day,
    granularity: fc.constantFrom('day', 'month'),
    grouping: fc.oneof(
      fc.record({ by: fc.constant('tag' as const), key: fc.string() }),
      fc.record({ by: fc.constant('account' as const) }),
    ),
  }),
  costTags: none,
  dailyUsage: month.map((of) => ({ month: of, span: { start: 0, end: 1, periodSeconds: 60 } })),
};

/** A part, a key of it, its id and its file. */
interface Found<Name extends PartName> {
  readonly name: Name;
  readonly key: unknown;
  readonly id: string;
  readonly file: string;
}

function foundOf<Name extends PartName>(name: Name): fc.Arbitrary<Found<Name>> {
  const keys: fc.Arbitrary<Key<Name>> = KEYS[name];
  const { id, sharedName, scope }: PartDefinition<Name> = PARTS[name];
  return keys.map((key) => ({ name, key, id: id(key), file: names.fileOf(scope, sharedName(key, OWNERSHIP)) }));
}
const found = fc.oneof(...PART_NAMES.map((name) => foundOf(name)));

const visible: fc.Arbitrary<VisibleViews> = fc.record({
  focused: fc.boolean(),
  statusBar: fc.boolean(),
  tree: fc.boolean(),
  page: fc.boolean(),
});
const minutes = fc.integer({ min: 1, max: 1440 }).map((of) => of * 60_000);
const intervals: fc.Arbitrary<Intervals> = fc.record({
  mine: minutes,
  team: minutes,
  prices: fc.oneof(minutes, fc.constant(Infinity)),
});
const { snapshot } = new Store({ now: () => 0, ownership: OWNERSHIP });

interface Polled<Name extends PartName> {
  readonly context: PollContext;
  readonly name: Name;
  readonly age: number | undefined;
}

/** How old a part with any key may get, under any circumstances. */
function polled<Name extends PartName>(name: Name, of: fc.Arbitrary<PollContext>): fc.Arbitrary<Polled<Name>> {
  const keys: fc.Arbitrary<Key<Name>> = KEYS[name];
  const { poll }: PartDefinition<Name> = PARTS[name];
  return fc.tuple(of, keys).map(([context, key]) => ({ context, name, age: poll?.(context, key) }));
}
const anyPart = (of: fc.Arbitrary<PollContext>) => fc.oneof(...PART_NAMES.map((name) => polled(name, of)));

describe('The table of parts', () => {
  it('has each part after what it needs, so that nothing waits for itself', () => {
    for (const [at, name] of PART_NAMES.entries())
      for (const need of Object.keys(PARTS[name].needs))
        assert.ok(
          PART_NAMES.slice(0, at).some((earlier) => earlier === need),
          `${name} needs ${need}`,
        );
  });

  it('gives each part, and each key of it, a file of its own', () => {
    fc.assert(
      fc.property(found, found, (a, b) => {
        const isSame = a.name === b.name && JSON.stringify(a.key) === JSON.stringify(b.key);
        assert.equal(a.file === b.file, isSame, JSON.stringify([a, b]));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives a part with several keys an id for each file, unless the newer one takes the place of the older', () => {
    const several = PART_NAMES.filter((name) => PARTS[name].count === 'several' && name !== 'budgetUsage');
    for (const name of several)
      fc.assert(
        fc.property(foundOf(name), foundOf(name), (a, b) => {
          assert.equal(a.id === b.id, a.file === b.file);
        }),
      );
    // Of a budget there is one period at a time.
    fc.assert(
      fc.property(KEYS.budgetUsage, KEYS.budgetUsage, (a, b) => {
        assert.equal(PARTS.budgetUsage.id(a) === PARTS.budgetUsage.id(b), a.scope === b.scope);
      }),
    );
  });

  it('never polls what is billed by the request', () => {
    const billed = PART_NAMES.filter((name) => PARTS[name].cost === 'consent');
    assert.deepEqual(billed, ['bills', 'costTags']);
    assert.deepEqual(
      billed.filter((name) => PARTS[name].poll !== undefined),
      [],
    );
  });

  it('polls nothing while nothing is visible', () => {
    const hidden = fc.record({
      visible: fc.constant({ focused: true, statusBar: false, tree: false, page: false }),
      intervals,
      snapshot: fc.constant(snapshot),
      lacksPrices: fc.constant(false),
    });
    fc.assert(
      fc.property(anyPart(hidden), ({ name, age }) => {
        assert.equal(age, undefined, name);
      }),
    );
  });

  it('fetches nothing more often than the shortest interval', () => {
    const any = fc.record({ visible, intervals, snapshot: fc.constant(snapshot), lacksPrices: fc.boolean() });
    fc.assert(
      fc.property(anyPart(any), ({ name, age, context }) => {
        const { mine, team, prices } = context.intervals;
        if (age !== undefined) assert.ok(age < Infinity && age >= Math.min(mine, team, prices), name);
      }),
      { numRuns: 1000 },
    );
  });
});
