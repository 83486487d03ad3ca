import assert from 'node:assert/strict';
import { fromDecimal, type Money } from '../../../../../src/core/money';
import type { Range } from '../../../../../src/core/usage/ranges';
import type { ChartMeasure } from '../../../../../src/protocol/usagePage/strings';
import { TOKEN_KINDS } from '../../../../../src/core/usage/usage';
import { heightOf, chartLayout, totalHeight, type ChartInput } from '../../../../../src/webview/usage/chart/layout';
import { computeUsage } from '../../../../../src/webview/usage/computedUsage';
import { formatFor, safeLocale } from '../../../../../src/webview/format';
import { receive } from '../../../../../src/webview/receive';
import { clockHour, clockMinutes, offsetIn } from '../../../../../src/webview/usage/chart/timeBuckets';
import { figuresAt, NOW, ready, stateMessage } from '../../../../ui/page/states';

const offsetAt = offsetIn('Europe/Berlin');
const plan = (range: Range, measure: ChartMeasure = 'tokens'): ChartInput => {
  const { buckets, unit } = computeUsage(figuresAt(NOW, range), offsetAt);
  return { buckets, unit, measure };
};

describe('the chart', () => {
  for (const measure of ['tokens', 'money'] as const) {
    it(`draws each bucket as high as its ${measure}, and the kinds on top of each other`, () => {
      const { bars, bottom, top, yTicks } = chartLayout(plan('24h', measure), 900, offsetAt);
      const ceiling = Math.max(...yTicks.map(({ value }) => value));
      for (const { of, segments } of bars) {
        const height = segments.reduce((sum, segment) => sum + segment.height, 0);
        const exact = (totalHeight(of.costedUsage, measure) / ceiling) * (bottom - top);
        assert.ok(Math.abs(height - exact) <= segments.length, 'each kind is at most one pixel higher than exact');
        assert.deepEqual(
          segments.map(({ kind }) => kind),
          TOKEN_KINDS.filter((kind) => heightOf(of.costedUsage, kind, measure) > 0),
        );
        segments.forEach((segment, index) => {
          const below = index === 0 ? bottom : (segments[index - 1]?.y ?? 0);
          assert.ok(Math.abs(segment.y + segment.height - below) < 1e-6);
        });
      }
    });
  }

  it('stays inside its box at any width', () => {
    for (const width of [1, 100, 272, 900, 3000]) {
      for (const range of ['1h', '24h', '30d'] as const) {
        const { bars, right, left } = chartLayout(plan(range), width, offsetAt);
        for (const bar of bars) assert.ok(bar.x >= left && bar.x + bar.width <= right + 1e-6, String(width));
      }
    }
  });

  it('labels hours that divide the day, and each local midnight', () => {
    const { xTicks, days } = chartLayout(plan('24h'), 272, offsetAt);
    assert.deepEqual(
      xTicks.map(({ time }) => clockHour(time, offsetAt)),
      [18, 0, 6, 12],
    );
    assert.deepEqual(
      days.map(({ line }) => line),
      [false, true],
    );
    assert.equal(clockHour(days[1]?.time ?? 0, offsetAt), 0);
  });

  it('labels days where there is room, always the newest, and five minutes at a step that divides the hour', () => {
    const { xTicks, bars, days } = chartLayout(plan('30d'), 500, offsetAt);
    assert.equal(xTicks.at(-1)?.time, bars.at(-1)?.of.bucket.start);
    assert.ok(xTicks.length <= 8);
    assert.deepEqual(days, []);
    const minutes = chartLayout(plan('1h'), 300, offsetAt).xTicks.map(({ time }) => clockMinutes(time, offsetAt) % 60);
    assert.ok(minutes.length > 1 && minutes.every((minute) => minute % 15 === 0), minutes.join());
  });

  it('has a scale even where nothing was used', () => {
    const { yTicks, bars } = chartLayout({ buckets: [], unit: 'hour', measure: 'money' }, 900, offsetAt);
    assert.ok(yTicks.length > 1);
    assert.equal(bars.length, 0);
  });
});

describe('numbers and times', () => {
  const f = formatFor('en-GB', 'Europe/Berlin', offsetAt, false);

  it('are short on the axis', () => {
    assert.deepEqual([0, 200_000, 1_200_000, 10_000_000, 1_250_000].map(f.countTick), [
      '0',
      '200K',
      '1.2M',
      '10M',
      '1.25M',
    ]);
  });

  it('are in local time with the name of the zone', () => {
    assert.equal(f.dateTime(NOW), '21 Nov, 15:37');
    assert.equal(f.zone(NOW), 'Central European Time');
  });

  it('show ages from a minute on', () => {
    assert.equal(f.relativeTime(59_000), undefined);
    assert.equal(f.relativeTime(125_000), '2 minutes ago');
  });

  it('show money with two decimals, and a difference with as many as it takes', () => {
    const usd = (text: string): Money => {
      const money = fromDecimal(text);
      assert.ok(money !== undefined);
      return money;
    };
    assert.deepEqual(
      ['1234.5', '0', '0.004', '0.001'].map((text) => f.money(usd(text))),
      ['$1,234.50', '$0.00', '<$0.01', '<$0.01'],
    );
    assert.deepEqual(
      ['3', '-0.4', '0', '0.00123', '-0.00000004', '0.05'].map((text) => f.moneyDifference(usd(text))),
      ['+$3.00', '-$0.40', '$0.00', '+$0.0012', '-$0.000000040', '+$0.05'],
    );
    assert.deepEqual(['3', '0.33', '4.125', '0.0375'].map(f.price), ['$3.00', '$0.33', '$4.125', '$0.0375']);
    assert.deepEqual(
      [f.moneyTick(12, 2), f.moneyTick(0.4, 0.2), f.moneyTick(0.0004, 0.0002)],
      ['$12', '$0.40', '$0.0004'],
    );
    assert.deepEqual(
      [f.percentChange(0.124), f.percentChange(-0.5), f.percentChange(-0.00001)],
      ['+12.4%', '-50.0%', '0.0%'],
    );
  });

  it('do not fail for a locale that nobody knows', () => {
    assert.equal(safeLocale('not a locale'), undefined);
    assert.equal(safeLocale('ja'), 'ja');
  });
});

describe('a message from the host', () => {
  it('is accepted when it is a state', () => {
    assert.equal(receive(stateMessage(ready())).type, 'state');
  });

  it('is refused with the place that is wrong', () => {
    const result = receive({ ...stateMessage(ready()), state: { ...ready(), staleAfterMs: 'soon' } });
    assert.ok(result.type === 'invalid' && result.why.includes('state.staleAfterMs'));
    assert.equal(receive(undefined).type, 'invalid');
    const endless = { ...ready(), usageReport: { ...figuresAt(NOW), periodSeconds: 0 } };
    assert.equal(receive(stateMessage(endless)).type, 'invalid');
  });
});
