/** Stages a plan for the next start, and looks afterwards whether it held. */

import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import writeFileAtomic from 'write-file-atomic';
import { parseAs } from './filePlan';
import { readState } from '../documents/files';
import { valueAt } from '../documents/json';
import { keyPathText, type ChangePlan, type Edit, type FilePlan, type Json } from './plan';
import {
  isStaged,
  resultFile,
  STAGED_FORMATS,
  stagedFile,
  type Outcome,
  type Staged,
  type StagedEdit,
  type StagedResult,
} from './applyAtStart';

/** The keys that say which model is invoked: a person may have chosen another one before the next start. */
const CHOICE = /^(act|plan)ModeApi(Provider|ModelId)$|^providers\.bedrock\.settings\.model$/;

function stagedEdit({ path, value }: Edit, { changes }: FilePlan): StagedEdit {
  const text = keyPathText(path);
  const before = changes.find(({ keyPath }) => keyPath === text)?.before ?? null;
  return {
    path: path.map(String),
    ...(value === undefined ? {} : { value }),
    ...(CHOICE.test(text) ? { from: [before, value ?? null] } : {}),
  };
}

/** Keeps a plan's values for the next start of a window. `dir` is a folder of our own; an earlier plan in it is replaced. */
export async function stage(plan: ChangePlan, dir: string, now: number, formats = STAGED_FORMATS): Promise<void> {
  const files = plan.files.map((file) => ({
    path: file.path,
    edits: file.edits.map((edit) => stagedEdit(edit, file)),
  }));
  const staged: Staged = { at: now, files };
  await mkdir(dir, { recursive: true });
  await rm(join(dir, resultFile(formats)), { force: true });
  await writeFileAtomic(join(dir, stagedFile(formats)), JSON.stringify(staged), { mode: 0o600 });
}

/** Forgets what is staged and what came of it. */
export async function unstage(dir: string, formats = STAGED_FORMATS): Promise<void> {
  await rm(join(dir, stagedFile(formats)), { force: true });
  await rm(join(dir, resultFile(formats)), { force: true });
}

/**
 * `none`: nothing was staged. `waiting`: no window has started since. `held`: the files say what was staged. `reverted`: the agent, or
 * another window of it, has put `keys` back. `not-written`: it could not be, for the reasons in `outcomes`.
 */
export type Stuck =
  | { readonly state: 'none' | 'waiting' | 'held' }
  | { readonly state: 'reverted'; readonly file: string; readonly keys: readonly string[] }
  | { readonly state: 'not-written'; readonly outcomes: readonly Outcome[] };

async function stagedIn(dir: string, name: string): Promise<Staged | undefined> {
  try {
    const staged: unknown = JSON.parse(await readFile(join(dir, name), 'utf8'));
    return isStaged(staged) ? staged : undefined;
  } catch {
    return undefined;
  }
}

const isResult = (staged: Staged | undefined): staged is StagedResult =>
  staged !== undefined && 'outcomes' in staged && Array.isArray(staged.outcomes);

async function valuesOf(path: string): Promise<Json | undefined> {
  const state = await readState(path);
  if (state.kind !== 'text') return undefined;
  const parsed = parseAs(state.text, 'json');
  return 'broken' in parsed ? undefined : parsed.value;
}

/** Whether what was staged has stuck. To be asked some seconds after the start, when the agent has started, too. */
export async function checkStuck(dir: string, formats = STAGED_FORMATS): Promise<Stuck> {
  const result = await stagedIn(dir, resultFile(formats));
  if (!isResult(result)) {
    return { state: (await stagedIn(dir, stagedFile(formats))) === undefined ? 'none' : 'waiting' };
  }
  if (result.outcomes.some((one) => one !== 'written' && one !== 'same')) {
    return { state: 'not-written', outcomes: result.outcomes };
  }
  for (const { path, edits } of result.files) {
    const now = await valuesOf(path);
    // Cline leaves out what is its default; the choice of a model is what has to hold.
    const keys = edits
      .filter((edit) => edit.from !== undefined && !isDeepStrictEqual(valueAt(now, edit.path), edit.value))
      .map((edit) => keyPathText(edit.path));
    if (keys.length > 0) return { state: 'reverted', file: path, keys };
  }
  return { state: 'held' };
}
