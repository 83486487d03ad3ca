/** Reads a request's body whole: its hash is part of the signature. */

import type { IncomingMessage } from 'node:http';
import type { ByteBudget } from './byteBudget';

/**
 * More than Bedrock's runtime takes: InvokeModel 25 MB, Converse 20 images of 3.75 MB, in base64 (AWS's documentation).
 */
export const LARGEST_BODY = 128 * 1024 * 1024;
/** Reserved for a body that does not declare its length. */
const UNDECLARED = 32 * 1024 * 1024;

export interface Body {
  readonly bytes: Buffer;
  /** Gives back the memory that was reserved. */
  release(): void;
}

function declaredLength({ headers }: IncomingMessage): number {
  const text = headers['content-length'];
  return text === undefined ? UNDECLARED : Number(text);
}

/**
 * Reads the body when there is room for it. Resolves to `too-large` where Bedrock would refuse it; throws when the
 * client leaves.
 */
export async function readBody(
  request: IncomingMessage,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<Body | 'too-large'> {
  const declared = declaredLength(request);
  if (declared > LARGEST_BODY) return 'too-large';
  const release = await budget.reserve(declared, signal);
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > LARGEST_BODY) {
        release();
        return 'too-large';
      }
      chunks.push(chunk);
    }
    return { bytes: Buffer.concat(chunks, length), release };
  } catch (error) {
    release();
    throw error;
  }
}
