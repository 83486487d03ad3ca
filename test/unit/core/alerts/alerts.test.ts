import assert from 'node:assert/strict';
import { alarmDescription } from '../../../../src/core/alerts/alerts';

describe('the description of an alarm', () => {
  const spans: readonly (readonly [number, string])[] = [
    [60, 'a minute'],
    [900, '15 minutes'],
    [3600, 'an hour'],
    [5400, '90 minutes'],
    [21_600, '6 hours'],
    [86_400, 'a day'],
    [30, '30 seconds'],
  ];
  for (const [periodSeconds, span] of spans)
    it(`is for people: ${span}`, () => {
      assert.equal(alarmDescription({ tokens: 2_000_000, periodSeconds }), `At least 2,000,000 tokens in ${span}`);
    });
});
