import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addTokens,
  healthOf,
  last24Hours,
  NO_TOKENS,
  PERIOD_SECONDS,
  periodCount,
  tokensOf,
  totalTokens,
  type ProfileUsage,
} from '../../../../src/core/usage/usage';

const QUARTER = PERIOD_SECONDS * 1000;
const DAY = 86_400_000;

describe('the last 24 hours', () => {
  it('begin at the first whole quarter of an hour within them', () => {
    const span = last24Hours(Date.parse('2026-11-20T14:37:20Z'));
    assert.deepEqual(span, {
      start: Date.parse('2026-11-19T14:45:00Z'),
      end: Date.parse('2026-11-20T14:37:20Z'),
      periodSeconds: 900,
    });
    assert.equal(last24Hours(Date.parse('2026-11-20T14:45:00Z')).start, Date.parse('2026-11-19T14:45:00Z'));
  });

  it('are never more than 24 hours, never less by a quarter, and 96 periods, at any time', () => {
    const times = fc.oneof(
      fc.integer({ min: DAY, max: Date.UTC(2200, 0) }),
      fc
        .integer({ min: 100, max: 2_000_000 })
        .chain((quarter) => fc.integer({ min: -1, max: 1 }).map((ms) => quarter * QUARTER + ms)),
    );
    fc.assert(
      fc.property(times, (now) => {
        const span = last24Hours(now);
        assert.equal(span.end, now);
        assert.equal(span.start % QUARTER, 0);
        assert.ok(span.end - span.start <= DAY);
        assert.ok(span.end - span.start > DAY - QUARTER);
        assert.equal(periodCount(span), 96);
        assert.ok(span.start + periodCount(span) * QUARTER >= span.end);
      }),
      { numRuns: 1000 },
    );
  });

  it('have as many periods as they touch', () => {
    const count = (ms: number): number => periodCount({ start: 0, end: ms, periodSeconds: 900 });
    assert.deepEqual([0, 1, QUARTER, QUARTER + 1].map(count), [0, 1, 1, 2]);
  });
});

describe('tokens', () => {
  it('are summed by kind, and what was not asked for counts nothing', () => {
    assert.deepEqual(tokensOf({ input: [1, 2, 3], cacheRead: [10] }), {
      input: 6,
      output: 0,
      cacheRead: 10,
      cacheWrite: 0,
    });
    assert.equal(totalTokens(tokensOf(undefined)), 0);
  });

  it('of several profiles are added kind by kind, and of none are none', () => {
    const usages = [
      { input: [1], output: [2] },
      { input: [3], cacheWrite: [4] },
    ];
    const together = usages.map(tokensOf).reduce(addTokens, NO_TOKENS);
    assert.deepEqual(together, { input: 4, output: 2, cacheRead: 0, cacheWrite: 4 });
    assert.equal(totalTokens(NO_TOKENS), 0);
  });
});

describe('health', () => {
  it('has the latency of the calls, not of the periods', () => {
    const busy = { invocations: [99, 0], latency: [1000, 0] };
    const idle = { invocations: [0, 1], latency: [0, 5000] };
    assert.equal(healthOf([busy, idle]).latencyMs, (99 * 1000 + 5000) / 100);
  });

  it('has no latency without calls, and no other number is missing', () => {
    for (const usages of [[], [undefined], [{}], [{ invocations: [0], latency: [0] }], [{ latency: [700] }]])
      assert.deepEqual(healthOf(usages), {
        invocations: 0,
        latencyMs: undefined,
        clientErrors: 0,
        serverErrors: 0,
        throttles: 0,
      });
  });

  it('adds calls, errors and throttles', () => {
    const one = { invocations: [1, 2], latency: [1, 1], clientErrors: [1, 0], serverErrors: [0, 2], throttles: [3, 0] };
    const { invocations, clientErrors, serverErrors, throttles } = healthOf([one, one]);
    assert.deepEqual([invocations, clientErrors, serverErrors, throttles], [6, 2, 4, 6]);
  });

  it('lies between the fastest and the slowest period, whatever the traffic', () => {
    const periods = fc.array(fc.tuple(fc.nat(1000), fc.nat(60_000)), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(periods, { maxLength: 4 }), (profiles) => {
        const usages = profiles.map((own): ProfileUsage => ({
          invocations: own.map(([count]) => count),
          latency: own.map(([, latency]) => latency),
        }));
        const { latencyMs, invocations } = healthOf(usages);
        const called = profiles.flat().filter(([count]) => count > 0);
        assert.equal(latencyMs === undefined, invocations === 0);
        if (latencyMs === undefined) return;
        const latencies = called.map(([, latency]) => latency);
        assert.ok(latencyMs >= Math.min(...latencies) - 1e-6 && latencyMs <= Math.max(...latencies) + 1e-6);
      }),
    );
  });
});
