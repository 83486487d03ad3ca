import assert from 'node:assert/strict';
import { Problem } from '../../../../src/core/problem';
import type { RemoteValue, Snapshot } from '../../../../src/store/snapshot';
import type { RangeReport } from '../../../../src/core/usage/rangeReport';
import type { Range } from '../../../../src/core/usage/ranges';
import type { UsageReport } from '../../../../src/core/usage/usage';
import { statusModelOf, type StatusModel } from '../../../../src/features/statusBar/statusModel';
import { STALE_POLLS } from '../../../../src/store/poller';
import { owned, unreadable } from '../../core/builders';
import { CONNECTED, known, listOf, MINUTE, NOTHING, NOW, pageReport, report, tokens, withProfiles } from '../snapshots';

const POLL = 5 * MINUTE;
const status = (snapshot: Snapshot, now = NOW): StatusModel => statusModelOf(snapshot, now, POLL);

const jane = owned('jane', 'Core', 'Jane.Doe');
const second = owned('second', 'Core', 'jane.doe');
const john = owned('john', 'Core', 'john');
const usage = (count: number, ago = 0): RemoteValue<UsageReport> => known(report([[jane, count]]), NOW - ago * MINUTE);
const mine = (remote: RemoteValue<UsageReport>, more: Partial<Snapshot> = {}): Snapshot =>
  withProfiles([jane, second, john], { mine: remote, ...more });
const trouble = new Problem('throttled');

describe('the status bar', () => {
  it('offers to create a profile before there is a connection, and when none is mine', () => {
    assert.equal(status(NOTHING).kind, 'offer');
    assert.equal(status(withProfiles([])).kind, 'offer');
    const others = status(withProfiles([john, unreadable('x')]));
    assert.deepEqual([others.kind, others.profiles, others.problem], ['offer', 0, undefined]);
  });

  it('offers it still when something is wrong, and knows what', () => {
    const failing = { ...withProfiles([john]), profiles: { ...listOf([john]), problem: trouble } };
    const { kind, problem } = status(failing);
    assert.deepEqual([kind, problem], ['offer', trouble]);
  });

  it('waits while the list or the figures are on their way', () => {
    assert.equal(status(CONNECTED).kind, 'waiting');
    const waiting = status(mine({ loading: true }));
    assert.deepEqual([waiting.kind, waiting.profiles, waiting.tokens], ['waiting', 2, undefined]);
  });

  it('is a problem when there is nothing else to show', () => {
    const cases: readonly Snapshot[] = [
      { ...CONNECTED, caller: { problem: trouble, loading: false } },
      { ...CONNECTED, profiles: { problem: trouble, loading: false } },
      mine({ problem: trouble, loading: false }),
    ];
    for (const snapshot of cases) {
      const { kind, problem, tokens: shown } = status(snapshot);
      assert.deepEqual([kind, problem, shown], ['problem', trouble, undefined]);
    }
  });

  it('shows all of my tokens, by kind and with their time', () => {
    const both = known(
      report([
        [jane, 2],
        [second, 3],
      ]),
      NOW - MINUTE,
    );
    assert.deepEqual(status(mine(both)), {
      kind: 'tokens',
      sample: false,
      stale: false,
      partial: false,
      profiles: 2,
      counted: [
        [jane, tokens(2)],
        [second, tokens(3)],
      ],
      tokens: tokens(5),
      asOf: NOW - MINUTE,
    });
  });

  it('shows nothing used as zero, which is not waiting', () => {
    const unused = { ...report([]), byProfile: { [jane.id]: { input: [0, 0], output: [0, 0] } } };
    const none = status(mine(known(unused)));
    assert.deepEqual([none.kind, none.tokens], ['tokens', tokens(0)]);
  });

  it('counts only what is mine: not what was handed over, nor what another window calls its own', () => {
    const shared = known(
      report([
        [jane, 2],
        [john, 5],
      ]),
    );
    assert.deepEqual(status(mine(shared)).tokens, tokens(2));
    const others = status(mine(known(report([[john, 5]]))));
    assert.deepEqual([others.kind, others.tokens], ['waiting', undefined], 'and of mine nothing is known yet');
  });

  it('keeps old figures beside a problem, and names the problem that comes first', () => {
    const old = { ...usage(2, 4), problem: trouble };
    const kept = status(mine(old));
    assert.deepEqual([kept.kind, kept.tokens, kept.problem, kept.stale], ['tokens', tokens(2), trouble, false]);
    const expired = new Problem('sso-expired');
    const both = status(mine(old, { caller: { ...CONNECTED.caller, problem: expired } }));
    assert.equal(both.problem, expired);
  });

  it('calls figures stale once three polls have brought none', () => {
    const at = (ms: number): boolean => status(mine(usage(1)), NOW + ms).stale;
    assert.equal(at(POLL * STALE_POLLS), false);
    assert.equal(at(POLL * STALE_POLLS + 1), true);
    assert.equal(at(-POLL), false, 'another machine’s clock may run ahead');
  });

  it('shows when usage is known only in part', () => {
    const some = known(report([[jane, 2]], ['cloudwatch: PartialData']));
    assert.equal(status(mine(some)).partial, true);
  });

  it('shows when everything is sample data', () => {
    for (const snapshot of [NOTHING, CONNECTED, mine(usage(1)), mine({ problem: trouble, loading: false })])
      assert.equal(status({ ...snapshot, sample: true }).sample, true);
  });

  it('uses the page’s usage when it is newer and of all of mine', () => {
    const page = (scope: 'mine' | typeof jane.id, usage: RemoteValue<RangeReport>, range: Range = '24h') => ({
      pageUsage: { scope, range, usage },
    });
    const figures = (count: number, ago: number) => known(pageReport([[jane, count]]), NOW - ago * MINUTE);
    const shown = (more: Partial<Snapshot>, own = usage(1, 3)): unknown => status(mine(own, more)).tokens;
    assert.deepEqual(shown(page('mine', figures(2, 1))), tokens(2), 'newer');
    assert.deepEqual(shown(page('mine', figures(2, 1), '7d')), tokens(1), 'of another range');
    assert.deepEqual(shown(page('mine', figures(2, 4))), tokens(1), 'older');
    assert.deepEqual(shown(page(jane.id, figures(2, 1))), tokens(1), 'of one profile only');
    assert.deepEqual(shown(page('mine', { loading: true })), tokens(1), 'none yet');
    assert.deepEqual(shown(page('mine', figures(2, 1)), { loading: true }), tokens(2), 'before its own');
  });
});
