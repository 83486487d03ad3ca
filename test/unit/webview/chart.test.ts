import assert from 'node:assert/strict';
import { layOut } from '../../../src/webview/chart';
import { compute, type HourUsage } from '../../../src/webview/figures';
import { clockHour, offsetIn } from '../../../src/webview/hours';
import { formatFor, safeLocale } from '../../../src/webview/numbers';
import { receive } from '../../../src/webview/receive';
import { figuresAt, NOW, ready } from '../../ui/page/states';

const offsetAt = offsetIn('Europe/Berlin');
const hours: readonly HourUsage[] = compute(figuresAt(NOW), offsetAt).hours;

describe('the chart', () => {
  it('draws each hour as high as its tokens, and the kinds on top of each other', () => {
    const { bars, bottom, top, yTicks } = layOut(hours, 900, offsetAt);
    const ceiling = Math.max(...yTicks.map(({ value }) => value));
    for (const { of, segments } of bars) {
      const height = segments.reduce((sum, segment) => sum + segment.height, 0);
      const exact = ((of.usage.total.value ?? 0) / ceiling) * (bottom - top);
      assert.ok(Math.abs(height - exact) <= segments.length, 'each kind is at most one pixel higher than exact');
      segments.forEach((segment, index) => {
        const below = index === 0 ? bottom : (segments[index - 1]?.y ?? 0);
        assert.ok(Math.abs(segment.y + segment.height - below) < 1e-6);
      });
    }
  });

  it('stays inside its box at any width', () => {
    for (const width of [1, 100, 272, 900, 3000]) {
      const { bars, right, left } = layOut(hours, width, offsetAt);
      for (const bar of bars) assert.ok(bar.x >= left && bar.x + bar.width <= right + 1e-6, String(width));
    }
  });

  it('labels hours that divide the day, and each local midnight', () => {
    const { xTicks, days } = layOut(hours, 272, offsetAt);
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

  it('has a scale even where nothing was used', () => {
    const { yTicks, bars } = layOut([], 900, offsetAt);
    assert.ok(yTicks.length > 1);
    assert.equal(bars.length, 0);
  });
});

describe('numbers and times', () => {
  const f = formatFor('en-GB', 'Europe/Berlin', offsetAt, false);

  it('are short on the axis', () => {
    assert.deepEqual([0, 200_000, 1_200_000, 10_000_000, 1_250_000].map(f.tick), ['0', '200K', '1.2M', '10M', '1.25M']);
  });

  it('are in local time with the name of the zone', () => {
    assert.equal(f.moment(NOW), '21 Nov, 15:37');
    assert.equal(f.zone(NOW), 'Central European Time');
  });

  it('tell ages from a minute on', () => {
    assert.equal(f.ago(59_000), undefined);
    assert.equal(f.ago(125_000), '2 minutes ago');
  });

  it('do not fail for a locale that nobody knows', () => {
    assert.equal(safeLocale('not a locale'), undefined);
    assert.equal(safeLocale('ja'), 'ja');
  });
});

describe('a message from the host', () => {
  it('is taken when it is a state', () => {
    assert.ok(receive({ type: 'state', state: ready() }).ok);
  });

  it('is refused with the place that is wrong', () => {
    const result = receive({ type: 'state', state: { ...ready(), staleAfterMs: 'soon' } });
    assert.ok(!result.ok && result.why.includes('state.staleAfterMs'));
    assert.ok(!receive(undefined).ok);
    const endless = { ...ready(), figures: { ...figuresAt(NOW), periodSeconds: 0 } };
    assert.ok(!receive({ type: 'state', state: endless }).ok);
  });
});
