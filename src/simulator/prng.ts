/**
 * Pseudo-random numbers as pure functions of integers, so that a scenario is the same on every machine and in every
 * run.
 */

/** A 32-bit seed from a text (FNV-1a). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** Mixes all bits (the finalizer of MurmurHash 3). */
function mix(value: number): number {
  const half = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const rest = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return rest ^ (rest >>> 16);
}

/** A number in [0, 1) that depends only on its arguments, which are taken as 32-bit integers. */
export function chance(seed: number, position: number, question: number): number {
  const mixed = mix(mix(seed + Math.imul(question + 1, 0x9e3779b1)) + Math.imul(position, 0x85ebca77));
  return (mixed >>> 0) / 0x1_0000_0000;
}

/** A whole number from `least` to `most`, both included. */
export function between(least: number, most: number, fraction: number): number {
  return least + Math.floor(fraction * (most - least + 1));
}

const ALPHANUMERICS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A text of lower-case alphanumerics, such as the id of an application profile. */
export function alphanumerics(length: number, seed: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) {
    text += ALPHANUMERICS.charAt(Math.floor(chance(seed, index, 77) * ALPHANUMERICS.length));
  }
  return text;
}
