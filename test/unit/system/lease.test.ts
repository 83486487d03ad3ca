/** Leases that were left behind, or are none: nobody waits long for them, and nobody takes one that is held. */

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLease, type Lease } from '../../../src/system/lease';

/** One look in a test; a lease is renewed after 20 of them and left after 100. */
const TURN_MS = 2;
const DAY = 86_400_000;

describe('A lease', () => {
  let folder: string;
  let file: string;
  let issues: unknown[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bedrock-tally-lease-'));
    file = join(folder, 'thing.lease');
    issues = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const options = (signal = new AbortController().signal) => ({
    folder,
    file,
    signal,
    trouble: (error: unknown) => issues.push(error),
    turnMs: TURN_MS,
  });
  async function take(signal?: AbortSignal): Promise<Lease> {
    const lease = await takeLease(options(signal));
    assert.ok(lease !== 'cancelled');
    return lease;
  }
  /** Takes the lease, which must be a real one, and gives it back. */
  async function takeAndRelease(): Promise<void> {
    const lease = await take();
    assert.deepEqual(issues, []);
    assert.ok((await readFile(file, 'utf8')).startsWith(`${hostname()} ${process.pid} `));
    await lease.release();
    assert.deepEqual(await readdir(folder), []);
  }
  const alive = process.ppid;
  const ended = (): number => spawnSync(process.execPath, ['--version']).pid;

  for (const [what, content, age] of [
    ['of a process that has ended', () => `${hostname()} ${ended()} 0a1b2c`, 0],
    ['of another process of the number of one that lives', () => `${hostname()} ${alive} 0a1b2c`, 0],
    ['of an earlier process of our own number', () => `${hostname()} ${process.pid} 0a1b2c`, 0],
    ['of another machine, long ago', () => 'elsewhere 1 0a1b2c', 400 * DAY],
    ['whose time lies in the future', () => `${hostname()} ${alive} 0a1b2c`, -400 * DAY],
    ['that is empty', () => '', 0],
    ['that is empty and lies in the future', () => '', -DAY],
    ['that is not ours', () => '{"value":null}', 0],
    ['of a process whose number is none', () => `${hostname()} -1 0a1b2c`, 0],
  ] as const)
    it(`${what} holds nobody for long`, async () => {
      await writeFile(file, content());
      const time = new Date(Date.now() - age);
      await utimes(file, time, time);
      await takeAndRelease();
    });

  it('that is a folder, with something in it, holds nobody', async () => {
    await mkdir(join(file, 'inner'), { recursive: true });
    await takeAndRelease();
  });

  it('that is a link to nowhere holds nobody', async () => {
    await symlink(join(folder, 'nowhere'), file);
    await takeAndRelease();
  });

  it('that is held is waited for, however long, and by one at a time', async () => {
    const order: string[] = [];
    const work = async (name: string, ms: number): Promise<void> => {
      const lease = await take();
      order.push(`${name} begins`);
      await sleep(ms);
      order.push(`${name} ends`);
      await lease.release();
    };
    // Longer than a lease may stay unchanged: it is renewed meanwhile.
    const first = work('first', 150 * TURN_MS * 3);
    await sleep(TURN_MS * 5);
    await Promise.all([first, work('second', 1), work('third', 1)]);
    assert.deepEqual(order.slice(0, 2), ['first begins', 'first ends']);
    for (let at = 0; at < order.length; at += 2)
      assert.equal(order[at]?.replace('begins', 'ends'), order[at + 1], order.join());
    assert.deepEqual(await readdir(folder), []);
  });

  it('is not waited for any more by who is gone', async () => {
    const held = await take();
    const controller = new AbortController();
    const waiting = takeLease(options(controller.signal));
    controller.abort();
    assert.equal(await waiting, 'cancelled');
    await held.release();
  });

  it('is neither renewed nor given back once another window has taken it over', async () => {
    const lease = await take();
    const theirs = `${hostname()} ${alive} theirs`;
    await writeFile(file, theirs);
    const long = new Date(Date.now() - DAY);
    await utimes(file, long, long);
    await sleep(60 * TURN_MS);
    await lease.release();
    assert.equal(await readFile(file, 'utf8'), theirs);
  });

  it('of a process that is killed is taken over by the next', async () => {
    const child = spawn(process.execPath, ['-e', 'console.log(process.pid); setInterval(() => {}, 1000)'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    await writeFile(file, `${hostname()} ${String(child.pid)} 0a1b2c`);
    const waiting = takeAndRelease();
    child.kill('SIGKILL');
    await once(child, 'exit');
    await waiting;
  });
});
