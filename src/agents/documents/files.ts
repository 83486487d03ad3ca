/** Reads other programs' files, which may be anything. */

import { createHash } from 'node:crypto';
import { lstat, readFile, realpath, stat } from 'node:fs/promises';
import { AgentProblem, errnoOf } from '../problem';
import type { BrokenReason } from './document';

/** The largest file that is read: no settings file is as large. Bytes. */
export const MAX_BYTES = 2 * 1024 * 1024;

/** What lies at a path. */
export type FileState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'broken'; readonly reason: BrokenReason }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly hash: string;
      /** Permission bits. */
      readonly mode: number;
      /** Where it really lies, symbolic links followed. */
      readonly realPath: string;
    };

export const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

async function missing(path: string): Promise<FileState> {
  try {
    return (await lstat(path)).isSymbolicLink() ? { kind: 'broken', reason: 'dangling-link' } : { kind: 'absent' };
  } catch {
    return { kind: 'absent' };
  }
}

/** Reads a file; never rejects. */
export async function readFileState(path: string): Promise<FileState> {
  try {
    const realPath = await realpath(path);
    const found = await stat(realPath);
    const { mode, size } = found;
    if (!found.isFile()) return { kind: 'broken', reason: 'not-a-file' };
    if (size > MAX_BYTES) return { kind: 'broken', reason: 'too-large' };
    const bytes = await readFile(realPath);
    const text = textOf(bytes);
    if (text === undefined) return { kind: 'broken', reason: 'not-text' };
    return { kind: 'text', text, hash: hashOf(bytes), mode: mode & 0o7777, realPath };
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return missing(path);
    return { kind: 'broken', reason: 'not-readable' };
  }
}

/** UTF-8 alone; a byte order mark is kept, so that writing gives the same bytes. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\u0000') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Whether nobody may write a file, which was made so on purpose, even where our user could. */
export const isReadOnly = (mode: number): boolean => (mode & 0o222) === 0;

/** The file's text, or undefined where there is none. @throws AgentProblem for what is left alone. */
export async function requireFileText(path: string): Promise<Extract<FileState, { kind: 'text' }> | undefined> {
  const state = await readFileState(path);
  if (state.kind === 'broken') throw new AgentProblem('broken', { path, reason: state.reason });
  return state.kind === 'absent' ? undefined : state;
}
