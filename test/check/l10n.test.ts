/** Every sentence that a person reads can be translated: `@vscode/l10n-dev` finds it, and gives it whole. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import ts from 'typescript';
import { repository } from '../host/paths';

const SOURCES = 'src';
/** What VS Code renders: a text under one of these names is read by a person. */
const RENDERED = new Set(
  'label,description,detail,title,tooltip,placeholder,placeHolder,prompt,message,text,validationMessage'.split(','),
);

/** Sentences that the host sends to the usage page with their placeholders. */
const PAGE_STRINGS = 'Strings.ts';

interface Sentence {
  readonly file: string;
  readonly place: string;
  /** The literal, or undefined where the sentence is not one. */
  readonly text: string | undefined;
  /** How many values are filled in; undefined where they are spread. */
  readonly values: number | undefined;
}

interface Found {
  readonly sentences: readonly Sentence[];
  /** Places where `l10n.t` is used otherwise than by calling it. */
  readonly aliases: readonly string[];
  /** Texts that are rendered and cannot be translated. */
  readonly untranslated: readonly string[];
}

const isTranslate = (node: ts.Node): node is ts.PropertyAccessExpression =>
  ts.isPropertyAccessExpression(node) &&
  node.name.text === 't' &&
  (node.expression.getText() === 'l10n' || node.expression.getText() === 'vscode.l10n');

/** Looks through one file for calls of `l10n.t`, and for texts that pass it by. */
function search(name: string, contents: string): Found {
  const file = ts.createSourceFile(name, contents, ts.ScriptTarget.Latest, true);
  const sentences: Sentence[] = [];
  const aliases: string[] = [];
  const untranslated: string[] = [];
  const placeOf = (node: ts.Node): string =>
    `${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.getText().slice(0, 80)}`;
  const visit = (node: ts.Node): void => {
    if (isTranslate(node)) {
      if (ts.isCallExpression(node.parent) && node.parent.expression === node) {
        const [first, ...values] = node.parent.arguments;
        const isSpread = values.some((value) => ts.isSpreadElement(value));
        sentences.push({
          file: name,
          place: placeOf(node.parent),
          text: first !== undefined && ts.isStringLiteralLike(first) ? first.text : undefined,
          values: isSpread ? undefined : values.length,
        });
      } else aliases.push(placeOf(node));
    }
    if (
      /^(features|ui|webview)[\\/]/.test(name) &&
      ts.isPropertyAssignment(node) &&
      RENDERED.has(node.name.getText()) &&
      ts.isStringLiteralLike(node.initializer) &&
      /\p{L}{2,}\s+\p{L}{2,}/u.test(node.initializer.text)
    )
      untranslated.push(placeOf(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { sentences, aliases, untranslated };
}

const sources = readdirSync(join(repository, SOURCES), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/^simulator[\\/]/.test(name))
  .map((name) => ({ name, contents: readFileSync(join(repository, SOURCES, name), 'utf8') }));

describe('The sentences', function () {
  this.timeout(120_000);
  const found = sources.map(({ name, contents }) => search(name, contents));
  const sentences = found.flatMap((one) => one.sentences);

  it('are literals where they are translated', () => {
    assert.ok(sentences.length > 1000, `${sentences.length} sentences`);
    assert.deepEqual(
      sentences.filter(({ text }) => text === undefined).map(({ place }) => place),
      [],
    );
    assert.deepEqual(
      found.flatMap(({ aliases }) => aliases),
      [],
    );
  });

  it('are all found by VS Code’s tool, and in the bundle that is translated', async () => {
    const exported = await getL10nJson(
      sources
        .filter(({ contents }) => contents.includes('l10n'))
        .map(({ name, contents }) => ({ extension: name.endsWith('.tsx') ? '.tsx' : '.ts', contents })),
    );
    const missed = sentences.filter(({ text }) => text !== undefined && !Object.hasOwn(exported, text));
    assert.deepEqual(
      missed.map(({ place }) => place),
      [],
    );
    const bundle: unknown = JSON.parse(readFileSync(join(repository, 'l10n/bundle.l10n.json'), 'utf8'));
    assert.deepEqual(bundle, exported, 'Run `npm run l10n`');
  });

  it('have a value for each of their placeholders, and a placeholder for each value', () => {
    const wrong = sentences.filter(({ file, text = '', values }) => {
      // The page fills in the values of its own sentences: its unit tests check those placeholders.
      if (file.endsWith(PAGE_STRINGS)) return values !== 0;
      const numbers = new Set([...text.matchAll(/\{(\d+)\}/g)].map(([, number]) => Number(number)));
      return values !== undefined && (numbers.size !== values || [...numbers].some((number) => number >= values));
    });
    assert.deepEqual(
      wrong.map(({ place }) => place),
      [],
    );
  });

  it('are translated wherever VS Code renders them', () => {
    assert.deepEqual(
      found.flatMap(({ untranslated }) => untranslated),
      [],
    );
  });
});
