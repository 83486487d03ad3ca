import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sumAmounts } from '../../../../src/core/money';
import type { PageUsageReport } from '../../../../src/protocol/usagePage/state';
import { RANGES, spansOf } from '../../../../src/core/usage/ranges';
import { healthOf, periodCount, TOKEN_KINDS, tokensOf, totalTokens } from '../../../../src/core/usage/usage';
import {
  byModel,
  byOwner,
  computeUsage,
  isPlausible,
  type ComputedUsage,
} from '../../../../src/webview/usage/computedUsage';
import { offsetIn } from '../../../../src/webview/usage/chart/timeBuckets';
import type { CostedUsage } from '../../../../src/webview/usage/costedUsage';
import { add, addSummaries, share, summarize, summaryOf } from '../../../../src/webview/usage/sums';
import { anyFigures } from '../anyFigures';
import { company, figuresAt, NOW, ready, STATES } from '../../../ui/page/states';

const COUNTED = [...TOKEN_KINDS, 'total', 'invocations', 'clientErrors', 'serverErrors', 'throttles'] as const;

const zones = fc.constantFrom('Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/St_Johns', 'UTC');

/** Every way in which the page cuts a total into parts. */
const partitions = (computed: ComputedUsage): Record<string, readonly CostedUsage[]> => ({
  buckets: computed.buckets.map(({ costedUsage }) => costedUsage),
  profiles: computed.active.map(({ now }) => now),
  owners: byOwner([...computed.active, ...computed.idle]).map(({ now }) => now),
  models: byModel(computed.active).map(({ now }) => now),
  ...(computed.hoursOfDay.length > 0 ? { hoursOfDay: computed.hoursOfDay } : {}),
});

