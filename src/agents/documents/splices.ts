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
 * `MOST_DIFFERENCES`.
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

/** What makes `before` of `after`. */
export function splicesOf(before: string, after: string): readonly Splice[] {
  const [older, newer] = [tokensOf(before), tokensOf(after)];
  const start = commonStart(older, newer);
  const end = commonStart(older.slice(start).reverse(), newer.slice(start).reverse());
  const a = older.slice(start, older.length - end);
  const b = newer.slice(start, newer.length - end);
  const pairs = [...(matches(a, b) ?? []), [a.length, b.length] as const];
  const splices: Splice[] = [];
  let [x, y] = [0, 0];
  let position = lengthOf(newer.slice(0, start));
  for (const [nextX, nextY] of pairs) {
    const text = a.slice(x, nextX).join('');
    const length = lengthOf(b.slice(y, nextY));
    if (text !== '' || length > 0) splices.push({ at: position, length, text });
    position += length + (b[nextY]?.length ?? 0);
    [x, y] = [nextX + 1, nextY + 1];
  }
  return splices;
}

/** Puts the earlier pieces in the place of the later ones. */
export const withSplices = (after: string, splices: readonly Splice[]): string =>
  splices.reduceRight(
    (text, { at: from, length, text: piece }) => text.slice(0, from) + piece + text.slice(from + length),
    after,
  );
