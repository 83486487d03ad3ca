import assert from 'node:assert/strict';
import fc from 'fast-check';
import { last24Hours, PERIOD_SECONDS, periodCount, type Span } from '../../../../../src/core/usage/usage';
import { RANGES, spansOf } from '../../../../../src/core/usage/ranges';
import { formatFor } from '../../../../../src/webview/format';
import {
  localBuckets,
  offsetIn,
  bucketUnit,
  type OffsetAt,
  type TimeBucket,
} from '../../../../../src/webview/usage/chart/timeBuckets';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const span = (start: string, end: string): Span => ({
  start: Date.parse(start),
  end: Date.parse(end),
  periodSeconds: PERIOD_SECONDS,
});

const localHours = (of: Span, offsetAt: OffsetAt): TimeBucket[] => localBuckets(of, 'hour', offsetAt);

/** The hours as the reader sees them. */
function names(zone: string, hours: readonly TimeBucket[]): string[] {
  const f = formatFor('en-GB', zone, offsetIn(zone), true);
  return hours.map((hour) => f.clockRange(hour));
}

describe('local hours', () => {
  it('begin on the local clock in zones that are half or three quarters of an hour off', () => {
    for (const zone of ['Asia/Kolkata', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe']) {
      const offsetAt = offsetIn(zone);
      const hours = localHours(last24Hours(Date.UTC(2025, 10, 21, 14, 37, 20)), offsetAt);
      for (const { start } of hours.slice(1)) assert.equal((start + offsetAt(start)) % HOUR, 0, zone);
    }
  });

  it('say which of them are cut by the span', () => {
    const hours = localHours(span('2025-11-20T14:45Z', '2025-11-21T14:37:20Z'), offsetIn('Europe/Berlin'));
    assert.deepEqual(
      hours.map(({ openStart, openEnd }) => (openStart ? 'start' : openEnd ? 'end' : '')),
      ['start', ...Array<string>(23).fill(''), 'end'],
    );
  });

  it('are whole when the span begins and ends on the hour', () => {
    const hours = localHours(span('2025-11-20T15:00Z', '2025-11-21T15:00Z'), offsetIn('Europe/Berlin'));
    assert.equal(hours.length, 24);
    assert.ok(hours.every(({ openStart, openEnd }) => !openStart && !openEnd));
  });

  it('keep both passes through an hour when the clock is turned back', () => {
    const hours = localHours(span('2025-11-02T04:00Z', '2025-11-02T08:00Z'), offsetIn('America/New_York'));
    assert.deepEqual(names('America/New_York', hours), [
      '00:00–01:00 GMT-4',
      '01:00–02:00 GMT-4',
      '01:00–02:00 GMT-5',
      '02:00–03:00 GMT-5',
    ]);
  });

  it('leave out the hour that is skipped when the clock is put forward', () => {
    const hours = localHours(span('2026-03-29T00:00Z', '2026-03-29T03:00Z'), offsetIn('Europe/Berlin'));
    assert.deepEqual(
      names('Europe/Berlin', hours).map((name) => name.slice(0, 11)),
      ['01:00–02:00', '03:00–04:00', '04:00–05:00'],
    );
  });

  it('follow a clock that is turned back by half an hour', () => {
    const hours = localHours(span('2026-04-04T14:00Z', '2026-04-04T16:30Z'), offsetIn('Australia/Lord_Howe'));
    assert.deepEqual(
      names('Australia/Lord_Howe', hours).map((name) => name.slice(0, 11)),
      ['01:00–02:00', '01:30–02:00', '02:00–03:00'],
    );
  });

  it('of any day in any zone hold every period once, in order, and no hour is longer than an hour', () => {
    const zones = fc.constantFrom(
      ...['UTC', 'Europe/Berlin', 'America/New_York', 'America/St_Johns', 'Asia/Kolkata', 'Asia/Kathmandu'],
      ...['Australia/Lord_Howe', 'Pacific/Chatham', 'Africa/Casablanca', 'America/Santiago', 'Asia/Tokyo'],
    );
    const times = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2035, 0) });
    fc.assert(
      fc.property(zones, times, (zone, now) => {
        const day = last24Hours(now);
        const hours = localHours(day, offsetIn(zone));
        assert.equal(hours[0]?.from, 0);
        assert.equal(hours.at(-1)?.to, periodCount(day));
        assert.equal(hours.at(-1)?.end, day.end);
        hours.forEach((hour, index) => {
          const next = hours[index + 1];
          assert.ok(hour.end - hour.start <= HOUR && hour.to > hour.from);
          if (next) assert.ok(next.from === hour.to && next.start === hour.end && next.key > hour.key);
        });
        assert.ok(hours.length >= 24 && hours.length <= 26);
      }),
      { numRuns: 300 },
    );
  });

  it('know the offset of a zone at any instant', () => {
    assert.equal(offsetIn('Asia/Kolkata')(0), 5.5 * HOUR);
    assert.equal(offsetIn('Europe/Berlin')(Date.UTC(2026, 6, 1) + 123), 2 * HOUR);
    assert.equal(offsetIn('UTC')(DAY - 1), 0);
  });
});

describe('local buckets', () => {
  it('are days of the reader’s own, of which the first and the last may be cut', () => {
    const { span: month } = spansOf('month', Date.UTC(2025, 10, 21, 14, 37), -300);
    const days = localBuckets(month, 'day', offsetIn('America/New_York'));
    assert.equal(days.length, 22);
    assert.equal(new Date(days[0]?.start ?? 0).toISOString(), '2025-11-01T00:00:00.000Z');
    assert.ok(days[0]?.openStart, 'midnight UTC is still 31 October in New York');
    assert.ok(days.at(-1)?.openEnd);
    const turned = days.find(({ key }) => key === Date.UTC(2025, 10, 2));
    assert.equal((turned?.end ?? 0) - (turned?.start ?? 0), 25 * HOUR, 'the day on which the clock is turned back');
  });

  it('keep a day in one piece where its midnight is skipped', () => {
    const days = localBuckets(span('2026-09-05T04:00Z', '2026-09-07T03:00Z'), 'day', offsetIn('America/Santiago'));
    assert.deepEqual(
      days.map(({ start, end }) => (end - start) / HOUR),
      [24, 23],
    );
  });

  it('are five minutes of the clock, also where the zone is a quarter of an hour off', () => {
    const hour = span('2025-11-21T14:03Z', '2025-11-21T14:12Z');
    const buckets = localBuckets({ ...hour, periodSeconds: 60 }, 'fiveMinutes', offsetIn('Asia/Kathmandu'));
    assert.deepEqual(
      buckets.map(({ from, to }) => to - from),
      [2, 5, 2],
    );
  });

  it('of any range in any zone hold every period once and in order', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kolkata', 'Australia/Lord_Howe');
    const times = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2035, 0) });
    fc.assert(
      fc.property(zones, times, fc.constantFrom(...RANGES), (zone, now, range) => {
        const offsetAt = offsetIn(zone);
        const { span: whole } = spansOf(range, now, offsetAt(now) / MINUTE);
        const buckets = localBuckets(whole, bucketUnit(range), offsetAt);
        assert.equal(buckets[0]?.from ?? 0, 0);
        assert.equal(buckets.at(-1)?.to ?? 0, periodCount(whole));
        buckets.forEach((bucket, index) => {
          const next = buckets[index + 1];
          assert.ok(bucket.to > bucket.from);
          if (next) assert.ok(next.from === bucket.to && next.start === bucket.end && next.key > bucket.key);
        });
      }),
      { numRuns: 150 },
    );
  });
});
