/** A month's report: its sums, its words, and what is said of what is not known. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { sumAmounts } from '../../../../src/core/money';
import { estimate } from '../../../../src/core/prices/prices';
import { monthDays, reportMonths } from '../../../../src/core/report/month';
import { sectionsOf } from '../../../../src/core/report/sections';
import { daysOf, sumSpent } from '../../../../src/core/report/sums';
import { addTokens, NO_TOKENS } from '../../../../src/core/usage/usage';
import { ACCOUNT, anyReport, DECEMBER, FRIDAY, profile, report, tokens } from './builders';
import { ENGLISH, englishReport } from './english';

const jane = profile('jane-sonnet', 1_000_000, 500_000);
const john = profile('john-sonnet', 2_000_000, 2_000_000, { team: 'data', member: 'john' });
const unpriced = profile('new-model', 1_000, 0, { rates: undefined, model: 'Brand New', price: undefined });

/** The rows of the table under a heading, cell by cell. */
function tableUnder(markdown: string, heading: string): string[][] {
  const [, section = ''] = markdown.split(`## ${heading}\n`);
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) => row.slice(2, -2).split(' | '));
}
const rowOf = (rows: readonly string[][], label: string): readonly string[] =>
  rows.find(([first]) => first === label) ?? [];

describe('A monthly report', () => {
  it('compares whole days of a month that is not over with the same days of the month before', () => {
    const { markdown } = englishReport(report([jane, john]));
    const rows = tableUnder(markdown, 'Summary');
    assert.deepEqual(rows[0], ['', 'November 2026 to date', '1–19 November', '1–19 October', 'Change']);
    assert.deepEqual(rowOf(rows, 'Estimated cost'), ['Estimated cost', '\\$180.00', '\\$171.00', '\\$142.50', '+20%']);
    assert.deepEqual(rowOf(rows, 'Tokens'), ['Tokens', '60,000,000', '57,000,000', '47,500,000', '+20%']);
    assert.match(markdown, /Only complete days are compared: 1–19 November with 1–19 October\./);
  });

  it('compares a month that is over with the whole month before', () => {
    const whole = { ...jane, days: Array.from({ length: 30 }, () => tokens(1_000_000)) };
    const rows = tableUnder(englishReport(report([whole], { now: DECEMBER })).markdown, 'Summary');
    assert.deepEqual(rows[0], ['', 'November 2026', 'October 2026', 'Change']);
    assert.deepEqual(rowOf(rows, 'Estimated cost'), ['Estimated cost', '\\$90.00', '\\$46.50', '+94%']);
  });

  it('compares nothing on the first day, and never more days than both months have', () => {
    const first = englishReport(report([{ ...jane, days: [tokens(5)] }], { now: Date.parse('2026-11-01T05:00:00Z') }));
    assert.deepEqual(tableUnder(first.markdown, 'Summary')[0], ['', 'November 2026 to date']);
    assert.doesNotMatch(first.markdown, /Change/);
    assert.equal(monthDays('2026-03', Date.parse('2026-03-31T12:00:00Z')).compared, 28);
  });

  it('shows what each spent and its share, dearest first, with the total', () => {
    const rows = tableUnder(englishReport(report([jane, john])).markdown, 'By team');
    assert.deepEqual(
      rows.map(([team, usd, share]) => [team, usd, share]),
      [
        ['Team', 'Estimated cost', 'Share'],
        [':---', '---:', '---:'],
        ['data', '\\$120.00', '67%'],
        ['platform', '\\$60.00', '33%'],
        ['**Total**', '**\\$180.00**', '**100%**'],
      ],
    );
  });

  it('says “at least” wherever something has no price, and what that is', () => {
    const { markdown, charts } = englishReport(report([jane, john, unpriced]));
    const teams = tableUnder(markdown, 'By team');
    assert.equal(rowOf(teams, 'platform')[1], 'at least \\$60.00');
    assert.equal(rowOf(teams, 'data')[1], '\\$120.00');
    assert.equal(rowOf(teams, '**Total**')[1], '**at least \\$180.00**');
    assert.equal(rowOf(tableUnder(markdown, 'By model and inference type'), 'Brand New')[2], 'unpriced');
    assert.match(
      markdown,
      /Without a price: 20,000 tokens of Brand New, Global \(No price known for this model, inference type and Region\)\./,
    );
    assert.match(charts[0]?.svg ?? '', /usage without a price is not shown/);
  });

  it('distinguishes an owner that is not known from one that is missing', () => {
    const hidden = profile('hidden', 1, 0, { team: undefined, member: undefined, tagsKnown: false });
    const bare = profile('bare', 1, 0, { team: undefined, member: undefined });
    const teams = tableUnder(englishReport(report([hidden, bare])).markdown, 'By team').map(([team]) => team);
    assert.deepEqual(teams.slice(2, 4).sort(), ['No team', 'Owner unknown (tags not readable)']);
  });

  it('says what caching saved, and what it cost where it did not', () => {
    const cached = (more: object) => {
      const days = [tokens(0, { cacheRead: 1_000_000, ...more }), ...Array.from({ length: 19 }, () => NO_TOKENS)];
      return tableUnder(englishReport(report([profile('a', 0, 0, { days })])).markdown, 'Summary');
    };
    assert.equal(rowOf(cached({}), 'Saved by caching')[1], '\\$2.70');
    assert.equal(rowOf(cached({ cacheRead: 0, cacheWrite: 1_000_000 }), 'Saved by caching')[1], 'cost \\$0.75 more');
    assert.equal(
      rowOf(tableUnder(englishReport(report([jane])).markdown, 'Summary'), 'Saved by caching')[1],
      'no cached tokens',
    );
  });

  it('names source, range, prices, what is left out, who made it and when; never the whole account', () => {
    const { markdown } = englishReport(
      report([jane], { idle: 3, sample: true, missing: [{ code: 'series-not-listed' }] }),
    );
    assert.match(markdown, /^1–20 November 2026 \(UTC\), month to date · account …3333 · us-east-1/m);
    assert.match(markdown, /created on 20 November 2026, 20:00 UTC by jane\.doe with Bedrock Tally/);
    assert.match(markdown, /simulated Amazon CloudWatch metrics \(AWS\/Bedrock\) in us-east-1/);
    assert.match(markdown, /simulated AWS Price List of 2026-11-12/);
    assert.match(markdown, /Not included: .*deleted since, other Regions/);
    assert.match(markdown, /3 profiles were not used/);
    assert.match(markdown, /Some usage may be missing: finding all series requires cloudwatch:ListMetrics\./);
    assert.match(markdown, /Sample data/);
    assert.match(markdown, /makes no Cost Explorer requests/);
  });

  it('says that nothing was used instead of drawing it', () => {
    const { markdown, charts } = englishReport(report([], { idle: 2 }));
    assert.deepEqual(charts, []);
    assert.match(markdown, /No profiles were used this month\./);
  });

  it('can be made of this month and the last twelve, all of which CloudWatch still has with the month before', () => {
    const months = reportMonths(FRIDAY);
    assert.deepEqual([months.length, months[0], months[12]], [13, '2026-11', '2025-11']);
    fc.assert(
      fc.property(fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2032-01-01') }), (now) => {
        for (const month of reportMonths(now)) {
          const { span, days, daysBefore } = monthDays(month, now);
          assert.ok(now - span.start <= 455 * 86_400_000);
          assert.equal(span.periodSeconds % 3600, 0);
          assert.equal(days + daysBefore, Math.ceil((span.end - span.start) / 86_400_000));
        }
      }),
    );
  });
});

