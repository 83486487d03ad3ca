/** Figures as the host would calculate them, from made-up series of some profiles. The same at every run. */

import type { PageUsageReport, PageGroup, PageProfile, PageTotals } from '../../../src/protocol/usagePage/state';
import { addUsages, sliceUsage } from '../../../src/core/usage/rangeReport';
import { spansOf, type Range } from '../../../src/core/usage/ranges';
import {
  healthOf,
  periodCount,
  tokensOf,
  type Measure,
  type ProfileUsage,
  type Span,
} from '../../../src/core/usage/usage';

/**
 * A profile, whose it is, how it is priced (by its index in the tariffs), and how busy it is: calls in a quarter of an
 * hour.
 */
export interface Fake {
  readonly id: string;
  readonly name: string;
  readonly team?: string;
  readonly member?: string;
  readonly group: number;
  readonly size: number;
  readonly seed: number;
}

export type FakeRateCard = Pick<PageGroup, 'model' | 'tier' | 'region' | 'rates' | 'price'>;

/** A repeatable stream of numbers between 0 and 1. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** How busy a moment is, from the hour of the day and the day of the week in UTC. */
function busy(time: number): number {
  const date = new Date(time);
  const hour = date.getUTCHours();
  if (hour < 7 || hour > 20 || date.getUTCDay() === 0) return 0;
  if (hour === 11 || date.getUTCDay() === 6) return 0.2;
  return hour > 17 ? 0.15 : 1;
}

/** A coding agent's work: most of each call is read from the cache. */
export function usageOver(span: Span, seed: number, size: number): Record<Measure, number[]> {
  const next = random(seed);
  const usage: Record<Measure, number[]> = {
    input: [],
    output: [],
    cacheRead: [],
    cacheWrite: [],
    invocations: [],
    latency: [],
    clientErrors: [],
    serverErrors: [],
    throttles: [],
  };
  for (let period = 0; period < periodCount(span); period += 1) {
    const quarters = span.periodSeconds / 900;
    const share = busy(span.start + period * span.periodSeconds * 1000);
    const calls = next() < 0.25 ? 0 : Math.round(share * quarters * size * (0.4 + next() * 1.2));
    const input = Math.round(calls * (2400 + next() * 1500));
    usage.invocations.push(calls);
    usage.input.push(input);
    usage.output.push(Math.round(calls * (500 + next() * 500)));
    usage.cacheRead.push(Math.round(input * (10 + next() * 10)));
    usage.cacheWrite.push(Math.round(input * (0.8 + next())));
    usage.latency.push(calls === 0 ? 0 : 3500 + next() * 5000);
    usage.clientErrors.push(calls > 0 && next() < 0.04 ? 1 : 0);
    usage.serverErrors.push(calls > 0 && next() < 0.01 ? 1 : 0);
    usage.throttles.push(calls > 12 && next() < 0.1 ? Math.ceil(next() * 4) : 0);
  }
  return usage;
}

const plain = (usage: ProfileUsage): PageGroup['usage'] =>
  Object.fromEntries(Object.entries(usage).map(([measure, values]) => [measure, [...values]]));

const onlyTokens = ({ input = [], output = [], cacheRead = [], cacheWrite = [] }: ProfileUsage): ProfileUsage => ({
  input,
  output,
  cacheRead,
  cacheWrite,
});

function totalsOf(usage: ProfileUsage, health: boolean): PageTotals {
  if (!health) return { tokens: tokensOf(usage) };
  const { latencyMs, ...counts } = healthOf([usage]);
  return { tokens: tokensOf(usage), health: { ...counts, ...(latencyMs === undefined ? {} : { latencyMs }) } };
}

/** The figures of a range at `now` for a reader so many minutes from UTC. */
export function figuresFor(
  fakes: readonly Fake[],
  rateCards: readonly FakeRateCard[],
  { range, now, health, offset = 60 }: { range: Range; now: number; health: boolean; offset?: number },
): PageUsageReport {
  const { span, before } = spansOf(range, now, offset);
  const whole = { ...span, start: before.start };
  const used = fakes.map((fake) => {
    const all = usageOver(whole, fake.seed, fake.size);
    const usage = health ? all : onlyTokens(all);
    return { fake, now: sliceUsage(usage, whole, span), before: sliceUsage(usage, whole, before) };
  });
  const none = usageOver(span, 0, 0);
  const own = rateCards.map((_, index) => used.filter(({ fake }) => fake.group === index).map((one) => one.now));
  return {
    range,
    start: span.start,
    end: span.end,
    periodSeconds: span.periodSeconds,
    before: { start: before.start, end: before.end },
    asOf: now,
    groups: rateCards.map((rateCard, index) => ({
      ...rateCard,
      usage: plain(addUsages([health ? none : onlyTokens(none), ...(own[index] ?? [])])),
    })),
    profiles: used.map(({ fake: { id, name, team, member, group }, ...spans }): PageProfile => ({
      id,
      name,
      ...(team === undefined ? {} : { team }),
      ...(member === undefined ? {} : { member }),
      group,
      now: totalsOf(spans.now, health),
      before: totalsOf(spans.before, health),
    })),
    idle: [],
    missing: [],
  };
}
