/** Schedules a plan for the next start of a window, and checks afterwards whether it is in effect. */

import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import writeFileAtomic from 'write-file-atomic';
import { readFileState } from '../documents/files';
import type { ChangePlan, FilePlan } from './plan';
import {
  isScheduledChange,
  resultFileName,
  SCHEDULE_FORMATS,
  scheduledFileName,
  type AtStartOutcome,
  type ScheduledChange,
  type ScheduledEdit,
  type ScheduledResult,
} from './applyAtStart';
import { keyPathText, valueAt, type Edit, type Json } from '../documents/document';
import { parseFormat } from '../documents/load';
import { hasSecret } from '../gateway/maskedSecrets';

/** The keys that decide which model is invoked: another one may be chosen before the next start. */
const CHOICE = /^(act|plan)ModeApi(Provider|ModelId)$|^providers\.bedrock\.settings\.model$/;

function scheduledEdit({ path, value }: Edit, { changes }: FilePlan): ScheduledEdit {
  const text = keyPathText(path);
  const before = changes.find(({ keyPath }) => keyPath === text)?.before ?? null;
  return {
    path: path.map(String),
    ...(value === undefined ? {} : { value }),
    ...(CHOICE.test(text) ? { from: [before, value ?? null] } : {}),
  };
}

/**
 * Stores a plan's values for the next start of a window in `dir`, one of our folders. An earlier scheduled plan in it
 * is replaced.
 */
export async function scheduleAtStart(
  plan: ChangePlan,
  dir: string,
  now: number,
  formats = SCHEDULE_FORMATS,
): Promise<void> {
  // A secret is in its file already, and is not kept in a second one.
  const files = plan.files.flatMap((file) => {
    const edits = file.edits.filter((edit) => !hasSecret(edit)).map((edit) => scheduledEdit(edit, file));
    return edits.length === 0 ? [] : [{ path: file.path, edits }];
  });
  const scheduled: ScheduledChange = { at: now, files };
  await mkdir(dir, { recursive: true });
  await rm(join(dir, resultFileName(formats)), { force: true });
  await writeFileAtomic(join(dir, scheduledFileName(formats)), JSON.stringify(scheduled), { mode: 0o600 });
}

/** Removes the scheduled change and its result. */
export async function cancelAtStart(dir: string, formats = SCHEDULE_FORMATS): Promise<void> {
  await rm(join(dir, scheduledFileName(formats)), { force: true });
  await rm(join(dir, resultFileName(formats)), { force: true });
}

/**
 * `none`: nothing was scheduled. `waiting`: no window has started since. `held`: the files have the scheduled values.
 * `reverted`: the agent, or another window of it, has restored `keys`. `not-written`: it could not be written, for the
 * reasons in `outcomes`.
 */
export type AtStartState =
  | { readonly state: 'none' | 'waiting' | 'held' }
  | { readonly state: 'reverted'; readonly file: string; readonly keys: readonly string[] }
  | { readonly state: 'not-written'; readonly outcomes: readonly AtStartOutcome[] };

async function readScheduled(dir: string, name: string): Promise<ScheduledChange | undefined> {
  try {
    const scheduled: unknown = JSON.parse(await readFile(join(dir, name), 'utf8'));
    return isScheduledChange(scheduled) ? scheduled : undefined;
  } catch {
    return undefined;
  }
}

const isResult = (scheduled: ScheduledChange | undefined): scheduled is ScheduledResult =>
  scheduled !== undefined && 'outcomes' in scheduled && Array.isArray(scheduled.outcomes);

async function valuesOf(path: string): Promise<Json | undefined> {
  const state = await readFileState(path);
  if (state.kind !== 'text') return undefined;
  const parsed = parseFormat(state.text, 'json');
  return 'broken' in parsed ? undefined : parsed.value;
}

/**
 * Whether the scheduled change is in effect. Call it some seconds after the start, when the agent has started as well.
 */
export async function checkAtStart(dir: string, formats = SCHEDULE_FORMATS): Promise<AtStartState> {
  const result = await readScheduled(dir, resultFileName(formats));
  if (!isResult(result)) {
    return { state: (await readScheduled(dir, scheduledFileName(formats))) === undefined ? 'none' : 'waiting' };
  }
  if (result.outcomes.some((one) => one !== 'written' && one !== 'same')) {
    return { state: 'not-written', outcomes: result.outcomes };
  }
  for (const { path, edits } of result.files) {
    const now = await valuesOf(path);
    // Cline does not write its defaults; only the choice of a model is checked.
    const keys = edits
      .filter((edit) => edit.from !== undefined && !isDeepStrictEqual(valueAt(now, edit.path), edit.value))
      .map((edit) => keyPathText(edit.path));
    if (keys.length > 0) return { state: 'reverted', file: path, keys };
  }
  return { state: 'held' };
}
