import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Problem, type ProblemCode } from '../../../../src/core/problem';
import type { Profile } from '../../../../src/core/profiles/profile';
import { totalTokens } from '../../../../src/core/usage/usage';
import type { Grouping } from '../../../../src/manifest';
import type { Snapshot } from '../../../../src/store/snapshot';
import { pathTo, tokensFor, treeOf, type Row } from '../../../../src/features/profiles/treeModel';
import { HAIKU, modelArns, owned, profile, unreadable } from '../../core/builders';
import { CONNECTED, known, MINUTE, NOTHING, NOW, pageReport, report, team, tokens, withProfiles } from '../snapshots';

const GROUPINGS: readonly Grouping[] = ['owner', 'model', 'flat'];

const flat = (rows: readonly Row[]): readonly Row[] =>
  rows.flatMap((row) => (row.kind === 'group' ? [row, ...flat(row.children)] : [row]));
const profilesIn = (rows: readonly Row[]): readonly Extract<Row, { kind: 'profile' }>[] =>
  flat(rows).filter((row) => row.kind === 'profile');
const ids = (rows: readonly Row[]): readonly string[] => flat(rows).map((row) => row.id);

/** Rows as a person would read them out, one line each. */
function outline(rows: readonly Row[], indent = ''): readonly string[] {
  return rows.flatMap((row) => {
    if (row.kind === 'profile') return [`${indent}${row.profile.name}`];
    if (row.kind !== 'group') return [`${indent}<${row.kind}>`];
    const name = row.name === '' ? '' : ` ${row.name}`;
    return [`${indent}${row.group}${name} (${row.count})`, ...outline(row.children, `${indent}  `)];
  });
}
const read = (profiles: readonly Profile[], grouping: Grouping = 'owner', more: Partial<Snapshot> = {}) =>
  outline(treeOf(withProfiles(profiles, more), grouping).rows);

const HAIKU_MODEL = { models: modelArns(['eu-central-1', 'eu-west-1'], HAIKU) };
const COMPANY = [
  owned('zoe-web', 'Web', 'zoe'),
  owned('jane-two', 'Core', 'jane.doe', HAIKU_MODEL),
  owned('adam-core', 'Core', 'adam', HAIKU_MODEL),
  owned('jane-one', 'Core', 'Jane.Doe'),
  profile('lost'),
  unreadable('secret'),
  profile('teamless', { MemberName: 'bob' }),
  profile('memberless', { Team: 'Core' }),
  owned('adam-second', 'Core', 'adam'),
];

