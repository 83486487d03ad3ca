import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { arn, profileId } from '../../../../src/core/ids';
import type { Profile } from '../../../../src/core/profiles/profile';
import { deletedArns, recordEdit, readEdits, withEdits } from '../../../../src/store/shared/profileEditLog';
import type { ProfileEdit } from '../../../../src/store/shared/profileEdit';
import type { ProfileList } from '../../../../src/store/snapshot';
import { memoryFolder } from '../../../../src/store/shared/fileFolder';

const profile = (id: string): Profile => ({
  arn: arn(`arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/${id}`),
  id: profileId(id),
  name: id,
  description: undefined,
  status: 'ACTIVE',
  models: [],
  createdAt: undefined,
  updatedAt: undefined,
  tags: {},
});
const list = (...ids: string[]): ProfileList => ({ profiles: ids.map(profile), tagsFrom: 'bulk' });
const ids = ({ profiles }: ProfileList): readonly string[] => profiles.map(({ id }) => id);
const added = (id: string, at: number): ProfileEdit => ({ kind: 'added', at, profile: profile(id) });
const removed = (id: string, at: number): ProfileEdit => ({
  kind: 'removed',
  at,
  id: profileId(id),
  arn: profile(id).arn,
});
const MINUTE = 60_000;

describe('What we have just made or deleted', () => {
  it('is laid over a list that was begun before AWS could know of it', () => {
    assert.deepEqual(ids(withEdits(list('a', 'b'), [added('c', 1000), removed('a', 2000)], 500)), ['b', 'c']);
  });

  it('is laid over the lists of the next two minutes, which may lag behind', () => {
    const edits = [added('c', 0), removed('a', 0)];
    assert.deepEqual(ids(withEdits(list('a', 'b'), edits, MINUTE)), ['b', 'c']);
    assert.deepEqual(ids(withEdits(list('a', 'b'), edits, 3 * MINUTE)), ['a', 'b'], 'then AWS is believed');
  });

  it('does not stand twice where AWS lists it already', () => {
    assert.deepEqual(ids(withEdits(list('c'), [added('c', 0)], 10)), ['c']);
  });

  it('counts by its last action: deleted after it was made, it is gone', async () => {
    const sharedFolder = memoryFolder();
    await recordEdit(sharedFolder, 'edits', added('c', 1));
    await recordEdit(sharedFolder, 'edits', removed('c', 2));
    const edits = await readEdits(sharedFolder, 'edits');
    assert.deepEqual(ids(withEdits(list('c'), edits, 3)), []);
    assert.ok(deletedArns(edits).has(profile('c').arn));
  });

  it('is kept for a month and two hundred actions', async () => {
    const sharedFolder = memoryFolder();
    await recordEdit(sharedFolder, 'edits', removed('old', 0));
    for (let count = 0; count < 210; count += 1)
      await recordEdit(sharedFolder, 'edits', removed(`p${count}`, 31 * 86_400_000 + count));
    const edits = await readEdits(sharedFolder, 'edits');
    assert.equal(edits.length, 200);
    assert.ok(!deletedArns(edits).has(profile('old').arn));
  });
});
