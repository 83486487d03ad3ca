import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import { Changes, type StoredChange } from '../../../../src/ui/agents/changes';
import { FileWatch, watchOf } from '../../../../src/ui/agents/watcher';
import { stagingFolder } from '../../../../src/agents/stagingFolder';
import { ONE } from '../../agents/machine';

const DAY = 86_400_000;
let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bedrock-tally-changes-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const change = (at: number, agent: StoredChange['agent'] = 'opencode', backup?: string): StoredChange => ({
  agent,
  scope: 'user',
  title: 'jane-sonnet',
  plan: { agent, target: ONE, warnings: [], needs: [] },
  files: [],
  receipt: {
    agent,
    at,
    files: [{ path: '/f', format: 'json', backup, hashBefore: 'a', hashAfter: 'b', mode: 0o600, edits: [] }],
  },
  expected: {},
});

describe('what was changed in agents', () => {
  const now = Date.now();

  it('is remembered newest last, and forgotten when it is taken back', async () => {
    const changes = new Changes(root, () => now);
    assert.equal(await changes.last('opencode'), undefined);
    await changes.add(change(now - 2));
    await changes.add(change(now - 1, 'kilo'));
    await changes.add(change(now));
    const last = await changes.last('opencode');
    assert.equal(last?.receipt.at, now);
    await changes.remove(last);
    assert.equal((await changes.last('opencode'))?.receipt.at, now - 2);
    assert.equal((await changes.last('kilo'))?.receipt.at, now - 1);
    assert.equal(statSync(join(root, 'changes.json')).mode & 0o777, 0o600);
  });

  it('is kept for a month and twenty times, with its backups and no others', async () => {
    const changes = new Changes(root, () => now);
    mkdirSync(join(root, 'backups'));
    const backup = (name: string, age: number): string => {
      const path = join(root, 'backups', name);
      writeFileSync(path, 'what stood there');
      utimesSync(path, new Date(now - age), new Date(now - age));
      return path;
    };
    const old = backup('old', 40 * DAY);
    await changes.add(change(now - 40 * DAY, 'cline', old));
    const [kept, orphan, fresh] = [backup('kept', DAY), backup('orphan', DAY), backup('fresh', 0)];
    await changes.add(change(now - DAY, 'cline', kept));
    assert.deepEqual([old, kept, orphan, fresh].map(existsSync), [false, true, false, true]);
    for (let count = 0; count < 25; count += 1) await changes.add(change(now + count, 'aider'));
    assert.equal((await changes.all()).length, 20);
    assert.equal(existsSync(kept), false);
  });

  it('survives a file that is not ours', async () => {
    for (const text of ['', 'null', '{', '[]', '{"changes": 3}']) {
      writeFileSync(join(root, 'changes.json'), text);
      assert.deepEqual(await new Changes(root, () => now).all(), []);
    }
  });
});

describe('a watch over files', () => {
  it('looks at the nearest folder that is there, for the next step to the file', () => {
    mkdirSync(join(root, 'a'));
    assert.deepEqual(watchOf(join(root, 'a', 'f.json')), { folder: join(root, 'a'), name: 'f.json' });
    assert.deepEqual(watchOf(join(root, 'b', 'c', 'f.json')), { folder: root, name: 'b' });
  });

  it('tells of a file that changes, is made in a new folder, or is replaced, and of no other', async () => {
    const told = new EventEmitter();
    let count = 0;
    const watch = new FileWatch(() => {
      count += 1;
      told.emit('told');
    });
    const path = join(root, 'new', 'deep', 'f.json');
    watch.follow([path]);
    writeFileSync(join(root, 'something-else'), '1');
    const happens = async (act: () => void): Promise<void> => {
      const next = once(told, 'told');
      act();
      await next;
      watch.follow([path]);
    };
    await happens(() => {
      mkdirSync(join(root, 'new'));
    });
    assert.equal(count, 1, 'what is beside it was not told of');
    await happens(() => {
      mkdirSync(join(root, 'new', 'deep'));
    });
    await happens(() => {
      writeFileSync(path, '{}');
    });
    await happens(() => {
      writeFileSync(join(root, 'new', 'deep', 'other'), '{"a": 1}');
      renameSync(join(root, 'new', 'deep', 'other'), path);
    });
    await happens(() => {
      rmSync(join(root, 'new'), { recursive: true });
    });
    watch.dispose();
  });
});

describe('the folder in which a change waits for the next start', () => {
  const places = { home: '/home/jane', env: {} };

  it('is one for each editor, and stays when the extension is updated', () => {
    const folder = stagingFolder(places, 'linux', '/home/jane/.vscode/extensions');
    assert.equal(folder, '/home/jane/.local/state/bedrock-tally/-home-jane-vscode-extensions');
    assert.notEqual(folder, stagingFolder(places, 'linux', '/home/jane/.cursor/extensions'));
    const moved = { ...places, env: { XDG_STATE_HOME: '/state' } };
    assert.match(stagingFolder(moved, 'linux', '/x'), /^\/state\/bedrock-tally\//);
    assert.match(stagingFolder(places, 'darwin', '/x'), /^\/home\/jane\/Library\/Application Support\/bedrock-tally\//);
  });
});
