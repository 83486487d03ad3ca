/** What a run of paced streams measures. */

/** Times of all streams of a run, ms. */
export interface PacedRun {
  /** To the first byte of the answer. */
  readonly first: readonly number[];
  /** To its end. */
  readonly whole: readonly number[];
}

/** The value below which a part of all values lie, such as 0.99 of them. Throws for no values. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  if (value === undefined) throw new Error('Nothing was measured.');
  return value;
}
