import assert from 'node:assert/strict';
import type { PageFigures } from '../../../src/core/protocol';
import { compute } from '../../../src/webview/figures';
import { offsetIn } from '../../../src/webview/hours';
import { formatFor } from '../../../src/webview/numbers';
import { pressed, recall } from '../../../src/webview/remembered';
import { english as t } from '../../../src/webview/strings';
import { sortRows, TABS, tableOf, type Table } from '../../../src/webview/tables';
import { toTsv } from '../../../src/webview/tsv';
import { figuresAt, NOW, STATES } from '../../ui/page/states';

const zone = 'Europe/Berlin';
const offsetAt = offsetIn(zone);
const f = formatFor('en-GB', zone, offsetAt, false);

const table = (figures: PageFigures, tab: (typeof TABS)[number]): Table =>
  tableOf(tab, compute(figures, offsetAt), t, f);

/** Keys of the rows in an order. */
const order = (of: Table, column: string, descending: boolean): string[] =>
  sortRows(of, { column, descending }, f.compare).map(({ key }) => key);

describe('tables', () => {
  it('have a cell for every column, in rows and in totals', () => {
    for (const tab of TABS) {
      const { columns, rows, totals } = table(figuresAt(NOW), tab);
      for (const cells of [...rows.map((row) => row.cells), totals]) assert.equal(cells.length, columns.length, tab);
    }
  });

  it('are sorted by numbers and by names, with the unknown last either way', () => {
    const profiles = table(STATES.partial.figures, 'profiles');
    assert.deepEqual(order(profiles, 'profile', false), ['prof-haiku', 'prof-opus', 'prof-sonnet', 'prof-review']);
    assert.equal(order(profiles, 'cacheWrite', false).at(-1), 'prof-opus');
    assert.equal(order(profiles, 'cacheWrite', true).at(-1), 'prof-opus');
  });

  it('sort hours by time, not by their names', () => {
    const hours = table(figuresAt(NOW), 'hours');
    const keys = hours.rows.map(({ key }) => key);
    assert.deepEqual(order(hours, 'hour', false), keys);
    assert.deepEqual(order(hours, 'hour', true), [...keys].reverse());
  });

  it('add up the profiles of a model', () => {
    const { rows } = table(figuresAt(NOW), 'models');
    assert.deepEqual(
      rows.map(({ key }) => key),
      ['Claude Sonnet 4.5', 'Claude Opus 4.5', 'Claude Haiku 4.5'],
    );
  });

  it('turn the order round when the same heading is pressed again', () => {
    const byTotal = pressed({ column: 'profile', descending: false }, 'total', true);
    assert.deepEqual(byTotal, { column: 'total', descending: true });
    assert.deepEqual(pressed(byTotal, 'total', true), { column: 'total', descending: false });
  });
});

describe('a copied table', () => {
  const copy = (figures: PageFigures, about: string[] = []): string[] => {
    const profiles = table(figures, 'profiles');
    return toTsv(profiles, profiles.rows, about, t).split('\n');
  };

  it('has plain numbers, empty cells for what is not known, and says where it is from', () => {
    const lines = copy(STATES.partial.figures, ['Amazon CloudWatch']);
    assert.match(lines[0] ?? '', /^Profile\tModel\tSource tier\tInput\t.*\tAverage latency \(ms\)\t/);
    const opus = lines.find((line) => line.includes('opus'))?.split('\t') ?? [];
    assert.match(opus[3] ?? '', /^\d+$/);
    assert.equal(opus[6], '');
    assert.match(opus[7] ?? '', /^≥\d+$/);
    assert.equal(lines.at(-1), 'Amazon CloudWatch');
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
    assert.ok(lines.some((line) => line.includes('more rows were left out')));
  });
});

describe('what the page remembers', () => {
  it('survives being stored', () => {
    const choices = { ...recall(undefined), tab: 'models' as const, selected: 5, scroll: 120 };
    assert.deepEqual(recall(JSON.parse(JSON.stringify(choices))), choices);
  });

  it('falls back to defaults for what it does not understand', () => {
    assert.deepEqual(recall({ tab: 'prices', hours: 7, selected: 'x', scroll: null }), recall(undefined));
    assert.deepEqual(recall('old'), recall(null));
  });
});
