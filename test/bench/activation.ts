/** Activation inside a real VS Code, next to an extension of the same manifest that does nothing. */

import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInVsCode } from '../host/runTests';
import { must, plain, spread, timed, milliseconds, type Section } from './figures';
import { bundleFor, type Stage } from './stage';

/** What one fresh extension host saw. */
export interface Activation {
  /** Requiring the main file, ms. */
  readonly loadMs: number;
  /** From the call of activate() to its return, ms. */
  readonly activateMs: number;
  /** Files of dist/ that are in require.cache some time after activation. */
  readonly loaded: readonly string[];
}

const RUNS = 5;
const EMPTY = 'exports.activate = () => {};\nexports.deactivate = () => {};\n';

/** An extension that VS Code does not activate by itself, so that it can be done under a stopwatch: the manifest without its events. */
async function dormant(stage: Stage, folder: string, main?: string): Promise<string> {
  await mkdir(join(folder, 'dist'), { recursive: true });
  const manifest = JSON.parse(await readFile(join(stage.root, 'package.json'), 'utf8')) as object;
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  for (const name of ['package.nls.json', 'media'])
    await cp(join(stage.root, name), join(folder, name), { recursive: true });
  if (main === undefined) await cp(join(stage.root, 'dist'), join(folder, 'dist'), { recursive: true });
  else await writeFile(join(folder, 'dist/extension.js'), main);
  return folder;
}

async function activate(extensionDevelopmentPath: string, extensionTestsPath: string, file: string) {
  await runInVsCode({ extensionDevelopmentPath, extensionTestsPath, env: { BEDROCK_TALLY_BENCH: file } });
  return JSON.parse(await readFile(file, 'utf8')) as Activation;
}

const total = ({ loadMs, activateMs }: Activation): number => loadMs + activateMs;

/** Activates both, each time in a fresh extension host and by turns, so that a slow moment of the machine meets both. */
export async function activationSection(stage: Stage, scratch: string): Promise<Section> {
  const ours = await dormant(stage, join(scratch, 'ours'));
  const empty = await dormant(stage, join(scratch, 'empty'), EMPTY);
  const inside = await bundleFor('inside/activation.ts', join(scratch, 'activation.js'));
  const our: Activation[] = [];
  const base: Activation[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    base.push(await activate(empty, inside, join(scratch, `empty-${run}.json`)));
    our.push(await activate(ours, inside, join(scratch, `ours-${run}.json`)));
  }
  const [us, nothing] = [our, base].map((runs) => spread(runs.map(total)).median);
  if (us === undefined || nothing === undefined) throw new Error('Nothing was measured.');
  const loaded = [...new Set(our.flatMap((run) => run.loaded))];
  return {
    title: `Activation inside VS Code (${RUNS} fresh extension hosts each, median and range)`,
    figures: [
      must('files of dist/ in require.cache', loaded.join(', '), loaded.join() === 'extension.js', 'extension.js'),
      timed(
        'load extension.js',
        our.map(({ loadMs }) => loadMs),
      ),
      timed(
        'activate()',
        our.map(({ activateMs }) => activateMs),
      ),
      timed('both', our.map(total)),
      timed('both, of an empty extension', base.map(total)),
      plain('difference', milliseconds(us - nothing), us - nothing),
      plain('ratio', `${(us / nothing).toFixed(1)}×`, us / nothing),
    ],
    notes: [
      'Timed in the extension host around require() of the main file and around activate() with the real context; require.cache is read ' +
        '1.5 s later. The empty extension has the same manifest. Neither is activated by an event, so that the stopwatch can be there first.',
    ],
  };
}
