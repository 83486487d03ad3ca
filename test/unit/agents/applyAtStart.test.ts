import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyPlan } from '../../../src/agents/changes/apply';
import { cline } from '../../../src/agents/adapters/cline/cline';
import { checkAtStart, scheduleAtStart, cancelAtStart } from '../../../src/agents/changes/scheduleAtStart';
import { applyScheduled } from '../../../src/agents/changes/applyAtStart';
import type { Formats } from '../../../src/core/fileFormat';
import { JANE, Machine, ONE } from './machine';

const STATE = 'home/.cline/data/globalState.json';
const PROVIDERS = 'home/.cline/data/settings/providers.json';

describe('a change that is scheduled for the next start', () => {
  let machine: Machine;
  let dir = '';
  beforeEach(() => {
    machine = new Machine();
    dir = join(machine.root, 'own');
  });
  afterEach(() => {
    machine.remove();
  });

  /** Applies and stages a plan; what Cline held in its memory is then written over it, as it does when it ends. */
  async function reloadOver(memory: unknown, at = Date.now()): Promise<void> {
    machine.write(STATE, { actModeApiProvider: 'anthropic', actModeApiModelId: 'old', taskHistory: 1 });
    const plan = await cline.plan(ONE, machine.host());
    await applyPlan(plan, machine.clock);
    await scheduleAtStart(plan, dir, at);
    machine.write(STATE, memory);
    applyScheduled(dir);
  }

  it('is merged into what Cline wrote when it ended, and stays in effect', async () => {
    await reloadOver({ actModeApiProvider: 'anthropic', actModeApiModelId: 'old', taskHistory: 2, theme: 'x' });
    const state = machine.json(STATE) as Record<string, unknown>;
    assert.equal(state.actModeApiModelId, JANE);
    assert.equal(state.awsRegion, 'eu-west-1');
    assert.equal(state.taskHistory, 2, 'what Cline did meanwhile is kept');
    assert.equal(state.theme, 'x');
    assert.deepEqual(await checkAtStart(dir), { state: 'held' });
    assert.equal((await cline.read(machine.host())).state, 'readable');
    assert.deepEqual((await cline.plan(ONE, machine.host())).files, []);
  });

  it('does nothing where nothing is scheduled', async () => {
    applyScheduled(dir);
    assert.equal(machine.exists('own'), false);
    assert.deepEqual(await checkAtStart(dir), { state: 'none' });
  });

  it('is written once: a later start changes nothing', async () => {
    await reloadOver({ actModeApiProvider: 'anthropic', actModeApiModelId: 'old' });
    machine.write(STATE, { actModeApiModelId: 'another' });
    applyScheduled(dir);
    assert.deepEqual(machine.json(STATE), { actModeApiModelId: 'another' });
  });

  it('does not replace a model that was chosen since', async () => {
    const chosen = { actModeApiProvider: 'openrouter', actModeApiModelId: 'x', taskHistory: 3 };
    await reloadOver(chosen);
    assert.deepEqual(machine.json(STATE), chosen);
    assert.deepEqual(await checkAtStart(dir), { state: 'not-written', outcomes: ['chosen', 'same'] });
  });

  it('reports that Cline, or another window of it, restored the old model', async () => {
    await reloadOver({ actModeApiProvider: 'anthropic', actModeApiModelId: 'old' });
    const state = machine.json(STATE) as Record<string, unknown>;
    machine.write(STATE, { ...state, actModeApiModelId: 'old' });
    assert.deepEqual(await checkAtStart(dir), {
      state: 'reverted',
      file: join(machine.root, STATE),
      keys: ['actModeApiModelId'],
    });
  });

  it('is kept until a window starts, for a day at most', async () => {
    machine.write(STATE, {});
    const plan = await cline.plan(ONE, machine.host());
    await scheduleAtStart(plan, dir, Date.now() - 2 * 86_400_000);
    assert.deepEqual(await checkAtStart(dir), { state: 'waiting' });
    applyScheduled(dir);
    assert.deepEqual(machine.json(STATE), {});
    assert.deepEqual(await checkAtStart(dir), { state: 'not-written', outcomes: ['expired', 'expired'] });
    await cancelAtStart(dir);
    assert.deepEqual(await checkAtStart(dir), { state: 'none' });
  });

  it('does not write a file that is missing, broken or read-only, ignores a broken schedule, and never throws', async () => {
    const plan = await cline.plan(ONE, machine.host());
    for (const [content, outcome] of [
      ['{"half": ', 'left'],
      ['[]', 'left'],
      ['', 'left'],
      [undefined, 'left'],
    ] as const) {
      if (content !== undefined) machine.write(STATE, content);
      else machine.remove();
      await scheduleAtStart(plan, dir, Date.now());
      applyScheduled(dir);
      if (content !== undefined) assert.equal(machine.read(STATE), content);
      assert.deepEqual(await checkAtStart(dir), { state: 'not-written', outcomes: [outcome, 'left'] });
    }
    machine.write(STATE, '{}', 0o444);
    await scheduleAtStart(plan, dir, Date.now());
    applyScheduled(dir);
    assert.equal(machine.read(STATE), '{}');
    for (const half of [
      '',
      '{',
      '{"files": 3}',
      'null',
      '{"at":1,"files":[{"path":3}]}',
      '{"at":1,"files":[{"path":"x","edits":[{}]}]}',
    ]) {
      writeFileSync(join(dir, 'staged.v1.json'), half);
      applyScheduled(dir);
    }
    assert.equal(machine.exists('own/staged.v1.json'), false);
  });

  it('is not applied by this version if a newer one scheduled it; the newer one applies what this one scheduled', async () => {
    const next: Formats = { current: 2, earlier: [{ format: 1, convert: (value) => value }] };
    machine.write(STATE, { actModeApiProvider: 'anthropic', actModeApiModelId: 'old' });
    const plan = await cline.plan(ONE, machine.host());
    await scheduleAtStart(plan, dir, Date.now(), next);
    assert.equal(applyScheduled(dir), false);
    assert.deepEqual(await checkAtStart(dir), { state: 'none' });
    assert.deepEqual(await checkAtStart(dir, next), { state: 'waiting' });
    await cancelAtStart(dir, next);
    await scheduleAtStart(plan, dir, Date.now());
    assert.equal(applyScheduled(dir, next), true, 'the extension was updated before the window was reloaded');
    assert.equal((machine.json(STATE) as Record<string, unknown>).actModeApiModelId, JANE);
    assert.equal(applyScheduled(dir), false, 'it is not written twice');
  });

  it('is not written if its time is in the future', async () => {
    machine.write(STATE, {});
    await scheduleAtStart(await cline.plan(ONE, machine.host()), dir, Date.now() + 400 * 86_400_000);
    applyScheduled(dir);
    assert.deepEqual(machine.json(STATE), {});
    assert.deepEqual(await checkAtStart(dir), { state: 'not-written', outcomes: ['expired', 'expired'] });
  });

  it('keeps the mode, the indentation and other providers’ keys', async () => {
    machine.write(STATE, {});
    const other = { settings: { provider: 'openai', apiKey: 'hush' }, updatedAt: '2026-11-01T10:00:00Z' };
    machine.write(PROVIDERS, { version: 1, modes: {}, providers: { openai: other } }, 0o600);
    const plan = await cline.plan(ONE, machine.host());
    await scheduleAtStart(plan, dir, Date.now());
    assert.doesNotMatch(machine.read('own/staged.v1.json'), /hush/);
    applyScheduled(dir);
    const after = machine.json(PROVIDERS) as { providers: Record<string, unknown> };
    assert.deepEqual(after.providers.openai, other);
    machine.assertMode(PROVIDERS, 0o600);
    assert.equal(machine.read(PROVIDERS), JSON.stringify(after, null, 2));
    assert.equal((await cline.read(machine.host())).state, 'readable');
  });
});
