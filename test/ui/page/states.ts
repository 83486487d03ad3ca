/**
 * States of the page, as the host would send them. The numbers are a believable working day and the same at every run.
 */

import type { HostMessage } from '../../../src/protocol/usagePage/hostMessage';
import type { PageUsageReport, PageState } from '../../../src/protocol/usagePage/state';
import type { Range } from '../../../src/core/usage/ranges';
import { english } from '../../english';
import * as parts from './asked';
import { emptyAttribution, readyAttribution } from './attribution';
import { figuresFor, type Fake, type FakeRateCard } from './people';

/** Friday, 21 November 2025, 15:37:20 in Berlin. */
export const NOW = Date.UTC(2025, 10, 21, 14, 37, 20);

const PRICE = 'AWS Price List, 14 November 2025';
export const RATE_CARDS: readonly FakeRateCard[] = [
  {
    model: 'Claude Sonnet 4.5',
    tier: 'Geographic (EU)',
    region: 'eu-central-1',
    rates: { input: '3.3', output: '16.5', cacheRead: '0.33', cacheWrite: '4.125' },
    price: PRICE,
  },
  {
    model: 'Claude Opus 4.5',
    tier: 'Global',
    region: 'eu-central-1',
    rates: { input: '5', output: '25', cacheRead: '0.5', cacheWrite: '6.25' },
    price: PRICE,
  },
  {
    model: 'Claude Haiku 4.5',
    tier: 'Geographic (EU)',
    region: 'eu-central-1',
    rates: { input: '1.1', output: '5.5', cacheRead: '0.11', cacheWrite: '1.375' },
    price: 'bundled with Bedrock Tally, 1 October 2025',
  },
  {
    model: 'Claude Sonnet 4.5',
    tier: 'In-Region',
    region: 'eu-central-1',
    rates: { input: '3.3', output: '16.5', cacheRead: '0.33', cacheWrite: '4.125' },
    price: PRICE,
  },
];

const JANE = { team: 'platform', member: 'jane.doe' };
const MINE: readonly Fake[] = [
  { id: 'prof-sonnet', name: 'platform-jane-doe-sonnet', ...JANE, group: 0, size: 14, seed: 7 },
  { id: 'prof-opus', name: 'platform-jane-doe-opus', ...JANE, group: 1, size: 4, seed: 11 },
  { id: 'prof-haiku', name: 'platform-jane-doe-haiku', ...JANE, group: 2, size: 6, seed: 23 },
  { id: 'prof-review', name: 'review-bot-sonnet', team: 'platform', group: 3, size: 3, seed: 31 },
];

/** Figures of four profiles up to `now`, which CloudWatch gave at `now`. */
export const figuresAt = (now: number, range: Range = '24h'): PageUsageReport =>
  figuresFor(MINE, RATE_CARDS, { range, now, health: true });

const MEMBERS = ['jane.doe', 'sam.green', 'wei.zhang', 'hana.kim', 'olga.petrova', undefined];
const TEAMS = ['platform', 'data', 'mobile', undefined];

/** So many profiles of a company. Every third has had no traffic. */
export function company(count: number, range: Range, now = NOW): PageUsageReport {
  const fakes = Array.from({ length: count }, (_, index): Fake => {
    const member = MEMBERS[index % MEMBERS.length];
    const team = TEAMS[Math.floor(index / 2) % TEAMS.length];
    return {
      id: `p${String(index).padStart(11, '0')}`,
      name: `profile-${index + 1}`,
      ...(team === undefined ? {} : { team }),
      ...(member === undefined ? {} : { member: index < 6 ? member : `${member}.${Math.floor(index / 6)}` }),
      group: index % RATE_CARDS.length,
      size: 1 + (index % 9),
      seed: index + 1,
    };
  });
  const busy = fakes.filter((_, index) => index % 3 !== 2);
  const figures = figuresFor(busy, RATE_CARDS, { range, now, health: false });
  const idle = fakes.filter((_, index) => index % 3 === 2);
  return {
    ...figures,
    idle: idle.map(({ id, name, team, member, group }) => ({
      id,
      name,
      ...(team === undefined ? {} : { team }),
      ...(member === undefined ? {} : { member }),
      model: RATE_CARDS[group]?.model ?? '',
      tier: RATE_CARDS[group]?.tier ?? '',
    })),
  };
}

