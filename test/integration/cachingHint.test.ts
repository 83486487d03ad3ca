/** Whose agents hardly read from the cache, as the page says it. */

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { modelId } from '../../src/core/ids';
import type { Profile } from '../../src/core/profiles/profile';
import type { RangeReport } from '../../src/core/usage/rangeReport';
import { NO_TOKENS } from '../../src/core/usage/usage';
import { priceCalculatorOf } from '../../src/store/pricing';
import type { ScopeAndRange } from '../../src/store/snapshot';
import { usageReportOf } from '../../src/features/usage/usageReportModel';
import { owned, profile, SONNET } from '../unit/core/builders';
import { NOW, pageReport, withProfiles } from '../unit/features/snapshots';

const MILLION = 1_000_000;
const TEAM = ['sam.green', 'ivan.novak', 'ana.ruiz', 'wei.zhang', 'kim'].map((name) => owned(name, 'data', name));
const GOOD = owned('jane', 'data', 'jane.doe');

/** So many million input tokens for each, and a hundred million from the cache for the last. */
function report(profiles: readonly Profile[], more: Partial<RangeReport> = {}): RangeReport {
  const plain = pageReport(profiles.map((one) => [one, 0]));
  const source = { model: modelId(SONNET), tier: 'in-region', geo: '', id: SONNET } as const;
  const now = (index: number) => ({
    tokens: {
      ...NO_TOKENS,
      input: (profiles.length - index) * MILLION,
      cacheRead: profiles[index] === GOOD ? 100 * MILLION : 0,
    },
  });
  return {
    ...plain,
    groups: [{ source, region: 'eu-west-1', usage: { input: [0], output: [0], cacheRead: [0], cacheWrite: [0] } }],
    profiles: Object.fromEntries(
      profiles.map(({ id }, index) => [id, { group: 0, now: now(index), before: { tokens: NO_TOKENS } }]),
    ),
    ...more,
  };
}

function hint(
  profiles: readonly Profile[],
  {
    scope = 'team',
    prices = {},
    ...more
  }: Partial<RangeReport> & { scope?: ScopeAndRange['scope']; prices?: object } = {},
): string | undefined {
  const snapshot = withProfiles(profiles, { pricing: priceCalculatorOf(prices, undefined) });
  const context = { scope, range: '24h', locale: 'en' } as const;
  return usageReportOf(report(profiles, more), NOW, context, snapshot).cachingHint;
}

describe('the hint at the cache', () => {
  it('names who hardly reads from it, though the team as a whole reads most of it from there', () => {
    assert.equal(hint([GOOD]), undefined);
    assert.match(hint([...TEAM.slice(0, 1), GOOD]) ?? '', /^Low cache hit ratio: sam\.green\. /);
    assert.match(hint([...TEAM.slice(0, 2), GOOD]) ?? '', /^Low cache hit ratio: sam\.green, ivan\.novak\. /);
  });

  it('names three at most, and counts the others', () => {
    assert.match(
      hint([...TEAM, profile('bot'), GOOD]) ?? '',
      /^Low cache hit ratio: sam\.green, ivan\.novak, ana\.ruiz and 3 more\. /,
    );
  });

  it('speaks to the developer of their own, unless only one of several profiles is meant', () => {
    const mine = owned('mine', 'data', 'jane.doe');
    assert.match(hint([mine], { scope: 'mine' }) ?? '', /^Your agent’s cache hit ratio is low\. /);
    assert.match(hint([mine, GOOD], { scope: 'mine' }) ?? '', /^Low cache hit ratio: mine\. /);
  });

  it('says nothing where figures are missing, nor of a model that has no cache', () => {
    assert.equal(hint(TEAM, { partial: ['InternalError'] }), undefined);
    const source = { model: modelId('meta.llama3-70b-instruct-v1:0'), tier: 'in-region', geo: '', id: 'x' } as const;
    const usage = { input: [0], cacheRead: [0] };
    const llama = { groups: [{ source, region: 'us-east-1', usage }] };
    assert.equal(hint(TEAM, llama), undefined);
    assert.ok(hint(TEAM, { ...llama, prices: { 'meta.llama3-70b-instruct-v1:0': { input: 1, output: 2 } } }));
    assert.equal(hint(TEAM, { groups: [{ source, region: 'us-east-1', usage: { input: [0] } }] }), undefined);
  });
});
