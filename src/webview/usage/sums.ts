/** Sums that remember what is not known: a measure without values is not zero. */

import type { PageTotals } from '../../protocol/usagePage/state';
import { TOKEN_KINDS, type Measure, type TokenKind } from '../../core/usage/usage';

/** A count that may be unknown, or known only in part. */
export interface Count {
  /** Undefined when nothing is known. */
  readonly value: number | undefined;
  /** False when the true number may be larger than `value`. */
  readonly whole: boolean;
}

/** A value for every period of a span, as it arrives in a message; an unknown measure is missing. */
export type UsageSeries = Readonly<Partial<Record<Measure, readonly number[] | undefined>>>;

/** An average latency: undefined and whole when there was nothing to measure. */
export type Latency = Count;

/** All that is counted, over some profiles and periods. Latency in milliseconds. */
export interface UsageSummary extends Readonly<Record<Measure | 'total', Count>> {
  readonly latency: Latency;
}

const UNKNOWN: Count = { value: undefined, whole: false };

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
export function countOf(usage: UsageSeries, measure: Measure, from: number, to: number): Count {
  const values = usage[measure];
  if (values === undefined) return UNKNOWN;
  const asked = values.slice(from, to);
  if (asked.length === 0 && to > from) return UNKNOWN;
  return { value: asked.reduce((total, value) => total + value, 0), whole: asked.length === to - from };
}

/** The mean over invocations: a period's average counts as often as it had invocations. */
function latencyOf(usages: readonly UsageSeries[], from: number, to: number): Latency {
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

/** A summary from the counts of its measures; the total is the sum of the kinds. */
function summary(of: (measure: Exclude<Measure, 'latency'>) => Count, latency: Latency): UsageSummary {
  const kinds = { input: of('input'), output: of('output'), cacheRead: of('cacheRead'), cacheWrite: of('cacheWrite') };
  return {
    ...kinds,
    total: add(Object.values(kinds)),
    invocations: of('invocations'),
    clientErrors: of('clientErrors'),
    serverErrors: of('serverErrors'),
    throttles: of('throttles'),
    latency,
  };
}

/** Everything in some series over the periods `from` to `to` (exclusive). */
export const summarize = (usages: readonly UsageSeries[], from: number, to: number): UsageSummary =>
  summary((measure) => add(usages.map((usage) => countOf(usage, measure, from, to))), latencyOf(usages, from, to));

const isTokens = (measure: Measure): measure is TokenKind => TOKEN_KINDS.some((kind) => kind === measure);

/** A profile's totals in the same form. Without health only its tokens are known. */
export function summaryOf({ tokens, health }: PageTotals): UsageSummary {
  const of = (value: number | undefined): Count => (value === undefined ? UNKNOWN : { value, whole: true });
  return summary(
    (measure) => of(isTokens(measure) ? tokens[measure] : health?.[measure]),
    health?.invocations === 0 ? { value: undefined, whole: true } : of(health?.latencyMs),
  );
}

function meanLatency(summaries: readonly UsageSummary[]): Latency {
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
export const addSummaries = (summaries: readonly UsageSummary[]): UsageSummary =>
  summary((measure) => add(summaries.map((one) => one[measure])), meanLatency(summaries));

const part = ({ value }: Count): Count => ({ value: value === 0 ? undefined : value, whole: false });

/** The same counts as lower bounds. A zero becomes unknown. */
export const atLeast = (of: UsageSummary): UsageSummary => summary((measure) => part(of[measure]), part(of.latency));

/**
 * A part of a whole between 0 and 1: undefined and whole when there is nothing to share, undefined and not whole when
 * unknown.
 */
export type Share = Count;

/** The share that a part has of all. */
export function share(part: Count, all: Count): Share {
  const whole = part.whole && all.whole;
  if (part.value === undefined || all.value === undefined || all.value === 0) return { value: undefined, whole };
  return { value: part.value / all.value, whole };
}

/** True when nothing happened, as far as is known. */
export function isWithoutTraffic(summary: UsageSummary): boolean {
  const { total, invocations, clientErrors, serverErrors, throttles } = summary;
  return [total, invocations, clientErrors, serverErrors, throttles].every(({ value }) => (value ?? 0) === 0);
}

/** Whether anything beside tokens was measured. */
export const hasHealth = ({ invocations, latency, clientErrors, serverErrors, throttles }: UsageSummary): boolean =>
  [invocations, latency, clientErrors, serverErrors, throttles].some(({ value }) => value !== undefined);