const base = {
  sample: false,
  scope: 'mine',
  scopes: [
    { id: 'mine', label: 'All of mine (4 profiles)' },
    ...MINE.map(({ id, name }) => ({ id, label: name })),
    { id: 'team', label: 'Team platform' },
    { id: 'all', label: 'Everybody' },
  ],
  range: '24h',
  source: 'Amazon CloudWatch AWS/Bedrock · account …4721 · eu-central-1',
  refreshing: false,
  staleAfterMs: 900_000,
  alternatives: [
    {
      model: 'Claude Sonnet 4.5',
      tier: 'Global',
      rates: { input: '3', output: '15', cacheRead: '0.3', cacheWrite: '3.75' },
      price: PRICE,
    },
    {
      model: 'Claude Opus 4.5',
      tier: 'Global',
      rates: { input: '5', output: '25', cacheRead: '0.5', cacheWrite: '6.25' },
      price: PRICE,
    },
    {
      model: 'Claude Haiku 4.5',
      tier: 'Global',
      rates: { input: '1', output: '5', cacheRead: '0.1', cacheWrite: '1.25' },
      price: PRICE,
    },
    {
      model: 'Amazon Nova Pro',
      tier: 'In-Region',
      rates: { input: '0.8', output: '3.2' },
      price: 'no price for cache tokens',
    },
  ],
  prices: {
    sentence: 'Prices: AWS Price List of 14 November 2025, read 2 days ago.',
    refreshing: false,
    action: { id: 'refresh-prices', label: 'Refresh Prices' },
  },
  bill: parts.askedBill,
  reconciliation: parts.askedReconciliation,
  costTags: parts.askedTags,
  budgets: [],
  budgetActions: parts.budgetActions,
  extensionCost:
    'Bedrock Tally itself has cost at most $0.03 in November 2025 on this machine (CloudWatch metrics: 2,412; Cost Explorer requests: 1; failed requests included).',
  locale: 'en-GB',
} satisfies Partial<PageState>;

/** The page of the developer's own profiles. */
export const ready = (now = NOW, range: Range = '24h'): PageState => ({
  ...base,
  phase: 'ready',
  range,
  usageReport: figuresAt(now, range),
});

/** The page of a whole company with so many profiles. */
export const everybody = (count: number, range: Range, now = NOW): PageState => ({
  ...base,
  phase: 'ready',
  scope: 'all',
  range,
  usageReport: company(count, range, now),
});

const whole = ready();
const figures = figuresAt(NOW);
const NONE = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const CALLS = { invocations: 0, clientErrors: 0, serverErrors: 0, throttles: 0 };

const zero = (of: PageUsageReport): PageUsageReport => ({
  ...of,
  groups: of.groups.map((group) => ({
    ...group,
    usage: Object.fromEntries(Object.entries(group.usage).map(([name, values]) => [name, (values ?? []).map(() => 0)])),
  })),
  profiles: of.profiles.map((profile) => ({
    ...profile,
    now: { tokens: NONE, health: CALLS },
    before: { tokens: NONE, health: CALLS },
  })),
});

const without = (of: PageUsageReport, group: number, unknown: readonly string[]): PageUsageReport => ({
  ...of,
  groups: of.groups.map((one, index) =>
    index === group
      ? { ...one, usage: Object.fromEntries(Object.entries(one.usage).filter(([name]) => !unknown.includes(name))) }
      : one,
  ),
  profiles: of.profiles.map((one) =>
    one.group === group && unknown.includes('cacheWrite')
      ? { ...one, now: { ...one.now, tokens: { ...one.now.tokens, cacheWrite: 0 } } }
      : one,
  ),
});

const priced = (
  of: PageUsageReport,
  rates: (index: number) => PageUsageReport['groups'][number]['rates'],
  price: string,
): PageUsageReport => ({
  ...of,
  groups: of.groups.map((group, index) => ({
    ...group,
    rates: rates(index),
    price: index === 1 || Object.keys(rates(index)).length === 0 ? price : group.price,
  })),
});

/** Agents that do not read from their cache, and pay for writing to it. */
const uncached: PageUsageReport = {
  ...figures,
  cachingHint:
    'Your agent’s cache hit ratio is low. Check that prompt caching is on in its settings and that its model supports it.',
  groups: figures.groups.map((group) => ({
    ...group,
    usage: { ...group.usage, cacheRead: (group.usage.cacheRead ?? []).map(() => 0) },
  })),
  profiles: figures.profiles.map((profile) => ({
    ...profile,
    now: { ...profile.now, tokens: { ...profile.now.tokens, cacheRead: 0 } },
  })),
};

const billed: PageState = {
  ...whole,
  bill: parts.readyBill(NOW),
  reconciliation: parts.readyReconciliation,
  costTags: parts.readyTags,
};

