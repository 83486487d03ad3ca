import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { describe, it } from 'mocha';
import { pageBuild } from '../../esbuild.page.mjs';
import { MOST_OF_PAGE, pageScripts } from '../bench/bundles';

const absWorkingDir = resolve(import.meta.dirname, '../..');

const outputsOf = async (options: BuildOptions) =>
  (await build({ ...pageBuild(true), ...options, absWorkingDir, write: false, metafile: true })).metafile.outputs;

describe('The usage page', () => {
  it('loads no more script in all than a page may', async () => {
    const outputs = await outputsOf({});
    const scripts = pageScripts(outputs).map((path) => ({ path, bytes: outputs[path]?.bytes ?? NaN }));
    assert.ok(scripts.length > 0);
    const total = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
    assert.ok(total < MOST_OF_PAGE, `${total} bytes: ${JSON.stringify(scripts)}`);
  });

  it('has each of its scripts counted, be they built beside each other or shared and loaded later', async () => {
    const two = { entryPoints: ['src/webview/usage/main.ts', 'src/webview/usage/app.ts', 'src/webview/guide/main.ts'] };
    const named = async (options: BuildOptions): Promise<string[]> =>
      pageScripts(await outputsOf({ ...two, ...options })).map((path) => path.replace(/-.*/, '-shared.js'));
    assert.deepEqual(await named({}), ['dist/usage/main.js', 'dist/usage/app.js']);
    const split = await named({ format: 'esm', splitting: true });
    assert.ok(split.includes('dist/chunk-shared.js'), split.join(' '));
  });
});
