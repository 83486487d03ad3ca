/** What is said of soft budgets. */

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { modelId, region } from '../../src/core/ids';
import type { RangeReport } from '../../src/core/usage/rangeReport';
import { priceCalculatorOf } from '../../src/store/pricing';
import type { RemoteValue, Snapshot } from '../../src/store/snapshot';
import type { Budget } from '../../src/features/budgets/budget';
import { budgetStates, type BudgetState } from '../../src/features/budgets/budgetStates';
import { forecastText } from '../../src/features/budgets/messages';
import { summaryText } from '../../src/features/alerts/messages';
import { BUDGET as TEAM_BUDGET } from '../unit/aws/alertPlans';
import { budgetsOf } from '../../src/features/budgets/pageModel';
import { SONNET } from '../unit/core/builders';
import { CONNECTED, known, MINUTE } from '../unit/features/snapshots';

const MONTH = { start: Date.parse('2026-11-01T00:00:00Z'), end: Date.parse('2026-12-01T00:00:00Z') };
const CHOICE = { awsProfile: 'dev', endpoint: '' };
const MILLION = 1_000_000;
const BUDGET: Budget = { scope: 'mine', period: 'month', amount: 100, warnAt: [80] };
const PRICES = { [SONNET]: { input: 10, output: 10, cacheRead: 10, cacheWrite: 10 } };

/** So many dollars of input tokens since the month began. */
const spent = (usd: number, asOf: number, start = MONTH.start): RemoteValue<RangeReport> => {
  const span = { start, end: asOf, periodSeconds: 3600 };
  const source = { model: modelId(SONNET), tier: 'in-region', geo: '', id: SONNET } as const;
  const usage = { input: [(usd * MILLION) / 10], output: [0], cacheRead: [0], cacheWrite: [0] };
  const groups = [{ source, region: 'eu-west-1', usage }];
  return known({ span, before: { ...span, end: start }, level: 'tokens', groups, profiles: {}, partial: [] }, asOf);
};

const having = (mine: RemoteValue<RangeReport>): Snapshot => ({
  ...CONNECTED,
  pricing: priceCalculatorOf(PRICES, undefined),
  budgetUsage: { mine },
});

const stateAt = (snapshot: Snapshot, now: number): BudgetState => {
  const [state] = budgetStates([BUDGET], snapshot, now);
  assert.ok(state);
  return state;
};

describe('a budget of the settings', () => {
  const half = MONTH.start + (MONTH.end - MONTH.start) / 2;

  it('forecasts by the pace at which its figures were spent, however old they have become', () => {
    const snapshot = having(spent(30, half));
    const fresh = stateAt(snapshot, half);
    assert.deepEqual([fresh.elapsed, fresh.method, fresh.forecast?.money], [0.5, 'pace', 60n * 10n ** 15n]);
    for (const minutes of [1, 14, 60 * 24 * 5]) assert.deepEqual(stateAt(snapshot, half + minutes * MINUTE), fresh);
  });

  it('knows nothing of a period that has begun since its figures were taken', () => {
    const before = having(spent(30, MONTH.end - MINUTE));
    const { method, spent: none, elapsed, span } = stateAt(before, MONTH.end + 14 * MINUTE);
    assert.deepEqual([method, none, span.start], ['unknown', undefined, MONTH.end]);
    assert.ok(elapsed < 0.001);
  });

  it('has gone as far as the clock says while nothing is known of it', () => {
    assert.equal(stateAt({ ...CONNECTED, budgetUsage: {} }, half).elapsed, 0.5);
  });

  it('tells its share with one decimal, as the page does, and rounds it no other way', () => {
    const lines = [86.46, 126.96, 0].map((usd) => stateAt(having(spent(usd, half)), half).sentence);
    assert.deepEqual(lines, [
      'My budget: estimated $86.46 in eu-west-1 of $100.00 this month (UTC), 86.5% used; $172.92 at the current rate',
      'My budget: estimated $126.96 in eu-west-1 of $100.00 this month (UTC), 127.0% used; $253.92 at the current rate',
      'My budget: estimated $0.00 in eu-west-1 of $100.00 this month (UTC), 0.0% used',
    ]);
    assert.equal(
      forecastText({ method: 'too-early', forecast: undefined, region: 'eu-west-1' }),
      'No forecast: less than 5% of the period has elapsed.',
    );
  });

  it('tells the shares that AWS Budgets warns at in the same way', () => {
    const plan = { ...TEAM_BUDGET, thresholds: [12.5, 80, 100] };
    assert.match(summaryText(plan), / at 12\.5%, 80%, 100% of /);
  });

  it('names the Region that was looked at, and claims nothing of another one', () => {
    const elsewhere = { ...having(spent(0, half)), choice: { ...CHOICE, region: region('ap-south-1') } };
    const state = stateAt(elsewhere, half);
    assert.match(state.sentence, /^My budget: estimated \$0\.00 in ap-south-1 of \$100\.00 /);
    assert.equal(forecastText(state), 'No forecast: nothing spent in ap-south-1 so far.');
    const unknown = stateAt({ ...elsewhere, budgetUsage: {} }, half);
    assert.deepEqual([unknown.state, unknown.spent], ['unknown', undefined]);
  });

  it('comes to the page with its Region, where something is known of it', () => {
    const page = (snapshot: Snapshot) =>
      budgetsOf(snapshot, [BUDGET], half).budgets.map((one) => [one.region, one.spent?.usd]);
    assert.deepEqual(page(having(spent(30, half))), [['eu-west-1', '30']]);
    assert.deepEqual(page({ ...CONNECTED, budgetUsage: {} }), [[undefined, undefined]]);
  });
});
