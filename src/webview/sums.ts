/** Sums that remember what is not known: a measure without values is not zero. */

import type { PageTotals } from '../core/protocol';
import { TOKEN_KINDS, type HealthMeasure, type Measure, type TokenKind } from '../core/usage';

/** A count that may be unknown, or known only in part. */
export interface Count {
  /** Undefined when nothing is known. */
  readonly value: number | undefined;
  /** False when the true number may be larger than `value`. */
  readonly whole: boolean;
}

/** A value for every period of a span, as it arrives in a message; an unknown measure is missing. */
export type Series = Readonly<Partial<Record<Measure, readonly number[] | undefined>>>;

/** An average latency: undefined and whole when there was nothing to measure. */
export type Latency = Count;

/** The measures that simply add up. */
export const COUNTED = [
  ...TOKEN_KINDS,
  'total',
  'invocations',
  'clientErrors',
  'serverErrors',
  'throttles',
] as const satisfies readonly (TokenKind | HealthMeasure | 'total')[];

/** All that is counted, over some profiles and periods. Latency in milliseconds. */
export interface Summary extends Readonly<Record<(typeof COUNTED)[number], Count>> {
  readonly latency: Latency;
}

const UNKNOWN: Count = { value: undefined, whole: false };
const known = (value: number): Count => ({ value, whole: true });

/** The sum of counts; the known ones count even if others are not known. */
export function add(counts: readonly Count[]): Count {
  let value: number | undefined = counts.length === 0 ? 0 : undefined;
  let whole = true;
  for (const one of counts) {
    if (one.value !== undefined) value = (value ?? 0) + one.value;
    whole &&= one.whole;
  }
  return { value, whole: whole && value !== undefined };
}

/** One measure of a series over the periods `from` to `to` (exclusive). Too short a series is known only in part. */
export function countOf(usage: Series, measure: Measure, from: number, to: number): Count {
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

/** Everything in some series over the periods `from` to `to` (exclusive). */
export function summarize(usages: readonly Series[], from: number, to: number): Summary {
  const all = (measure: Measure): Count => add(usages.map((usage) => countOf(usage, measure, from, to)));
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

/** A profile's totals in the same form. Without health only its tokens are known. */
export function summaryOf({ tokens, health }: PageTotals): Summary {
  const kinds = {
    input: known(tokens.input),
    output: known(tokens.output),
    cacheRead: known(tokens.cacheRead),
    cacheWrite: known(tokens.cacheWrite),
  };
  const of = (value: number | undefined): Count => (value === undefined ? UNKNOWN : known(value));
  return {
    ...kinds,
    total: add(TOKEN_KINDS.map((kind) => kinds[kind])),
    invocations: of(health?.invocations),
    clientErrors: of(health?.clientErrors),
    serverErrors: of(health?.serverErrors),
    throttles: of(health?.throttles),
    latency: health?.invocations === 0 ? { value: undefined, whole: true } : of(health?.latencyMs),
  };
}

function meanLatency(summaries: readonly Summary[]): Latency {
  let weighted = 0;
  let weight = 0;
  let whole = true;
  for (const { invocations, latency } of summaries) {
    if (invocations.value === 0 && invocations.whole) continue;
    if (latency.value === undefined || invocations.value === undefined) whole = false;
    else {
      weighted += latency.value * invocations.value;
      weight += invocations.value;
    }
  }
  return { value: weight > 0 ? weighted / weight : undefined, whole };
}

/** Several summaries as one. */
export function addSummaries(summaries: readonly Summary[]): Summary {
  const of = (measure: (typeof COUNTED)[number]): Count => add(summaries.map((summary) => summary[measure]));
  return {
    input: of('input'),
    output: of('output'),
    cacheRead: of('cacheRead'),
    cacheWrite: of('cacheWrite'),
    total: of('total'),
    invocations: of('invocations'),
    clientErrors: of('clientErrors'),
    serverErrors: of('serverErrors'),
    throttles: of('throttles'),
    latency: meanLatency(summaries),
  };
}

/** A part of a whole between 0 and 1: undefined and whole when there is nothing to share, undefined and not whole when unknown. */
export type Share = Count;

/** The share that a part has of all. */
export function share(part: Count, all: Count): Share {
  const whole = part.whole && all.whole;
  if (part.value === undefined || all.value === undefined || all.value === 0) return { value: undefined, whole };
  return { value: part.value / all.value, whole };
}

/** True when nothing happened, as far as is known. */
export function isQuiet(summary: Summary): boolean {
  const { total, invocations, clientErrors, serverErrors, throttles } = summary;
  return [total, invocations, clientErrors, serverErrors, throttles].every(({ value }) => (value ?? 0) === 0);
}

/** Whether anything beside tokens was measured. */
export const hasHealth = ({ invocations, latency, clientErrors, serverErrors, throttles }: Summary): boolean =>
  [invocations, latency, clientErrors, serverErrors, throttles].some(({ value }) => value !== undefined);
