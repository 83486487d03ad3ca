import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderWatch } from '../../../src/store/shared/folderWatch';
import { FileWatch, watchOf } from '../../../src/system/fileWatch';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bedrock-tally-watch-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('A watch over files', () => {
  it('watches the nearest folder that is there, for the next step to the file', () => {
    mkdirSync(join(root, 'a'));
    assert.deepEqual(watchOf(join(root, 'a', 'f.json')), { folder: join(root, 'a'), name: 'f.json' });
    assert.deepEqual(watchOf(join(root, 'b', 'c', 'f.json')), { folder: root, name: 'b' });
  });

  it('reports a file that changes, is made in a new folder, or is replaced, and no other', async () => {
    const reports = new EventEmitter();
    let count = 0;
    const watch = new FileWatch({
      onChange: () => {
        count += 1;
        reports.emit('change');
      },
    });
    const path = join(root, 'new', 'deep', 'f.json');
    watch.update([path]);
    writeFileSync(join(root, 'something-else'), '1');
    const happens = async (act: () => void): Promise<void> => {
      const next = once(reports, 'change');
      act();
      await next;
      watch.update([path]);
    };
    await happens(() => {
      mkdirSync(join(root, 'new'));
    });
    assert.equal(count, 1, 'what is beside it was not reported');
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

  it('watches the folder that has taken the place of another one', async () => {
    const reports = new EventEmitter();
    const path = join(root, 'folder', 'f.json');
    const watch = new FileWatch({ onChange: () => reports.emit('change') });
    mkdirSync(join(root, 'folder'));
    watch.update([path]);
    const replaced = once(reports, 'change');
    rmSync(join(root, 'folder'), { recursive: true });
    mkdirSync(join(root, 'folder'));
    await replaced;
    watch.update([path]);
    const changed = once(reports, 'change');
    writeFileSync(path, '{}');
    await changed;
    watch.dispose();
  });
});

describe('A watch over the folder that windows share', () => {
  it('makes the folder, reports what is shared, and goes on when the folder was deleted', async () => {
    const folder = join(root, 'shared');
    const reports = new EventEmitter();
    const notes: string[] = [];
    const watch = new FolderWatch(
      folder,
      () => reports.emit('change'),
      (line) => notes.push(line),
    );
    const written = once(reports, 'change');
    writeFileSync(join(folder, 'a.v1.json'), '{}');
    await written;
    const deleted = once(reports, 'change');
    rmSync(folder, { recursive: true });
    await deleted;
    await watch.ensure();
    const again = once(reports, 'change');
    writeFileSync(join(folder, 'a.v1.json'), '{}');
    await again;
    watch.dispose();
    assert.deepEqual(notes, []);
  });

  it('says once that it cannot watch', async () => {
    writeFileSync(join(root, 'file'), '');
    const notes: string[] = [];
    const watch = new FolderWatch(
      join(root, 'file', 'shared'),
      () => undefined,
      (line) => notes.push(line),
    );
    await watch.ensure();
    watch.dispose();
    assert.equal(notes.length, 1);
    assert.match(notes[0] ?? '', /^not watching: /);
  });
});
