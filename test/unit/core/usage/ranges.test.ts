import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isRange, monthStart, RANGES, spansOf, spansSince, type Range } from '../../../../src/core/usage/ranges';
import { periodCount, type Span } from '../../../../src/core/usage/usage';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Offsets from UTC that are in use, in minutes: whole hours, halves (India) and quarters (Nepal, Chatham Islands). */
const OFFSETS = [-720, -480, -210, -300, 0, 60, 330, 345, 525, 570, 630, 660, 765, 840];
const offsets = fc.constantFrom(...OFFSETS);
const ranges = fc.constantFrom(...RANGES);

/** Any time of this century, and often one right at the border of an hour, a day or a month. */
const times = fc.oneof(
  fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2099, 0) }),
  fc
    .record({
      month: fc.integer({ min: 0, max: 900 }),
      day: fc.constantFrom(1, 2, 15, 28, 29, 30, 31),
      hour: fc.constantFrom(0, 1, 12, 23),
      ms: fc.constantFrom(0, 1, -1, HOUR - 1, 30 * MINUTE),
    })
    .map(({ month, day, hour, ms }) => Date.UTC(2020, month, day, hour) + ms),
);

const periodMs = ({ periodSeconds }: Span): number => periodSeconds * 1000;
const lengthOf: Readonly<Record<Exclude<Range, 'month'>, number>> = {
  '1h': HOUR,
  '24h': DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
};

/** The finest period in seconds that CloudWatch still keeps of what is so old. */
const keptOf = (age: number): number => (age <= 15 * DAY ? 60 : age <= 63 * DAY ? 300 : age <= 455 * DAY ? 3600 : NaN);

const everywhere = (hold: (range: Range, now: number, offset: number) => void): void => {
  fc.assert(fc.property(ranges, times, offsets, hold), { numRuns: 2000 });
};

describe('The spans of a range', () => {
  it('end now, begin at a border of a period, and are no longer than they say, at any time', () => {
    everywhere((range, now, offset) => {
      const { span } = spansOf(range, now, offset);
      assert.equal(span.end, now);
      assert.equal(span.start % periodMs(span), 0);
      if (range === 'month') return;
      assert.ok(now - span.start <= lengthOf[range] && now - span.start > lengthOf[range] - periodMs(span));
      assert.equal(periodCount(span), lengthOf[range] / periodMs(span));
    });
  });

  it('are compared with the same number of whole periods right before them', () => {
    everywhere((range, now, offset) => {
      const { span, before } = spansOf(range, now, offset);
      assert.equal(before.periodSeconds, span.periodSeconds);
      assert.equal(before.start % periodMs(before), 0);
      assert.equal(before.end % periodMs(before), 0);
      assert.ok(before.end <= span.start);
      if (range === 'month') return;
      assert.equal(before.end, span.start, 'nothing lies between them');
      assert.equal(periodCount(before), periodCount(span));
    });
  });

  it('of a month begin at its midnight UTC, and compare with the first days of the month before', () => {
    fc.assert(
      fc.property(times, offsets, (now, offset) => {
        const { span, before } = spansOf('month', now, offset);
        assert.equal(span.start, monthStart(now));
        assert.equal(before.start, monthStart(now, 1));
        // A month that is longer than the one before it is compared with all of that.
        const whole = (span.start - before.start) / periodMs(span);
        assert.equal(periodCount(before), Math.min(periodCount(span), whole));
      }),
      { numRuns: 2000 },
    );
  });

  it('never ask for detail that CloudWatch does not keep any more', () => {
    everywhere((range, now, offset) => {
      const { span, before } = spansOf(range, now, offset);
      const kept = keptOf(now - before.start);
      assert.equal(span.periodSeconds % kept, 0, `${span.periodSeconds} s, of which ${kept} s are kept`);
    });
  });

  it('have borders at every hour and midnight of the zone', () => {
    everywhere((range, now, offset) => {
      const { span } = spansOf(range, now, offset);
      const localMidnight = Math.floor((now + offset * MINUTE) / DAY) * DAY - offset * MINUTE;
      for (const border of [localMidnight, localMidnight - HOUR, localMidnight - DAY])
        assert.equal(Math.abs((border - span.start) % periodMs(span)), 0);
    });
  });

  it('have coarse periods where a zone allows it: a month asked for by the quarter of an hour is many more calls', () => {
    const period = (range: Range, offset: number): number => spansOf(range, FRIDAY, offset).span.periodSeconds;
    assert.deepEqual(
      [0, -300, 330, -210, 345, 765].map((offset) => period('30d', offset)),
      [3600, 3600, 1800, 1800, 900, 900],
    );
    assert.deepEqual(
      RANGES.map((range) => period(range, 60)),
      [60, 900, 3600, 3600, 3600],
    );
  });

  it('have the finer period where clocks were set by half an hour meanwhile, as on Lord Howe Island', () => {
    const [summer, winter] = [660, 630];
    assert.equal(spansOf('30d', FRIDAY, summer, winter).span.periodSeconds, 1800);
    assert.equal(spansOf('30d', FRIDAY, winter, summer).span.periodSeconds, 1800);
    assert.equal(spansOf('30d', FRIDAY, summer, summer).span.periodSeconds, 3600);
  });
});

