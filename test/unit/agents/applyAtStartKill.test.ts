import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { cline } from '../../../src/agents/adapters/cline/cline';
import { checkAtStart, scheduleAtStart } from '../../../src/agents/changes/scheduleAtStart';
import { applyScheduled } from '../../../src/agents/changes/applyAtStart';
import { stepsTo } from '../../host/matrix';
import { repository } from '../../host/paths';
import { JANE, Machine, ONE } from './machine';

const STATE = 'home/.cline/data/globalState.json';
const PROVIDERS = 'home/.cline/data/settings/providers.json';
const OLD = { actModeApiProvider: 'anthropic', actModeApiModelId: 'old', taskHistory: 'x'.repeat(5000) };

/**
 * Every way in which the module touches the disk. The process kills itself at one of them, in the middle of it where it
 * writes.
 */
const SUICIDE = `
  const fs = require('node:fs');
  const [module_, dir, at] = process.argv.slice(2);
  let count = 0;
  const die = () => { process.kill(process.pid, 'SIGKILL'); for (;;); };
  for (const name of Object.keys(fs).filter((name) => name.endsWith('Sync'))) {
    const really = fs[name];
    fs[name] = (...args) => {
      count += 1;
      if (count !== Number(at)) return really(...args);
      if (name === 'writeFileSync') fs.writeSync(args[0], args[1].slice(0, args[1].length / 2));
      die();
    };
  }
  const { applyScheduled } = require(module_);
  count = 0;
  applyScheduled(dir);
  process.stdout.write(String(count));
`;

describe('a window that is killed while it writes a scheduled change', () => {
  let machine: Machine;
  let dir = '';
  let module = '';
  beforeEach(() => {
    machine = new Machine();
    dir = join(machine.root, 'own');
    module = join(machine.root, 'applyAtStart.cjs');
    buildSync({
      entryPoints: [join(repository, 'src/agents/changes/applyAtStart.ts')],
      outfile: module,
      bundle: true,
      platform: 'node',
      format: 'cjs',
    });
    writeFileSync(join(machine.root, 'suicide.cjs'), SUICIDE);
  });
  afterEach(() => {
    machine.remove();
  });

  /**
   * Stages a change over a fresh start and lets a process write it that kills itself at its `at`-th touch of the disk.
   */
  async function killedAt(at: number): Promise<{ readonly killed: boolean; readonly output: string }> {
    machine.write(STATE, OLD, 0o640);
    machine.write(PROVIDERS, { version: 1, modes: {}, providers: {} }, 0o600);
    await scheduleAtStart(await cline.plan(ONE, machine.host()), dir, Date.now());
    const script = join(machine.root, 'suicide.cjs');
    const { signal, stdout } = spawnSync(process.execPath, [script, module, dir, String(at)], { encoding: 'utf8' });
    return { killed: signal === 'SIGKILL', output: stdout };
  }

  const names = (folder: string): readonly string[] => readdirSync(join(machine.root, folder)).sort();

  it('leaves each file as it was or as it was planned, and the next start completes the change', async function () {
    this.timeout(60_000);
    const touches = Number((await killedAt(0)).output);
    const renewed = [STATE, PROVIDERS].map((file) => machine.read(file));
    const moments = new Set<string>();
    assert.ok(touches > 20, 'two files and a result are looked at, written, flushed and renamed');
    for (const at of stepsTo(touches)) {
      const { killed } = await killedAt(at);
      assert.ok(killed, `touch ${at} of ${touches}`);
      const [state, providers] = [machine.read(STATE), machine.read(PROVIDERS)];
      assert.ok(state === renewed[0] || state === JSON.stringify(OLD, null, 2), `globalState.json is whole at ${at}`);
      JSON.parse(providers);
      machine.assertMode(STATE, 0o640);
      machine.assertMode(PROVIDERS, 0o600);
      const waits = machine.exists('own/staged.v1.json');
      assert.ok(waits || machine.exists('own/staged-result.v1.json'), `no change is lost incomplete at ${at}`);
      if (!waits) assert.equal(state, renewed[0]);
      moments.add(`${String(state === renewed[0])} ${String(providers === renewed[1])} ${String(waits)}`);
      applyScheduled(dir);
      assert.deepEqual(await checkAtStart(dir), { state: 'held' }, `finished after ${at}`);
      assert.equal((machine.json(STATE) as Record<string, unknown>).actModeApiModelId, JANE);
      assert.deepEqual((await cline.plan(ONE, machine.host())).files, []);
      assert.deepEqual(names('home/.cline/data'), ['globalState.json', 'settings'], 'no half file is left beside it');
      assert.deepEqual(names('home/.cline/data/settings'), ['providers.json']);
      assert.deepEqual(names('own'), ['staged-result.v1.json']);
    }
    assert.deepEqual(
      [...moments].filter((moment) => moment.startsWith('false true')),
      [],
      'in the order in which they were scheduled',
    );
    assert.ok(moments.size >= 3, 'killed before the first file, between the two, and after both');
  });

  it('is not completed where another model was chosen since', async () => {
    const { output } = await killedAt(0);
    const touches = Number(output);
    const { killed } = await killedAt(Math.floor(touches / 4));
    assert.ok(killed);
    assert.ok(machine.exists('own/staged.v1.json'));
    const chosen = { actModeApiProvider: 'openrouter', actModeApiModelId: 'another' };
    machine.write(STATE, chosen);
    applyScheduled(dir);
    assert.deepEqual(machine.json(STATE), chosen);
    const stuck = await checkAtStart(dir);
    assert.equal(stuck.state, 'not-written');
    assert.equal(machine.exists('own/staged.v1.json'), false);
  });
});
