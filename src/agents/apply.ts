/** Writes what was planned, and takes it back. A kill at any moment leaves each file as it was or as it was planned. */

import { randomUUID } from 'node:crypto';
import { mkdir, readFile, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hashOf, isReadOnly, readState, type FileState } from './files';
import { textAfter } from './filePlan';
import type { ChangePlan, FilePlan, Receipt, WrittenFile } from './plan';
import { AgentProblem, errnoOf } from './problem';
import { replace, sweep } from './staged';

/** Where backups go, and the time. The folder is our own; backups in it hold what the files held, so only its owner may read them. */
export interface ApplyPlaces {
  readonly storage: string;
  readonly now: () => number;
}

type Text = Extract<FileState, { kind: 'text' }>;

/** The file as it was planned. @throws AgentProblem `changed-since` or `read-only`. */
async function asExpected(path: string, hash: string | undefined, backup?: string): Promise<Text | undefined> {
  const state = await readState(path);
  const found = state.kind === 'text' ? state.hash : undefined;
  if (state.kind === 'broken' || found !== hash) {
    throw new AgentProblem('changed-since', { path, ...(backup === undefined ? {} : { backup }) });
  }
  if (state.kind === 'absent') return undefined;
  if (isReadOnly(state.mode)) throw new AgentProblem('read-only', { path });
  return state;
}

async function write(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    // By the process that wrote it, a file that was left half written beside it can be told from anybody's own.
    sweep(path);
    replace(path, content, mode);
  } catch (error) {
    throw new AgentProblem('not-writable', { path, errno: errnoOf(error) });
  }
}

async function backUp(file: FilePlan, state: Text | undefined, { storage }: ApplyPlaces): Promise<string | undefined> {
  if (state === undefined) return undefined;
  const path = join(storage, 'backups', `${randomUUID()}-${basename(file.path)}`);
  await write(path, state.text, 0o600);
  return path;
}

async function applyFile(file: FilePlan, places: ApplyPlaces): Promise<WrittenFile> {
  const { path, format, edits, hashBefore, hashAfter, mode } = file;
  const before = await asExpected(path, hashBefore);
  const after = textAfter(path, format, before?.text, edits);
  // The plan that was shown is the one that is written, or none.
  if (hashOf(after) !== hashAfter) throw new AgentProblem('changed-since', { path });
  const backup = await backUp(file, before, places);
  const written: WrittenFile = { path, format, backup, hashBefore, hashAfter, mode, edits };
  // The backup took a moment, in which the agent may have written.
  await asExpected(path, hashBefore, backup);
  await write(before?.realPath ?? path, after, mode);
  const now = await readState(path);
  if (now.kind === 'text' && now.hash === hashAfter) return written;
  throw new AgentProblem('not-as-written', { path, ...(backup === undefined ? {} : { backup }) });
}

/**
 * Writes a plan's files. If one fails, those before it are put back.
 * @throws AgentProblem: nothing is changed, except with `half-done`, which names what still is.
 */
export async function applyPlan(plan: ChangePlan, places: ApplyPlaces): Promise<Receipt> {
  const done: WrittenFile[] = [];
  try {
    // All before any: most refusals then leave no trace.
    for (const { path, hashBefore } of plan.files) await asExpected(path, hashBefore);
    for (const file of plan.files) done.push(await applyFile(file, places));
  } catch (error) {
    await putBack(done);
    throw error;
  }
  return { agent: plan.agent, files: done, at: places.now() };
}

async function putBack(done: readonly WrittenFile[]): Promise<void> {
  const left: string[] = [];
  for (const file of [...done].reverse()) {
    try {
      await undoFile(file);
    } catch {
      left.push(file.path);
    }
  }
  if (left.length > 0) throw new AgentProblem('half-done', { paths: left });
}

/** What stood in a file before us. @throws AgentProblem `backup-lost`. */
export async function bytesOf(backup: string, hash: string | undefined, path: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(backup);
    if (hashOf(bytes) === hash) return bytes;
  } catch {
    // Told below, as for another file's bytes.
  }
  throw new AgentProblem('backup-lost', { path, backup });
}

async function undoFile({ path, backup, hashBefore, hashAfter, mode }: WrittenFile): Promise<void> {
  const now = await asExpected(path, hashAfter, backup);
  if (now === undefined) throw new AgentProblem('changed-since', { path });
  if (backup === undefined) {
    await remove(await realpath(path), path);
    return;
  }
  const bytes = await bytesOf(backup, hashBefore, path);
  await write(now.realPath, bytes, mode);
  const state = await readState(path);
  if (state.kind !== 'text' || state.hash !== hashBefore) throw new AgentProblem('not-as-written', { path, backup });
}

async function remove(realPath: string, path: string): Promise<void> {
  try {
    await rm(realPath);
  } catch (error) {
    throw new AgentProblem('not-writable', { path, errno: errnoOf(error) });
  }
}

/**
 * Restores the bytes that stood there before; a file that we made goes. Nothing is touched unless every file is still as we left it.
 * @throws AgentProblem `changed-since` with the backup's path, or why it cannot be written.
 */
export async function undoReceipt(receipt: Receipt): Promise<void> {
  for (const { path, hashAfter, hashBefore, backup } of receipt.files) {
    await asExpected(path, hashAfter, backup);
    if (backup !== undefined) await bytesOf(backup, hashBefore, path);
  }
  for (const file of [...receipt.files].reverse()) await undoFile(file);
}
