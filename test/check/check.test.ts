import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, it } from 'mocha';

const repository = resolve(import.meta.dirname, '../..');

/** What a compiler knows from its last run, so that it checks again only what a change can have broken. */
const known = (name: string): string[] => [
  '--incremental',
  '--tsBuildInfoFile',
  `node_modules/.cache/${name}.tsbuildinfo`,
];
const formatted = ['--cache', '--cache-strategy', 'content'];

/**
 * Each is a program from node_modules, and its arguments. ESLint has no cache here: it would keep a file's results
 * while the types that the file imports change.
 */
const CHECKS: readonly (readonly [string, readonly string[]])[] = [
  ['has types that fit', ['node_modules/typescript/bin/tsc', '-p', '.', ...known('code')]],
  ['has types that fit in the pages', ['node_modules/typescript/bin/tsc', '-p', 'src/webview', ...known('pages')]],
  ['keeps to the lint rules', ['node_modules/eslint/bin/eslint.js', '.']],
  [
    'has no import circle, and its arrows go one way',
    [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      ...['--config', 'test/check/dependencies.config.mjs', 'src', 'test'],
    ],
  ],
  ['is formatted', ['node_modules/prettier/bin/prettier.cjs', '--check', ...formatted, '.']],
];

describe('The code', function () {
  this.timeout(300_000);

  for (const [name, args] of CHECKS) {
    it(name, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: repository, encoding: 'utf8' });
      assert.equal(status, 0, `${stdout}\n${stderr}`);
    });
  }
});
