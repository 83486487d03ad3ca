/** Reads a request's body whole: its hash is part of the signature. */

import type { IncomingMessage } from 'node:http';
import type { ByteBudget } from './byteBudget';

/**
 * More than Bedrock's runtime takes: InvokeModel 25 MB, Converse 20 images of 3.75 MB, in base64 (AWS's documentation).
 */
export const LARGEST_BODY = 128 * 1024 * 1024;
/** Reserved for a body that does not declare its length. */
const UNDECLARED = 32 * 1024 * 1024;

/** A body that is held in memory until it is released. */
export class Body {
  private held: Buffer | undefined;

  constructor(
    bytes: Buffer,
    private readonly giveBack: () => void,
  ) {
    this.held = bytes;
  }

  /** Empty when it has been released. */
  get bytes(): Buffer {
    return this.held ?? Buffer.alloc(0);
  }

  /** Lets go of it, and gives back the memory that was reserved: an answer may take much longer than its request. */
  release(): void {
    this.held = undefined;
    this.giveBack();
  }
}

function declaredLength({ headers }: IncomingMessage): number {
  const text = headers['content-length'];
  return text === undefined ? UNDECLARED : Number(text);
}

/** Puts pieces together in memory of the declared length, so that they are not held twice. */
class Pieces {
  private bytes: Buffer;
  private length = 0;

  constructor(declared: number) {
    this.bytes = Buffer.allocUnsafe(declared);
  }

  add(piece: Buffer): void {
    const wanted = this.length + piece.length;
    if (wanted > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(wanted, 2 * this.bytes.length));
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    piece.copy(this.bytes, this.length);
    this.length = wanted;
  }

  whole(): Buffer {
    return this.bytes.subarray(0, this.length);
  }
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
    const pieces = new Pieces(request.headers['content-length'] === undefined ? 0 : declared);
    let length = 0;
    for await (const piece of request as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > LARGEST_BODY) {
        release();
        return 'too-large';
      }
      pieces.add(piece);
    }
    return new Body(pieces.whole(), release);
  } catch (error) {
    release();
    throw error;
  }
}
