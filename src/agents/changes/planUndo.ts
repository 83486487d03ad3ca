/** Undoes changes of files that have been written since: value by value, as another plan. */

import { isDeepStrictEqual } from 'node:util';
import type { Agent } from '../agent';
import { planFile } from './filePlan';
import { isIncomplete } from './backup';
import type { ChangePlan, FilePlan, Receipt, WrittenFile } from './plan';
import { AgentProblem } from '../problem';
import { undoEdits } from './undoEdits';
import { keyPathText, withEdit, type Edit, type Json } from '../documents/document';
import { loadDocument } from '../documents/load';
import { maskedCopy, unmaskedCopy } from '../gateway/maskedSecrets';

/**
 * A plan, and the key paths that it cannot restore because somebody has changed or removed our values, such as
 * `models.Mine.model`.
 */
export interface UndoPlan extends ChangePlan {
  readonly notRestored: readonly string[];
}

const after = (value: Json, edits: readonly Edit[]): Json => edits.reduce<Json | undefined>(withEdit, value) ?? {};

/** Keys that the agent requires in every file stay as long as there is anything else in it. */
function keepRequiredKeys(edits: readonly Edit[], now: Json, requiredKeys: readonly string[] = []): readonly Edit[] {
  const rest = Object.keys(after(now, edits) as object).filter((key) => !requiredKeys.includes(key));
  if (rest.length === 0) return edits;
  return edits.filter(
    ({ path, value }) => value !== undefined || path.length > 1 || !requiredKeys.includes(String(path[0])),
  );
}

interface FileUndo {
  readonly file: FilePlan | undefined;
  readonly notRestored: readonly string[];
}

async function planFileUndo(written: WrittenFile, agent: Agent, renewed?: string): Promise<FileUndo> {
  const { path, format, mode } = written;
  // Of the earlier values only those that were replaced are known, and only those are restored.
  const earlier = written.kept?.values ?? {};
  const { value: now } = await loadDocument(path, format);
  // What was written is compared without the secrets in it, which are not kept.
  const undo = undoEdits(earlier, after(earlier, written.edits), maskedCopy(now));
  const edits = keepRequiredKeys(unmaskedCopy(undo.edits, now, renewed), now, agent.requiredKeys);
  if (edits.some(({ value }) => isIncomplete(value))) throw new AgentProblem('backup-lost', { path });
  const wanted = after(now, edits);
  if (!isDeepStrictEqual(wanted, now) && agent.invalidAt?.(path, wanted) !== undefined)
    throw new AgentProblem('cannot-edit', { path });
  return { file: await planFile(path, format, edits, mode), notRestored: undo.notRestored.map(keyPathText) };
}

/**
 * A plan that restores the earlier values wherever ours are now, and leaves everything else as it is.
 * @param renewed a secret of the gateway instead of an earlier one, which was not kept.
 * @throws AgentProblem where the backup is not enough, a file is broken, or the agent would not accept the result.
 */
export async function planUndo(
  receipt: Receipt,
  earlier: ChangePlan,
  agent: Agent,
  renewed?: string,
): Promise<UndoPlan> {
  const undos: FileUndo[] = [];
  for (const written of receipt.files) undos.push(await planFileUndo(written, agent, renewed));
  return {
    ...earlier,
    files: undos.flatMap(({ file }) => file ?? []),
    warnings: [],
    notRestored: undos.flatMap(({ notRestored }) => notRestored),
  };
}
