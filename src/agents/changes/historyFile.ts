/** The file that keeps the history of changes: its types, and what it must hold to be used. */

import { isRecord } from '../../core/collections';
import type { Formats } from '../../core/fileFormat';
import * as v from 'valibot';
import { AGENT_IDS, type AgentId } from '../agentId';
import type { SettingsScope } from '../agent';
import type { Change, ChangePlan, Receipt } from './plan';

export const HISTORY_FORMATS: Formats = { current: 1, earlier: [] };

/** One change, as it was shown and as it was written. What may be a secret is hidden in it. */
export interface StoredChange {
  readonly agent: AgentId;
  readonly scope: SettingsScope;
  /** Names of the profiles, for people. */
  readonly title: string;
  /** The plan without its files' texts. */
  readonly plan: Omit<ChangePlan, 'files'>;
  readonly files: readonly { readonly path: string; readonly changes: readonly Change[] }[];
  readonly receipt: Receipt;
  /** The ARN of each role as it was read afterwards. */
  readonly expected: Readonly<Record<string, string>>;
}

/** A change that is scheduled for the next start of a window. */
export interface PendingChange {
  readonly agent: AgentId;
  readonly kind: 'use' | 'undo';
  readonly title: string;
}

/** What the file holds. */
export interface StoredHistory {
  readonly changes: readonly StoredChange[];
  /** Null: no change is pending, whatever an earlier version's file contains. */
  readonly pending?: PendingChange | null | undefined;
  /** Changes of an earlier version's file that were undone since: that file is not changed. */
  readonly takenBack?: readonly string[] | undefined;
}

const text = v.string();
const fields = v.custom<object>(isRecord);
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
export function parseHistory(value: unknown): StoredHistory | undefined {
  if (!v.is(stored, value)) return undefined;
  return { ...value, changes: value.changes.filter((one): one is StoredChange => v.is(change, one)) };
}
