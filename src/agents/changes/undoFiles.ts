/**
 * Undoes a change that was applied: byte for byte where the file was not written since, else value by value, and only
 * where the value is still ours.
 */

import type { Agent } from '../agent';
import { readFileState } from '../documents/files';
import { applyPlan, undoReceipt, type Clock } from './apply';
import type { ChangePlan, Receipt, WrittenFile } from './plan';
import { planUndo, type UndoPlan } from './planUndo';

/** A change as it is kept: its plan without files, and what was written. */
export interface AppliedChange {
  readonly plan: Omit<ChangePlan, 'files'>;
  readonly receipt: Receipt;
}

export interface UndoOutcome {
  /** The undo of all files, to be scheduled. */
  readonly plan: ChangePlan;
  /** Key paths of values that were changed since, and so could not be restored. */
  readonly left: readonly string[];
  readonly changed: boolean;
}

async function isUnchanged({ path, hashAfter }: WrittenFile): Promise<boolean> {
  const state = await readFileState(path);
  return state.kind === 'text' && state.hash === hashAfter;
}

/**
 * Files that were not written since get their earlier bytes back, or are removed if they were new; in the others the
 * values are restored.
 * @param renewed a secret of the gateway instead of an earlier one, which was not kept.
 * @throws AgentProblem, before anything is changed, where that is not possible.
 */
export async function undoFiles(
  { plan, receipt }: AppliedChange,
  agent: Agent,
  clock: Clock,
  renewed?: string,
): Promise<UndoOutcome> {
  const earlier: ChangePlan = { ...plan, files: [] };
  const plans = new Map<string, UndoPlan>();
  const same: WrittenFile[] = [];
  for (const file of receipt.files) {
    const asLeft = await isUnchanged(file);
    if (asLeft) same.push(file);
    const undo = planUndo({ ...receipt, files: [file] }, earlier, agent, renewed);
    // A file with its earlier bytes needs no plan.
    const found = asLeft ? await undo.catch(() => undefined) : await undo;
    if (found !== undefined) plans.set(file.path, found);
  }
  const isSame = (path: string): boolean => same.some((file) => file.path === path);
  const filesOf = (wanted: (path: string) => boolean) =>
    [...plans].flatMap(([path, { files }]) => (wanted(path) ? files : []));
  const changed = filesOf((path) => !isSame(path));
  await applyPlan({ ...earlier, files: changed }, clock);
  await undoReceipt({ ...receipt, files: same }, renewed);
  return {
    plan: { ...earlier, files: filesOf(() => true) },
    left: [...plans].flatMap(([path, { notRestored }]) => (isSame(path) ? [] : notRestored)),
    changed: changed.length + same.length > 0,
  };
}
