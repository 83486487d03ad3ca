/** What went past tagged profiles, held against what was really served; and what asking for it bills. */

import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  attributionByDay,
  ATTRIBUTION_CLASSES,
  type AttributionReport,
  type AttributionClass,
} from '../../../src/core/attribution/attribution';
import {
  ownerTagState,
  DEFAULT_OWNER_KEYS,
  isMine,
  myTeamOf,
  ownerOf,
  type Profile,
} from '../../../src/core/profiles/profile';
import { RANGES, type Range } from '../../../src/core/usage/ranges';
import { addTokens, NO_TOKENS, TOKEN_KINDS, totalTokens, type TokenCounts } from '../../../src/core/usage/usage';
import type { Store } from '../../../src/store/store';
import { Poller } from '../../../src/store/poller';
import { listedProfiles } from '../../../src/store/selectors';
import type { AttributionUsage } from '../../../src/store/snapshot';
import { memoryFolder } from '../../../src/store/shared/fileFolder';
import type { Simulator } from '../../../src/simulator/index';
import type { Scenario, ScenarioProfile } from '../../../src/simulator/scenario';
import { company } from '../../../src/simulator/scenarios/company';
import { FRIDAY, until, wanted } from '../aws/connect';
import { clients } from '../simulator/helpers';
import { testWindows, JANE, openWindow, POLL, TEAM_POLL } from './testWindow';

const DAY = 86_400_000;
const SYSTEM = ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'us.anthropic.claude-haiku-4-5-20251001-v1:0'];
const MODELS = ['anthropic.claude-3-haiku-20240307-v1:0', 'amazon.titan-embed-text-v2:0'];

const sum = (all: readonly TokenCounts[]): TokenCounts => all.reduce(addTokens, NO_TOKENS);

