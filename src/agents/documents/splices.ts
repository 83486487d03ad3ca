/**
 * The difference between two texts as the pieces that were replaced: what an undo has to keep of a file, and no more of
 * it.
 */

/** A piece of the later text, and what stood in its place in the earlier one. */
export interface Splice {
  /** Where it begins in the later text, and how long it is there: UTF-16 code units. */
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** Words, spaces, and single marks: small enough that the piece around a changed value holds nothing else. */
const tokensOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];

/**
 * With more differences than this one piece holds all between the first and the last: such texts have little in common.
 */
const MAX_DIFFERENCES = 1000;

/**
 * Which tokens of two lists are the same ones, in order: pairs of indices. Myers' algorithm; undefined beyond
 * `MAX_DIFFERENCES`.
 */
function matches(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] | undefined {
  const rounds: Map<number, number>[] = [];
  let furthest = new Map([[1, 0]]);
  for (let differences = 0; differences <= Math.min(a.length + b.length, MAX_DIFFERENCES); differences += 1) {
    rounds.push(furthest);
    const next = new Map(furthest);
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      let x = isDown(furthest, diagonal, differences) ? at(furthest, diagonal + 1) : at(furthest, diagonal - 1) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return pairsOf(rounds, a.length, b.length);
    }
    furthest = next;
  }
  return undefined;
}

const at = (furthest: ReadonlyMap<number, number>, diagonal: number): number => furthest.get(diagonal) ?? -1;

const isDown = (furthest: ReadonlyMap<number, number>, diagonal: number, differences: number): boolean =>
  diagonal === -differences || (diagonal !== differences && at(furthest, diagonal - 1) < at(furthest, diagonal + 1));

/** Goes back over the rounds and gathers the tokens that both have. */
function pairsOf(
  rounds: readonly ReadonlyMap<number, number>[],
  lengthA: number,
  lengthB: number,
): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  let [x, y] = [lengthA, lengthB];
  for (const [differences, furthest] of [...rounds.entries()].reverse()) {
    const diagonal = x - y;
    const from = isDown(furthest, diagonal, differences) ? diagonal + 1 : diagonal - 1;
    const [fromX, fromY] = [at(furthest, from), at(furthest, from) - from];
    while (x > Math.max(0, fromX) && y > Math.max(0, fromY)) {
      x -= 1;
      y -= 1;
      pairs.push([x, y]);
    }
    [x, y] = [fromX, fromY];
  }
  return pairs.reverse();
}

/** How many tokens two lists have in common at their beginning. */
function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
}

const lengthOf = (tokens: readonly string[]): number => tokens.reduce((sum, token) => sum + token.length, 0);

/**
 * The items that two lists have in common, in order, as pairs of indices. Where the lists differ a lot, only those at
 * their beginnings and ends.
 */
export function commonItems(
  older: readonly string[],
  newer: readonly string[],
): readonly (readonly [number, number])[] {
  const start = commonStart(older, newer);
  const end = commonStart(older.slice(start).reverse(), newer.slice(start).reverse());
  const [olderEnd, newerEnd] = [older.length - end, newer.length - end];
  const between = matches(older.slice(start, olderEnd), newer.slice(start, newerEnd)) ?? [];
  return [
    ...Array.from({ length: start }, (_, index) => [index, index] as const),
    ...between.map(([x, y]) => [start + x, start + y] as const),
    ...Array.from({ length: end }, (_, index) => [olderEnd + index, newerEnd + index] as const),
  ];
}

/** The splices of two pieces; `at` is where the later one begins in its text. */
function splicesBetween(before: string, after: string, at: number): readonly Splice[] {
  if (before === after) return [];
  const [older, newer] = [tokensOf(before), tokensOf(after)];
  const splices: Splice[] = [];
  let [x, y] = [0, 0];
  let position = at;
  for (const [nextX, nextY] of [...commonItems(older, newer), [older.length, newer.length] as const]) {
    const text = older.slice(x, nextX).join('');
    const length = lengthOf(newer.slice(y, nextY));
    if (text !== '' || length > 0) splices.push({ at: position, length, text });
    position += length + (newer[nextY]?.length ?? 0);
    [x, y] = [nextX + 1, nextY + 1];
  }
  return splices;
}

/** A piece that two texts have in common, with where it begins in each. */
export interface CommonPiece {
  readonly before: number;
  readonly after: number;
  readonly length: number;
}

/**
 * What makes `before` of `after`. No splice holds any of the common pieces, which are in order and do not overlap: the
 * shortest difference of two texts may well take a value away in one place and add the same value in another.
 */
export function splicesOf(before: string, after: string, common: readonly CommonPiece[] = []): readonly Splice[] {
  const splices: Splice[] = [];
  let [x, y] = [0, 0];
  for (const piece of [...common, { before: before.length, after: after.length, length: 0 }]) {
    splices.push(...splicesBetween(before.slice(x, piece.before), after.slice(y, piece.after), y));
    [x, y] = [piece.before + piece.length, piece.after + piece.length];
  }
  return splices;
}

/** Puts the earlier pieces in the place of the later ones. */
export const withSplices = (after: string, splices: readonly Splice[]): string =>
  splices.reduceRight(
    (text, { at: from, length, text: piece }) => text.slice(0, from) + piece + text.slice(from + length),
    after,
  );
