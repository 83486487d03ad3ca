/** The way back for files that have changed since they were written: value by value, as another plan. */

import { isDeepStrictEqual } from 'node:util';
import type { Agent } from '../agent';
import { load, planFile } from './filePlan';
import { edited } from '../documents/json';
import { isIncomplete } from './keptText';
import {
  keyPathText,
  type ChangePlan,
  type Edit,
  type FilePlan,
  type Json,
  type Receipt,
  type WrittenFile,
} from './plan';
import { AgentProblem } from '../problem';
import { wayBackOf } from './undoEdits';

/** A plan, and what it cannot put back: values of ours that somebody has changed or moved out of sight. Such as `models.Mine.model`. */
export interface PlanBack extends ChangePlan {
  readonly left: readonly string[];
}

const after = (value: Json, edits: readonly Edit[]): Json => edits.reduce<Json | undefined>(edited, value) ?? {};

/** What the agent asks of every file of its stays as long as there is anything else in it. */
function withHead(edits: readonly Edit[], now: Json, head: readonly string[] = []): readonly Edit[] {
  const rest = Object.keys(after(now, edits) as object).filter((key) => !head.includes(key));
  if (rest.length === 0) return edits;
  return edits.filter(({ path, value }) => value !== undefined || path.length > 1 || !head.includes(String(path[0])));
}

interface FileBack {
  readonly file: FilePlan | undefined;
  readonly left: readonly string[];
}

async function planFileBack(written: WrittenFile, agent: Agent): Promise<FileBack> {
  const { path, format, mode } = written;
  // Only what was set is known of the earlier values; that is all the way back is about.
  const earlier = written.kept?.values ?? {};
  const { value: now } = await load(path, format);
  const way = wayBackOf(earlier, after(earlier, written.edits), now);
  const edits = withHead(way.edits, now, agent.head);
  if (edits.some(({ value }) => isIncomplete(value))) throw new AgentProblem('backup-lost', { path });
  const wanted = after(now, edits);
  if (!isDeepStrictEqual(wanted, now) && agent.invalidAt?.(path, wanted) !== undefined)
    throw new AgentProblem('cannot-edit', { path });
  return { file: await planFile(path, format, edits, mode), left: way.left.map(keyPathText) };
}

/**
 * A plan that puts the earlier values in the place of ours, wherever they stand now, and leaves all else as it is now.
 * @throws AgentProblem where what was kept does not do, a file is broken, or the agent would not take what is left.
 */
export async function planBack(receipt: Receipt, earlier: ChangePlan, agent: Agent): Promise<PlanBack> {
  const backs: FileBack[] = [];
  for (const written of receipt.files) backs.push(await planFileBack(written, agent));
  return {
    ...earlier,
    files: backs.flatMap(({ file }) => file ?? []),
    warnings: [],
    left: backs.flatMap(({ left }) => left),
  };
}