describe('the tree', () => {
  it('is empty before there is a connection: the welcome text speaks', () => {
    for (const grouping of GROUPINGS) assert.deepEqual(treeOf(NOTHING, grouping), { rows: [], total: 0, hidden: 0 });
    const failed = { ...NOTHING, caller: { problem: new Problem('sso-expired'), loading: false } };
    assert.deepEqual(treeOf(failed, 'owner').rows, []);
  });

  it('shows the remedy of an incomplete AWS profile once, and what else may help', () => {
    const failing = (code: ProblemCode) => ({ ...NOTHING, caller: { problem: new Problem(code), loading: false } });
    const ids = (code: ProblemCode) => treeOf(failing(code), 'owner').rows.map(({ id }) => id);
    assert.deepEqual(ids('process-failed'), ['problem', 'action:connect', 'action:log', 'action:sample']);
    // The remedy is to choose another AWS profile.
    assert.deepEqual(ids('incomplete-profile'), ['problem', 'action:log', 'action:sample']);
    assert.deepEqual(ids('unreadable-name'), ['problem', 'action:log', 'action:sample']);
  });

  it('shows the connection before the list is known, and a problem beside it', () => {
    assert.deepEqual(outline(treeOf(CONNECTED, 'owner').rows), ['<connection>']);
    const problem = new Problem('denied');
    const denied = { ...CONNECTED, profiles: { problem, loading: false } };
    assert.deepEqual(outline(treeOf(denied, 'owner').rows), ['<connection>', '<problem>']);
  });

  it('keeps the list when a later answer failed, and shows that it did', () => {
    const old = withProfiles([profile('a')]);
    const failed = { ...old, profiles: { ...old.profiles, problem: new Problem('throttled') } };
    assert.deepEqual(outline(treeOf(failed, 'flat').rows), ['<connection>', '<problem>', 'a']);
    const expired = { ...old, caller: { ...old.caller, problem: new Problem('expired') } };
    assert.deepEqual(outline(treeOf(expired, 'flat').rows), ['<connection>', '<problem>', 'a']);
  });

  it('by owner has mine first, then teams and members, and hides nothing that is not tagged', () => {
    assert.deepEqual(read(COMPANY), [
      '<connection>',
      'mine (2)',
      '  jane-one',
      '  jane-two',
      'team Core (5)',
      '  member (1)',
      '    memberless',
      '  member adam (2)',
      '    adam-core',
      '    adam-second',
      '  member Jane.Doe (1)',
      '    jane-one',
      '  member jane.doe (1)',
      '    jane-two',
      'team Web (1)',
      '  member zoe (1)',
      '    zoe-web',
      'team (1)',
      '  member bob (1)',
      '    teamless',
      'untagged (1)',
      '  lost',
      'unreadable (1)',
      '  secret',
    ]);
  });

  it('by owner has a place for mine before there is one', () => {
    assert.deepEqual(read([owned('zoe', 'Web', 'zoe')]).slice(0, 2), ['<connection>', 'none (0)']);
    assert.deepEqual(read([]), ['<connection>', 'none (0)']);
  });

  it('by model has Claude’s newest first', () => {
    const old = profile('old', {}, { models: modelArns(['eu-west-1'], 'anthropic.claude-3-haiku-20240307-v1:0') });
    const nova = profile('nova', {}, { models: modelArns(['eu-west-1'], 'amazon.nova-pro-v1:0') });
    assert.deepEqual(read([nova, old, ...COMPANY.slice(0, 3)], 'model'), [
      '<connection>',
      'model Claude Haiku 4.5 (2)',
      '  adam-core',
      '  jane-two',
      'model Claude Sonnet 4.5 (1)',
      '  zoe-web',
      'model Claude 3 Haiku (1)',
      '  old',
      'model Amazon Nova Pro (1)',
      '  nova',
    ]);
  });

  it('without groups is sorted by name, without regard to case', () => {
    const names = ['b', 'A', 'c', 'B'];
    const list = names.map((name, index) => profile(`p${index}`, {}, { name }));
    assert.deepEqual(read(list, 'flat'), ['<connection>', 'A', 'b', 'B', 'c']);
  });

  it('marks which profiles are mine in every grouping', () => {
    for (const grouping of GROUPINGS) {
      const rows = profilesIn(treeOf(withProfiles(COMPANY), grouping).rows);
      const mine = rows.filter((row) => row.mine).map((row) => row.profile.name);
      assert.deepEqual([...new Set(mine)].sort(), ['jane-one', 'jane-two'], grouping);
    }
  });

  it('distinguishes owners whose names hold a separator', () => {
    const rows = treeOf(
      withProfiles([owned('a', 'x:y', 'z'), owned('b', 'x', 'y:z'), owned('c', 'x', '"y"')]),
      'owner',
    ).rows;
    assert.equal(new Set(ids(rows)).size, ids(rows).length);
  });
});

describe('the tag filter', () => {
  const filtered = (filter: Readonly<Record<string, string>>): Snapshot => {
    const all = withProfiles(COMPANY);
    return { ...all, ownership: { ...all.ownership, filter } };
  };

  it('narrows the list and says how many it hides', () => {
    const tree = treeOf(filtered({ Team: 'Core', MemberName: 'adam' }), 'flat');
    assert.deepEqual(outline(tree.rows), ['<connection>', 'adam-core', 'adam-second']);
    assert.deepEqual([tree.total, tree.hidden], [9, 7]);
    const none = treeOf(filtered({ Team: 'Nobody' }), 'owner');
    assert.deepEqual([outline(none.rows), none.hidden], [['<connection>', 'filtered (0)'], 9]);
  });

  it('hides nothing when it is empty', () => {
    const tree = treeOf(filtered({}), 'model');
    assert.deepEqual([profilesIn(tree.rows).length, tree.total, tree.hidden], [9, 9, 0]);
  });
});

