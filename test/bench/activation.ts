/**
 * Activation inside a real VS Code, next to an extension of the same manifest that does nothing, and to another
 * checkout.
 */

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runInVsCode } from '../host/runTests';
import { startFiles, type Outputs } from './bundles';
import { must, plain, spread, timed, milliseconds, type Figure, type Section } from './figures';
import { bundleFor, type Checkout } from './packaged';

/** What one fresh extension host measured. */
export interface Activation {
  /** Loading the main file and what it imports, ms. */
  readonly loadMs: number;
  /** From the call of activate() to its return, ms. */
  readonly activateMs: number;
  /** Files of dist/ that were loaded by some time after activation. Empty where that is not watched. */
  readonly loaded: readonly string[];
}

const RUNS = 7;

const ACTIVATE = `
export const activate = (context) => {
  const called = performance.now();
  const answer = code.activate(context);
  globalThis.bedrockTallyBench.activateMs = performance.now() - called;
  return answer;
};
`;

/** A main file that loads another under a stopwatch, in that one's own module format. */
function timedMain(main: string): string {
  const file = JSON.stringify(`./${basename(main)}`);
  const code = `
const start = performance.now();
const code = ${main.endsWith('.mjs') ? `await import(${file})` : `require(${file})`};
globalThis.bedrockTallyBench = { loadMs: performance.now() - start, loaded: [] };
${ACTIVATE}`;
  return main.endsWith('.mjs') ? code : code.replace('export const activate', 'exports.activate');
}

/** A main file that loads another, and notes each ES module that is loaded from then on. */
const watchedMain = (main: string): string => `
import { registerHooks } from 'node:module';
const loaded = [];
registerHooks({
  load(url, context, next) {
    if (url.startsWith(new URL('.', import.meta.url).href)) loaded.push(url.slice(url.lastIndexOf('/') + 1));
    return next(url, context);
  },
});
const code = await import(${JSON.stringify(`./${basename(main)}`)});
globalThis.bedrockTallyBench = { loadMs: 0, loaded };
${ACTIVATE}`;

const emptyMain = (main: string): string =>
  main.endsWith('.mjs') ? 'export const activate = () => {};\n' : 'exports.activate = () => {};\n';

interface Dormant {
  readonly wrap: (main: string) => string;
  readonly empty?: boolean;
}

/** The extension of a checkout as one that VS Code does not activate by itself, and whose main file is wrapped. */
async function dormant({ root }: Checkout, folder: string, { wrap, empty = false }: Dormant): Promise<string> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { main: string };
  const { main } = manifest;
  const wrapper = main.replace(basename(main), `bench${main.slice(main.lastIndexOf('.'))}`);
  await mkdir(join(folder, 'dist'), { recursive: true });
  for (const name of ['package.nls.json', 'media']) await cp(join(root, name), join(folder, name), { recursive: true });
  if (empty) await writeFile(join(folder, main), emptyMain(main));
  else await cp(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  await writeFile(join(folder, wrapper), wrap(main));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, main: wrapper, activationEvents: [] }));
  return folder;
}

async function activate(extensionDevelopmentPath: string, extensionTestsPath: string, file: string) {
  await runInVsCode({ extensionDevelopmentPath, extensionTestsPath, env: { BEDROCK_TALLY_BENCH: file } });
  return JSON.parse(await readFile(file, 'utf8')) as Activation;
}

const total = ({ loadMs, activateMs }: Activation): number => loadMs + activateMs;

const figuresOf = (name: string, runs: readonly Activation[]): readonly Figure[] => [
  timed(
    `load${name}`,
    runs.map(({ loadMs }) => loadMs),
  ),
  timed(
    `activate()${name}`,
    runs.map(({ activateMs }) => activateMs),
  ),
  timed(`both${name}`, runs.map(total)),
];

/** On a busy machine the fastest runs say more than the medians. */
function compared(name: string, us: readonly Activation[], others: readonly Activation[]): readonly Figure[] {
  const [our, other] = [spread(us.map(total)), spread(others.map(total))];
  const ratio = (of: string, value: number): Figure => plain(of, `${value.toFixed(2)}×`, value);
  return [
    plain(`difference to ${name}`, milliseconds(our.median - other.median), our.median - other.median),
    ratio(`ratio to ${name}`, our.median / other.median),
    ratio(`ratio to ${name}, fastest runs`, our.min / other.min),
  ];
}

/** What is loaded may be no more than what the build counts as loaded at start. */
async function loadedFigure(ours: Checkout, inside: string, scratch: string): Promise<Figure> {
  const watched = await dormant(ours, join(scratch, 'watched'), { wrap: watchedMain });
  const { loaded } = await activate(watched, inside, join(scratch, 'watched.json'));
  const { outputs } = JSON.parse(await readFile(join(ours.root, 'dist/meta.json'), 'utf8')) as { outputs: Outputs };
  const expected = startFiles(outputs).map((path) => basename(path));
  const more = loaded.filter((name) => !expected.includes(name));
  const wrong = more.length > 0 ? more : expected.filter((name) => !loaded.includes(name));
  const value = wrong.length === 0 ? `${String(loaded.length)} files` : `not as expected: ${wrong.join(', ')}`;
  return must('files of dist/ that are loaded at start', value, wrong.length === 0, 'as built');
}

/**
 * Activates all, each time in a fresh extension host and by turns, so that a slow moment of the machine meets all of
 * them.
 */
export async function activationSection(ours: Checkout, scratch: string, other?: Checkout): Promise<Section> {
  const inside = await bundleFor('inside/activation.ts', join(scratch, 'activation.js'));
  const folders = {
    empty: await dormant(ours, join(scratch, 'empty'), { wrap: timedMain, empty: true }),
    ours: await dormant(ours, join(scratch, 'ours'), { wrap: timedMain }),
    ...(other === undefined ? {} : { other: await dormant(other, join(scratch, 'other'), { wrap: timedMain }) }),
  };
  const runs: Record<string, Activation[]> = {};
  for (let run = 0; run < RUNS; run += 1)
    for (const [name, folder] of Object.entries(folders))
      (runs[name] ??= []).push(await activate(folder, inside, join(scratch, `${name}-${String(run)}.json`)));
  const { empty = [], ours: us = [], other: them } = runs;
  return {
    title: `Activation inside VS Code (${String(RUNS)} fresh extension hosts each, median and range)`,
    figures: [
      await loadedFigure(ours, inside, scratch),
      ...figuresOf('', us),
      timed('both, of an empty extension', empty.map(total)),
      ...compared('an empty extension', us, empty),
      ...(them === undefined
        ? []
        : [...figuresOf(', other checkout', them), ...compared('the other checkout', us, them)]),
    ],
    notes: [
      'Timed in the extension host around loading the main file and around activate() with the real context. The empty ' +
        'extension has the same manifest. None is activated by an event. What is loaded is read 1.5 s later, in a run of its own.',
    ],
  };
}
