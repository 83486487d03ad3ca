/** Sums that remember what is not known: a measure without values is not zero. */

import { TOKEN_KINDS, type HealthMeasure, type Measure, type TokenKind } from '../core/usage';

/** A count that may be unknown, or known only in part. */
export interface Amount {
  /** Undefined when nothing is known. */
  readonly value: number | undefined;
  /** False when the true number may be larger than `value`. */
  readonly whole: boolean;
}

/** A value for every period of a span, as it arrives in a message; an unknown measure is missing. */
export type Series = Readonly<Partial<Record<Measure, readonly number[] | undefined>>>;

/** An average latency: undefined and whole when there was nothing to measure. */
export type Latency = Amount;

/** All that is counted, over some profiles and periods. Latency in milliseconds. */
export interface Summary extends Readonly<Record<TokenKind | Exclude<HealthMeasure, 'latency'>, Amount>> {
  readonly total: Amount;
  readonly latency: Latency;
}

const UNKNOWN: Amount = { value: undefined, whole: false };

/** The sum of amounts; the known ones count even if others are not known. */
export function add(amounts: readonly Amount[]): Amount {
  const known = amounts.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (known.length === 0 && amounts.length > 0) return UNKNOWN;
  return { value: known.reduce((total, value) => total + value, 0), whole: amounts.every(({ whole }) => whole) };
}

/** One measure of one profile over the periods `from` to `to` (exclusive). Too short a series is known only in part. */
export function amountOf(usage: Series, measure: Measure, from: number, to: number): Amount {
  const values = usage[measure];
  if (values === undefined) return UNKNOWN;
  const asked = values.slice(from, to);
  if (asked.length === 0 && to > from) return UNKNOWN;
  return { value: asked.reduce((total, value) => total + value, 0), whole: asked.length === to - from };
}

/** The mean over invocations: a period's average counts as often as it had invocations. */
function latencyOf(usages: readonly Series[], from: number, to: number): Latency {
  let weighted = 0;
  let weight = 0;
  let whole = true;
  for (const usage of usages) {
    for (let period = from; period < to; period += 1) {
      const count = usage.invocations?.[period];
      const latency = usage.latency?.[period];
      if (count === 0) continue;
      if (count === undefined || latency === undefined) whole = false;
      else {
        weighted += latency * count;
        weight += count;
      }
    }
  }
  return { value: weight > 0 ? weighted / weight : undefined, whole };
}

/** Everything about some profiles over the periods `from` to `to` (exclusive). */
export function summarize(usages: readonly Series[], from: number, to: number): Summary {
  const all = (measure: Measure): Amount => add(usages.map((usage) => amountOf(usage, measure, from, to)));
  const kinds = {
    input: all('input'),
    output: all('output'),
    cacheRead: all('cacheRead'),
    cacheWrite: all('cacheWrite'),
  };
  return {
    ...kinds,
    total: add(TOKEN_KINDS.map((kind) => kinds[kind])),
    invocations: all('invocations'),
    clientErrors: all('clientErrors'),
    serverErrors: all('serverErrors'),
    throttles: all('throttles'),
    latency: latencyOf(usages, from, to),
  };
}

/** A part of a whole between 0 and 1: undefined and whole when there is nothing to share, undefined and not whole when unknown. */
export type Share = Amount;

/** The share that a part has of all. */
export function share(part: Amount, all: Amount): Share {
  const whole = part.whole && all.whole;
  if (part.value === undefined || all.value === undefined || all.value === 0) return { value: undefined, whole };
  return { value: part.value / all.value, whole };
}

/** True when nothing happened, as far as is known. */
export function isQuiet(summary: Summary): boolean {
  const { total, invocations, clientErrors, serverErrors, throttles } = summary;
  return [total, invocations, clientErrors, serverErrors, throttles].every(({ value }) => (value ?? 0) === 0);
}
