import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PageFigures } from '../../../src/core/protocol';
import { healthOf, MEASURES, periodCount, TOKEN_KINDS, tokensOf, totalTokens } from '../../../src/core/usage';
import { compute, isPlausible } from '../../../src/webview/figures';
import { offsetIn } from '../../../src/webview/hours';
import { add, share, summarize } from '../../../src/webview/sums';
import { NOW, ready } from '../../ui/page/states';

const PERIODS = 96;
const START = Date.UTC(2026, 2, 28, 12);

const series = fc.array(fc.nat(10_000_000), { minLength: PERIODS, maxLength: PERIODS });
const usage = fc.record(Object.fromEntries(MEASURES.map((measure) => [measure, series])));
const days = fc.array(usage, { minLength: 1, maxLength: 4 }).map((usages): PageFigures => ({
  start: START,
  end: START + PERIODS * 900_000 - 400_000,
  periodSeconds: 900,
  asOf: START,
  missing: [],
  profiles: usages.map((one, index) => ({
    id: `p${index}`,
    name: `profile ${index}`,
    model: `model ${index % 2}`,
    tier: 'global',
    usage: one,
  })),
}));
const zones = fc.constantFrom('Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/St_Johns', 'UTC');

describe('computed figures', () => {
  it('have the same sums over hours, over profiles and over models', () => {
    fc.assert(
      fc.property(days, zones, (figures, zone) => {
        const { total, hours, profiles, models } = compute(figures, offsetIn(zone));
        const counted = [...TOKEN_KINDS, 'total', 'invocations', 'clientErrors', 'serverErrors', 'throttles'] as const;
        for (const measure of counted) {
          for (const parts of [hours, profiles, models]) {
            assert.deepEqual(add(parts.map((part) => part.usage[measure])), total[measure], measure);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('agree with the sums that the status bar uses', () => {
    const { figures } = ready();
    assert.ok(figures);
    const { total } = compute(figures, offsetIn('Europe/Berlin'));
    const tokens = figures.profiles.map((profile) => tokensOf(summed(profile.usage)));
    assert.equal(
      total.total.value,
      tokens.reduce((all, one) => all + totalTokens(one), 0),
    );
    const health = healthOf(figures.profiles.map((profile) => summed(profile.usage)));
    assert.equal(total.latency.value, health.latencyMs);
    assert.equal(total.throttles.value, health.throttles);
  });

  it('keep what is not known apart from zero', () => {
    const known = { input: [1, 2], output: [0, 0] };
    const one = summarize([known], 0, 2);
    assert.deepEqual(one.input, { value: 3, whole: true });
    assert.deepEqual(one.cacheRead, { value: undefined, whole: false });
    assert.deepEqual(one.total, { value: 3, whole: false });
    const two = summarize([known, { input: [4] }], 0, 2);
    assert.deepEqual(two.input, { value: 7, whole: false }, 'a series that is too short');
    assert.deepEqual(two.output, { value: 0, whole: false }, 'a profile without the measure');
  });

  it('do not confuse no calls with an unknown latency', () => {
    assert.deepEqual(summarize([{ invocations: [0], latency: [0] }], 0, 1).latency, { value: undefined, whole: true });
    assert.deepEqual(summarize([{ invocations: [3] }], 0, 1).latency, { value: undefined, whole: false });
    const mixed = [{ invocations: [1, 3], latency: [1000, 2000] }, { invocations: [0, 0] }];
    assert.deepEqual(summarize(mixed, 0, 2).latency, { value: 1750, whole: true });
  });

  it('give no share of nothing', () => {
    const some = { value: 3, whole: true };
    assert.deepEqual(share(some, { value: 12, whole: true }), { value: 0.25, whole: true });
    assert.deepEqual(share({ value: 0, whole: true }, { value: 0, whole: true }), { value: undefined, whole: true });
    assert.deepEqual(share(some, { value: undefined, whole: false }), { value: undefined, whole: false });
  });

  it('are refused when their span cannot be drawn', () => {
    const { figures } = ready();
    assert.ok(figures);
    assert.ok(isPlausible(figures));
    assert.equal(periodCount(figures), 96);
    for (const bad of [
      { periodSeconds: 0 },
      { end: NOW * 1000 },
      { start: NOW, end: NOW - 1 },
      { start: 1e300, end: 1e300 },
    ]) {
      assert.ok(!isPlausible({ ...figures, ...bad }));
    }
  });
});

/** The same usage without the keys that are present but undefined, as the core's type wants it. */
function summed(usage: PageFigures['profiles'][number]['usage']): Parameters<typeof tokensOf>[0] {
  return Object.fromEntries(Object.entries(usage));
}