describe('rows', () => {
  const who = fc.constantFrom('jane.doe', 'Jane.Doe', 'adam', 'a:b', 'c', '', ' ');
  const teams = fc.constantFrom('Core', 'core', 'b:c', 'b', '');
  const tags = fc.oneof(
    { weight: 5, arbitrary: fc.record({ Team: teams, MemberName: who }, { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
  const models = fc.constantFrom(
    modelArns(['eu-west-1']),
    modelArns(['']),
    modelArns(['eu-west-1'], HAIKU),
    modelArns([]),
    [...modelArns(['eu-west-1']), ...modelArns(['eu-west-1'], HAIKU)],
  );
  const company = fc
    .array(
      fc.record({ tags, models, name: fc.constantFrom('one', 'One', 'two', 'ONE'), used: fc.option(fc.nat(1000)) }),
      {
        maxLength: 30,
      },
    )
    .map((list) =>
      list.map(({ used, ...more }, index) => ({ used, made: { ...profile(`p${String(index)}x`), ...more } })),
    );
  const grouping = fc.constantFrom(...GROUPINGS);

  it('have ids of their own, the same after every refresh and in whatever order AWS answers', () => {
    fc.assert(
      fc.property(
        company.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
        ),
        grouping,
        ([list, shuffled], by) => {
          const first = treeOf(withProfiles(list.map(({ made }) => made)), by).rows;
          assert.equal(new Set(ids(first)).size, ids(first).length);
          const used = team(list.map(({ made, used: count }) => [made, count ?? 0]));
          const again = treeOf(
            withProfiles(
              shuffled.map(({ made }) => made),
              { everyone: used },
            ),
            by,
          ).rows;
          assert.deepEqual(ids(again), ids(first));
        },
      ),
    );
  });

  it('show every profile once beside mine, and every group counts and adds up what is below it', () => {
    fc.assert(
      fc.property(company, grouping, (list, by) => {
        const mine = known(
          report(list.flatMap(({ made, used }) => (used === null ? [] : [[made, used + 1] as const]))),
        );
        const { rows } = treeOf(
          withProfiles(
            list.map(({ made }) => made),
            { mine },
          ),
          by,
        );
        const arns = (some: readonly Row[]): readonly string[] => profilesIn(some).map(({ profile: { arn } }) => arn);
        const isMineGroup = (row: Row): boolean => row.kind === 'group' && row.group === 'mine';
        const shown = arns(rows.filter((row) => !isMineGroup(row)));
        assert.deepEqual([...shown].sort(), list.map(({ made }) => made.arn).sort());
        const mineShown = arns(rows.filter(isMineGroup));
        const mineInTeams = profilesIn(rows.filter((row) => !isMineGroup(row))).filter((row) => row.mine);
        if (by === 'owner')
          assert.deepEqual([...mineShown].sort(), mineInTeams.map(({ profile: { arn } }) => arn).sort());
        for (const row of flat(rows)) {
          if (row.kind !== 'group') continue;
          const below = profilesIn(row.children);
          assert.equal(row.count, below.length);
          const counts = below.flatMap((own) => (own.tokens === undefined ? [] : [totalTokens(own.tokens)]));
          const sum = counts.reduce((all, one) => all + one, 0);
          assert.equal(row.tokens, counts.length === 0 ? undefined : sum, row.id);
        }
      }),
    );
  });

  it('of a thousand profiles are there before a person notices', () => {
    const list = Array.from({ length: 1000 }, (_, index) =>
      owned(`p${String(index).padStart(4, '0')}`, `team ${String(index % 20)}`, `member ${String(index % 300)}`),
    );
    const snapshot = withProfiles(list, { everyone: team(list.map((one, index) => [one, index])) });
    const started = performance.now();
    for (const by of GROUPINGS) assert.equal(profilesIn(treeOf(snapshot, by).rows).length, 1000);
    assert.ok(performance.now() - started < 1000, 'a guard against quadratic work, not a measurement');
  });
});

describe('a profile’s tokens', () => {
  const jane = owned('jane', 'Core', 'jane.doe', { createdAt: NOW - 60 * MINUTE });
  const usage = (count: number, ago: number) => known(report([[jane, count]]), NOW - ago * MINUTE);
  const snapshot = (more: Partial<Snapshot>): Snapshot => withProfiles([jane], more);

  it('are not known before anything was asked, which is not zero', () => {
    assert.equal(tokensFor(snapshot({}), jane), undefined);
    assert.equal(tokensFor(snapshot({ mine: known(report([])) }), jane), undefined);
  });

  it('are the newest of the page’s, mine and the team’s', () => {
    const page = (count: number, ago: number) => ({
      scope: jane.id,
      range: '24h' as const,
      usage: known(pageReport([[jane, count]]), NOW - ago * MINUTE),
    });
    assert.deepEqual(tokensFor(snapshot({ mine: usage(1, 5) }), jane), tokens(1));
    assert.deepEqual(tokensFor(snapshot({ mine: usage(1, 5), pageUsage: page(2, 1) }), jane), tokens(2));
    assert.deepEqual(tokensFor(snapshot({ mine: usage(1, 1), pageUsage: page(2, 5) }), jane), tokens(1));
    const teams = team([[jane, 3]], NOW - 3 * MINUTE);
    assert.deepEqual(tokensFor(snapshot({ mine: usage(1, 5), everyone: teams }), jane), tokens(3));
    assert.deepEqual(tokensFor(snapshot({ mine: usage(1, 2), everyone: teams }), jane), tokens(1));
    assert.deepEqual(
      tokensFor(snapshot({ mine: usage(1, 5), pageUsage: page(2, 2), everyone: teams }), jane),
      tokens(2),
    );
  });

  it('are none where the team’s answer leaves the profile out, unless it was made after that', () => {
    assert.deepEqual(tokensFor(snapshot({ everyone: team([], NOW - MINUTE) }), jane), tokens(0));
    assert.equal(tokensFor(snapshot({ everyone: team([], NOW - 61 * MINUTE) }), jane), undefined);
    const undated = { ...jane, createdAt: undefined };
    assert.deepEqual(tokensFor(snapshot({ everyone: team([], NOW - 61 * MINUTE) }), undated), tokens(0));
  });

  it('stay while a newer answer failed', () => {
    const old = { ...usage(1, 30), problem: new Problem('throttled') };
    assert.deepEqual(tokensFor(snapshot({ mine: old }), jane), tokens(1));
  });
});

describe('the way to a row', () => {
  it('leads through its groups', () => {
    const { rows } = treeOf(withProfiles(COMPANY), 'owner');
    for (const row of flat(rows)) {
      const path = pathTo(rows, row.id);
      assert.equal(path.at(-1), row);
      path.slice(1).forEach((step, index) => {
        const parent = path[index];
        assert.ok(parent?.kind === 'group' && parent.children.includes(step));
      });
    }
    const adam = COMPANY.find(({ name }) => name === 'adam-core');
    const names = pathTo(rows, adam?.arn ?? '').map((row) => (row.kind === 'group' ? row.name : row.kind));
    assert.deepEqual(names, ['Core', 'adam', 'profile']);
  });

  it('is none where there is no such row', () => {
    assert.deepEqual(pathTo(treeOf(withProfiles(COMPANY), 'owner').rows, 'gone'), []);
    assert.deepEqual(pathTo([], 'mine'), []);
  });
});
