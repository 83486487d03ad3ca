/** A value that windows share, where what it is about changes while somebody reads, asks or waits. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../../src/core/problem';
import { Part } from '../../../src/store/part';
import { memoryFolder } from '../../../src/store/shared/fileFolder';
import type { SharedFolder } from '../../../src/store/shared/sharedFolder';
import { anything } from './testWindow';

const MINUTE = 60_000;

describe('A shared value', () => {
  let sharedFolder: SharedFolder;
  let name: string;
  let now: number;
  let asked: number;
  let answer: (signal: AbortSignal) => Promise<string>;

  const open = (): Part<string> =>
    new Part({
      name: () => name,
      sharedFolder,
      shape: anything(),
      now: () => now,
      fetch: (signal) => {
        asked += 1;
        return answer(signal);
      },
    });
  /** An answer that comes when it is told to, whether or not anybody still wants it. */
  function later(): (value: string) => void {
    let give: (value: string) => void = () => undefined;
    answer = () =>
      new Promise((resolve) => {
        give = resolve;
      });
    return (value) => {
      give(value);
    };
  }
  beforeEach(() => {
    sharedFolder = memoryFolder();
    name = 'jane';
    now = 1_000 * MINUTE;
    asked = 0;
    answer = () => Promise.resolve(`of ${name}`);
  });

  it('is not somebody else’s, although their file is read while it becomes mine', async () => {
    await open().ensure(MINUTE);
    const value = open();
    const reading = value.adopt();
    name = 'marco';
    void value.adopt();
    await reading;
    assert.equal(value.remote.value, undefined);
    await value.ensure(MINUTE);
    assert.equal(value.remote.value, 'of marco');
  });

  it('is forgotten when it becomes somebody else’s, and known again when it is mine', async () => {
    const value = open();
    await value.ensure(MINUTE);
    name = 'marco';
    const adopting = value.adopt();
    assert.deepEqual(value.remote, { loading: false }, 'at once');
    await adopting;
    name = 'jane';
    await value.adopt();
    assert.equal(value.remote.value, 'of jane');
    assert.equal(asked, 1);
  });

  it('is asked for at once for the next one, whose answer is not the late one of the last', async () => {
    const value = open();
    const give = later();
    const late = value.ensure(MINUTE);
    await sleep(1);
    assert.equal(value.remote.loading, true);
    name = 'marco';
    answer = () => Promise.resolve('of marco');
    await value.ensure(MINUTE);
    give('of jane');
    await late;
    assert.deepEqual([value.remote.value, value.remote.loading], ['of marco', false]);
    assert.equal(asked, 2);
    assert.equal(await sharedFolder.read('jane', anything()), undefined, 'nor is it written');
  });

  it('is not asked for by who is gone, however they had waited', async () => {
    const value = open();
    const give = later();
    const asking = [value.ensure(MINUTE), value.ensure(MINUTE, true)];
    await sleep(1);
    const closing = value.dispose();
    give('too late');
    await Promise.all([closing, ...asking]);
    await value.ensure(0, true);
    assert.equal(asked, 1);
    assert.equal(value.remote.value, undefined);
  });

  it('is gone only when nothing of it is under way', async () => {
    const value = open();
    const give = later();
    void value.ensure(MINUTE);
    await sleep(1);
    let closed = false;
    const closing = value.dispose().then(() => {
      closed = true;
    });
    await sleep(5);
    assert.equal(closed, false);
    give('too late');
    await closing;
  });

  it('is good until a time that follows from its own, whichever window knows it', async () => {
    const [one, other] = [open(), open()];
    const untilTheHour = (asOf: number): number => Math.ceil((asOf + 1) / (60 * MINUTE)) * 60 * MINUTE;
    await one.ensure(untilTheHour);
    await other.ensure(untilTheHour);
    assert.equal(asked, 1);
    now = one.dueAt(untilTheHour) - 1;
    await other.ensure(untilTheHour);
    assert.equal(asked, 1);
    now += 1;
    for (const window of [one, other, one]) await window.ensure(untilTheHour);
    assert.equal(asked, 2);
  });

  it('that failed is asked for again at once by who insists, unless another has tried since', async () => {
    const [one, other] = [open(), open()];
    answer = () => Promise.reject(new Problem('denied'));
    await one.ensure(MINUTE);
    await other.adopt();
    now += 1;
    await one.ensure(MINUTE, 'after-failure');
    assert.equal(asked, 2);
    await other.ensure(MINUTE, 'after-failure');
    assert.equal(asked, 2, 'it has failed again this moment');
    assert.equal(other.remote.problem?.code, 'denied');
    answer = () => Promise.resolve('well');
    now += 1;
    await one.ensure(MINUTE, 'after-failure');
    await other.ensure(MINUTE, 'after-failure');
    assert.equal(asked, 3);
    assert.equal(other.remote.value, 'well');
    await other.ensure(MINUTE, 'after-failure');
    assert.equal(asked, 3, 'nothing has failed');
  });

  it('is not overwritten by what was read while it was written', async () => {
    const slow = memoryFolder();
    let read: () => void = () => undefined;
    sharedFolder = {
      ...slow,
      // The file is read at once, and its content is known later.
      read: async (file, shape) => {
        const found = await slow.read(file, shape);
        if (found !== undefined) await new Promise<void>((resolve) => (read = resolve));
        return found;
      },
    };
    const value = open();
    await value.ensure(MINUTE);
    now -= 500 * MINUTE;
    answer = () => Promise.resolve('new');
    let adopting = Promise.resolve();
    sharedFolder.write = async (file, entry) => {
      adopting = value.adopt();
      await slow.write(file, entry);
    };
    const asking = value.ensure(MINUTE);
    await sleep(1);
    read();
    await asking;
    read();
    await adopting;
    assert.deepEqual([value.remote.value, value.remote.asOf], ['new', now]);
  });
});
