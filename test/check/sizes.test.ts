import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { describe, it } from 'mocha';
import { extensionBuild } from '../../build/extension.mjs';
import { pageBuild } from '../../build/pages.mjs';
import { lazyAtStart, MOST_AT_START, MOST_OF_PAGE, pageScripts, sizeOf, startFiles } from '../bench/bundles';
import type { Outputs } from '../bench/bundles';

const absWorkingDir = resolve(import.meta.dirname, '../..');

const outputsOf = async (options: BuildOptions): Promise<Outputs> =>
  (await build({ ...options, absWorkingDir, write: false, metafile: true })).metafile.outputs;

describe('The extension', () => {
  let outputs: Outputs = {};
  before(async () => {
    outputs = await outputsOf(extensionBuild(true));
  });

  it('loads no more at start than it may', () => {
    const files = startFiles(outputs);
    assert.ok(files.length > 1, 'what is shared is counted');
    assert.ok(sizeOf(outputs, files) < MOST_AT_START, `${String(sizeOf(outputs, files))} bytes: ${files.join(', ')}`);
  });

  it('loads no library at start, no SDK, simulator, page or parser of agents’ files', () => {
    assert.deepEqual(lazyAtStart(outputs), []);
  });

  it('would be caught with a library or a lazy part in a file that is loaded at start', () => {
    const output = (of: Partial<Outputs[string]>): Outputs[string] => ({
      ...{ bytes: 1, imports: [], exports: [], inputs: {} },
      ...of,
    });
    const inputs = Object.fromEntries(
      ['src/store/store.ts', 'src/aws/index.ts', 'node_modules/yaml/index.js', 'src/agents/documents/yaml.ts'].map(
        (path) => [path, { bytesInOutput: 1 }],
      ),
    );
    const found = lazyAtStart({
      'dist/extension.mjs': output({
        entryPoint: 'src/extension.ts',
        imports: [
          { path: 'dist/chunk.mjs', kind: 'import-statement' },
          { path: 'dist/lazy.mjs', kind: 'dynamic-import' },
        ],
      }),
      'dist/chunk.mjs': output({ inputs }),
      'dist/lazy.mjs': output({ inputs: { 'src/simulator/index.ts': { bytesInOutput: 1 } } }),
    });
    assert.deepEqual(found, ['src/aws/index.ts', 'node_modules/yaml/index.js', 'src/agents/documents/yaml.ts']);
  });

  it('loads few files at start, and packs no module twice', () => {
    assert.ok(startFiles(outputs).length <= 3, startFiles(outputs).join(', '));
    const modules = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
    assert.deepEqual(
      modules.filter((module, at) => modules.indexOf(module) !== at),
      [],
    );
  });
});

describe('The usage page', () => {
  const pageOutputs = (options: BuildOptions): Promise<Outputs> => outputsOf({ ...pageBuild(true), ...options });

  it('loads no more script in all than a page may', async () => {
    const outputs = await pageOutputs({});
    const scripts = pageScripts(outputs).map((path) => ({ path, bytes: outputs[path]?.bytes ?? NaN }));
    assert.ok(scripts.length > 0);
    const total = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
    assert.ok(total < MOST_OF_PAGE, `${total} bytes: ${JSON.stringify(scripts)}`);
  });

  it('has each of its scripts counted, be they built beside each other or shared and loaded later', async () => {
    const two = { entryPoints: ['src/webview/usage/main.ts', 'src/webview/usage/app.ts', 'src/webview/guide/main.ts'] };
    const named = async (options: BuildOptions): Promise<string[]> =>
      pageScripts(await pageOutputs({ ...two, ...options })).map((path) => path.replace(/-.*/, '-shared.js'));
    assert.deepEqual(await named({}), ['dist/usage/main.js', 'dist/usage/app.js']);
    const split = await named({ format: 'esm', splitting: true });
    assert.ok(split.includes('dist/chunk-shared.js'), split.join(' '));
  });
});
