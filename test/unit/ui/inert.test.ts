/** Whatever a text holds, VS Code must find nothing in it but text. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { marked, type Token } from 'marked';
import { describe, it } from 'mocha';
import { inert, inertMarkdown, withIcons } from '../../../src/ui/inert';
import { HOSTILE, PIECES, shownOf } from '../../ui/inert/hostile';

/** Wider than VS Code's: any target counts, not only http, command and file. See linkedText.ts there. */
const LINK = /\[[^\]]+\]\([^)]+/;
/** See iconLabels.ts in VS Code; an escaped icon is one as well, for the escape is lost on the way through Markdown. */
const ICON = /\$\([A-Za-z0-9~-]+\)/;

const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join(''));
const anyText = fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 30 }), fc.constant(HOSTILE));
/** Texts that mean nothing to VS Code: letters of any script, digits and punctuation. */
const ordinary = fc
  .array(
    fc.constantFrom(
      ...[
        'platform',
        'José',
        '開発部',
        'مرحبا',
        '👩‍💻',
        'a [b]',
        '(c)',
        '$5.20',
        '{x}',
        '*',
        '_',
        '`',
        '<b>',
        '#1',
        '\n',
        ' ',
      ],
      ...['arn:aws:bedrock:us-east-1:1:x/y', 'https://a.example/?q=1', '[a] (b)', '$ (zap)', '&&', '|', '\\', '“', '…'],
    ),
  )
  .map((parts) => parts.join(' '));

describe('an inert text', () => {
  it('has no link and no icon, and nothing that disguises', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.doesNotMatch(inert(text), LINK);
        assert.doesNotMatch(inert(text), ICON);
        assert.doesNotMatch(inert(text), /(?![\t\n\r])\p{Cc}|[\u2028-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('has none when it is put beside another, or cut', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.nat(40), (before, after, end) => {
        const text = inert(`${before}${after}`);
        assert.doesNotMatch(text.slice(0, end), LINK);
        assert.doesNotMatch(text.slice(end), ICON);
      }),
    );
  });

  it('is the same text where there is nothing to be taken for syntax', () => {
    fc.assert(
      fc.property(ordinary, (text) => {
        assert.equal(inert(text), text);
      }),
    );
  });

  it('reads as it did, and stays as it is when it is made inert again', () => {
    assert.equal(shownOf(inert('a [b](c) $(d)')), 'a [b](c) $(d)');
    fc.assert(
      fc.property(anyText, (text) => {
        assert.equal(inert(inert(text)), inert(text));
        assert.equal(shownOf(inert(text)).length, shownOf(text).length);
      }),
    );
  });

  it('has the icons that are named beside it, and no others', () => {
    assert.equal(withIcons({ icon: 'pulse' }, '12K tok', '', { icon: 'history' }), '$(pulse) 12K tok $(history)');
    assert.match(withIcons({ icon: 'check' }, HOSTILE), /^\$\(check\) /);
    assert.doesNotMatch(withIcons({ icon: 'check' }, HOSTILE).slice('$(check)'.length), ICON);
  });
});

describe('an inert text in Markdown', () => {
  const tokensOf = (tokens: readonly Token[]): readonly Token[] =>
    tokens.flatMap((token) => ['tokens' in token ? tokensOf(token.tokens ?? []) : [], token].flat());
  const decode = (html: string): string =>
    html
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');

  it('has no markup, wherever it stands', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('', 'Owner ', '- '), (text, before) => {
        const types = tokensOf(marked.lexer(`${before}${inertMarkdown(text)}`)).map(({ type }) => type);
        const known = ['paragraph', 'text', 'escape', 'space', ...(before === '- ' ? ['list', 'list_item'] : [])];
        assert.deepEqual(
          types.filter((type) => !known.includes(type)),
          [],
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('is shown as it is, its white space as spaces, and has no icon when it is shown', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const html = marked.parse(`x${inertMarkdown(text)}x`, { async: false });
        assert.doesNotMatch(html, ICON);
        assert.equal(decode(html).trim(), `<p>x${inert(text).replaceAll(/\s+/g, ' ')}x</p>`);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps to its cell of a table', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const [table] = marked.lexer(`| a | b |\n|:--|--:|\n| ${inertMarkdown(text)} | c |\n`);
        assert.ok(table?.type === 'table');
        const [[cell, next] = []] = (table as { rows: { text: string; tokens: Token[] }[][] }).rows;
        assert.equal(next?.text, 'c');
        assert.deepEqual(
          tokensOf(cell?.tokens ?? [])
            .map(({ type }) => type)
            .filter((type) => type !== 'text' && type !== 'escape'),
          [],
        );
      }),
    );
  });
});