const FRIDAY = Date.parse('2026-11-20T20:00:00Z');

describe('The billing month', () => {
  const spansAt = (time: string) => {
    const { span, before } = spansOf('month', Date.parse(time), 0);
    return [span.start, span.end, before.start, before.end].map((ms) => new Date(ms).toISOString().slice(0, 16));
  };

  it('is nothing at its first moment, and an hour in its first hour', () => {
    assert.deepEqual(spansAt('2026-12-01T00:00:00Z'), [
      '2026-12-01T00:00',
      '2026-12-01T00:00',
      '2026-11-01T00:00',
      '2026-11-01T00:00',
    ]);
    assert.deepEqual(spansAt('2026-12-01T00:20:00Z'), [
      '2026-12-01T00:00',
      '2026-12-01T00:20',
      '2026-11-01T00:00',
      '2026-11-01T01:00',
    ]);
  });

  it('that is longer than the one before is compared with no day of its own', () => {
    assert.deepEqual(spansAt('2026-03-31T12:00:00Z'), [
      '2026-03-01T00:00',
      '2026-03-31T12:00',
      '2026-02-01T00:00',
      '2026-03-01T00:00',
    ]);
    assert.deepEqual(spansAt('2028-03-29T00:00:00Z').slice(2), ['2028-02-01T00:00', '2028-02-29T00:00']);
  });

  it('crosses the year, and follows a leap day', () => {
    assert.deepEqual(spansAt('2027-01-31T23:59:00Z').slice(2), ['2026-12-01T00:00', '2027-01-01T00:00']);
    assert.equal(new Date(monthStart(Date.parse('2028-03-31T00:00:00Z'), 1)).toISOString(), '2028-02-01T00:00:00.000Z');
    assert.equal(new Date(monthStart(FRIDAY, -2)).toISOString(), '2027-01-01T00:00:00.000Z');
  });
});

describe('The span since a budget’s period began', () => {
  it('has a border there in every zone, wherever local midnight is, and nothing before', () => {
    fc.assert(
      fc.property(times, offsets, fc.integer({ min: 0, max: 31 * DAY }), (time, offset, gone) => {
        const midnight = Math.floor((time + offset * MINUTE) / DAY) * DAY - offset * MINUTE;
        const { span, before } = spansSince(midnight, midnight + gone);
        assert.deepEqual([span.start, span.end], [midnight, midnight + gone]);
        assert.equal(Math.abs(span.start % periodMs(span)), 0);
        assert.equal(span.periodSeconds % keptOf(gone), 0);
        assert.equal(periodCount(before), 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('is empty, and not negative, where the clock was set back', () => {
    assert.equal(periodCount(spansSince(FRIDAY, FRIDAY - HOUR).span), 0);
  });
});

describe('The name of a range', () => {
  it('is one of five', () => {
    for (const range of RANGES) assert.equal(isRange(range), true);
    for (const other of ['', '2h', 'Month', 'toString', 7, undefined, null]) assert.equal(isRange(other), false);
  });
});