describe('What went past tagged profiles', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let window: Store;

  const begin = testWindows((...begun) => {
    [simulator, window] = begun;
  });

  const known = (of: Store): AttributionUsage | undefined => of.snapshot.attribution?.usage.value;
  const profiles = (): readonly Profile[] => listedProfiles(window.snapshot);
  const attributionIn = ({ bySubject, days }: AttributionUsage): AttributionReport =>
    attributionByDay(bySubject, days, {
      profiles: profiles(),
      keys: JANE.keys,
      myNames: JANE.myNames,
      myTeam: myTeamOf(profiles(), JANE),
    });

  /** Opens the view over a range. Answers what is known then, and how many metrics that billed. */
  async function look(
    range: Range,
  ): Promise<{ usage: AttributionUsage; attribution: AttributionReport; billed: number }> {
    simulator.calls.clear();
    await window.track('attribution', { range: range });
    await window.refresh('attribution', { maxAge: TEAM_POLL });
    const { usage } = window.snapshot.attribution ?? assert.fail('it is not shown');
    assert.equal(usage.problem, undefined);
    assert.ok(usage.value !== undefined);
    return { usage: usage.value, attribution: attributionIn(usage.value), billed: simulator.calls.billedMetrics };
  }

  const servedOver = ({ span }: AttributionUsage, ids: readonly string[]): TokenCounts =>
    sum(
      ids.map((id) => {
        const { input, output, cacheRead, cacheWrite } = simulator.served(id, span.start, span.end);
        return { input, output, cacheRead, cacheWrite };
      }),
    );

  const idsOf = (wantedOf: (profile: Profile) => boolean): readonly string[] =>
    profiles()
      .filter(wantedOf)
      .map(({ id }) => id);
  const isOwned = (profile: Profile): boolean => ownerTagState(profile, DEFAULT_OWNER_KEYS) === 'owned';
  const isJanes = (profile: Profile): boolean => isMine(profile, JANE.keys, JANE.myNames);
  const isPlatform = (profile: Profile): boolean => ownerOf(profile, JANE.keys).team === 'platform';

  /** Every class against the simulator's own books, reckoned here from the tags alone. */
  function holdToServed(usage: AttributionUsage, attribution: AttributionReport, deleted: readonly string[]): void {
    const expected: Readonly<Record<AttributionClass, readonly string[]>> = {
      mine: idsOf((profile) => isOwned(profile) && isJanes(profile)),
      'my-team': idsOf((profile) => isOwned(profile) && !isJanes(profile) && isPlatform(profile)),
      others: idsOf((profile) => isOwned(profile) && !isJanes(profile) && !isPlatform(profile)),
      incomplete: idsOf((profile) => !isOwned(profile)),
      unreadable: [],
      deleted,
      'system-profile': SYSTEM,
      model: MODELS,
      other: [],
    };
    for (const name of ATTRIBUTION_CLASSES)
      assert.deepEqual(attribution.classes[name].tokens, servedOver(usage, expected[name]), name);
    assert.deepEqual(attribution.tokens, sum(ATTRIBUTION_CLASSES.map((name) => attribution.classes[name].tokens)));
    assert.deepEqual(attribution.tokens, sum(attribution.days.map(({ tokens }) => tokens)));
    assert.deepEqual(attribution.tokens, sum(attribution.subjects.map(({ tokens }) => tokens)));
    const shares = ATTRIBUTION_CLASSES.map((name) => attribution.classes[name].share ?? assert.fail(name));
    assert.ok(Math.abs(shares.reduce((all, share) => all + share, 0) - 1) < 1e-9);
  }

  for (const range of RANGES)
    it(`is what was served over ${range}, class by class`, async () => {
      await begin();
      const { usage, attribution } = await look(range);
      assert.equal(usage.span.end, FRIDAY);
      assert.deepEqual(usage.partial, []);
      for (const name of ['mine', 'my-team', 'others', 'incomplete', 'system-profile', 'model'] as const)
        assert.ok(totalTokens(attribution.classes[name].tokens) > 0, name);
      holdToServed(usage, attribution, []);
    });

  it('holds what a profile used before it was deleted', async () => {
    await begin();
    const gone = profiles().find(({ name }) => name === 'claude-agent') ?? assert.fail('it is not there');
    await window.remove(gone, wanted());
    const { usage, attribution } = await look('7d');
    assert.ok(totalTokens(attribution.classes.deleted.tokens) > 0);
    assert.ok(attribution.subjects.some(({ subject, class: name }) => subject === gone.id && name === 'deleted'));
    holdToServed(usage, attribution, [gone.id]);
  });

  it('tells the days in UTC apart', async () => {
    await begin();
    const { usage, attribution } = await look('7d');
    assert.equal(usage.days.length, 8);
    assert.equal(usage.days.at(-1), '2026-11-20');
    for (const { day, classes } of attribution.days) {
      const midnight = Date.parse(`${day}T00:00:00Z`);
      const span = {
        start: Math.max(midnight, usage.span.start),
        end: Math.min(midnight + DAY, usage.span.end),
      };
      assert.deepEqual(classes.model.tokens, servedOver({ ...usage, span }, MODELS), day);
    }
  });

  it('is nothing in the first moment of a month', async () => {
    await begin({ time: Date.parse('2026-12-01T00:00:00Z') });
    const { attribution, billed } = await look('month');
    assert.deepEqual(attribution.tokens, NO_TOKENS);
    assert.equal(billed, 0);
  });

  describe('bills', () => {
    /*
     * 38 profiles are used: 31 with caching, of four series each, and seven without, of two. One is also used under its
     * ARN: four more. Two system profiles have four each, two models two each.
     */
    it('every series of tokens that exists once, over a day', async () => {
      await begin();
      const aws = await window.aws();
      const listed = await aws?.listSeries(TOKEN_KINDS, 'all', wanted());
      const { billed } = await look('24h');
      assert.equal(billed, 31 * 4 + 7 * 2 + 4 + 2 * 4 + 2 * 2);
      assert.equal(billed, listed?.length);
    });

    /*
     * Over more than two weeks all four kinds of the 38 are asked for, because listing forgets what was idle; the ARN's
     * four as before. Three profiles are not listed: their plain tokens are asked for, and the other two kinds of the
     * one that had any. Then those four.
     */
    it('also what listing may have forgotten of profiles, over 30 days', async () => {
      await begin();
      const { billed } = await look('30d');
      assert.equal(billed, 38 * 4 + 4 + 3 * 2 + 2 + 2 * 4 + 2 * 2);
    });

    it('nothing again for a second look, another window, or a view that is left', async () => {
      const sharedFolder = memoryFolder();
      await begin();
      await window.dispose();
      window = await openWindow(simulator, { sharedFolder });
      await look('7d');
      window.untrack('attribution');
      await window.refresh('attribution', { force: true });
      assert.equal(known(window), undefined);
      const before = simulator.calls.billedMetrics;
      await window.track('attribution', { range: '7d' });
      await window.refresh('attribution', { maxAge: TEAM_POLL });
      const other = await openWindow(simulator, { sharedFolder });
      try {
        await other.track('attribution', { range: '7d' });
        await other.refresh('attribution', { maxAge: TEAM_POLL });
        assert.deepEqual(known(other), known(window));
        assert.ok(known(other) !== undefined);
      } finally {
        await other.dispose();
      }
      assert.equal(simulator.calls.billedMetrics, before);
    });
  });

  it('cannot hold a model that was idle for two weeks, but holds a profile that was', async () => {
    const idle: ScenarioProfile = {
      name: 'idle',
      source: SYSTEM[0] ?? '',
      tags: { Team: 'platform', MemberName: 'jane.doe' },
    };
    const scenario: Scenario = { ...company, name: 'idle', profiles: [idle], direct: [] };
    await begin({ scenario, time: FRIDAY - 20 * DAY });
    const { runtime } = clients(simulator);
    for (const modelId of [profiles()[0]?.arn, SYSTEM[0]])
      await runtime.send(new ConverseCommand({ modelId, messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }));
    simulator.advance(DAY / 24);
    assert.ok(totalTokens((await look('24h')).attribution.classes['system-profile'].tokens) > 0);
    simulator.setTime(FRIDAY);
    const { usage, attribution } = await look('30d');
    assert.ok(totalTokens(servedOver(usage, SYSTEM)) > 0);
    assert.deepEqual(attribution.classes['system-profile'].tokens, NO_TOKENS);
    assert.deepEqual(attribution.classes.mine.tokens, servedOver(usage, idsOf(isJanes)));
    assert.ok(totalTokens(attribution.classes.mine.tokens) > 0);
  });

  it('is not known where series may not be listed', async () => {
    await begin();
    simulator.faults.add({ operation: 'ListMetrics', kind: 'deny' });
    await window.track('attribution', { range: '24h' });
    await window.refresh('attribution', { maxAge: TEAM_POLL });
    const { usage } = window.snapshot.attribution ?? assert.fail('it is not shown');
    assert.equal(usage.value, undefined);
    assert.equal(usage.problem?.code, 'denied');
    assert.equal(simulator.calls.billedMetrics, 0);
  });

  it('is asked for only while it is shown, and no more often than everybody’s tokens', async () => {
    await begin();
    const poller = new Poller(window, { mine: POLL, team: TEAM_POLL, prices: Infinity }, () => simulator.now());
    const later = async (ms: number): Promise<void> => {
      simulator.advance(ms);
      poller.schedule();
      await sleep(250);
    };
    try {
      poller.setVisible({ focused: true, page: true });
      await later(0);
      const none = simulator.calls.billedMetrics;
      assert.equal(none, 0);
      await window.track('attribution', { range: '24h' });
      await later(0);
      await until('it is known', () => window.snapshot.attribution?.usage.value !== undefined);
      const first = simulator.calls.billedMetrics;
      await later(TEAM_POLL - 60_000);
      assert.equal(simulator.calls.billedMetrics, first);
      await later(60_000);
      await until('it is new', () => window.snapshot.attribution?.usage.asOf === simulator.now());
      assert.ok(simulator.calls.billedMetrics > first);
      poller.setVisible({ page: false });
      const hidden = simulator.calls.billedMetrics;
      await later(2 * TEAM_POLL);
      poller.setVisible({ page: true });
      window.untrack('attribution');
      await later(2 * TEAM_POLL);
      assert.equal(simulator.calls.billedMetrics, hidden);
    } finally {
      poller.dispose();
    }
  });
});
