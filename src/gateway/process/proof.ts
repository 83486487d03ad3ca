/**
 * Mutual proof over the shared key: each side answers the other's random challenge. The port is part of what is proved,
 * so that a program on another port cannot pass on what the gateway answers.
 */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Whose proof it is: one side's cannot be used as the other's. */
export type Side = 'client' | 'server';

/** What both sides have contributed. */
export interface Challenge {
  readonly port: number;
  readonly clientNonce: string;
  readonly serverNonce: string;
}

/** 256 random bits in hexadecimal. */
export const makeNonce = (): string => randomBytes(32).toString('hex');

/** The proof of one side, in hexadecimal. */
export function proofOf(key: Buffer, side: Side, { port, clientNonce, serverNonce }: Challenge): string {
  const text = ['bedrock-tally gateway 1', side, port, clientNonce, serverNonce].join('\n');
  return createHmac('sha256', key).update(text).digest('hex');
}

/** Compares in constant time. */
export function isProof(proof: string, key: Buffer, side: Side, challenge: Challenge): boolean {
  const expected = Buffer.from(proofOf(key, side, challenge), 'hex');
  const given = Buffer.from(proof, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
