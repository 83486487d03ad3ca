/**
 * What is sent over the control channel: a JSON text in each line. First both sides prove themselves; then the client
 * sends requests, each of which is answered, and the server may send events.
 */

import { StringDecoder } from 'node:string_decoder';
import * as v from 'valibot';

/** The path of the control channel. No secret and no operation of Bedrock's has its form. */
export const CONTROL_PATH = '/control';
/** The longest line that is accepted, in characters. */
const LONGEST_LINE = 256 * 1024;

const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** The client's first line. */
export const helloSchema = v.object({ format: v.literal(1), nonce: hex });
/** The server's first line. */
export const serverProofSchema = v.object({ nonce: hex, proof: hex });
/** The client's second line. */
export const clientProofSchema = v.object({ proof: hex });
/** The server's second line: it accepts the client's proof. */
export const welcomeSchema = v.object({ version: v.string() });

/**
 * Credentials that only a window has: of its environment, or made with an MFA code that was typed there. They end with
 * its lease.
 */
const windowCredentialsSchema = v.object({
  /** Empty for the default chain. */
  awsProfile: v.string(),
  accessKeyId: v.string(),
  secretAccessKey: v.string(),
  sessionToken: v.optional(v.string()),
  /** When they end, ms since 1970; absent for those that do not. */
  expiresAt: v.optional(v.number()),
});
export type WindowCredentials = v.InferOutput<typeof windowCredentialsSchema>;

/**
 * - `status`: what the process is doing.
 * - `keep`: a lease: the process runs on while this channel is open. Sent again, it replaces the credentials.
 * - `stay`: whether it runs on without a lease.
 * - `drain`: it hands over: it stops listening at once, and ends when all running calls have ended. Answered when the
 *   port is free.
 * - `end`: the same, because the user wants it to end: windows do not start it again.
 */
export const requestSchema = v.variant('type', [
  v.object({ id: v.number(), type: v.literal('status') }),
  v.object({ id: v.number(), type: v.literal('keep'), credentials: v.array(windowCredentialsSchema) }),
  v.object({ id: v.number(), type: v.literal('stay'), stay: v.boolean() }),
  v.object({ id: v.number(), type: v.literal('drain') }),
  v.object({ id: v.number(), type: v.literal('end') }),
]);
export type ControlRequest = v.InferOutput<typeof requestSchema>;

const placeSchema = v.object({
  awsProfile: v.string(),
  account: v.string(),
  region: v.string(),
  endpoint: v.string(),
  /** The code of the problem that the last call in this place had; absent where it had none. */
  problem: v.optional(v.string()),
});

const refusalSchema = v.object({
  /** Ms since 1970. */
  time: v.number(),
  code: v.string(),
  /** What the refusal is about, such as a model; free of secrets. */
  what: v.string(),
  agent: v.optional(v.string()),
});

export const statusSchema = v.object({
  version: v.string(),
  pid: v.number(),
  port: v.number(),
  /** Ms since 1970. */
  startedAt: v.number(),
  /** Calls that have not been answered to their end. */
  runningCalls: v.number(),
  /** Calls that were sent to Bedrock since the start. */
  calls: v.number(),
  /** Windows that keep it running. */
  leases: v.number(),
  /** It runs on without any. */
  stays: v.boolean(),
  /** Places that agents have called since the start. */
  places: v.array(placeSchema),
  /** The latest refusals, newest first. */
  refusals: v.array(refusalSchema),
});
/** What the process is doing. */
export type GatewayStatus = v.InferOutput<typeof statusSchema>;
export type GatewayRefusal = v.InferOutput<typeof refusalSchema>;

/** An answer has its request's id, an event none. `draining`: it hands over; `ending`: the user ended it. */
export const answerSchema = v.union([
  v.object({ id: v.number(), status: v.optional(statusSchema) }),
  v.object({ event: v.picklist(['draining', 'ending']) }),
]);
export type ControlAnswer = v.InferOutput<typeof answerSchema>;

/** A line's value where it has the shape; undefined otherwise. */
export function parseLine<Schema extends v.GenericSchema>(
  schema: Schema,
  line: string,
): v.InferOutput<Schema> | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(line) as unknown);
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** Puts chunks together to lines. Throws for a line that is too long. */
export class Lines {
  private readonly decoder = new StringDecoder('utf8');
  private rest = '';

  push(chunk: Buffer): readonly string[] {
    const lines = (this.rest + this.decoder.write(chunk)).split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > LONGEST_LINE) throw new Error('A line of the control channel is too long.');
    return lines;
  }
}

export const lineOf = (value: unknown): string => `${JSON.stringify(value)}\n`;
