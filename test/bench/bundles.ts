/** What is loaded at activation, as the build tells: sizes, and what went into the bundle that VS Code loads at start. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { atMost, bytes, must, plain, type Figure, type Section } from './figures';

const MOST_AT_START = 60_000;
const MOST_OF_PAGE = 100_000;
/** What must not be in extension.js: it is loaded when it is first needed, or in the page. */
const LAZY = /(^|\/)(@aws-sdk|@smithy|@lit|lit|lit-html|lit-element|d3-[a-z]+)\/|(^|\/)src\/(aws|simulator|webview)\//;

interface Meta {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
}

async function inputsOfEntry(root: string): Promise<readonly string[]> {
  const meta = JSON.parse(await readFile(join(root, 'dist/meta.json'), 'utf8')) as Meta;
  const entry = meta.outputs['dist/extension.js'];
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
  const later = ['aws.js', 'create.js', 'pages.js', 'actions.js', 'simulator.js', 'views.js', 'guide.js'];
  return {
    title: 'Bundles (production build; minified bytes)',
    figures: [
      await show('extension.js', MOST_AT_START),
      foreignTo(await inputsOfEntry(root)),
      ...(await Promise.all(later.map((name) => show(name)))),
      await show('webview.js', MOST_OF_PAGE),
    ],
    notes: ['Only extension.js is loaded at start; each other one when it is first needed.'],
  };
}
