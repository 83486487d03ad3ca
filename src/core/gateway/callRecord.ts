/** What the gateway's journal keeps of a call: never a word of a prompt or an answer. */

import * as v from 'valibot';
import { COUNTINGS } from './callTokens';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const tokens = v.object({
  input: count,
  output: count,
  cacheRead: count,
  cacheWrite: count,
  cacheWrite1h: v.optional(count),
});

/** One line of the journal. Times are ms since 1970, durations ms. */
export const callRecordSchema = v.object({
  /** Unique: a line that was read twice is still one call. */
  id: v.string(),
  /** When the call arrived. */
  time: v.number(),
  agent: v.string(),
  /** The project's folder; absent where the agent's secret is for no project. */
  project: v.optional(v.string()),
  awsProfile: v.string(),
  account: v.string(),
  region: v.string(),
  operation: v.string(),
  /** The model as the agent named it, without the encoding of its path. */
  model: v.string(),
  /** The ARN of the profile that the call was made through; absent where it was passed through without one. */
  profile: v.optional(v.string()),
  /** HTTP status of the answer; 0 where there was none. */
  status: v.number(),
  /** The name of AWS's error, or what became of the connection. */
  error: v.optional(v.string()),
  durationMs: v.number(),
  firstTokenMs: v.optional(v.number()),
  counting: v.picklist(COUNTINGS),
  tokens: v.optional(tokens),
  serviceTier: v.optional(v.string()),
  /** The agent closed the connection before the end. */
  clientLeft: v.optional(v.literal(true)),
});

export type CallRecord = v.InferOutput<typeof callRecordSchema>;

/** Reads one line; undefined for what is not a whole one. */
export function parseCallRecord(line: string): CallRecord | undefined {
  try {
    const parsed = v.safeParse(callRecordSchema, JSON.parse(line) as unknown);
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
