import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Formats } from '../../../src/core/fileFormat';
import { ChangeHistory } from '../../../src/agents/changes/changeHistory';
import type { StoredChange } from '../../../src/agents/changes/historyFile';
import { scheduleFolderFor } from '../../../src/agents/changes/scheduleFolder';
import { ONE } from './machine';

const DAY = 86_400_000;
let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bedrock-tally-changes-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const change = (at: number, agent: StoredChange['agent'] = 'opencode'): StoredChange => ({
  agent,
  scope: 'user',
  title: 'jane-sonnet',
  plan: { agent, target: ONE, warnings: [], needs: [] },
  files: [],
  receipt: {
    agent,
    at,
    files: [
      {
        path: '/f',
        format: 'json',
        kept: { splices: [{ at: 1, length: 2, text: 'the earlier text' }], values: { model: null } },
        hashBefore: 'a',
        hashAfter: 'b',
        mode: 0o600,
        edits: [{ path: ['model'], value: 'x' }],
      },
    ],
  },
  expected: {},
});

describe('the history of changes to agents', () => {
  const now = Date.now();

  it('has the newest change last, and loses it with its undo', async () => {
    const changes = new ChangeHistory(root, () => now);
    assert.equal(await changes.last('opencode'), undefined);
    await changes.add(change(now - 2));
    await changes.add(change(now - 1, 'kilo'));
    await changes.add(change(now));
    const last = await changes.last('opencode');
    assert.equal(last?.receipt.at, now);
    await changes.remove(last);
    assert.equal((await changes.last('opencode'))?.receipt.at, now - 2);
    assert.equal((await changes.last('kilo'))?.receipt.at, now - 1);
    // Windows knows only whether a file can be written.
    const known = process.platform === 'win32' ? 0o200 : 0o777;
    assert.equal(statSync(join(root, 'changes.v1.json')).mode & known, 0o600 & known);
  });

  it('keeps twenty changes for a month, and their backups with them', async () => {
    const changes = new ChangeHistory(root, () => now);
    await changes.add(change(now - 40 * DAY, 'cline'));
    await changes.add(change(now - DAY, 'cline'));
    assert.deepEqual(
      (await changes.all()).map(({ receipt }) => receipt.at),
      [now - DAY],
    );
    for (let count = 0; count < 25; count += 1) await changes.add(change(now + count, 'aider'));
    assert.equal((await changes.all()).length, 20);
    await new ChangeHistory(root, () => now + 31 * DAY).prune();
    assert.doesNotMatch(readFileSync(join(root, 'changes.v1.json'), 'utf8'), /the earlier text/);
    assert.deepEqual(readdirSync(root), ['changes.v1.json']);
  });

  it('is not lost when two windows change agents at the same moment', async () => {
    const [one, other] = [new ChangeHistory(root, () => now), new ChangeHistory(root, () => now)];
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        index % 2 ? one.add(change(now + index, 'kilo')) : other.add(change(now + index, 'aider')),
      ),
    );
    assert.equal((await new ChangeHistory(root, () => now).all()).length, 10);
  });

  it('survives a foreign file, and a change in it that is incomplete', async () => {
    const file = join(root, 'changes.v1.json');
    for (const text of ['', 'null', '{', '[]', '{"changes": 3}', '{"changes": [null, 3, {"agent": "cline"}]}']) {
      writeFileSync(file, text);
      assert.deepEqual(await new ChangeHistory(root, () => now).all(), []);
    }
    writeFileSync(file, JSON.stringify({ changes: [{ agent: 'cline' }, change(now)] }));
    assert.deepEqual(await new ChangeHistory(root, () => now).all(), [change(now)]);
  });
});

describe('the changes of two versions of the extension', () => {
  const now = Date.now();
  /** A version to come: it holds changes under another name, and can read today's. */
  const convert = (value: unknown): unknown => ({ changes: (value as { records: unknown }).records });
  const next: Formats = { current: 2, earlier: [{ format: 1, convert: (value) => value }] };
  const older = (): ChangeHistory => new ChangeHistory(root, () => now);
  const newer = (): ChangeHistory => new ChangeHistory(root, () => now, next);

  it('are taken over by the newer version and not touched by the older', async () => {
    await older().add(change(now - 3));
    await older().setPending({ agent: 'cline', kind: 'use', title: 'jane' });
    const before = readFileSync(join(root, 'changes.v1.json'));
    assert.deepEqual(await newer().last('opencode'), change(now - 3));
    assert.equal((await newer().pending())?.title, 'jane');
    await newer().setPending(undefined);
    assert.equal(await newer().pending(), undefined);
    await newer().add(change(now - 2));
    await newer().remove(change(now - 3));
    assert.deepEqual(await newer().all(), [change(now - 2)]);
    assert.deepEqual(readFileSync(join(root, 'changes.v1.json')), before, 'the older one’s file is as it was');
    const theirs = readFileSync(join(root, 'changes.v2.json'));
    await older().add(change(now - 1));
    await older().prune();
    assert.deepEqual(readFileSync(join(root, 'changes.v2.json')), theirs, 'and so is the newer one’s');
    assert.deepEqual(await older().all(), [change(now - 3), change(now - 1)]);
    assert.deepEqual(await newer().all(), [change(now - 1), change(now - 2)]);
  });

  it('are read in an old format that the newer version knows', async () => {
    writeFileSync(join(root, 'changes.v1.json'), JSON.stringify({ records: [change(now)] }));
    const formats = { current: 2, earlier: [{ format: 1, convert }] };
    assert.deepEqual(await new ChangeHistory(root, () => now, formats).all(), [change(now)]);
  });
});

describe('the folder in which a change waits for the next start', () => {
  const places = { home: '/home/jane', env: {} };

  it('is one for each editor, and stays when the extension is updated', () => {
    const folder = scheduleFolderFor(places, 'linux', '/home/jane/.vscode/extensions');
    assert.equal(folder, '/home/jane/.local/state/bedrock-tally/-home-jane-vscode-extensions');
    assert.notEqual(folder, scheduleFolderFor(places, 'linux', '/home/jane/.cursor/extensions'));
    const moved = { ...places, env: { XDG_STATE_HOME: '/state' } };
    assert.match(scheduleFolderFor(moved, 'linux', '/x'), /^\/state\/bedrock-tally\//);
    assert.match(
      scheduleFolderFor(places, 'darwin', '/x'),
      /^\/home\/jane\/Library\/Application Support\/bedrock-tally\//,
    );
  });
});
