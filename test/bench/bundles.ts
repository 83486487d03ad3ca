/** What is loaded at activation, as the build tells: sizes, and what went into the bundle that VS Code loads at start. */

import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import { atMost, bytes, must, plain, type Figure, type Section } from './figures';

const MOST_AT_START = 120_000;
/** Of all that the usage page can load together. */
export const MOST_OF_PAGE = 140_000;
/** What must not be in extension.js: it is loaded when it is first needed, or in the page. */
const LAZY = /(^|\/)(@aws-sdk|@smithy|@lit|lit|lit-html|lit-element|d3-[a-z]+)\/|(^|\/)src\/(aws|simulator|webview)\//;

type Outputs = Metafile['outputs'];

/** The scripts that the usage page can load: all that is built of its sources, and what these import at once or later. */
export function pageScripts(outputs: Outputs): readonly string[] {
  const found = new Set(
    Object.entries(outputs).flatMap(([path, { entryPoint = '' }]) =>
      /^src\/webview\/(?!guide\.).*\.ts$/.test(entryPoint) ? [path] : [],
    ),
  );
  for (const path of found) for (const { path: imported } of outputs[path]?.imports ?? []) found.add(imported);
  return [...found];
}

function inputsOfEntry(outputs: Outputs): readonly string[] {
  const entry = outputs['dist/extension.js'];
  if (entry === undefined) throw new Error('dist/meta.json does not tell of dist/extension.js.');
  return Object.keys(entry.inputs);
}

function foreignTo(inputs: readonly string[]): Figure {
  const wrong = inputs.filter((input) => LAZY.test(input));
  const packages = new Set(
    inputs.flatMap((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.slice(1) ?? []),
  );
  const value =
    wrong.length > 0
      ? wrong.join(', ')
      : `none of ${inputs.length} files; packages: ${[...packages].sort().join(', ')}`;
  return must('SDK, simulator or page code in extension.js', value, wrong.length === 0, 'none');
}

/** Sizes of the bundles of a production build in `root`. */
export async function bundleSection(root: string): Promise<Section> {
  const show = async (name: string, most?: number): Promise<Figure> => {
    const content = await readFile(join(root, 'dist', name));
    const label = `${name}, ${bytes(gzipSync(content, { level: 9 }).length)} gzipped`;
    return most === undefined
      ? plain(label, bytes(content.length), content.length)
      : atMost(label, content.length, most, bytes);
  };
  const { outputs } = JSON.parse(await readFile(join(root, 'dist/meta.json'), 'utf8')) as Metafile;
  const ofPage = pageScripts(outputs);
  const page = ofPage.reduce((sum, path) => sum + (outputs[path]?.bytes ?? NaN), 0);
  const later = ['aws.js', 'create.js', 'pages.js', 'actions.js', 'simulator.js', 'guide.js'];
  return {
    title: 'Bundles (production build; minified bytes)',
    figures: [
      await show('extension.js', MOST_AT_START),
      foreignTo(inputsOfEntry(outputs)),
      ...(await Promise.all(later.map((name) => show(name)))),
      ...(await Promise.all(ofPage.map((path) => show(basename(path))))),
      atMost('script of the usage page in total', page, MOST_OF_PAGE, bytes),
    ],
    notes: ['Only extension.js is loaded at start; each other one when it is first needed.'],
  };
}
