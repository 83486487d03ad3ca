/** Months of usage: of a small team, and of any. */

import fc from 'fast-check';
import { sumBill } from '../../../../src/core/billing/billSum';
import { parsePrice, type Price } from '../../../../src/core/money';
import type { Rates } from '../../../../src/core/prices/prices';
import { monthDays } from '../../../../src/core/report/month';
import type { ReportData, ReportProfile } from '../../../../src/core/report/data';
import { NO_TOKENS, type TokenCounts } from '../../../../src/core/usage/usage';
import { anyText } from '../export/tables';

/** A Friday evening in November, and the day after its month. */
export const FRIDAY = Date.parse('2026-11-20T20:00:00Z');
export const DECEMBER = Date.parse('2026-12-01T00:00:00Z');
export const ACCOUNT = '111122223333';

const price = (usd: string): Price => {
  const parsed = parsePrice(usd);
  if (parsed === undefined) throw new Error(`${usd} is no price`);
  return parsed;
};
export const SONNET: Rates = {
  input: price('3'),
  output: price('15'),
  cacheRead: price('0.3'),
  cacheWrite: price('3.75'),
};

export const tokens = (input: number, more: Partial<TokenCounts> = {}): TokenCounts => ({
  ...NO_TOKENS,
  input,
  ...more,
});

/** Used evenly: so many input tokens on each day of the month, and on each of the month before. */
export function profile(name: string, each: number, before: number, more: Partial<ReportProfile> = {}): ReportProfile {
  const days = (count: number, input: number): readonly TokenCounts[] =>
    Array.from({ length: count }, () => tokens(input));
  return {
    id: name.padEnd(12, '0').slice(0, 12),
    name,
    team: 'platform',
    member: 'jane.doe',
    tagsKnown: true,
    model: 'Claude Sonnet 4.5',
    inferenceType: { tier: 'global', geo: '', region: 'us-east-1' },
    rates: SONNET,
    price: { origin: { from: 'price-list', date: '2026-11-12' }, region: 'us-east-1' },
    days: days(20, each),
    daysBefore: days(31, before),
    ...more,
  };
}

export const report = (profiles: readonly ReportProfile[], more: Partial<ReportData> = {}): ReportData => ({
  month: '2026-11',
  now: FRIDAY,
  sample: false,
  account: ACCOUNT,
  region: 'us-east-1',
  createdBy: 'jane.doe',
  profiles,
  idle: 0,
  missing: [],
  prices: { priceListDate: '2026-11-12', bundledDate: '2026-11-01', overrides: 0 },
  bill: undefined,
  ...more,
});

const anyTokens = fc.record({
  input: fc.nat({ max: 50_000_000 }),
  output: fc.nat({ max: 5_000_000 }),
  cacheRead: fc.nat({ max: 500_000_000 }),
  cacheWrite: fc.nat({ max: 50_000_000 }),
});
const anyPrice = fc.stringMatching(/^\d{1,3}(\.\d{1,9})?$/).map(price);
const anyRates = fc.option(
  fc.record({ input: anyPrice, output: anyPrice, cacheRead: anyPrice, cacheWrite: anyPrice }, { requiredKeys: [] }),
  { nil: undefined, freq: 4 },
);
const anyName = fc.oneof(fc.constantFrom('platform', 'data', 'jane.doe'), anyText);

/** With anybody's text in the key of an override. */
const anyPriceSource = anyText.map((basis) => ({ origin: { from: 'override', date: '' } as const, region: '', basis }));

function anyProfile(days: number, daysBefore: number): fc.Arbitrary<ReportProfile> {
  const span = (length: number) =>
    fc.array(fc.oneof(fc.constant(NO_TOKENS), anyTokens), { minLength: length, maxLength: length });
  return fc.record({
    id: fc.stringMatching(/^[a-z0-9]{12}$/),
    name: anyName,
    team: fc.option(anyName, { nil: undefined }),
    member: fc.option(anyName, { nil: undefined }),
    tagsKnown: fc.boolean(),
    model: anyName,
    inferenceType: fc.constantFrom(
      { tier: 'global', geo: '', region: 'us-east-1' } as const,
      { tier: 'geographic', geo: 'eu', region: 'eu-west-1' } as const,
    ),
    rates: anyRates,
    price: fc.option(anyPriceSource, { nil: undefined }),
    days: span(days),
    daysBefore: span(daysBefore),
  });
}

/** A bill of November, of which the last day is not complete. */
const anyBill = fc
  .tuple(fc.array(fc.tuple(anyName, fc.nat()), { maxLength: 4 }), fc.constantFrom('MemberName', 'Team'))
  .map(([lines, key]) => ({
    sum: sumBill(
      {
        query: { from: '2026-11-01', to: '2026-12-01', granularity: 'day', grouping: { by: 'tag', key } },
        lines: lines.map(([tag, cents]) => ({
          day: '2026-11-03',
          tag,
          service: 'Amazon Bedrock',
          cost: (cents / 100).toFixed(2),
          estimated: true,
        })),
        requests: 1,
      },
      FRIDAY,
    ),
    key,
    asOf: FRIDAY,
  }));

export const anyReport: fc.Arbitrary<ReportData> = fc
  .tuple(
    fc.constantFrom('2026-11', '2026-10', '2024-02', '2026-03'),
    fc.constantFrom(FRIDAY, DECEMBER, Date.parse('2026-11-01T00:00:00Z'), Date.parse('2026-11-01T05:00:00Z')),
  )
  .chain(([month, now]) => {
    const { days, daysBefore } = monthDays(month, now);
    return fc
      .record({
        profiles: fc.uniqueArray(anyProfile(days, daysBefore), { maxLength: 8, selector: ({ id }) => id }),
        createdBy: fc.option(anyText, { nil: undefined }),
        idle: fc.nat(),
        missing: fc.array(
          anyText.map((message) => ({ code: 'reported-by-cloudwatch', message }) as const),
          { maxLength: 2 },
        ),
        prices: anyText.map((bundledDate) => ({ priceListDate: undefined, bundledDate, overrides: 2 })),
        bill: fc.option(anyBill, { nil: undefined }),
        sample: fc.boolean(),
      })
      .map((more) => report([], { ...more, month, now }));
  });
