/** The pictures of a report: well-formed whatever the names are, readable on any ground, and true to the numbers. */

import assert from 'node:assert/strict';
import { XMLParser } from 'fast-xml-parser';
import { SyntaxValidator } from 'fast-xml-validator';
import fc from 'fast-check';
import { SERIES, SHADES } from '../../../../src/core/report/chartStyle';
import { element, svgText } from '../../../../src/core/report/svg';
import { anyText } from '../export/tables';
import { ACCOUNT, anyReport, profile, report } from './builders';
import { englishReport } from './english';

const reader = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  preserveOrder: true,
  processEntities: true,
  htmlEntities: true,
  trimValues: false,
});

const ALLOWED = /^(\?xml|svg|title|desc|style|defs|pattern|rect|path|g|line|text|#text)$/;

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
  readonly text: string;
}

function nodes(parsed: unknown): Node[] {
  return (parsed as Record<string, unknown>[]).map((entry) => {
    const name = Object.keys(entry).find((key) => key !== ':@') ?? '';
    const value = entry[name];
    const children = Array.isArray(value) ? nodes(value) : [];
    return {
      name,
      attributes: (entry[':@'] ?? {}) as Record<string, string>,
      children,
      text: Array.isArray(value) ? children.map(({ text }) => text).join('') : String(value),
    };
  });
}
const read = (svg: string): Node[] => nodes(reader.parse(svg));
const all = (tree: readonly Node[]): Node[] => tree.flatMap((node) => [node, ...all(node.children)]);

function assertWellFormed(svg: string): void {
  assert.equal(SyntaxValidator.validate(svg), true);
  const tree = all(read(svg));
  for (const { name, attributes } of tree) {
    assert.match(name, ALLOWED);
    for (const [key, value] of Object.entries(attributes)) {
      assert.doesNotMatch(key, /^on|href/i);
      assert.doesNotMatch(value, /javascript:|https?:\/\/(?!www\.w3\.org\/2000\/svg$)/i);
      assert.doesNotMatch(value, /NaN|Infinity|undefined/);
    }
  }
}

const jane = profile('jane', 1_000_000, 0);
const john = profile('john', 3_000_000, 0, { team: 'data', member: 'john' });
const svgOf = (name: string, ...profiles: Parameters<typeof report>[0]): string => {
  const found = englishReport(report(profiles)).charts.find((chart) => chart.name === name);
  assert.ok(found);
  return found.svg;
};
/** The hints of what is drawn: what is said when it is pointed at. */
const hints = (svg: string): string[] =>
  all(read(svg)).flatMap(({ name, children }) =>
    name === 'rect' || name === 'g' ? children.filter((child) => child.name === 'title').map(({ text }) => text) : [],
  );

describe('The pictures of a report', () => {
  it('are well-formed XML without scripts or links, whatever the names', () => {
    fc.assert(
      fc.property(anyReport, (data) => {
        for (const { svg } of englishReport(data).charts) assertWellFormed(svg);
      }),
      { numRuns: 50 },
    );
  });

  it('keep every text as it is, but for what XML has no place for', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        // Space of any kind keeps words apart, also of a kind that XML has no place for.
        const plain = text
          .replace(/\s/g, ' ')
          .replace(/[^\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]|[\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '');
        const svg = element('text', { 'data-name': text }, [svgText(`<${text}>`)]);
        assert.equal(SyntaxValidator.validate(svg), true);
        assert.equal(read(svg)[0]?.text, `<${plain.replace(/\s+/g, ' ')}>`.replace(/\s+/g, ' '));
      }),
      { numRuns: 500, examples: [['\v'], ['a\fb'], ['a\u0001 b'], ['\t\u0000\t'], ['\u0085\u2028\ufeff']] },
    );
  });

  it('show no markup of a name, but the name', () => {
    const evil = '"><script>alert(1)</script>';
    const svg = svgOf('by-day.svg', jane, { ...john, team: evil });
    assertWellFormed(svg);
    assert.ok(all(read(svg)).some(({ name, text }) => name === 'text' && text === evil));
    assert.ok(!svg.includes('<script'));
  });

  it('have a title and say in words what they show', () => {
    const [, root] = read(svgOf('by-day.svg', jane, john));
    assert.equal(root?.attributes.role, 'img');
    const title = root.children.find(({ name }) => name === 'title');
    const description = root.children.find(({ name }) => name === 'desc');
    assert.equal(title?.text, 'Estimated cost by day and team, November 2026');
    assert.match(description?.text ?? '', /\$240\.00 in 1–20 November; data \$180\.00, platform \$60\.00/);
    assert.equal(
      root.attributes['aria-labelledby'],
      `${title.attributes.id ?? ''} ${description?.attributes.id ?? ''}`,
    );
  });

  it('stack the days by team, or by member where there is one team', () => {
    assert.ok(hints(svgOf('by-day.svg', jane, john)).includes('data, 3 November 2026: $9.00'));
    const oneTeam = svgOf('by-day.svg', jane, { ...john, team: 'platform' });
    assert.ok(hints(oneTeam).includes('john, 3 November 2026: $9.00'));
    assert.equal(hints(oneTeam).length, 40, 'a piece for each of two members on each of twenty days');
  });

  it('put what is beyond the colours together, and leave nothing out', () => {
    const teams = Array.from({ length: 9 }, (_, index) =>
      profile(`p${index}`, 1_000_000 * (9 - index), 0, { team: `team ${index}` }),
    );
    const said = hints(svgOf('by-day.svg', ...teams)).filter((hint) => hint.includes(', 1 November'));
    assert.equal(said.length, 7);
    assert.equal(said.at(-1), 'Others (3), 1 November 2026: $18.00');
  });

  it('draw tokens where nothing has a price', () => {
    const free = profile('free', 1_000, 0, { rates: undefined });
    assert.ok(hints(svgOf('by-day.svg', free)).includes('jane.doe, 1 November 2026: 1,000'));
    assert.match(svgOf('by-model.svg', free), /none of which has a price/);
  });

  it('draw heights in the proportion of the numbers', () => {
    const bars = all(read(svgOf('by-day.svg', jane, john))).filter(
      ({ name, children }) => name === 'rect' && children.some((child) => child.text.includes(', 5 November')),
    );
    const [high, low] = bars.map(({ attributes }) => Number(attributes.height));
    assert.ok(high !== undefined && low !== undefined && Math.abs(high / low - 3) < 0.01);
  });

  it('show nothing of the account', () => {
    assert.ok(!svgOf('by-day.svg', jane).includes(ACCOUNT));
  });
});

/** WCAG's relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

describe('The colours of a report', () => {
  for (const tone of ['light', 'dark'] as const) {
    it(`can be told from their ground in ${tone}, texts and series`, () => {
      for (const name of ['ink', 'quiet'] as const)
        assert.ok(contrast(SHADES[name][tone], SHADES.card[tone]) >= 4.5, name);
      for (const shade of SERIES) assert.ok(contrast(shade[tone], SHADES.card[tone]) >= 3, shade[tone]);
    });
  }
});
