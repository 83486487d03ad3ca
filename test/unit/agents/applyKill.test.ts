import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { applyPlan, undoReceipt } from '../../../src/agents/changes/apply';
import { aider } from '../../../src/agents/adapters/aider';
import { claudeCode } from '../../../src/agents/adapters/claudeCode/claudeCode';
import type { Agent } from '../../../src/agents/agent';
import { stepsTo } from '../../host/matrix';
import { repository } from '../../host/paths';
import { Machine, ONE } from './machine';

/**
 * Every way in which files are touched, at once or awaited. The process kills itself at one of them, in the middle of
 * it where it writes.
 */
const SUICIDE = `
  const fs = require('node:fs');
  const [module_, root, id, target, at] = process.argv.slice(2);
  let count = 0;
  const die = () => { process.kill(process.pid, 'SIGKILL'); for (;;); };
  const deadly = (object, name) => {
    const really = object[name];
    object[name] = (...args) => {
      count += 1;
      if (count !== Number(at)) return really.apply(object, args);
      if (name === 'writeFileSync') fs.writeSync(args[0], args[1].slice(0, args[1].length / 2));
      die();
    };
  };
  for (const name of Object.keys(fs).filter((name) => name.endsWith('Sync'))) deadly(fs, name);
  for (const name of Object.keys(fs.promises).filter((name) => typeof fs.promises[name] === 'function')) deadly(fs.promises, name);
  const { agentOf, applyPlan, undoReceipt } = require(module_);
  const host = { home: root + '/home', env: {}, platform: 'linux', now: () => 0 };
  const work = async () => {
    const plan = await agentOf(id).plan(JSON.parse(target), host);
    count = 0;
    await undoReceipt(await applyPlan(plan, { now: () => 0 }));
    process.stdout.write(String(count));
  };
  void work();
`;

describe('a process that is killed while it changes a file and undoes the change', () => {
  let machine: Machine;
  let module = '';
  beforeEach(() => {
    machine = new Machine();
    module = join(machine.root, 'agents.cjs');
    buildSync({
      stdin: {
        contents: "export * from './registry'; export * from './changes/apply';",
        resolveDir: join(repository, 'src/agents'),
      },
      outfile: module,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
    });
    writeFileSync(join(machine.root, 'suicide.cjs'), SUICIDE);
  });
  afterEach(() => {
    machine.remove();
  });

  const stories: readonly (readonly [Agent, string, string])[] = [
    [claudeCode, 'home/.claude/settings.json', JSON.stringify({ theme: 'x', long: 'y'.repeat(5000) }, null, 2)],
    [aider, 'home/.aider.conf.yml', `dark-mode: true # ${'y'.repeat(5000)}\n`],
  ];
  for (const [agent, file, old] of stories) {
    it(`leaves the file of ${agent.name} as it was or as it was planned, and the next change removes what is left`, async function () {
      this.timeout(120_000);
      const killedAt = (at: number): { readonly killed: boolean; readonly output: string } => {
        machine.write(file, old, 0o640);
        const args = [module, machine.root, agent.id, JSON.stringify(ONE), String(at)];
        const child = spawnSync(process.execPath, [join(machine.root, 'suicide.cjs'), ...args], { encoding: 'utf8' });
        return { killed: child.signal === 'SIGKILL', output: child.stdout };
      };
      const touches = Number(killedAt(0).output);
      assert.ok(touches > 20, `${touches} touches: a file is checked, backed up, written, read again and restored`);
      machine.write(file, old, 0o640);
      await applyPlan(await agent.plan(ONE, machine.host()), machine.clock);
      const renewed = machine.read(file);
      machine.write(file, old, 0o640);
      const folder = join(machine.root, file, '..');
      const names = readdirSync(folder);
      const seen = new Set<string>();
      let halves = 0;
      for (const at of stepsTo(touches)) {
        assert.ok(killedAt(at).killed, `touch ${at} of ${touches}`);
        const found = machine.read(file);
        assert.ok(found === old || found === renewed, `the file is whole at ${at}`);
        machine.assertMode(file, 0o640);
        seen.add(found);
        halves += readdirSync(folder).length - names.length;
        machine.write(file, old, 0o640);
        await undoReceipt(await applyPlan(await agent.plan(ONE, machine.host()), machine.clock));
        assert.deepEqual(readdirSync(folder), names, `no half file is left beside it after ${at}`);
      }
      assert.equal(seen.size, 2, 'killed before and after it was written');
      assert.ok(halves > 0, 'and in the middle of it');
    });
  }
});
