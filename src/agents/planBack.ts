/** The way back for files that have changed since they were written: by key, as another plan. */

import { isDeepStrictEqual } from 'node:util';
import type { Agent } from './agent';
import { bytesOf } from './apply';
import { load, parseAs, planFile } from './filePlan';
import { edited, valueAt } from './json';
import type { ChangePlan, Edit, FilePlan, Json, KeyPath, Receipt, WrittenFile } from './plan';
import { AgentProblem } from './problem';

/** What a file said before us; undefined where there was none. */
async function earlierValue({ path, format, backup, hashBefore }: WrittenFile): Promise<Json | undefined> {
  if (backup === undefined) return undefined;
  const parsed = parseAs(new TextDecoder().decode(await bytesOf(backup, hashBefore, path)), format);
  if ('broken' in parsed) throw new AgentProblem('backup-lost', { path, backup });
  return parsed.value;
}

/** How many values lie in a value. */
function countOf(value: Json | undefined): number {
  if (value === undefined) return 0;
  if (typeof value !== 'object' || value === null) return 1;
  return Math.max(
    1,
    Object.values(value).reduce<number>((sum, item: Json) => sum + countOf(item), 0),
  );
}

const startsWith = (path: KeyPath, start: KeyPath): boolean => start.every((part, index) => path[index] === part);

/** An object that only we have filled, and that was not there before, goes as a whole: half of it may be worse than none. */
function wholeOf(path: KeyPath, earlier: Json | undefined, now: Json, ours: readonly Edit[]): KeyPath {
  for (let length = 1; length < path.length; length += 1) {
    const start = path.slice(0, length);
    if (valueAt(earlier, start) !== undefined) continue;
    const inside = ours.filter((edit) => startsWith(edit.path, start));
    const filled = inside.reduce((sum, edit) => sum + countOf(edit.value), 0);
    if (filled === countOf(valueAt(now, start))) return start;
  }
  return path;
}

async function planFileBack(written: WrittenFile, agent: Agent): Promise<FilePlan | undefined> {
  const { path, format, mode } = written;
  const earlier = await earlierValue(written);
  const now = await load(path, format);
  const ours = written.edits.filter((edit) => isDeepStrictEqual(valueAt(now.value, edit.path), edit.value));
  const edits = ours.map(({ path: at }): Edit => {
    const value = valueAt(earlier, at);
    return value === undefined ? { path: wholeOf(at, earlier, now.value, ours) } : { path: at, value };
  });
  const after = edits.reduce<Json | undefined>(edited, now.value);
  if (agent.invalidAt?.(path, after) !== undefined) throw new AgentProblem('cannot-edit', { path });
  return planFile(path, format, edits, mode);
}

/**
 * A plan that puts the earlier values under the keys that still say what we wrote, and leaves all else as it is now.
 * @throws AgentProblem where a backup is lost, a file is broken, or the agent would not take what is left.
 */
export async function planBack(receipt: Receipt, earlier: ChangePlan, agent: Agent): Promise<ChangePlan> {
  const files: FilePlan[] = [];
  for (const written of receipt.files) {
    const file = await planFileBack(written, agent);
    if (file !== undefined) files.push(file);
  }
  return { ...earlier, files, warnings: [] };
}
