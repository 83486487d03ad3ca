import assert from 'node:assert/strict';
import { bundledPrices } from '../../../../src/core/prices/bundledPrices';
import { ATTRIBUTION_CLASSES, type AttributionClass } from '../../../../src/core/attribution/attribution';
import { modelId, region } from '../../../../src/core/ids';
import { add, cost, NO_MONEY, type Amount } from '../../../../src/core/money';
import { priceOf, type PricedSource } from '../../../../src/core/prices/prices';
import type { ProfileUsage } from '../../../../src/core/usage/usage';
import { PriceCalculator } from '../../../../src/store/pricing';
import type { AttributionUsage, Snapshot } from '../../../../src/store/snapshot';
import { attributionSumsOf } from '../../../../src/features/attribution/directUsage';
import { owned, profile } from '../../core/builders';
import { withProfiles } from '../snapshots';

const SONNET = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const MINE = owned('jane', 'Core', 'jane.doe');
const OTHER = owned('ann', 'data', 'ann');
const UNTAGGED = profile('untagged');
const DELETED = 'gone00000000';

const million: ProfileUsage = { input: [600_000, 400_000], output: [0, 0], cacheRead: [0, 0], cacheWrite: [0, 0] };
const usageOf = (...subjects: readonly string[]): AttributionUsage => ({
  span: { start: 0, end: 2 * 86_400_000 },
  days: ['2026-11-19', '2026-11-20'],
  bySubject: Object.fromEntries(subjects.map((subject) => [subject, million])),
  partial: [],
});

const book = { overrides: {}, priceLists: [], bundled: bundledPrices() };
const priced = (more: Partial<Snapshot> = {}): Snapshot => ({
  ...withProfiles([MINE, OTHER, UNTAGGED], more),
  pricing: new PriceCalculator(book),
  choice: { awsProfile: '', region: region('us-east-1'), endpoint: '' },
});
/** What a million input tokens cost through a source in the Region. */
function inputOf(source: Omit<PricedSource, 'model'>): Amount {
  const rate = priceOf({ model: modelId(SONNET), ...source }, 'us-east-1', book)?.rates.input;
  const money = rate === undefined ? undefined : cost(1_000_000, rate);
  return { money: money ?? assert.fail('unpriced'), whole: true };
}
const moneyOf = (sums: ReturnType<typeof attributionSumsOf>, name: AttributionClass): Amount => sums.money[name];

describe('what went past tagged profiles, in money', () => {
  it('prices direct calls by their own model and tier', () => {
    const sums = attributionSumsOf(usageOf(SONNET, `us.${SONNET}`, `global.${SONNET}`), priced(), {});
    const by = new Map(sums.subjects.map((one) => [one.subject, one.estimate.amount]));
    assert.deepEqual(by.get(SONNET), inputOf({ tier: 'in-region', geo: '' }));
    assert.deepEqual(by.get(`us.${SONNET}`), inputOf({ tier: 'geographic', geo: 'us' }));
    assert.deepEqual(by.get(`global.${SONNET}`), inputOf({ tier: 'global', geo: 'global' }));
    assert.ok((by.get(`global.${SONNET}`)?.money ?? 0n) < (by.get(`us.${SONNET}`)?.money ?? 0n));
  });

  it('says at least where a part has no price: what is deleted or unheard of is unpriced, never free', () => {
    const sums = attributionSumsOf(usageOf(MINE.id, DELETED, 'somebody.new-model-v1:0'), priced(), {});
    for (const name of ['deleted', 'model'] as const)
      assert.deepEqual(moneyOf(sums, name), { money: NO_MONEY, whole: false });
    assert.equal(sums.total.whole, false);
    assert.equal(sums.tagged.whole, true);
    assert.equal(sums.total.money, sums.tagged.money);
  });

  it('adds up to the whole, class by class', () => {
    const sums = attributionSumsOf(usageOf(MINE.id, OTHER.id, UNTAGGED.id, SONNET, `us.${SONNET}`), priced(), {});
    const all = ATTRIBUTION_CLASSES.reduce((total, name) => add(total, moneyOf(sums, name).money), NO_MONEY);
    assert.deepEqual(sums.total, { money: all, whole: true });
    assert.equal(sums.tagged.money, add(moneyOf(sums, 'mine').money, moneyOf(sums, 'others').money));
    assert.ok(moneyOf(sums, 'incomplete').money > NO_MONEY);
  });

  it('counts a profile that lacks a required tag, or has a value that is not allowed, as incomplete', () => {
    const sums = attributionSumsOf(usageOf(MINE.id), priced(), { Project: [] });
    assert.equal(sums.tagged.money, NO_MONEY);
    assert.ok(moneyOf(sums, 'incomplete').money > NO_MONEY);
    const allowed = attributionSumsOf(usageOf(MINE.id, OTHER.id), priced(), { Team: ['Core'] });
    assert.equal(allowed.attribution.classes.incomplete.share, 0.5);
  });

  it('is at least what it says, each part and the whole, where figures are missing', () => {
    const usage = usageOf(MINE.id, UNTAGGED.id, SONNET);
    const known = attributionSumsOf(usage, priced(), {});
    const partial = attributionSumsOf({ ...usage, partial: ['InternalError'] }, priced(), {});
    assert.ok(known.total.whole && known.tagged.whole);
    assert.deepEqual(partial.total, { ...known.total, whole: false });
    assert.deepEqual(partial.tagged, { ...known.tagged, whole: false });
    for (const name of ATTRIBUTION_CLASSES)
      assert.deepEqual(moneyOf(partial, name), { ...moneyOf(known, name), whole: false });
    assert.ok(partial.subjects.every(({ estimate }) => !estimate.amount.whole));
  });

  it('is unpriced, and not free, while prices are being loaded', () => {
    const sums = attributionSumsOf(usageOf(MINE.id, SONNET), { ...priced(), pricing: undefined }, {});
    assert.deepEqual(sums.total, { money: NO_MONEY, whole: false });
  });
});
