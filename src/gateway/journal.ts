/**
 * The journal: one line for each call, in a file for each day (UTC), in a folder that all windows read. A line is
 * written with one call of the system and with a line break on both sides, so that a process that is killed while
 * writing spoils no line but its own.
 */

import { appendFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCallRecord, type CallRecord } from '../core/gateway/callRecord';

const DAY_MS = 86_400_000;
const FORMAT = 1;
const FILE = /^calls\.(\d{4}-\d{2}-\d{2})\.v(\d{1,6})\.jsonl$/;
/** So many bytes wait for a disk that cannot be written to; older lines are given up. */
const MOST_WAITING = 4 * 1024 * 1024;

/** What is kept of the journal. Whole days are deleted, the oldest first. */
export interface JournalLimits {
  readonly days: number;
  readonly bytes: number;
}

export const JOURNAL_LIMITS: JournalLimits = { days: 45, bytes: 64 * 1024 * 1024 };

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const fileOf = (day: string): string => `calls.${day}.v${FORMAT}.jsonl`;

/** The days that a folder has files of, in this version's format, oldest first. */
async function daysIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((name) => {
      const [, day, format] = FILE.exec(name) ?? [];
      return day !== undefined && Number(format) === FORMAT ? [day] : [];
    })
    .sort();
}

/** Writes the journal. Several processes may write to the same folder. */
export class Journal {
  /** Lines that are not on the disk yet, by day. */
  private waiting = new Map<string, string>();
  private writing: Promise<void> = Promise.resolve();

  /** @param onTrouble is called with the error when lines cannot be written. They are kept for the next attempt. */
  constructor(
    private readonly folder: string,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /**
   * Adds a line to the day of `time`, ms since 1970. Resolves when the system has it, so that it outlives the process.
   * Never rejects: a call does not fail because it cannot be recorded.
   */
  append(record: CallRecord, time: number): Promise<void> {
    const day = dayOf(time);
    const text = `${this.waiting.get(day) ?? ''}\n${JSON.stringify(record)}\n`;
    this.waiting.set(day, text.length > MOST_WAITING ? text.slice(text.length - MOST_WAITING) : text);
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  private async write(): Promise<void> {
    const lines = this.waiting;
    this.waiting = new Map();
    for (const [day, text] of lines) {
      try {
        await mkdir(this.folder, { recursive: true, mode: 0o700 });
        await appendFile(join(this.folder, fileOf(day)), text, { mode: 0o600 });
      } catch (error) {
        this.waiting.set(day, text + (this.waiting.get(day) ?? ''));
        this.onTrouble(error);
      }
    }
  }
}

/**
 * The calls that arrived from `from` to before `to`, ms since 1970, oldest first. Half lines and lines of other formats
 * are left out, and a line that occurs twice counts once.
 */
export async function readJournal(folder: string, from: number, to: number): Promise<readonly CallRecord[]> {
  const days = await daysIn(folder);
  const calls = new Map<string, CallRecord>();
  // A call stands in the file of the day on which it ended, perhaps long after it arrived.
  for (const day of days.filter((one) => one >= dayOf(from))) {
    const text = await readFile(join(folder, fileOf(day)), 'utf8').catch(() => '');
    for (const line of text.split('\n')) {
      const call = line === '' ? undefined : parseCallRecord(line);
      if (call !== undefined && call.time >= from && call.time < to) calls.set(call.id, call);
    }
  }
  return [...calls.values()].sort((a, b) => a.time - b.time);
}

/** Deletes days that are too old, and the oldest while the journal is too large. Today's file stays. */
export async function pruneJournal(folder: string, now: number, limits = JOURNAL_LIMITS): Promise<void> {
  const oldest = dayOf(now - limits.days * DAY_MS);
  const earlier = (await daysIn(folder)).filter((day) => day < dayOf(now));
  const today = await stat(join(folder, fileOf(dayOf(now)))).catch(() => undefined);
  let bytes = today?.size ?? 0;
  for (const day of [...earlier].reverse()) {
    const file = join(folder, fileOf(day));
    const found = await stat(file).catch(() => undefined);
    bytes += found?.size ?? 0;
    if (day < oldest || bytes > limits.bytes) await rm(file, { force: true });
  }
}

/** Deletes the whole journal. */
export async function clearJournal(folder: string): Promise<void> {
  for (const day of await daysIn(folder)) await rm(join(folder, fileOf(day)), { force: true });
}