const reader = new MarkdownIt({ html: true, linkify: true });
reader.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

describe('Any monthly report', () => {
  it('adds up: every section to the total, the days to the total, and the total to every profile’s price', () => {
    fc.assert(
      fc.property(anyReport, (data) => {
        const days = monthDays(data.month, data.now);
        const { total, ...sections } = sectionsOf(data, days, ENGLISH);
        for (const lines of Object.values(sections))
          for (const of of ['spent', 'now', 'before'] as const)
            assert.deepEqual(sumSpent(lines.map((line) => line[of])), total[of]);
        assert.deepEqual(sumSpent(daysOf(data.profiles, days.days)), total.spent);
        const priced = data.profiles.map(
          ({ rates, days: own }) => estimate(own.reduce(addTokens, NO_TOKENS), rates).amount,
        );
        assert.deepEqual(total.spent.amount, sumAmounts(priced));
      }),
      { numRuns: 60 },
    );
  });

  it('has nothing in it but headings, texts, tables and its own pictures, whatever the names', () => {
    fc.assert(
      fc.property(anyReport, (data) => {
        const { markdown, charts } = englishReport(data);
        const html = reader.render(markdown);
        const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag));
        for (const tag of tags)
          assert.ok(
            /^(h1|h2|p|strong|blockquote|table|thead|tbody|tr|t[hd]|ul|li|img)$/.test(tag ?? ''),
            `<${tag ?? ''}>`,
          );
        const pictures = [...html.matchAll(/<img src="([^"]*)"/g)].map(([, name]) => name);
        assert.deepEqual(
          pictures,
          charts.map(({ name }) => name),
        );
        assert.ok(!markdown.includes(ACCOUNT));
      }),
      { numRuns: 50 },
    );
  });
});
