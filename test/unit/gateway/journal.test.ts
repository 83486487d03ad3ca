import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallRecord } from '../../../src/core/gateway/callRecord';
import { clearJournal, Journal, pruneJournal, readJournal } from '../../../src/gateway/journal';

const DAY = 86_400_000;
const NOON = Date.parse('2026-11-20T12:00:00Z');

const call = (id: string, time = NOON): CallRecord => ({
  id,
  time,
  agent: 'cline',
  awsProfile: 'dev',
  account: '111122223333',
  region: 'us-east-1',
  operation: 'converse',
  model: 'anthropic.claude-sonnet-5',
  status: 200,
  durationMs: 5,
  counting: 'exact',
  tokens: { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 },
});

describe('the gateway’s journal', () => {
  let parent: string;
  let folder: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'journal-'));
    folder = join(parent, 'journal');
  });
  afterEach(() => rm(parent, { recursive: true }));
  const open = (onTrouble: (error: unknown) => void = assert.ifError): Journal => new Journal(folder, onTrouble);
  const idsBetween = async (from: number, to: number): Promise<readonly string[]> =>
    (await readJournal(folder, from, to)).map(({ id }) => id);
  const ids = (): Promise<readonly string[]> => idsBetween(0, NOON + 400 * DAY);

  it('has a line for each call, in a file for each day, that only the user can read', async () => {
    const journal = open();
    await Promise.all([journal.append(call('a'), NOON), journal.append(call('b', NOON + 1), NOON)]);
    await journal.append(call('c', NOON + DAY), NOON + DAY);
    assert.deepEqual((await readdir(folder)).sort(), ['calls.2026-11-20.v1.jsonl', 'calls.2026-11-21.v1.jsonl']);
    assert.deepEqual(await readJournal(folder, NOON, NOON + 1), [call('a')]);
    assert.deepEqual(await idsBetween(NOON + 1, NOON + 2 * DAY), ['b', 'c']);
    if (process.platform !== 'win32')
      assert.equal((await stat(join(folder, 'calls.2026-11-20.v1.jsonl'))).mode & 0o777, 0o600);
  });

  it('is written by several processes at once', async () => {
    const names = Array.from({ length: 90 }, (_, index) => `call-${String(index).padStart(2, '0')}`);
    const write = async (journal: Journal, own: readonly string[]): Promise<void> => {
      for (const name of own) await journal.append(call(name, NOON + names.indexOf(name)), NOON);
    };
    await Promise.all(
      [0, 1, 2].map((one) =>
        write(
          open(),
          names.filter((_, index) => index % 3 === one),
        ),
      ),
    );
    assert.deepEqual(await ids(), names);
  });

  it('loses nothing but the line that a killed process was writing', async () => {
    const journal = open();
    await journal.append(call('a'), NOON);
    const file = join(folder, 'calls.2026-11-20.v1.jsonl');
    await appendFile(file, `\n${JSON.stringify(call('half')).slice(0, 40)}`);
    await journal.append(call('b', NOON + 1), NOON);
    await appendFile(file, `\n{"id": 5}\nnull\n${JSON.stringify({ ...call('c'), counting: 'guessed' })}\n`);
    assert.deepEqual(await ids(), ['a', 'b']);
    await appendFile(file, await readFile(file));
    assert.deepEqual(await ids(), ['a', 'b']);
  });

  it('keeps lines that cannot be written for the next attempt, and never rejects', async () => {
    await writeFile(folder, 'a file where the folder should be');
    const troubles: unknown[] = [];
    const journal = open((error) => troubles.push(error));
    await journal.append(call('a'), NOON);
    assert.equal(troubles.length, 1);
    await rm(folder);
    await journal.append(call('b', NOON + 1), NOON);
    assert.deepEqual(await ids(), ['a', 'b']);
  });

  it('is pruned by age and by size, and never of today', async () => {
    const journal = open();
    for (let day = 0; day < 10; day += 1) await journal.append(call(`d${day}`, NOON - day * DAY), NOON - day * DAY);
    await pruneJournal(folder, NOON, { days: 6, bytes: 1e9 });
    assert.deepEqual(await ids(), ['d6', 'd5', 'd4', 'd3', 'd2', 'd1', 'd0']);
    const { size } = await stat(join(folder, 'calls.2026-11-20.v1.jsonl'));
    await pruneJournal(folder, NOON, { days: 6, bytes: 3 * size });
    assert.deepEqual(await ids(), ['d2', 'd1', 'd0']);
    await pruneJournal(folder, NOON, { days: 0, bytes: 0 });
    assert.deepEqual(await ids(), ['d0']);
  });

  it('can be cleared, other files aside', async () => {
    await clearJournal(folder);
    await open().append(call('a'), NOON);
    await writeFile(join(folder, 'calls.2026-11-20.v2.jsonl'), 'a later version’s');
    await clearJournal(folder);
    assert.deepEqual(await readdir(folder), ['calls.2026-11-20.v2.jsonl']);
    assert.deepEqual(await ids(), []);
  });
});
