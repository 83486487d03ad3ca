/** States of the page, as the host would send them. The numbers are a believable working day and the same at every run. */

import type { PageFigures, PageProfile, PageState } from '../../../src/core/protocol';
import { last24Hours, periodCount, type Measure } from '../../../src/core/usage';

/** Friday, 21 November 2025, 15:37:20 in Berlin. */
export const NOW = Date.UTC(2025, 10, 21, 14, 37, 20);

/** A repeatable stream of numbers between 0 and 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** How busy a quarter of an hour is, from the hour of the day in UTC. */
function busy(hour: number): number {
  if (hour < 7 || hour > 20) return 0;
  if (hour === 11) return 0.2;
  return hour > 17 ? 0.15 : 1;
}

/** A coding agent's day: most of each call is read from the cache. */
function day(seed: number, size: number, now: number): Record<Measure, number[]> {
  const span = last24Hours(now);
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
    const hour = new Date(span.start + period * 900_000).getUTCHours();
    const calls = next() < 0.25 ? 0 : Math.round(busy(hour) * size * (0.4 + next() * 1.2));
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

const profiles = (now: number): PageProfile[] => [
  {
    id: 'prof-sonnet',
    name: 'platform-jane-doe-sonnet',
    model: 'Claude Sonnet 4.5',
    tier: 'geographic (eu)',
    usage: day(7, 14, now),
  },
  {
    id: 'prof-opus',
    name: 'platform-jane-doe-opus',
    model: 'Claude Opus 4.5',
    tier: 'global',
    usage: day(11, 4, now),
  },
  {
    id: 'prof-haiku',
    name: 'platform-jane-doe-haiku',
    model: 'Claude Haiku 4.5',
    tier: 'geographic (eu)',
    usage: day(23, 6, now),
  },
  {
    id: 'prof-review',
    name: 'review-bot-sonnet',
    model: 'Claude Sonnet 4.5',
    tier: 'in-region',
    usage: day(31, 3, now),
  },
];

/** Figures of four profiles up to `now`, which CloudWatch gave at `now`. */
export const figuresAt = (now: number): PageFigures => ({
  ...last24Hours(now),
  asOf: now,
  profiles: profiles(now),
  missing: [],
});

const base = {
  sample: false,
  scope: 'mine',
  scopes: [
    { id: 'mine', label: 'All of mine (4 profiles)' },
    ...profiles(NOW).map(({ id, name }) => ({ id, label: name })),
  ],
  source: 'Amazon CloudWatch AWS/Bedrock · account …4721 · eu-central-1',
  refreshing: false,
  staleAfterMs: 900_000,
  locale: 'en-GB',
} satisfies Partial<PageState>;

export const ready = (now = NOW): PageState => ({ ...base, phase: 'ready', figures: figuresAt(now) });

const zero = (usage: PageProfile['usage']): PageProfile['usage'] =>
  Object.fromEntries(Object.entries(usage).map(([name, values]) => [name, (values ?? []).map(() => 0)]));

const whole = ready();
const figures = figuresAt(NOW);

/** Every state by name. */
export const STATES = {
  loading: { ...base, phase: 'loading' },
  ready: whole,
  sample: { ...whole, sample: true, source: 'The built-in simulator · account …0000 · eu-central-1' },
  refreshing: { ...whole, refreshing: true },
  stale: { ...whole, figures: { ...figures, asOf: NOW - 2_400_000 } },
  empty: {
    ...whole,
    figures: { ...figures, profiles: figures.profiles.map((one) => ({ ...one, usage: zero(one.usage) })) },
  },
  partial: {
    ...whole,
    figures: {
      ...figures,
      profiles: figures.profiles.map((one, index) => {
        if (index > 1) return one;
        const unknown: readonly string[] = index === 0 ? ['latency'] : ['latency', 'cacheWrite', 'throttles'];
        return {
          ...one,
          usage: Object.fromEntries(Object.entries(one.usage).filter(([measure]) => !unknown.includes(measure))),
        };
      }),
      missing: [
        'Cache writes and throttles of platform-jane-doe-opus: CloudWatch answered with an internal error.',
        'Latency of 2 profiles was not asked for.',
      ],
    },
  },
  unknown: {
    ...whole,
    figures: {
      ...figures,
      profiles: figures.profiles.map((one) => {
        const { input, output, cacheRead, cacheWrite } = one.usage;
        return { ...one, usage: { input, output, cacheRead, cacheWrite } };
      }),
    },
  },
  problem: {
    ...whole,
    figures: { ...figures, asOf: NOW - 2_400_000 },
    problem: {
      sentence: 'Your sign-in to AWS has expired. Sign in again to see newer figures.',
      action: { id: 'sign-in', label: 'Sign in' },
    },
  },
  failed: {
    ...base,
    phase: 'failed',
    problem: {
      sentence: 'You are not allowed to read CloudWatch metrics: cloudwatch:GetMetricData was denied for jane.doe.',
      action: { id: 'show-policy', label: 'Show the policy you need' },
    },
  },
  noProfile: {
    ...base,
    phase: 'no-profile',
    scopes: [{ id: 'mine', label: 'All of mine' }],
    problem: {
      sentence: 'Create a profile of your own, and the tokens your coding agent uses appear here.',
      action: { id: 'create', label: 'Create my profile' },
    },
  },
} satisfies Record<string, PageState>;
export type StateName = keyof typeof STATES;