/** Every state by name. */
export const STATES = {
  loading: { ...base, phase: 'loading' },
  ready: whole,
  lastHour: ready(NOW, '1h'),
  week: ready(NOW, '7d'),
  month: ready(NOW, 'month'),
  everybody: everybody(24, '30d'),
  sample: { ...whole, sample: true, source: 'The built-in simulator · account …0000 · eu-central-1' },
  refreshing: { ...whole, refreshing: true },
  stale: { ...whole, usageReport: { ...figures, asOf: NOW - 2_400_000 } },
  empty: { ...whole, usageReport: zero(figures) },
  partial: {
    ...whole,
    usageReport: {
      ...without(without(figures, 0, ['latency']), 1, ['latency', 'cacheWrite', 'throttles']),
      missing: [
        'Cache writes and throttles of platform-jane-doe-opus: CloudWatch answered with an internal error.',
        'Latency of 2 profiles was not asked for.',
      ],
    },
  },
  partlyPriced: {
    ...whole,
    usageReport: priced(
      figures,
      (index) => (index === 1 ? { input: '5' } : (RATE_CARDS[index]?.rates ?? {})),
      'partly known',
    ),
  },
  unpriced: {
    ...whole,
    alternatives: [],
    usageReport: priced(figures, () => ({}), 'no price is known for this model'),
  },
  uncached: { ...whole, usageReport: uncached },
  firstDay: {
    ...whole,
    usageReport: {
      ...figures,
      profiles: figures.profiles.map((profile) => ({ ...profile, before: { tokens: NONE, health: CALLS } })),
    },
  },
  problem: {
    ...whole,
    usageReport: { ...figures, asOf: NOW - 2_400_000 },
    problem: {
      sentence: 'Your sign-in to AWS has expired. Sign in again to see newer figures.',
      action: { id: 'sign-in', label: 'Sign In' },
    },
  },
  failed: {
    ...base,
    phase: 'failed',
    problem: {
      sentence: 'You are not allowed to read CloudWatch metrics: cloudwatch:GetMetricData was denied for jane.doe.',
      action: { id: 'show-policy', label: 'Show the Policy You Need' },
    },
  },
  noProfile: {
    ...base,
    phase: 'no-profile',
    scopes: [{ id: 'mine', label: 'All of mine' }],
    problem: {
      sentence: 'Create a profile of your own, and the tokens your coding agent uses appear here.',
      action: { id: 'create', label: 'Create My Profile' },
    },
  },
  billAsk: whole,
  billLoading: {
    ...whole,
    bill: { ...parts.askedBill, phase: 'loading' },
    reconciliation: { ...parts.askedReconciliation, phase: 'loading' },
    costTags: { ...parts.askedTags, phase: 'loading' },
  },
  billReady: billed,
  billSettled: {
    ...billed,
    bill: { ...parts.readyBill(NOW), settledUntil: NOW + 3_600_000 },
    costTags: { ...parts.readyTags, settledUntil: NOW + 3_600_000 },
  },
  billYear: { ...billed, bill: parts.yearBill(NOW), reconciliation: undefined },
  billFailed: {
    ...whole,
    bill: { ...parts.askedBill, phase: 'failed', problem: parts.problem },
    reconciliation: { ...parts.askedReconciliation, phase: 'failed', problem: parts.problem },
    costTags: { ...parts.askedTags, phase: 'failed', problem: parts.problem },
  },
  billNotConnected: {
    ...base,
    phase: 'no-profile',
    bill: undefined,
    reconciliation: undefined,
    costTags: undefined,
    problem: { sentence: 'Nothing is connected.', action: { id: 'connect', label: 'Connect to AWS' } },
  },
  attributionLoading: { ...whole, attribution: { phase: 'loading', range: '24h', actions: [] } },
  attributionReady: { ...whole, range: '7d', attribution: readyAttribution(NOW) },
  attributionEmpty: { ...whole, attribution: emptyAttribution(NOW) },
  attributionOld: { ...whole, range: '7d', attribution: { ...readyAttribution(NOW), problem: parts.problem } },
  attributionFailed: { ...whole, attribution: { phase: 'failed', range: '24h', actions: [], problem: parts.problem } },
  budgetsEmpty: whole,
  budgetsReady: { ...whole, budgets: parts.someBudgets },
} satisfies Record<string, PageState>;
export type StateName = keyof typeof STATES;

/** The page's sentences as the host sends them, before the first state. */
export const stringsMessage: HostMessage = { type: 'strings', strings: english };

/** A state as the host sends it. */
export const stateMessage = (state: PageState): HostMessage => ({ type: 'state', state });

/** The view in which a state is looked at: its name begins with the view's, or it is about usage. */
export const viewOf = (name: StateName): 'usage' | 'bill' | 'budgets' | 'attribution' =>
  (['bill', 'budgets', 'attribution'] as const).find((view) => name.startsWith(view)) ?? 'usage';
