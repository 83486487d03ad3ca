/** Every range and scope of the usage page, held against what was really served; and what asking for it bills. */

import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import assert from 'node:assert/strict';
import { ownerOf } from '../../../src/core/profiles/profile';
import type { ProfileTotals, RangeReport, Totals } from '../../../src/core/usage/rangeReport';
import { RANGES, type Range } from '../../../src/core/usage/ranges';
import {
  addTokens,
  NO_TOKENS,
  periodCount,
  tokensOf,
  type Span,
  type TokenCounts,
} from '../../../src/core/usage/usage';
import type { Store } from '../../../src/store/store';
import { profilesInScope } from '../../../src/store/selectors';
import type { UsageScope } from '../../../src/store/snapshot';
import type { Counts } from '../../../src/simulator/usagePattern';
import type { Simulator } from '../../../src/simulator/index';
import type { Scenario, ScenarioProfile } from '../../../src/simulator/scenario';
import { company } from '../../../src/simulator/scenarios/company';
import { thousand } from '../../../src/simulator/scenarios/thousand';
import { FRIDAY } from '../aws/connect';
import { clients } from '../simulator/helpers';
import { testWindows, mineIn, POLL } from './testWindow';

const DAY = 86_400_000;
const SONNET = 'us.anthropic.claude-sonnet-5';

const tokensIn = ({ input, output, cacheRead, cacheWrite }: Counts): TokenCounts => ({
  input,
  output,
  cacheRead,
  cacheWrite,
});
const sum = (all: readonly TokenCounts[]): TokenCounts => all.reduce(addTokens, NO_TOKENS);

