import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyPlan, undoReceipt } from '../../../src/agents/changes/apply';
import { claudeCode } from '../../../src/agents/adapters/claudeCode/claudeCode';
import { cline } from '../../../src/agents/adapters/cline/cline';
import { openCode } from '../../../src/agents/adapters/openCode/openCode';
import { Machine, ONE } from './machine';

const FILE = 'home/.claude/settings.json';

describe('a settings file that cannot be changed', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    machine.remove();
  });
  const plan = () => claudeCode.plan(ONE, machine.host());

  it('is refused with the reason, and nothing of it is lost', async () => {
    const cases: readonly (readonly [string | Buffer, string])[] = [
      ['', 'empty'],
      ['   \n', 'empty'],
      ['{"a": 1', 'syntax'],
      ['{"a": 1} // no comments here', 'syntax'],
      ['[]', 'not-an-object'],
      ['null', 'not-an-object'],
      ['{"env": {"A": "1", "A": "2"}}', 'duplicate-keys'],
      [Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 'not-text'],
      ['{"a": "\u0000"}', 'not-text'],
      [`{"a": "${'x'.repeat(2 * 1024 * 1024)}"}`, 'too-large'],
      [`{"a": ${'['.repeat(8000)}${']'.repeat(8000)}}`, 'syntax'],
      ['{"a":'.repeat(100_000), 'syntax'],
    ];
    for (const [content, reason] of cases) {
      machine.write(FILE, '');
      writeFileSync(join(machine.root, FILE), content);
      await assert.rejects(plan(), (error: unknown) => {
        const { code, detail } = error as { code: string; detail: { reason?: string; path?: string } };
        assert.deepEqual([code, detail.reason, detail.path], ['broken', reason, join(machine.root, FILE)]);
        return true;
      });
      const binding = await claudeCode.read(machine.host());
      assert.equal(binding.state === 'broken' && binding.reason, reason);
      assert.deepEqual(readFileSync(join(machine.root, FILE)), Buffer.from(content));
    }
  });

  it('is refused when it is a folder, a link to nothing, or read-only', async () => {
    mkdirSync(join(machine.root, FILE), { recursive: true });
    await assert.rejects(plan(), { code: 'broken', detail: { path: join(machine.root, FILE), reason: 'not-a-file' } });
    rmSync(join(machine.root, FILE), { recursive: true });
    symlinkSync('nowhere', join(machine.root, FILE));
    await assert.rejects(plan(), {
      code: 'broken',
      detail: { path: join(machine.root, FILE), reason: 'dangling-link' },
    });
    unlinkSync(join(machine.root, FILE));
    machine.write(FILE, {}, 0o444);
    await assert.rejects(plan(), { code: 'read-only' });
    assert.equal(machine.read(FILE), '{}');
  });

  it('is refused when it has a text in place of an object', async () => {
    machine.write(FILE, { env: 'A=1' });
    await assert.rejects(plan(), { code: 'cannot-edit' });
    machine.write(FILE, { env: null });
    await applyPlan(await plan(), machine.clock);
  });

  it('is written through a symbolic link, which stays one, and restored through it', async () => {
    machine.write('dotfiles/claude.json', '{"theme":"x"}', 0o640);
    mkdirSync(join(machine.home, '.claude'));
    symlinkSync(join(machine.root, 'dotfiles/claude.json'), join(machine.root, FILE));
    const receipt = await applyPlan(await plan(), machine.clock);
    assert.match(machine.read('dotfiles/claude.json'), /application-inference-profile/);
    machine.assertMode('dotfiles/claude.json', 0o640);
    await undoReceipt(receipt);
    assert.equal(machine.read('dotfiles/claude.json'), '{"theme":"x"}');
    machine.assertMode('dotfiles/claude.json', 0o640);
    assert.deepEqual(
      readdirSync(join(machine.home, '.claude'), { withFileTypes: true }).map((one) => one.isSymbolicLink()),
      [true],
    );
  });

  it('is not changed when it was written after it was planned, nor undone when it was written since', async () => {
    machine.write(FILE, { theme: 'x' });
    const planned = await plan();
    machine.write(FILE, { theme: 'y' });
    await assert.rejects(applyPlan(planned, machine.clock), { code: 'changed-since' });
    assert.deepEqual(machine.json(FILE), { theme: 'y' });
    const fresh = await plan();
    const receipt = await applyPlan(fresh, machine.clock);
    machine.write(FILE, { theme: 'z' });
    await assert.rejects(undoReceipt(receipt), { code: 'changed-since' });
    assert.deepEqual(machine.json(FILE), { theme: 'z' });
    await assert.rejects(applyPlan(fresh, machine.clock), { code: 'changed-since' }, 'nor is a plan used twice');
  });

  it('is not changed when it was created or deleted after it was planned', async () => {
    const planned = await plan();
    machine.write(FILE, {});
    await assert.rejects(applyPlan(planned, machine.clock), { code: 'changed-since' });
    const again = await plan();
    rmSync(join(machine.root, FILE));
    await assert.rejects(applyPlan(again, machine.clock), { code: 'changed-since' });
    assert.equal(machine.exists(FILE), false);
  });

  it('is not undone where the backup does not give the earlier text', async () => {
    machine.write(FILE, { theme: 'x', model: 'opus' });
    const receipt = await applyPlan(await plan(), machine.clock);
    const written = machine.read(FILE);
    for (const splices of [[], [{ at: 0, length: 1, text: '[' }], [{ at: 9e9, length: 3, text: 'x' }]]) {
      const files = receipt.files.map((file) => ({ ...file, kept: { splices, values: {} } }));
      await assert.rejects(undoReceipt({ ...receipt, files }), { code: 'backup-lost' });
    }
    assert.equal(machine.read(FILE), written);
    await undoReceipt(receipt);
    assert.deepEqual(machine.json(FILE), { theme: 'x', model: 'opus' });
  });

  it('has nothing in its backup but what was replaced', async () => {
    const secrets = { ANTHROPIC_API_KEY: 'sk-hush-1', AWS_PROFILE: 'old' };
    machine.write(FILE, {
      apiKeyHelper: 'hush-2',
      env: secrets,
      model: 'opus',
      mcpServers: { x: { env: { T: 'hush-3' } } },
    });
    const receipt = await applyPlan(await plan(), machine.clock);
    const kept = JSON.stringify(receipt.files.map((file) => file.kept));
    assert.doesNotMatch(kept, /hush/);
    assert.match(kept, /opus/);
    assert.match(kept, /old/);
  });

  it('is restored when a later file of the same plan cannot be written', async () => {
    const state = 'home/.cline/data/globalState.json';
    machine.write(state, { theme: 'x' }, 0o640);
    const planned = await cline.plan(ONE, machine.host());
    // A file where the second one's folder has to be.
    machine.write('home/.cline/data/settings', 'in the way');
    await assert.rejects(applyPlan(planned, machine.clock), (error: unknown) => {
      assert.equal((error as { code: string }).code, 'not-writable');
      return true;
    });
    assert.equal(machine.read(state), JSON.stringify({ theme: 'x' }, null, 2));
    machine.assertMode(state, 0o640);
  });

  it('can be undone with a receipt and a plan that were stored as JSON', async () => {
    machine.write(FILE, { env: { ANTHROPIC_MODEL: 'x' } });
    const stored = JSON.parse(JSON.stringify(await plan())) as Awaited<ReturnType<typeof plan>>;
    const receipt = await applyPlan(stored, machine.clock);
    assert.doesNotMatch(machine.read(FILE), /ANTHROPIC_MODEL/);
    await undoReceipt(JSON.parse(JSON.stringify(receipt)) as typeof receipt);
    assert.deepEqual(machine.json(FILE), { env: { ANTHROPIC_MODEL: 'x' } });
  });

  it('keeps its byte order mark and its line ends', async () => {
    const text = '\uFEFF{\r\n  // mine\r\n  "theme": "x",\r\n}\r\n';
    const path = machine.write('home/.config/opencode/opencode.jsonc', text);
    const receipt = await applyPlan(await openCode.plan(ONE, machine.host()), machine.clock);
    const after = readFileSync(path, 'utf8');
    assert.ok(after.startsWith('\uFEFF{\r\n  // mine\r\n  "theme": "x",\r\n  "model": '));
    assert.doesNotMatch(after, /[^\r]\n/);
    await undoReceipt(receipt);
    assert.equal(readFileSync(path, 'utf8'), text);
  });
});