describe('computed figures', () => {
  it('have the same tokens and the same money, to the last femto-dollar, however they are grouped', () => {
    fc.assert(
      fc.property(anyFigures, zones, (usageReport, zone) => {
        const computed = computeUsage(usageReport, offsetIn(zone));
        const { total } = computed;
        for (const [name, parts] of Object.entries(partitions(computed))) {
          for (const kind of [...TOKEN_KINDS, 'total'] as const)
            assert.equal(add(parts.map(({ usage }) => usage[kind])).value, total.usage[kind].value, `${name} ${kind}`);
          const sum = sumAmounts(parts.map(({ cost }) => cost.amount));
          assert.deepEqual(sum, total.cost.amount, name);
          for (const kind of TOKEN_KINDS)
            assert.deepEqual(sumAmounts(parts.map(({ cost }) => cost.byKind[kind])), total.cost.byKind[kind], name);
          assert.equal(
            parts.reduce((all, { cost }) => all + cost.unpriced, 0),
            total.cost.unpriced,
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('count calls and errors alike by time and by profile', () => {
    const { total, buckets, active } = computeUsage(figuresAt(NOW, '7d'), offsetIn('Europe/Berlin'));
    for (const measure of COUNTED) {
      assert.deepEqual(
        add(buckets.map(({ costedUsage }) => costedUsage.usage[measure])),
        total.usage[measure],
        measure,
      );
      assert.deepEqual(add(active.map(({ now }) => now.usage[measure])), total.usage[measure], measure);
    }
  });

  it('agree with the sums that the status bar uses', () => {
    const usageReport = figuresAt(NOW);
    const { total } = computeUsage(usageReport, offsetIn('Europe/Berlin'));
    const usages = usageReport.groups.map(({ usage }) => summed(usage));
    assert.equal(
      total.usage.total.value,
      usages.reduce((all, one) => all + totalTokens(tokensOf(one)), 0),
    );
    assert.equal(total.usage.latency.value, healthOf(usages).latencyMs);
    assert.equal(total.usage.throttles.value, healthOf(usages).throttles);
  });

  it('do not know of a profile what is not known of its group', () => {
    const { total, active } = computeUsage({ ...STATES.partial.usageReport, missing: [] }, offsetIn('UTC'));
    assert.deepEqual(sumAmounts(active.map(({ now }) => now.cost.amount)), total.cost.amount);
    assert.ok(!total.cost.amount.whole);
    const opus = active.find(({ profile }) => profile.id === 'prof-opus');
    assert.deepEqual(opus?.now.usage.cacheWrite, { value: undefined, whole: false });
    assert.ok(active.filter(({ now }) => !now.cost.amount.whole).every((one) => one === opus));
  });

  it('are lower bounds, all of them, where data is missing', () => {
    const whole = company(9, '7d');
    const { total, before, buckets, hoursOfDay, active, idle } = computeUsage(
      { ...whole, missing: ['Something.'] },
      offsetIn('UTC'),
    );
    const known = computeUsage(whole, offsetIn('UTC'));
    assert.equal(total.cost.amount.money, known.total.cost.amount.money);
    assert.equal(total.usage.total.value, known.total.usage.total.value);
    assert.ok(known.total.cost.amount.whole);
    assert.deepEqual([active.length, idle.length], [known.active.length, known.idle.length]);
    const sums = [
      total,
      before,
      ...buckets.map(({ costedUsage }) => costedUsage),
      ...hoursOfDay,
      ...active.map(({ now }) => now),
    ];
    for (const { usage, cost } of [
      ...sums,
      ...byOwner(active).map(({ now }) => now),
      ...byModel(active).map(({ now }) => now),
    ]) {
      assert.ok(!usage.total.whole && !usage.throttles.whole && !cost.amount.whole);
      assert.notEqual(usage.total.value, 0);
    }
  });

  it('set profiles without traffic apart, but none that had some in the span before', () => {
    const usageReport = company(9, '7d');
    const [first, ...others] = usageReport.profiles;
    assert.ok(first);
    const none = { tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 } };
    const quiet = { ...first, now: none };
    const idle = { ...quiet, id: 'quiet', before: none };
    const computed = computeUsage({ ...usageReport, profiles: [quiet, idle, ...others] }, offsetIn('UTC'));
    assert.ok(computed.active.some(({ profile }) => profile.id === first.id));
    assert.deepEqual(
      computed.idle.map(({ profile }) => profile.id),
      ['quiet', ...usageReport.idle.map(({ id }) => id)],
    );
  });

  it('know a member only together with the team, and keep those without tags in rows of their own', () => {
    const usageReport = company(4, '24h');
    const [one, two, three] = usageReport.profiles.map(({ group, now, before }, index) => ({
      ...{ id: `x${index}`, name: `profile ${index}` },
      ...{ group, now, before },
    }));
    assert.ok(one && two && three);
    const profiles = [{ ...one, team: 'a', member: 'kim' }, { ...two, team: 'b', member: 'kim' }, three];
    const owners = byOwner(computeUsage({ ...usageReport, profiles }, offsetIn('UTC')).active);
    assert.deepEqual(
      owners.map(({ team, member }) => [team, member]),
      [
        ['a', 'kim'],
        ['b', 'kim'],
        [undefined, undefined],
      ],
    );
  });

  it('are cut into five minutes, hours or days, and hours of the day where there is a day', () => {
    const cut = (range: (typeof RANGES)[number]) => computeUsage(figuresAt(NOW, range), offsetIn('Europe/Berlin'));
    assert.deepEqual([cut('1h').buckets.length, cut('1h').hoursOfDay.length], [13, 0]);
    assert.deepEqual([cut('24h').buckets.length, cut('24h').hoursOfDay.length], [25, 24]);
    assert.equal(cut('7d').buckets.length, 8);
    assert.equal(cut('30d').buckets.length, 31);
    assert.equal(cut('month').buckets.length, 21);
  });
});

describe('sums', () => {
  it('keep what is not known apart from zero', () => {
    const known = { input: [1, 2], output: [0, 0] };
    const one = summarize([known], 0, 2);
    assert.deepEqual(one.input, { value: 3, whole: true });
    assert.deepEqual(one.cacheRead, { value: undefined, whole: false });
    assert.deepEqual(one.total, { value: 3, whole: false });
    const two = summarize([known, { input: [4] }], 0, 2);
    assert.deepEqual(two.input, { value: 7, whole: false }, 'a series that is too short');
    assert.deepEqual(two.output, { value: 0, whole: false }, 'a group without the measure');
  });

  it('do not confuse no calls with an unknown latency', () => {
    assert.deepEqual(summarize([{ invocations: [0], latency: [0] }], 0, 1).latency, { value: undefined, whole: true });
    assert.deepEqual(summarize([{ invocations: [3] }], 0, 1).latency, { value: undefined, whole: false });
    const mixed = [{ invocations: [1, 3], latency: [1000, 2000] }, { invocations: [0, 0] }];
    assert.deepEqual(summarize(mixed, 0, 2).latency, { value: 1750, whole: true });
    const tokens = { input: 1, output: 0, cacheRead: 0, cacheWrite: 0 };
    const calls = { clientErrors: 0, serverErrors: 0, throttles: 0 };
    const busy = summaryOf({ tokens, health: { ...calls, invocations: 3, latencyMs: 2000 } });
    const idle = summaryOf({ tokens, health: { ...calls, invocations: 0 } });
    assert.deepEqual(addSummaries([busy, idle]).latency, { value: 2000, whole: true });
    assert.deepEqual(addSummaries([busy, summaryOf({ tokens })]).latency, { value: 2000, whole: false });
    assert.deepEqual(summaryOf({ tokens }).invocations, { value: undefined, whole: false });
  });

  it('give no share of nothing', () => {
    const some = { value: 3, whole: true };
    assert.deepEqual(share(some, { value: 12, whole: true }), { value: 0.25, whole: true });
    assert.deepEqual(share({ value: 0, whole: true }, { value: 0, whole: true }), { value: undefined, whole: true });
    assert.deepEqual(share(some, { value: undefined, whole: false }), { value: undefined, whole: false });
  });
});

describe('a usage report that arrives', () => {
  const { usageReport } = ready();

  it('are drawn for every range in every zone', () => {
    for (const range of RANGES) {
      for (const offset of [0, 30, 345, -210]) {
        const { span, before } = spansOf(range, NOW, offset);
        assert.ok(usageReport && isPlausible({ ...usageReport, ...span, before }), `${range} ${offset}`);
      }
    }
  });

  it('are refused when they cannot be drawn', () => {
    assert.ok(usageReport && isPlausible(usageReport));
    assert.equal(periodCount(usageReport), 96);
    for (const bad of [
      { periodSeconds: 0 },
      { periodSeconds: 60, start: NOW - 30 * 86_400_000 },
      { end: NOW * 1000 },
      { start: NOW, end: NOW - 1 },
      { start: 1e300, end: 1e300 },
      { before: { start: -1e300, end: 0 } },
      { groups: [] },
    ]) {
      assert.ok(!isPlausible({ ...usageReport, ...bad }), JSON.stringify(bad).slice(0, 80));
    }
  });
});

/** The same usage without the keys that are present but undefined, as the core's type wants it. */
function summed(usage: PageUsageReport['groups'][number]['usage']): Parameters<typeof tokensOf>[0] {
  return Object.fromEntries(Object.entries(usage));
}
