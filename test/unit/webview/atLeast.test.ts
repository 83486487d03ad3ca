import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PageUsageReport } from '../../../src/protocol/usagePage/state';
import { TOKEN_KINDS } from '../../../src/core/usage/usage';
import { exportedTable } from '../../../src/webview/usage/tables/exportColumns';
import { otherModelCosts } from '../../../src/webview/usage/totals/otherModelCosts';
import { computeUsage } from '../../../src/webview/usage/computedUsage';
import { formatFor } from '../../../src/webview/format';
import { tableOf } from '../../../src/webview/usage/tables/rows';
import { offsetIn } from '../../../src/webview/usage/chart/timeBuckets';
import { english as t } from '../../english';
import { TABS } from '../../../src/webview/usage/tables/tables';
import { toTsv } from '../../../src/webview/usage/tables/tsv';
import { spokenMoney } from '../../../src/webview/usage/view/amount';
import { ready } from '../../ui/page/states';
import { anyFigures } from './anyFigures';

const offsetAt = offsetIn('UTC');
const f = formatFor('en-GB', 'UTC', offsetAt, false);

/** Figures of which some could not be had: all of something, or a measure of one group. */
const lacking = fc
  .tuple(anyFigures, fc.boolean(), fc.array(fc.tuple(fc.nat(2), fc.constantFrom(...TOKEN_KINDS)), { maxLength: 2 }))
  .map(([figures, missing, unknown]): PageUsageReport => ({
    ...figures,
    missing: missing ? ['Something.'] : [],
    groups: figures.groups.map((group, index) => {
      const used = figures.profiles.some((profile) => profile.group === index);
      const gone = unknown.filter(([of]) => used && of === index).map(([, kind]) => kind);
      const left = Object.entries(group.usage).filter(([measure]) => !gone.some((kind) => kind === measure));
      return { ...group, usage: Object.fromEntries(left) };
    }),
  }));

describe('money of which a part is unpriced or missing', () => {
  it('is at least, or unpriced, in the total of every table, as it is shown, copied and exported', () => {
    fc.assert(
      fc.property(lacking, fc.boolean(), (figures, withIdle) => {
        const computed = computeUsage(figures, offsetAt);
        for (const tab of TABS) {
          const table = tableOf(tab, computed, withIdle, t, f);
          const { now } = table.totals(table.rows);
          const whole = table.rows.every((row) => row.now.cost.amount.whole);
          // A table without rows has no part that could be known.
          if (table.rows.length > 0) assert.equal(now.cost.amount.whole, whole, tab);
          if (withIdle && table.rows.length > 0 && !computed.total.cost.amount.whole)
            assert.ok(!now.cost.amount.whole, `${tab}: the headline is at least`);
          assert.equal(/^(≥ |unpriced$)/.test(spokenMoney(now.cost.amount, { t, f })), !now.cost.amount.whole);
          const lines = toTsv(table, table.rows, [], t).split('\n');
          const at = table.columns.findIndex(({ id }) => id === 'estimate');
          const copied = lines[table.rows.length + 1]?.split('\t')[at] ?? '';
          assert.equal(/^(≥|unpriced$)/.test(copied), !now.cost.amount.whole, `${tab} ${copied}`);
          const { columns, rows } = exportedTable(table, table.rows, '', [], t);
          const told = columns.findIndex(({ id }) => id === 'estimateWhole');
          assert.deepEqual(
            rows.map((row) => row[told]),
            table.rows.map((row) => (row.now.cost.amount.whole ? t.yes : t.no)),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is at least, or unpriced, in the headline wherever it is in a bar of the chart, and the other way round', () => {
    fc.assert(
      fc.property(lacking, (figures) => {
        const { total, buckets } = computeUsage(figures, offsetAt);
        // A month that has just begun has no bars.
        if (buckets.length === 0) return;
        const parts = buckets.map(({ costedUsage }) => costedUsage.cost);
        assert.equal(
          total.cost.amount.whole,
          parts.every(({ amount }) => amount.whole),
        );
        for (const kind of TOKEN_KINDS)
          assert.equal(
            total.cost.byKind[kind].whole,
            parts.every(({ byKind }) => byKind[kind].whole),
            kind,
          );
      }),
      { numRuns: 60 },
    );
  });

  it('is at least on every other model, too, where its tokens are missing or it lacks a price for some', () => {
    const { alternatives } = ready();
    fc.assert(
      fc.property(lacking, (figures) => {
        const { total } = computeUsage(figures, offsetAt);
        const all = otherModelCosts(total, { alternatives });
        assert.equal(all.length, alternatives.length);
        for (const { model, tier, costedUsage } of all) {
          const rates = alternatives.find((one) => one.model === model && one.tier === tier)?.rates ?? {};
          const known = TOKEN_KINDS.every((kind) => total.usage[kind].whole);
          const priced = TOKEN_KINDS.every((kind) => total.usage[kind].value === 0 || rates[kind] !== undefined);
          assert.equal(costedUsage.cost.amount.whole, known && priced, model);
        }
      }),
      { numRuns: 60 },
    );
  });
});
