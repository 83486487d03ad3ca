/**
 * What is loaded at start and what on first need, as the build reports it: sizes, and what may not be loaded at start.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import { atMost, bytes, must, plain, type Figure, type Section } from './figures';

/** All that VS Code loads to activate the extension. Bytes. */
export const MOST_AT_START = 120_000;
/** All that the usage page can load. Bytes. */
export const MOST_OF_PAGE = 140_000;
/** What may not be loaded at start: libraries, the SDK among them, and what is loaded when it is first needed. */
const LAZY = /(^|\/)(node_modules|src\/(aws|simulator|webview)|src\/agents\/(adapters|documents))\//;

export type Outputs = Metafile['outputs'];

/** An output and whatever it imports, statically, or dynamically too. Paths in dist/. */
function reachable(outputs: Outputs, from: readonly string[], dynamic: boolean): readonly string[] {
  const found = new Set(from);
  for (const path of found)
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? [])
      if (external !== true && (dynamic || kind === 'import-statement')) found.add(imported);
  return [...found];
}

/**
 * The scripts that the usage page can load: all that is built of its sources, and what these import at once or later.
 */
export function pageScripts(outputs: Outputs): readonly string[] {
  const entries = Object.entries(outputs).flatMap(([path, { entryPoint = '' }]) =>
    /^src\/webview\/(?!guide\/).*\.ts$/.test(entryPoint) ? [path] : [],
  );
  return reachable(outputs, entries, true);
}

/** The files of dist/ that VS Code loads to activate the extension. */
export function startFiles(outputs: Outputs): readonly string[] {
  const [entry] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === 'src/extension.ts') ?? [];
  if (entry === undefined) throw new Error('No output is built from src/extension.ts.');
  return reachable(outputs, [entry], false);
}

/** Sources that are loaded at start and may not be. */
export const lazyAtStart = (outputs: Outputs): readonly string[] =>
  startFiles(outputs)
    .flatMap((path) => Object.entries(outputs[path]?.inputs ?? {}))
    .flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 && LAZY.test(input) ? [input] : []));

export const sizeOf = (outputs: Outputs, paths: readonly string[]): number =>
  paths.reduce((sum, path) => sum + (outputs[path]?.bytes ?? NaN), 0);

/** Each module that is loaded on first need: what it loads in all, besides what has been loaded at start. */
function onFirstNeed(outputs: Outputs): readonly Figure[] {
  const start = new Set(startFiles(outputs));
  const entries = Object.entries(outputs).flatMap(([path, { entryPoint }]) => {
    const [, module] = /^on-first-need:(.*)$/.exec(entryPoint ?? '') ?? [];
    return module === undefined ? [] : [{ path, module }];
  });
  return entries
    .map(({ path, module }) => ({ module, files: reachable(outputs, [path], false).filter((one) => !start.has(one)) }))
    .map(({ module, files }) => ({ module, count: files.length, size: sizeOf(outputs, files) }))
    .sort((a, b) => b.size - a.size)
    .map(({ module, count, size }) => plain(`${module}, ${String(count)} files`, bytes(size), size));
}

/** Sizes of a production build in `root`. */
export async function bundleSection(root: string): Promise<Section> {
  const { outputs } = JSON.parse(await readFile(join(root, 'dist/meta.json'), 'utf8')) as Metafile;
  const gzipped = async (paths: readonly string[]): Promise<string> => {
    const contents = await Promise.all(paths.map((path) => readFile(join(root, path))));
    return bytes(contents.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0));
  };
  const start = startFiles(outputs);
  const page = pageScripts(outputs);
  const wrong = lazyAtStart(outputs);
  return {
    title: 'What is loaded (production build; minified bytes)',
    figures: [
      atMost(`at start, ${await gzipped(start)} gzipped`, sizeOf(outputs, start), MOST_AT_START, bytes),
      must(
        'libraries, SDK, simulator, page or agents’ parsers at start',
        wrong.length === 0 ? `none in ${String(start.length)} files` : wrong.join(', '),
        wrong.length === 0,
        'none',
      ),
      atMost(`by the usage page, ${await gzipped(page)} gzipped`, sizeOf(outputs, page), MOST_OF_PAGE, bytes),
      ...onFirstNeed(outputs),
    ],
    notes: ['What is loaded on first need is counted without what is loaded at start.'],
  };
}
