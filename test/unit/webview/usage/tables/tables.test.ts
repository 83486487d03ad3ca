import assert from 'node:assert/strict';
import * as v from 'valibot';
import { fromDecimal, sumAmounts, toDecimal } from '../../../../../src/core/money';
import { exportedTable as schema, type ExportedTable } from '../../../../../src/core/export/exportedTable';
import type { PageUsageReport } from '../../../../../src/protocol/usagePage/state';
import {
  aboutUsage,
  exportedBill,
  exportedReconciliation,
  exportedTable,
} from '../../../../../src/webview/usage/tables/exportColumns';
import { computeUsage } from '../../../../../src/webview/usage/computedUsage';
import { formatFor } from '../../../../../src/webview/format';
import {
  filterOf,
  nextSort,
  restoreViewState,
  tabOf,
  withSort,
  withFilter,
} from '../../../../../src/webview/usage/viewState';
import { tableOf } from '../../../../../src/webview/usage/tables/rows';
import { offsetIn } from '../../../../../src/webview/usage/chart/timeBuckets';
import { english as t } from '../../../../english';
import { filterRows, sortRows, TABS, type Tab, type Table } from '../../../../../src/webview/usage/tables/tables';
import { toTsv } from '../../../../../src/webview/usage/tables/tsv';
import { fill } from '../../../../../src/webview/usage/messages';
import { readyBill, readyReconciliation } from '../../../../ui/page/asked';
import { company, figuresAt, NOW, ready, STATES } from '../../../../ui/page/states';

const zone = 'Europe/Berlin';
const offsetAt = offsetIn(zone);
const f = formatFor('en-GB', zone, offsetAt, false);

const table = (usageReport: PageUsageReport, tab: Tab, withIdle = false): Table =>
  tableOf(tab, computeUsage(usageReport, offsetAt), withIdle, t, f);

/** Keys of the rows in an order. */
const order = (of: Table, column: string, descending: boolean): string[] =>
  sortRows(of, of.rows, { column, descending }, f.compareTexts).map(({ key }) => key);

/** What is exported must be what the host takes. */
const exported = (of: ExportedTable): ExportedTable => v.parse(schema, of);
const column = (of: ExportedTable, id: string): ExportedTable['rows'][number] => {
  const index = of.columns.findIndex((one) => one.id === id);
  assert.ok(index >= 0, id);
  return of.rows.map((row) => row[index] ?? null);
};

