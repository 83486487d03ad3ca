import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { ByteBudget } from '../../../src/gateway/byteBudget';
import { Body, readBody } from '../../../src/gateway/readBody';
import { cutAt, places } from './metering/streams';

const never = new AbortController().signal;

/** A request whose body comes in pieces, with a declared length or without one. */
const requestOf = (pieces: readonly Buffer[], declared: number | undefined): IncomingMessage =>
  Object.assign(Readable.from(pieces), {
    headers: declared === undefined ? {} : { 'content-length': String(declared) },
  }) as unknown as IncomingMessage;

describe('the body of a request', () => {
  it('is read as it was sent, whether its length is declared or not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), places, fc.boolean(), async (bytes, cuts, isDeclared) => {
        const whole = Buffer.from(bytes);
        const request = requestOf(cutAt(whole, cuts), isDeclared ? whole.length : undefined);
        const body = await readBody(request, new ByteBudget(1_000_000), never);
        assert.ok(body instanceof Body);
        assert.ok(body.bytes.equals(whole));
      }),
    );
  });

  it('is not held any more when it is released, and its memory goes to the next one', async () => {
    const budget = new ByteBudget(10);
    const read = async (text: string) => readBody(requestOf([Buffer.from(text)], text.length), budget, never);
    const first = await read('0123456789');
    const second = read('abc');
    assert.ok(first instanceof Body);
    first.release();
    first.release();
    assert.equal(first.bytes.length, 0);
    const next = await second;
    assert.ok(next instanceof Body);
    assert.equal(next.bytes.toString(), 'abc');
  });
});
