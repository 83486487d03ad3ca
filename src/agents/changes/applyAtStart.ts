/**
 * Writes a scheduled change at the start of a window. Cline writes its whole memory over its file when it ends and
 * reads it once when it starts; only a write between the two lasts. So this runs, synchronously, while our own module
 * is loaded, which is before Cline's is. It imports little, and where nothing is scheduled it only checks for one file.
 */

import { isRecord } from '../../core/collections';
import { existsSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileInFormat, type Formats } from '../../core/fileFormat';
import { removeLeftovers, replaceFile } from './replaceFile';

/**
 * A newer version may write another format, which this one must not apply; the current format is then one of its
 * earlier ones.
 */
export const SCHEDULE_FORMATS: Formats = { current: 1, earlier: [] };
export const scheduledFileName = ({ current }: Formats): string => fileInFormat('staged', current);
export const resultFileName = ({ current }: Formats): string => fileInFormat('staged-result', current);

/** A change that was not written within a day is dropped. Milliseconds. */
const KEPT_MS = 86_400_000;
/** More than what a plan allows, because the file may have grown since. Bytes. */
const MAX_BYTES = 5 * 1024 * 1024;

/** One key of an object in a JSON file. */
export interface ScheduledEdit {
  readonly path: readonly string[];
  /** Absent: the key is removed. */
  readonly value?: unknown;
  /**
   * Values that the key may have now, null for none. With any other value, which was chosen later, the file is not
   * changed.
   */
  readonly from?: readonly unknown[];
}

export interface ScheduledFile {
  readonly path: string;
  readonly edits: readonly ScheduledEdit[];
}

export interface ScheduledChange {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly files: readonly ScheduledFile[];
}

/**
 * `same`: it has these values already. `chosen`: another model was chosen since. `left`: the file is missing or not
 * valid.
 */
export type AtStartOutcome = 'written' | 'same' | 'chosen' | 'left' | 'failed' | 'expired';

export interface ScheduledResult extends ScheduledChange {
  readonly writtenAt: number;
  readonly outcomes: readonly AtStartOutcome[];
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => isRecord(value);

/** The value at a path; null for none. */
function at(value: unknown, path: readonly string[]): unknown {
  const found = path.reduce<unknown>(
    (here, key) => (isFields(here) && Object.hasOwn(here, key) ? here[key] : null),
    value,
  );
  return found ?? null;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Sets a key of an object, `__proto__` like any other key. */
function define(object: Fields, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function set(object: Fields, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    if (value === undefined) Reflect.deleteProperty(object, key);
    else define(object, key, value);
    return;
  }
  const inner = Object.hasOwn(object, key) ? object[key] : undefined;
  if (isFields(inner)) {
    set(inner, rest, value);
  } else if (value !== undefined) {
    const made: Fields = {};
    define(object, key, made);
    set(made, rest, value);
  }
}

function mergeFile({ path, edits }: ScheduledFile): AtStartOutcome {
  try {
    if (!existsSync(path)) return 'left';
    const real = realpathSync(path);
    removeLeftovers(real);
    const { mode, size } = statSync(real);
    if (size > MAX_BYTES) return 'left';
    const text = readFileSync(real, 'utf8');
    const state: unknown = JSON.parse(text);
    if (!isFields(state) || (mode & 0o222) === 0) return 'left';
    if (edits.every((edit) => same(at(state, edit.path), edit.value ?? null))) return 'same';
    if (!edits.every((edit) => edit.from?.some((from) => same(from, at(state, edit.path))) ?? true)) return 'chosen';
    for (const edit of edits) set(state, edit.path, edit.value);
    const indent = /^\{\r?\n([ \t]+)/.exec(text)?.[1];
    replaceFile(real, JSON.stringify(state, null, indent) + (text.endsWith('\n') ? '\n' : ''), mode & 0o7777);
    return 'written';
  } catch (error) {
    return error instanceof SyntaxError ? 'left' : 'failed';
  }
}

const isScheduledFile = (value: unknown): value is ScheduledFile =>
  isFields(value) &&
  typeof value.path === 'string' &&
  Array.isArray(value.edits) &&
  value.edits.every(
    (edit) =>
      isFields(edit) &&
      Array.isArray(edit.path) &&
      edit.path.length > 0 &&
      edit.path.every((part) => typeof part === 'string') &&
      (edit.from === undefined || Array.isArray(edit.from)),
  );

/** Whether a value is a scheduled change. Checked by hand: no library is loaded at this moment. */
export const isScheduledChange = (value: unknown): value is ScheduledChange =>
  isFields(value) && typeof value.at === 'number' && Array.isArray(value.files) && value.files.every(isScheduledFile);

/** Applies the scheduled change of one file, and writes the result. */
function applyOne(dir: string, name: string, convert: (value: unknown) => unknown, formats: Formats): void {
  const scheduled = convert(JSON.parse(readFileSync(join(dir, name), 'utf8')));
  if (!isScheduledChange(scheduled)) return;
  const now = Date.now();
  // A time in the future means that a clock was wrong: whether a day has passed since is unknown.
  const late = Math.abs(now - scheduled.at) > KEPT_MS;
  const outcomes = scheduled.files.map((one): AtStartOutcome => (late ? 'expired' : mergeFile(one)));
  const result: ScheduledResult = { ...scheduled, writtenAt: now, outcomes };
  const path = join(dir, resultFileName(formats));
  removeLeftovers(path);
  replaceFile(path, JSON.stringify(result), 0o600);
}

/**
 * Applies the scheduled change in our folder, once; returns whether there was one. Never throws, because nothing may
 * keep the extension from starting. A change that an earlier version has scheduled before it was updated is applied as
 * well.
 */
export function applyScheduled(dir: string, formats = SCHEDULE_FORMATS): boolean {
  const same = { format: formats.current, convert: (value: unknown) => value };
  let found = false;
  for (const { format, convert } of [...formats.earlier.toReversed(), same]) {
    const name = fileInFormat('staged', format);
    if (!existsSync(join(dir, name))) continue;
    found = true;
    try {
      applyOne(dir, name, (value) => convert(value, 'staged'), formats);
    } catch {
      // An incomplete or foreign file: nothing in it can be applied.
    }
    try {
      rmSync(join(dir, name), { recursive: true, force: true });
    } catch {
      // It is applied again at the next start, with the outcome `same`.
    }
  }
  return found;
}
