/** What is printed: figures, some with a budget. Only a figure that is not a time can be over it for good. */

/**
 * `slow` is a time that missed its budget: said, but never a failure, because times are the machine's as much as ours.
 */
export type Verdict = 'ok' | 'over' | 'slow';

export interface Figure {
  readonly name: string;
  readonly value: string;
  /** What a machine may compare: bytes, milliseconds, calls, dollars, ratios; by the name's own unit. */
  readonly number?: number;
  readonly budget?: string;
  readonly verdict?: Verdict;
}

export interface Section {
  readonly title: string;
  readonly figures: readonly Figure[];
  /** How it was measured, and what else a reader has to know. */
  readonly notes: readonly string[];
}

/** A figure without a budget. */
export const plain = (name: string, value: string, number?: number): Figure => ({
  name,
  value,
  ...(number === undefined ? {} : { number }),
});

/** A figure that must not be more than its budget. */
export const atMost = (name: string, number: number, most: number, show: (value: number) => string): Figure => ({
  ...plain(name, show(number), number),
  budget: `≤ ${show(most)}`,
  verdict: number <= most ? 'ok' : 'over',
});

/** A time, or a part of one, that should not be more than its budget. */
export const soon = (name: string, number: number, most: number, show: (value: number) => string): Figure => ({
  ...plain(name, show(number), number),
  budget: `≤ ${show(most)}`,
  verdict: number <= most ? 'ok' : 'slow',
});

/** How many times fewer or faster we are. A ratio of times that is too small is `slow`, another one is `over`. */
export const timesBetter = (name: string, number: number, least: number, of: 'times' | 'counts'): Figure => ({
  ...plain(name, `${number.toFixed(number < 10 ? 1 : 0)}×`, number),
  budget: `≥ ${least}×`,
  verdict: number >= least ? 'ok' : of === 'times' ? 'slow' : 'over',
});

/** Something that has to be so. `value` says what is so instead. */
export const must = (name: string, value: string, holds: boolean, budget: string): Figure => ({
  ...plain(name, value),
  budget,
  verdict: holds ? 'ok' : 'over',
});

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
export const count = (value: number): string => whole.format(value);
export const bytes = (value: number): string => `${whole.format(value)} B`;
export const milliseconds = (value: number): string =>
  value < 100 ? `${value.toFixed(value < 10 ? 2 : 1)} ms` : `${whole.format(value)} ms`;
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;
export const dollars = (value: number): string => `$${value.toFixed(value < 0.01 ? 5 : value < 1 ? 3 : 2)}`;

/** The middle of some numbers, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Throws for no numbers: a median of nothing is nobody's. */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => {
    const value = sorted[index];
    if (value === undefined) throw new Error('Nothing was measured.');
    return value;
  };
  const half = (sorted.length - 1) / 2;
  return { median: (at(Math.floor(half)) + at(Math.ceil(half))) / 2, min: at(0), max: at(sorted.length - 1) };
}

/** A median of times with its range. */
export function timed(name: string, ms: readonly number[], show = milliseconds): Figure {
  const { median, min, max } = spread(ms);
  return plain(name, `${show(median)} (${show(min)} – ${show(max)})`, median);
}
