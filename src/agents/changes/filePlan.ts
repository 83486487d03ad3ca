/**
 * Makes the plan of one file from edits: creates the text after the change, checks that its values are as wanted, and
 * keeps only its hash.
 */

import { isDeepStrictEqual } from 'node:util';
import { hashOf, isReadOnly, requireFileText } from '../documents/files';
import { editJson } from '../documents/json';
import type { FilePlan } from './plan';
import { AgentProblem } from '../problem';
import { changesOf, redacted } from './redact';
import { editYaml } from '../documents/yaml';
import { withEdit, valueAt, type Edit, type Format, type Json, type KeyPath } from '../documents/document';
import { parseFormat } from '../documents/load';
import { hasMark, hasSecret, maskedCopy } from '../gateway/maskedSecrets';

const NEW_TEXT: Readonly<Record<Format, string>> = { json: '{}\n', jsonc: '{}\n', yaml: '' };

/** The text; undefined where a library throws, such as for an alias whose anchor would be replaced. */
function undefinedIfThrown(edit: () => string | undefined): string | undefined {
  try {
    return edit();
  } catch {
    return undefined;
  }
}

/**
 * The text with the edits made. @throws AgentProblem `cannot-edit` when its values would not be exactly the wanted
 * ones.
 */
export function textAfter(path: string, format: Format, before: string | undefined, edits: readonly Edit[]): string {
  const text = before ?? NEW_TEXT[format];
  const old = parseFormat(text, format);
  if ('broken' in old) throw new AgentProblem('broken', { path, reason: old.broken, where: old.where });
  const after = undefinedIfThrown(() => (format === 'yaml' ? editYaml(text, edits) : editJson(text, edits)));
  if (after === undefined) throw new AgentProblem('cannot-edit', { path });
  const now = parseFormat(after, format);
  const wanted = edits.reduce<Json | undefined>(withEdit, old.value);
  if ('broken' in now || !isDeepStrictEqual(now.value, wanted)) throw new AgentProblem('cannot-edit', { path });
  return after;
}

/** Whether an edit would replace a value of another type on its path, such as a text where an object is needed. */
function wouldDiscard(value: Json, path: KeyPath): boolean {
  return path.some((part, index) => {
    const here = index === 0 ? value : valueAt(value, path.slice(0, index));
    if (here === undefined || here === null) return false;
    return typeof part === 'number' ? !Array.isArray(here) : typeof here !== 'object' || Array.isArray(here);
  });
}

/** Compares with the order of keys, because some programs depend on it. A mark is the same as its secret. */
const isSame = (a: Json | undefined, b: Json | undefined): boolean =>
  JSON.stringify(maskedCopy(a)) === JSON.stringify(maskedCopy(b));

/** What others may do with a file that gets a secret. */
const OTHERS = 0o077;

const modesOf = (mode: number, isSecret: boolean): Pick<FilePlan, 'mode' | 'modeBefore'> =>
  isSecret && (mode & OTHERS) !== 0 ? { mode: mode & ~OTHERS, modeBefore: mode } : { mode };

/** The mode of a new file: we write no secret, but others may add one. */
const NEW_MODE = 0o600;

/**
 * Plans a file; undefined when nothing would change.
 * @throws AgentProblem `broken`, `read-only`, `cannot-edit`, or `secret-gone` for a value with a mark in it.
 */
export async function planFile(
  path: string,
  format: Format,
  wanted: readonly Edit[],
  newMode = NEW_MODE,
): Promise<FilePlan | undefined> {
  const state = await requireFileText(path);
  const parsed = state === undefined ? { value: {} } : parseFormat(state.text, format);
  if ('broken' in parsed) throw new AgentProblem('broken', { path, reason: parsed.broken, where: parsed.where });
  const edits = wanted.filter((edit) => !isSame(valueAt(parsed.value, edit.path), edit.value));
  if (edits.length === 0) return undefined;
  edits.reduce<Json>((value, edit) => {
    if (wouldDiscard(value, edit.path)) throw new AgentProblem('cannot-edit', { path });
    return withEdit(value, edit) ?? {};
  }, parsed.value);
  if (hasMark(edits)) throw new AgentProblem('secret-gone', { path });
  if (state !== undefined && isReadOnly(state.mode)) throw new AgentProblem('read-only', { path });
  const after = textAfter(path, format, state?.text, edits);
  return {
    path,
    format,
    hashBefore: state?.hash,
    hashAfter: hashOf(after),
    ...modesOf(state?.mode ?? newMode, hasSecret(edits)),
    before: state === undefined ? undefined : redacted(state.text, format, wanted),
    after: redacted(after, format, wanted),
    edits,
    changes: changesOf(parsed.value, edits),
  };
}