describe('The usage page’s figures', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let window: Store;

  const begin = testWindows((...begun) => {
    [simulator, window] = begun;
  });

  /** Opens the page with a scope and a range. Answers what it shows, and how many metrics that billed. */
  async function look(scope: UsageScope, range: Range): Promise<{ report: RangeReport; billed: number }> {
    simulator.calls.clear();
    await window.track('pageUsage', { scope, range });
    await window.refresh('pageUsage', { maxAge: POLL });
    const detail = window.snapshot.pageUsage?.usage;
    assert.equal(detail?.problem, undefined);
    assert.ok(detail?.value !== undefined);
    assert.deepEqual(detail.value.partial, []);
    return { report: detail.value, billed: simulator.calls.billedMetrics };
  }

  const measured = (scope: UsageScope) => profilesInScope(window.snapshot, scope);

  function holdTotals(id: string, totals: Totals, span: Span): void {
    const served = simulator.served(id, span.start, span.end);
    assert.deepEqual(totals.tokens, tokensIn(served));
    if (totals.health === undefined) return;
    const { invocations, clientErrors, serverErrors, throttles } = served;
    const { latencyMs, ...counted } = totals.health;
    assert.deepEqual(counted, { invocations, clientErrors, serverErrors, throttles });
    assert.equal(latencyMs === undefined, invocations === 0);
  }

  /** Each profile, now and before; and that who is left out was served nothing. */
  function holdToServed(scope: UsageScope, { span, before, profiles, groups }: RangeReport): void {
    const members = measured(scope);
    for (const { id } of members) {
      const totals: ProfileTotals | undefined = profiles[id];
      for (const [part, at] of [
        ['now', span],
        ['before', before],
      ] as const)
        holdTotals(id, totals?.[part] ?? { tokens: NO_TOKENS }, at);
    }
    assert.ok(Object.keys(profiles).every((id) => members.some((member) => member.id === id)));
    const all = sum(Object.values(profiles).map(({ now }) => now.tokens));
    assert.deepEqual(sum(groups.map(({ usage }) => tokensOf(usage))), all);
  }

  for (const range of RANGES)
    for (const scope of ['mine', 'team', 'all', 'one'] as const)
      it(`of ${scope} over ${range} are what was served, and so are those before`, async () => {
        await begin();
        const whose = scope === 'one' ? (mineIn(window.snapshot)[1]?.id ?? 'mine') : scope;
        const { report } = await look(whose, range);
        assert.equal(report.span.end, FRIDAY);
        assert.ok(Object.keys(report.profiles).length > 0);
        holdToServed(whose, report);
      });

  it('of the first hour of a month are what was served in it', async () => {
    await begin({ time: Date.parse('2026-12-01T00:40:00Z') });
    const { report } = await look('all', 'month');
    assert.equal(periodCount(report.span), 1);
    holdToServed('all', report);
  });

  it('of a month of which nothing has passed are none', async () => {
    await begin({ time: Date.parse('2026-12-01T00:00:00Z') });
    const { report } = await look('mine', 'month');
    assert.deepEqual(
      Object.values(report.profiles).map(({ now, before }) => [now.tokens, before.tokens]),
      [
        [NO_TOKENS, NO_TOKENS],
        [NO_TOKENS, NO_TOKENS],
      ],
    );
  });

  it('are the same in the spelling of cached tokens that working code expects', async () => {
    await begin({ cacheMetricNames: 'tokenCount' });
    const { report } = await look('team', '30d');
    holdToServed('team', report);
  });

  it('of a zone at a quarter of an hour from UTC are what was served, in periods with a border at its midnight', async () => {
    const before = process.env.TZ;
    process.env.TZ = 'Asia/Kathmandu';
    try {
      await begin();
      const { report } = await look('mine', '30d');
      assert.equal(report.span.periodSeconds, 900);
      holdToServed('mine', report);
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  describe('bill no more metrics than they need:', () => {
    /*
     * Jane has two profiles. Each has four kinds of tokens, invocations and latency: 12. The first has errors of both
     * kinds and throttles: 3. Over more than two weeks it is not known whether the second had any before CloudWatch
     * forgot them: 3 more.
     */
    for (const [range, metrics] of [
      ['1h', 15],
      ['24h', 15],
      ['7d', 18],
      ['30d', 18],
      ['month', 18],
    ] as const)
      it(`${metrics} for mine over ${range}, in one call`, async () => {
        await begin();
        const { billed } = await look('mine', range);
        assert.equal(billed, metrics);
        assert.equal(simulator.calls.count('GetMetricData'), 1);
      });

    /* Six profiles, all with four kinds of tokens: nothing else is asked for. */
    for (const range of RANGES)
      it(`24 for my team over ${range}`, async () => {
        await begin();
        assert.equal(measured('team').length, 6);
        assert.equal((await look('team', range)).billed, 24);
      });

    it('as many as series exist for everybody over a day', async () => {
      await begin();
      const aws = await window.aws();
      const listed = await aws?.listSeries(
        ['input', 'output', 'cacheRead', 'cacheWrite'],
        'all',
        new AbortController().signal,
      );
      const known = new Set<string>(measured('all').flatMap(({ id, arn }) => [id, arn]));
      const existing = listed?.filter(({ modelId }) => known.has(modelId)).length ?? 0;
      const { billed } = await look('all', '24h');
      assert.equal(billed, existing);
      // Some are used without caching, one has stopped, one was never used.
      assert.ok(billed < 4 * measured('all').length);
    });

    /**
     * A listed profile is asked for all four kinds, and each ARN that is used; one that is not listed for its plain
     * tokens first.
     */
    it('four for each profile that is used and two for each that is not, for everybody over 30 days', async () => {
      await begin();
      const { billed, report } = await look('all', '30d');
      const unlisted = measured('all').filter(({ name }) => name === 'old-summaries' || name.includes('chloe'));
      assert.equal(unlisted.length, 2);
      const stopped = unlisted.filter(({ id }) => id in report.profiles).length;
      assert.equal(stopped, 1);
      const underArn = 4;
      // Who has stopped used tokens within 60 days, so the cached kinds are asked for, too.
      assert.equal(billed, 4 * (measured('all').length - 2) + underArn + 2 * 2 + 2 * stopped);
    });
  });

  it('do not cost anything again for another window, a second look or a known range', async () => {
    await begin();
    await look('mine', '30d');
    window.untrack('pageUsage');
    await window.track('pageUsage', { scope: 'mine', range: '30d' });
    await window.refresh('pageUsage', { maxAge: POLL });
    assert.equal(simulator.calls.count('GetMetricData'), 1);
  });

  describe('of a profile that ListMetrics hides', () => {
    const jane = (name: string, use: ScenarioProfile['use']): ScenarioProfile => ({
      name,
      source: SONNET,
      tags: { Team: 'platform', MemberName: 'jane.doe' },
      ageDays: 90,
      ...(use === undefined ? {} : { use }),
    });
    const withProfiles = (...profiles: readonly ScenarioProfile[]): Scenario => ({
      ...company,
      name: 'idle',
      profiles,
      direct: [],
    });
    const named = (name: string) => measured('all').find((profile) => profile.name === name);

    for (const scope of ['mine', 'all'] as const)
      it(`are counted over 30 days: it was idle for three weeks (${scope})`, async () => {
        const idle = jane('idle', { scale: 1, endedDaysAgo: 21 });
        await begin({ scenario: withProfiles(idle, jane('busy', { scale: 1, cached: false })) });
        const aws = await window.aws();
        const id = named('idle')?.id ?? '';
        assert.deepEqual(await aws?.listSeries(['input'], [id], new AbortController().signal), []);
        const { report } = await look(scope, '30d');
        const { now, before } = report.profiles[id as never] ?? assert.fail('it is left out');
        assert.ok(now.tokens.cacheRead > 0 && before.tokens.cacheRead > 0);
        holdToServed(scope, report);
      });

    it('in part: only what it was used for since is listed, and the rest is counted all the same', async () => {
      await begin({
        scenario: withProfiles(jane('back', { scale: 1, endedDaysAgo: 20, throttleRate: 0.1, errorRate: 0.1 })),
      });
      const { id = '', arn = '' } = named('back') ?? {};
      await clients(simulator).runtime.send(
        new ConverseCommand({ modelId: arn, messages: [{ role: 'user', content: [{ text: 'Back again.' }] }] }),
      );
      simulator.advance(DAY / 24);
      const aws = await window.aws();
      const listed = await aws?.listSeries(['input', 'cacheRead'], [id], new AbortController().signal);
      assert.deepEqual(listed, [{ metric: 'InputTokenCount', modelId: id }], 'nothing cached since');
      const { report } = await look('mine', '30d');
      const { now } = report.profiles[id as never] ?? assert.fail('it is left out');
      assert.ok(now.tokens.cacheRead > 0 && (now.health?.throttles ?? 0) > 0);
      holdToServed('mine', report);
    });
  });

  describe('of hundreds of profiles', () => {
    const PROFILES = 520;
    /** Ten days of traffic, so that the simulator need not imagine more. */
    const hundreds: Scenario = {
      ...thousand,
      name: 'hundreds',
      days: 10,
      profiles: thousand.profiles.slice(0, PROFILES),
    };
    const MOST_POINTS = 100_800;

    it('over 30 days and the 30 before keep to what CloudWatch takes in one call', async () => {
      await begin({ scenario: hundreds });
      const { report, billed } = await look('all', '30d');
      assert.equal(billed, PROFILES * 4);
      const periods = periodCount({ ...report.span, start: report.before.start });
      const asked = simulator.calls.select({ operation: 'GetMetricData' });
      for (const { parameters } of asked) {
        assert.equal(parameters.NextToken, undefined, 'a second page would be billed again');
        assert.ok(Number(parameters.MetricDataQueries) * periods <= MOST_POINTS);
      }
      assert.equal(asked.length, Math.ceil(billed / Math.floor(MOST_POINTS / periods)));
      assert.equal(Object.keys(report.profiles).length, PROFILES);
      for (const member of measured('all').filter((_, index) => index % 40 === 0)) {
        const totals = report.profiles[member.id];
        assert.ok(totals !== undefined && ownerOf(member, window.snapshot.ownership.keys).team !== undefined);
        holdTotals(member.id, totals.now, report.span);
        holdTotals(member.id, totals.before, report.before);
      }
    });
  });
});
