/** What the file of changes must hold to be used. */

import * as v from 'valibot';
import { AGENT_IDS } from '../../agents/agent';
import type { Stored, StoredChange } from './changes';

const text = v.string();
const fields = v.custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
const present = v.custom<unknown>((value) => value !== undefined);
const size = v.pipe(v.number(), v.integer(), v.minValue(0));

const edit = v.object({ path: v.array(v.union([text, v.number()])) });

const written = v.object({
  path: text,
  format: v.picklist(['json', 'jsonc', 'yaml']),
  kept: v.optional(v.object({ splices: v.array(v.object({ at: size, length: size, text })), values: present })),
  hashBefore: v.optional(text),
  hashAfter: text,
  mode: size,
  edits: v.array(edit),
});

const agent = v.picklist(AGENT_IDS);

const change = v.object({
  agent,
  scope: text,
  title: text,
  plan: v.object({
    agent,
    target: v.object({ roles: fields }),
    warnings: v.array(v.object({ code: text, data: fields })),
    needs: v.array(text),
  }),
  files: v.array(
    v.object({
      path: text,
      changes: v.array(v.object({ keyPath: text, before: v.optional(text), after: v.optional(text) })),
    }),
  ),
  receipt: v.object({ agent, at: v.number(), files: v.array(written) }),
  expected: fields,
});

const stored = v.object({
  changes: v.array(present),
  pending: v.nullish(v.object({ agent, kind: v.picklist(['use', 'undo']), title: text })),
  takenBack: v.optional(v.array(text)),
});

/** The file's value, without changes that are not whole; undefined where nothing of it can be used. */
export function readStoredValue(value: unknown): Stored | undefined {
  if (!v.is(stored, value)) return undefined;
  return { ...value, changes: value.changes.filter((one): one is StoredChange => v.is(change, one)) };
}
