/** The attribution view's report, as the host would send them. */

import { add, fromDecimal, NO_MONEY, toDecimal } from '../../../src/core/money';
import type { PageAttributionReport, PageAttribution } from '../../../src/protocol/usagePage/state';
import { addTokens, NO_TOKENS, totalTokens, type TokenCounts } from '../../../src/core/usage/usage';
import { random } from './people';

type Class = PageAttributionReport['classes'][number];
type Subject = Class['subjects'][number];

const DAY = 86_400_000;
const PRICE = 'AWS Price List, us-east-1, 2025-11-14';
const UNPRICED = 'No price known for this model, inference type and Region';

const tokensOf = (size: number): TokenCounts => ({
  input: size * 41_000,
  output: size * 9_500,
  cacheRead: size * 610_000,
  cacheWrite: size * 57_000,
});

interface Some extends Partial<Pick<Subject, 'name' | 'owner'>> {
  readonly id: string;
  readonly size: number;
  readonly model?: string;
  /** USD; unpriced where there is none. */
  readonly usd?: string;
}

function subject({ id, size, model = 'Claude Sonnet 4.5', usd, ...names }: Some): Subject {
  const tokens = tokensOf(size);
  return {
    id,
    ...names,
    model,
    tier: usd === undefined ? '' : 'Geographic (US)',
    price: usd === undefined ? UNPRICED : PRICE,
    tokens,
    // As the host says it where a series is missing: nobody's money is all of it.
    money: { usd: usd ?? '0', whole: false },
    unpriced: usd === undefined ? totalTokens(tokens) : 0,
  };
}

type Spent = PageAttributionReport['total'];

const sum = (all: readonly Spent[]): Spent => ({
  tokens: all.reduce((tokens, one) => addTokens(tokens, one.tokens), NO_TOKENS),
  money: {
    usd: toDecimal(all.reduce((money, one) => add(money, fromDecimal(one.money.usd) ?? NO_MONEY), NO_MONEY)),
    whole: all.every(({ money }) => money.whole),
  },
});

const classOf = (id: string, label: string, tagged: boolean, subjects: Subject[]): Class => ({
  id,
  label,
  about: `About ${label.toLowerCase()}.`,
  tagged,
  ...sum(subjects),
  subjects,
});

const classes: Class[] = [
  classOf('mine', 'My profiles', true, [
    subject({ id: 'abcd1234efgh', size: 40, usd: '18.4012', name: 'jane-sonnet', owner: 'platform / jane.doe' }),
  ]),
  classOf('my-team', 'My team’s profiles', true, [
    subject({ id: 'team1234efgh', size: 66, usd: '29.77', name: 'sam-sonnet', owner: 'platform / sam.green' }),
  ]),
  classOf('others', 'Other owners’ profiles', true, [
    subject({ id: 'data1234efgh', size: 81, usd: '36.15', name: 'wei-sonnet', owner: 'data / wei.zhang' }),
  ]),
  classOf('incomplete', 'Profiles without complete tags', false, [
    subject({ id: 'untg1234efgh', size: 22, usd: '9.9', name: '=shared & <b>bold</b>', owner: 'untagged' }),
    subject({ id: 'part1234efgh', size: 9, usd: '4.05', name: 'mobile-ci', owner: 'mobile / no member' }),
  ]),
  classOf('deleted', 'Profiles that are not listed', false, [
    subject({ id: 'gone1234efgh', size: 6, model: 'model not known' }),
  ]),
  classOf('system-profile', 'System profiles, invoked directly', false, [
    subject({ id: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', size: 28, usd: '12.6' }),
  ]),
  classOf('model', 'Models, invoked directly', false, [
    subject({ id: 'amazon.nova-micro-v1:0', size: 3, usd: '0.0421', model: 'Amazon Nova Micro' }),
  ]),
];

function daysUpTo(now: number): PageAttributionReport['days'] {
  const next = random(17);
  return Array.from({ length: 8 }, (_, index) => {
    const idle = index === 3;
    const parts = classes.map((one) => (idle ? 0 : Math.round((totalTokens(one.tokens) / 7) * (0.5 + next()))));
    return {
      day: new Date(now - (7 - index) * DAY).toISOString().slice(0, 10),
      tokens: parts.reduce((all, part) => all + part, 0),
      classes: parts,
    };
  });
}

/** A week of a company, most of it on tagged profiles. */
export const readyAttribution = (now: number): PageAttribution & { readonly report: PageAttributionReport } => ({
  phase: 'ready',
  range: '7d',
  report: {
    start: now - 7 * DAY,
    end: now,
    asOf: now - 300_000,
    total: sum(classes),
    tagged: sum(classes.filter(({ tagged }) => tagged)),
    classes,
    days: daysUpTo(now),
    missing: ['CloudWatch reports that data is missing: one series.'],
    notes: [
      'Everything that Bedrock counted in eu-central-1. CloudWatch does not tell who made a call, only what it was made to.',
      'Direct calls are priced as their own model and tier; what has no price makes an amount “at least”.',
    ],
  },
  actions: [
    { id: 'use-in-agent', label: 'Use in an Agent…' },
    { id: 'show-policies', label: 'Show IAM Policies…' },
  ],
});

/** Nothing was invoked at all. */
export const emptyAttribution = (now: number): PageAttribution => {
  const { report, ...attribution } = readyAttribution(now);
  const none: Spent = { tokens: NO_TOKENS, money: { usd: '0', whole: true } };
  return { ...attribution, report: { ...report, total: none, tagged: none, classes: [], days: [], missing: [] } };
};
