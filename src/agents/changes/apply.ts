/** Applies plans and undoes them. If the process is killed, each file is either as it was or as it was planned. */

import { mkdir, realpath, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hashOf, isReadOnly, readFileState, type FileState } from '../documents/files';
import { textAfter } from './filePlan';
import { restoredText, createBackup } from './backup';
import type { ChangePlan, FilePlan, Backup, Receipt, WrittenFile } from './plan';
import { AgentProblem, errnoOf } from '../problem';
import { parseFormat } from '../documents/load';
import { maskedCopy } from '../gateway/maskedSecrets';
import { replaceFile, removeLeftovers } from './replaceFile';

/** The time of a change. */
export interface Clock {
  readonly now: () => number;
}

type Text = Extract<FileState, { kind: 'text' }>;

/** The file as it was planned. @throws AgentProblem `changed-since` or `read-only`. */
async function requireUnchanged(path: string, hash: string | undefined): Promise<Text | undefined> {
  const state = await readFileState(path);
  const found = state.kind === 'text' ? state.hash : undefined;
  if (state.kind === 'broken' || found !== hash) {
    throw new AgentProblem('changed-since', { path });
  }
  if (state.kind === 'absent') return undefined;
  if (isReadOnly(state.mode)) throw new AgentProblem('read-only', { path });
  return state;
}

async function write(path: string, content: string, mode: number): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    // Temporary files carry the id of their process, so that those of a killed one are known.
    removeLeftovers(path);
    replaceFile(path, content, mode);
  } catch (error) {
    throw new AgentProblem('not-writable', { path, errno: errnoOf(error) });
  }
}

/** The backup of a file for an undo; undefined where there was no file. */
function backupOf(file: FilePlan, before: Text | undefined, after: string): Backup | undefined {
  if (before === undefined) return undefined;
  const parsed = parseFormat(before.text, file.format);
  if ('broken' in parsed)
    throw new AgentProblem('broken', { path: file.path, reason: parsed.broken, where: parsed.where });
  return createBackup({ format: file.format, before: before.text, after, value: parsed.value }, file.edits);
}

async function applyFile(file: FilePlan): Promise<WrittenFile> {
  const { path, format, edits, hashBefore, hashAfter, mode, modeBefore } = file;
  const before = await requireUnchanged(path, hashBefore);
  const after = textAfter(path, format, before?.text, edits);
  // Only the plan that was shown may be written.
  if (hashOf(after) !== hashAfter) throw new AgentProblem('changed-since', { path });
  const written: WrittenFile = {
    path,
    format,
    kept: backupOf(file, before, after),
    hashBefore,
    hashAfter,
    mode,
    modeBefore,
    edits: maskedCopy(edits),
  };
  // The agent may have written meanwhile.
  await requireUnchanged(path, hashBefore);
  await write(before?.realPath ?? path, after, mode);
  const now = await readFileState(path);
  if (now.kind === 'text' && now.hash === hashAfter) return written;
  throw new AgentProblem('not-as-written', { path });
}

/**
 * Writes a plan's files. If one fails, those before it are put back.
 * @throws AgentProblem: nothing is changed, except with `half-done`, which names what still is.
 */
export async function applyPlan(plan: ChangePlan, clock: Clock): Promise<Receipt> {
  const done: WrittenFile[] = [];
  try {
    // All files are checked before the first is written: most refusals then change nothing.
    for (const { path, hashBefore } of plan.files) await requireUnchanged(path, hashBefore);
    for (const file of plan.files) done.push(await applyFile(file));
  } catch (error) {
    await revertFiles(done);
    throw error;
  }
  return { agent: plan.agent, files: done, at: clock.now() };
}

async function revertFiles(done: readonly WrittenFile[]): Promise<void> {
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

/** The text of a file before the change. @throws AgentProblem `backup-lost`. */
function textBefore({ path, hashBefore }: WrittenFile, kept: Backup, now: Text, renewed?: string): string {
  const text = restoredText(now.text, kept, hashBefore, renewed);
  if (text === undefined) throw new AgentProblem('backup-lost', { path });
  return text;
}

async function undoFile(file: WrittenFile, renewed?: string): Promise<void> {
  const { path, kept, hashAfter, mode, modeBefore = mode } = file;
  const now = await requireUnchanged(path, hashAfter);
  if (now === undefined) throw new AgentProblem('changed-since', { path });
  if (kept === undefined) {
    await remove(await realpath(path), path);
    return;
  }
  const text = textBefore(file, kept, now, renewed);
  await write(now.realPath, text, modeBefore);
  const state = await readFileState(path);
  if (state.kind !== 'text' || state.text !== text) throw new AgentProblem('not-as-written', { path });
}

async function remove(realPath: string, path: string): Promise<void> {
  try {
    await rm(realPath);
  } catch (error) {
    throw new AgentProblem('not-writable', { path, errno: errnoOf(error) });
  }
}

/**
 * Restores the earlier bytes, and removes a file that was created. Nothing is changed unless every file is still as it
 * was written.
 * @param renewed a secret of the gateway instead of an earlier one, which was not kept.
 * @throws AgentProblem `changed-since`, `backup-lost`, `secret-gone`, or why it cannot be written.
 */
export async function undoReceipt(receipt: Receipt, renewed?: string): Promise<void> {
  for (const file of receipt.files) {
    const now = await requireUnchanged(file.path, file.hashAfter);
    if (now !== undefined && file.kept !== undefined) textBefore(file, file.kept, now, renewed);
  }
  for (const file of [...receipt.files].reverse()) await undoFile(file, renewed);
}