describe('tables', () => {
  it('have a cell for every column, in rows and in totals', () => {
    for (const usageReport of [figuresAt(NOW), company(20, '30d'), STATES.unpriced.usageReport]) {
      for (const tab of TABS) {
        const { columns, rows, totals, rawColumns } = table(usageReport, tab, true);
        for (const cells of [...rows.map((row) => row.cells), totals(rows).cells])
          assert.equal(cells.length, columns.length, tab);
        for (const { raw } of rows) assert.equal(raw.length, rawColumns.length, tab);
      }
    }
  });

  it('have a row of totals that is the sum of what is shown', () => {
    const { rows, totals } = table(company(60, '30d'), 'profiles');
    const shown = filterRows(rows, 'jane haiku');
    assert.ok(shown.length > 0 && shown.length < rows.length);
    const { now, cells } = totals(shown);
    assert.deepEqual(now.cost.amount, sumAmounts(shown.map((row) => row.now.cost.amount)));
    assert.equal(
      now.usage.total.value,
      shown.reduce((all, row) => all + (row.now.usage.total.value ?? 0), 0),
    );
    assert.deepEqual(cells[0], { type: 'text', text: fill(t.totalOfShown, shown.length) });
    assert.deepEqual(totals(rows).now.cost, computeUsage(company(60, '30d'), offsetAt).total.cost);
  });

  it('are filtered by every word, in any case, in any of their names', () => {
    const { rows } = table(company(60, '30d'), 'members');
    const keys = filterRows(rows, '  PLATFORM jane ').map(({ key }) => key);
    assert.ok(keys.length > 0);
    for (const key of keys) assert.match(key, /"platform","jane/);
    assert.equal(filterRows(rows, ' '), rows);
    assert.deepEqual(filterRows(rows, 'nobody'), []);
  });

  it('are sorted by numbers and by names, with the unknown and the unpriced last either way', () => {
    const profiles = table(figuresAt(NOW), 'profiles');
    assert.deepEqual(order(profiles, 'profile', false), ['prof-haiku', 'prof-opus', 'prof-sonnet', 'prof-review']);
    const usageReport = figuresAt(NOW);
    const groups = usageReport.groups.map((group, index) => (index === 1 ? { ...group, rates: {} } : group));
    const partly = table({ ...usageReport, groups }, 'profiles');
    assert.equal(order(partly, 'estimate', false).at(-1), 'prof-opus');
    assert.equal(order(partly, 'estimate', true).at(-1), 'prof-opus');
  });

  it('put the largest first where nothing is priced', () => {
    const { rows } = table(STATES.unpriced.usageReport, 'profiles');
    const sorted = order(table(STATES.unpriced.usageReport, 'profiles'), 'estimate', true);
    const byTokens = [...rows].sort((a, b) => (b.now.usage.total.value ?? 0) - (a.now.usage.total.value ?? 0));
    assert.deepEqual(
      sorted,
      byTokens.map(({ key }) => key),
    );
  });

  it('sort time by time, not by its names', () => {
    for (const usageReport of [figuresAt(NOW), figuresAt(NOW, '30d')]) {
      const time = table(usageReport, 'time');
      const keys = time.rows.map(({ key }) => key);
      assert.deepEqual(order(time, 'time', false), keys);
      assert.deepEqual(order(time, 'time', true), [...keys].reverse());
    }
  });

  it('add up the profiles of a model and of a member', () => {
    assert.deepEqual(
      table(figuresAt(NOW), 'models').rows.map(({ key }) => key),
      ['Claude Sonnet 4.5', 'Claude Opus 4.5', 'Claude Haiku 4.5'],
    );
    const members = table(figuresAt(NOW), 'members').rows.map(({ cells }) => cells.slice(0, 3));
    const text = (of: string) => ({ type: 'text', text: of });
    const count = (value: number) => ({ type: 'count', count: { value, whole: true } });
    assert.deepEqual(members, [
      [text('jane.doe'), text('platform'), count(3)],
      [text('No member'), text('platform'), count(1)],
    ]);
  });

  it('show profiles without traffic only when they are wanted, and their totals do not change', () => {
    const usageReport = company(30, '7d');
    for (const tab of ['members', 'models', 'profiles'] as const) {
      const [few, all] = [table(usageReport, tab), table(usageReport, tab, true)];
      assert.deepEqual(all.totals(all.rows).now.cost, few.totals(few.rows).now.cost);
      if (tab === 'profiles') assert.equal(all.rows.length - few.rows.length, usageReport.idle.length);
    }
  });

  it('tell of each member, model and profile how much of what is read comes from the cache; it can be sorted and exported', () => {
    const [first, second, ...others] = figuresAt(NOW).profiles;
    assert.ok(first && second);
    const none = { ...second.now, tokens: { ...second.now.tokens, cacheRead: 0 } };
    const usageReport = { ...figuresAt(NOW), profiles: [first, { ...second, now: none }, ...others] };
    const profiles = table(usageReport, 'profiles');
    assert.equal(order(profiles, 'hits', false)[0], second.id);
    const hits = column(exported(exportedTable(profiles, profiles.rows, 'title', [], t)), 'cacheHits');
    const { input, cacheRead, cacheWrite } = first.now.tokens;
    assert.deepEqual(hits.slice(0, 2), [cacheRead / (input + cacheRead + cacheWrite), 0]);
    const ids = (tab: Tab): boolean => table(usageReport, tab).columns.some(({ id }) => id === 'hits');
    assert.deepEqual(TABS.filter(ids), ['members', 'models', 'profiles']);
    const total = profiles.totals(profiles.rows).cells[profiles.columns.findIndex(({ id }) => id === 'hits')];
    assert.ok(total?.type === 'share' && (total.share.value ?? 0) > 0.5 && (total.share.value ?? 1) < 1);
  });

  it('leave out health where only tokens are known', () => {
    const ids = (usageReport: PageUsageReport): string[] => table(usageReport, 'profiles').columns.map(({ id }) => id);
    assert.ok(ids(figuresAt(NOW)).includes('latency'));
    assert.ok(!ids(company(9, '7d')).some((id) => ['latency', 'invocations', 'throttles'].includes(id)));
  });

  it('turn the order round when the same heading is pressed again', () => {
    const byTotal = nextSort({ column: 'profile', descending: false }, 'total', true);
    assert.deepEqual(byTotal, { column: 'total', descending: true });
    assert.deepEqual(nextSort(byTotal, 'total', true), { column: 'total', descending: false });
  });
});

describe('a copied table', () => {
  const copy = (usageReport: PageUsageReport, about: string[] = []): string[] => {
    const profiles = table(usageReport, 'profiles');
    return toTsv(profiles, profiles.rows, about, t).split('\n');
  };

  it('has plain numbers, exact money, empty cells for what is not known, and says where it is from', () => {
    const lines = copy(STATES.partlyPriced.usageReport, ['Amazon CloudWatch']);
    assert.match(
      lines[0] ?? '',
      /^Profile\tMember\tModel\tInference type\tEstimate \(USD\)\t.*\tAverage latency \(ms\)\t/,
    );
    const of = (name: string): string[] => lines.find((line) => line.includes(name))?.split('\t') ?? [];
    assert.match(of('sonnet')[4] ?? '', /^\d+\.\d{3,}$/);
    assert.match(of('opus')[4] ?? '', /^≥\d+\.\d+$/);
    assert.equal(of('opus')[6], '', 'a change that is not known');
    assert.match(of('opus')[7] ?? '', /^\d\d\.\d%$/, 'what it reads from the cache');
    assert.match(of('opus')[8] ?? '', /^\d+$/);
    assert.equal(lines.at(-1), 'Amazon CloudWatch');
    assert.ok(copy(STATES.unpriced.usageReport).some((line) => line.includes('\tunpriced\t')));
  });

  it('holds nothing that a spreadsheet would run, and no name moves a cell', () => {
    const [first, ...rest] = figuresAt(NOW).profiles;
    assert.ok(first);
    const lines = copy({ ...figuresAt(NOW), profiles: [{ ...first, name: '=HYPERLINK("x")\tand\nmore' }, ...rest] });
    assert.equal(lines[1]?.split('\t')[0], `'=HYPERLINK("x") and more`);
    assert.equal(lines[1].split('\t').length, lines[0]?.split('\t').length);
  });

  it('stays below what the host accepts and says what was left out', () => {
    const [first] = figuresAt(NOW).profiles;
    assert.ok(first);
    const many = Array.from({ length: 3000 }, (_, index) => ({ ...first, id: `p${index}`, name: 'n'.repeat(60) }));
    const lines = copy({ ...figuresAt(NOW), profiles: many });
    assert.ok(lines.join('\n').length <= 200_000);
    assert.ok(lines.some((line) => line.includes('more rows are not included')));
  });
});

describe('an exported table', () => {
  const of = (usageReport: PageUsageReport, tab: Tab): ExportedTable => {
    const whole = table(usageReport, tab);
    return exported(exportedTable(whole, whole.rows, 'title', ['about'], t));
  };

  it('holds exact money whose sum is the estimate, and tells the units', () => {
    const usageReport = company(60, 'month');
    const total = toDecimal(computeUsage(usageReport, offsetAt).total.cost.amount.money);
    for (const tab of TABS) {
      const table = of(usageReport, tab);
      const amounts = column(table, 'estimate').map((value) => {
        const money = fromDecimal(String(value));
        assert.ok(money !== undefined);
        return { money, whole: true };
      });
      assert.equal(toDecimal(sumAmounts(amounts).money), total, tab);
      assert.equal(table.columns.find(({ id }) => id === 'estimate')?.unit, 'USD');
      for (const row of table.rows) assert.equal(row.length, table.columns.length, tab);
    }
  });

  it('says a unit only where the heading does not say it already', () => {
    for (const tab of TABS)
      for (const { label, unit } of of(company(9, '7d'), tab).columns)
        assert.ok(unit === undefined || !label.toLowerCase().includes(unit), `${label} (${unit})`);
  });

  it('names those without owner tags as the page does', () => {
    const usageReport = company(4, '24h');
    const [first, ...others] = usageReport.profiles.map(({ id, name, group, now, before }) => ({
      id,
      name,
      group,
      now,
      before,
    }));
    assert.ok(first);
    const profiles = [first, ...others.map((one) => ({ ...one, team: 'data' }))];
    for (const tab of ['members', 'profiles'] as const)
      assert.deepEqual(
        new Set(column(of({ ...usageReport, profiles, idle: [] }, tab), 'member')),
        new Set([t.untagged, t.noMember]),
      );
  });

  it('has nothing, and not zero, for what is unpriced, and says how many tokens that is', () => {
    const table = of(STATES.unpriced.usageReport, 'profiles');
    assert.deepEqual(new Set(column(table, 'estimate')), new Set([null]));
    assert.deepEqual(column(table, 'unpricedTokens'), column(table, 'total'));
  });

  it('says range, source, age, what is missing and which prices were used', () => {
    const { usageReport } = STATES.partial;
    const about = aboutUsage(STATES.partial, computeUsage(usageReport, offsetAt), t, f).join('\n');
    for (const part of ['24 h: 20 Nov, 15:45', 'Central European Time', '…4721', '2025-11-21T14:37:20.000Z'])
      assert.ok(about.includes(part), part);
    assert.ok(about.includes('CloudWatch answered with an internal error'));
    assert.ok(about.includes('AWS Price List of 14 November 2025'));
    assert.ok(about.includes('5-minute rate'));
    assert.match(aboutUsage(STATES.sample, computeUsage(usageReport, offsetAt), t, f)[0] ?? '', /^Sample data/);
  });

  it('says whose bill it is', () => {
    const source = 'AWS Cost Explorer · account 111122224721';
    const bill = { ...readyBill(NOW), source };
    assert.ok(exported(exportedBill(bill, ready(), t)).about.includes(`${t.source}: ${source}`));
  });

  it('holds the bill by day, exactly, and the comparison', () => {
    const bill = readyBill(NOW);
    const days = exported(exportedBill(bill, ready(), t));
    assert.equal(days.rows.length, bill.rows.length * bill.days.length);
    const sum = sumAmounts(
      column(days, 'bill').map((value) => ({ money: fromDecimal(String(value)) ?? assert.fail(), whole: true })),
    );
    assert.equal(toDecimal(sum.money), bill.total);
    assert.equal(days.columns[0]?.label, 'Tag MemberName');
    assert.ok(days.about.includes('Month: November 2025'));
  });

  it('holds the comparison by member and day, with each reason’s amount, its month, source and age', () => {
    const state = { ...ready(), bill: readyBill(NOW) };
    const compared = exported(exportedReconciliation(readyReconciliation, state, t));
    assert.deepEqual(column(compared, 'label'), ['jane.doe', 'jane.doe', 'ana.ruiz']);
    assert.deepEqual(column(compared, 'day'), ['2025-11-17', '2025-11-19', '2025-11-18']);
    assert.deepEqual(column(compared, 'estimate'), ['8.1', '6', null]);
    assert.deepEqual(column(compared, 'estimateWhole'), ['yes', 'yes', 'Not connected']);
    assert.deepEqual(column(compared, 'difference'), ['0', '-2.8', '12.5']);
    assert.match(String(column(compared, 'reasons')[1]), /reached the bill\. \(-2\.8 USD\)$/);
    const about = compared.about.join('\n');
    for (const part of [
      'Month: November 2025',
      'As of: 2025-11-',
      'AWS Cost Explorer (days in UTC)',
      'Source: ',
      'AWS Price List',
    ])
      assert.ok(about.includes(part), part);
  });

  it('says so when there are more rows than a message holds', () => {
    const bill = readyBill(NOW);
    const [row] = bill.rows;
    assert.ok(row !== undefined);
    const rows = Array.from({ length: 1001 }, (_, index) => ({ ...row, label: `member ${index}` }));
    const table = exported(exportedBill({ ...bill, rows }, ready(), t));
    assert.equal(table.rows.length, 20_000);
    assert.match(table.about[0] ?? '', /^20 more rows are not included/);
  });
});

describe('what the page remembers', () => {
  it('survives being stored', () => {
    const choices = withSort(
      withFilter(
        { ...restoreViewState(undefined), view: 'bill', tab: 'models', measure: 'money', selected: 5, scroll: 120 },
        'models',
        'x',
      ),
      'models',
      { column: 'total', descending: false },
    );
    assert.deepEqual(restoreViewState(JSON.parse(JSON.stringify(choices))), choices);
  });

  it('falls back to defaults for what it does not understand', () => {
    assert.deepEqual(
      restoreViewState({
        tab: 'prices',
        view: 7,
        sorts: { time: 7 },
        filters: { models: 3 },
        selected: 'x',
        scroll: null,
      }),
      restoreViewState(undefined),
    );
    assert.deepEqual(restoreViewState('old'), restoreViewState(null));
  });

  it('keeps a filter for each tab, and none where rows have no names', () => {
    const filtered = withFilter(restoreViewState(undefined), 'members', 'jane');
    assert.deepEqual(
      TABS.map((tab) => [tab, filterOf(filtered, tab)]).filter(([, text]) => text !== ''),
      [['members', 'jane']],
    );
    assert.deepEqual(withFilter(filtered, 'time', 'x'), filtered);
  });

  it('begins with members for a team and with time for oneself, until a tab is chosen', () => {
    const fresh = restoreViewState(undefined);
    assert.deepEqual(
      ['mine', 'abc123', 'team', 'all'].map((scope) => tabOf(fresh, scope)),
      ['time', 'time', 'members', 'members'],
    );
    assert.equal(tabOf({ ...fresh, tab: 'kinds' }, 'all'), 'kinds');
  });
});
