import assert from 'node:assert/strict';
import fc from 'fast-check';
import { classifyUsageType } from '../../../../src/core/billing/usageTypes';
import { add, cost, fromDecimal, NO_MONEY, subtract, toDecimal, type Money } from '../../../../src/core/money';
import { matchAcrossMidnight } from '../../../../src/core/reconciliation/utcDayBoundary';
import type {
  ComparedAmounts,
  ProfileDays,
  ReconcileInput,
  Reconciliation,
} from '../../../../src/core/reconciliation/types';
import type { ReasonCode, Reason } from '../../../../src/core/reconciliation/reasons';
import { REASON_CODES } from '../../../../src/core/reconciliation/reasons';
import { HAIKU, modelArns, SONNET } from '../builders';
import {
  BEDROCK,
  billOf,
  BUNDLED,
  HAIKU_SERVICE,
  MONDAY,
  ONE_HOUR,
  PRICES,
  reconciled,
  rowOf,
  SONNET_SERVICE,
  THURSDAY,
  tokens,
  TUESDAY,
  usageType,
  used,
  WEDNESDAY,
} from './measuredCharges';

const sum = (amounts: readonly Money[]): Money => amounts.reduce(add, NO_MONEY);

/** Each difference is the bill less the estimate, and the sum of its reasons. */
function holds(answer: Reconciliation): void {
  const all: readonly ComparedAmounts[] = [
    ...answer.rows,
    ...answer.rows.flatMap(({ days }) => days),
    ...answer.days,
    answer.total,
  ];
  for (const { bill, estimate, difference, reasons } of all) {
    assert.equal(difference, subtract(bill, estimate.money));
    assert.equal(sum(reasons.map(({ usd }) => usd ?? NO_MONEY)), difference);
    assert.equal(reasons.at(-1)?.code, 'unexplained');
    assert.equal(new Set(reasons.map(({ code }) => code)).size, reasons.length);
    for (const { code } of reasons) assert.ok(REASON_CODES.includes(code));
  }
  for (const row of answer.rows) {
    assert.equal(sum(row.days.map(({ bill }) => bill)), row.bill);
    assert.equal(sum(row.days.map(({ estimate }) => estimate.money)), row.estimate.money);
    assert.equal(
      row.days.every(({ estimate }) => estimate.whole),
      row.estimate.whole,
    );
  }
  assert.equal(sum(answer.rows.map(({ bill }) => bill)), answer.total.bill);
  assert.equal(sum(answer.rows.map(({ estimate }) => estimate.money)), answer.total.estimate.money);
}

const DAYS = [MONDAY, TUESDAY, WEDNESDAY];
const LABELS = ['jane.doe', 'Jane.Doe', 'constructor', '', undefined];
const SERVICES = [SONNET_SERVICE, HAIKU_SERVICE, BEDROCK, 'Claude Nobody 9 (Amazon Bedrock Edition)'];

const count = fc.oneof(fc.nat(5_000_000), fc.constantFrom(0, 1, Number.NaN, -5, 1e300));
const counts = fc.record({ input: count, output: count, cacheRead: count, cacheWrite: count });
const dayTokens = fc.oneof(
  fc.record({ tokens: counts }),
  fc.record({ tokens: counts, edges: fc.record({ first: counts, last: counts }) }),
);
const arns = fc.constantFrom(
  modelArns(['eu-central-1', 'eu-west-1']),
  modelArns(['']),
  modelArns(['eu-west-1'], HAIKU),
  modelArns(['eu-west-1'], 'amazon.nova-pro-v1:0'),
  modelArns(['eu-west-1'], 'anthropic.claude-nobody-9'),
  [...modelArns(['eu-west-1'], HAIKU), ...modelArns(['eu-west-1'], SONNET)],
  [],
);
const usage: fc.Arbitrary<readonly ProfileDays[]> = fc.array(
  fc
    .record({
      tag: fc.constantFrom(...LABELS, 'unreadable'),
      days: fc.dictionary(fc.constantFrom('2026-11-01', ...DAYS, THURSDAY, '2026-01-01'), dayTokens),
      models: arns,
    })
    .map(({ tag, days, models }) =>
      used('p', tag === 'unreadable' ? undefined : tag === undefined ? {} : { MemberName: tag }, days, models),
    ),
  { maxLength: 5 },
);

/** Up to ten decimals, as Cost Explorer writes them, also negative. */
const decimal = fc
  .tuple(fc.boolean(), fc.nat(200), fc.nat(9_999_999_999))
  .map(([negative, whole, fraction]) => `${negative ? '-' : ''}${whole}.${String(fraction).padStart(10, '0')}`);
const types = [
  usageType('input'),
  usageType('output'),
  usageType('cacheRead', '_Global'),
  usageType('input', '_Batch'),
  usageType('output', '_LCtx'),
  usageType('input', '_LCtx_Batch'),
  ONE_HOUR,
  'XX9-MP:XX9_InputTokenCount-Units',
  'EU-MP:EU_input_tokens_flex-Units',
  'EU-NovaPro-input-tokens',
  'EU-NovaPro-mantle-input-tokens-standard',
  'EU-Unheard-input-tokens',
  'APS7-MP:APS7_Reserved_1Month_InputTPM_Geo-Units',
  '',
];
const billed = fc.array(
  fc.record({
    day: fc.constantFrom(...DAYS, '2026-12-24'),
    tag: fc.constantFrom(...LABELS),
    service: fc.constantFrom(...SERVICES),
    usageType: fc.constantFrom(...types),
    cost: decimal,
    quantity: fc.oneof(decimal, fc.constantFrom('0', 'no number', '0.000001', '1.2E-5')),
    estimated: fc.boolean(),
  }),
  { maxLength: 20 },
);
const circumstances = fc.record({
  activeSince: fc.constantFrom(undefined, '2026-06-01', TUESDAY, `${WEDNESDAY}T10:00:00Z`, '2027-01-01', 'soon'),
  lastCompleteDay: fc.constantFrom('2026-10-01', MONDAY, TUESDAY, '2026-11-20'),
  book: fc.constantFrom('known', 'bundled', 'none'),
  tagKey: fc.constantFrom('MemberName', 'iamPrincipal/MemberName', 'Team'),
});
/** By name, so that a counterexample can be read. */
const BOOKS = { known: PRICES, bundled: BUNDLED, none: { overrides: {}, priceLists: [], bundled: undefined } };
type Circumstances = typeof circumstances extends fc.Arbitrary<infer Given> ? Given : never;
const look = (
  input: Pick<ReconcileInput, 'usage' | 'bill' | 'detail'>,
  { book, ...given }: Circumstances,
): Reconciliation => reconciled({ ...input, ...given, prices: BOOKS[book] });

/** So many quarters of a line, cost and quantity alike. */
function grown(
  { cost: paid, quantity }: { readonly cost: string; readonly quantity: string },
  quarters: number,
): { readonly cost: string; readonly quantity: string } {
  const of = (text: string): string => {
    const whole = fromDecimal(text);
    return whole === undefined ? text : toDecimal(((whole * BigInt(quarters)) / 4n) as Money);
  };
  return { cost: of(paid), quantity: of(quantity) };
}

/**
 * What is left is nothing, but for variants whose list price is not known: how much of those is a discount's nobody can
 * say.
 */
function isExplained(reasons: readonly Reason[]): void {
  if (!reasons.some(({ listUnknown }) => listUnknown === true)) assert.equal(reasons.at(-1)?.usd, NO_MONEY);
}

describe('a reconciliation of anything', () => {
  it('has reasons that add up to each difference, to the femto-dollar', () => {
    fc.assert(
      fc.property(usage, billed, fc.subarray(SERVICES), circumstances, (some, lines, asked, given) => {
        const { bill, detail } = billOf(lines);
        const answer = look(
          { usage: some, bill, detail: detail.filter(({ service }) => asked.includes(service)) },
          given,
        );
        holds(answer);
        const inSpan = bill.filter(({ day }) => DAYS.includes(day));
        assert.equal(answer.total.bill, sum(inSpan.map((line) => fromDecimal(line.cost) ?? NO_MONEY)));
      }),
      { numRuns: 300 },
    );
  });

  it('leaves nothing unexplained where all of the bill is known by usage type', () => {
    fc.assert(
      fc.property(
        usage,
        billed.filter((lines) => lines.length > 0),
        circumstances,
        (some, lines, given) => {
          const answer = look({ usage: some, ...billOf(lines) }, given);
          for (const { reasons } of [...answer.rows, ...answer.days, ...answer.rows.flatMap(({ days }) => days)])
            isExplained(reasons);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('holds where the lines by usage type are another bill', () => {
    fc.assert(
      fc.property(usage, billed, billed, circumstances, (some, lines, others, given) => {
        holds(look({ usage: some, bill: billOf(lines).bill, detail: billOf(others).detail }, given));
      }),
      { numRuns: 150 },
    );
  });

  it('leaves nothing unexplained on days that are not complete where the bill grew between the questions', () => {
    const part = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(
        usage,
        billed.filter((lines) => lines.length > 0),
        fc.array(part, { minLength: 20, maxLength: 20 }),
        fc.boolean(),
        circumstances,
        (some, lines, parts, billFirst, given) => {
          // Each line had reached the bill to its own part when the first question was asked; the books as a whole
          // grow.
          const before = lines.map((line, at) => ({
            ...line,
            ...grown(line, line.day > given.lastCompleteDay ? (parts[at] ?? 0) : 4),
          }));
          const [bill, { detail }] = billFirst
            ? [billOf(before).bill, billOf(lines)]
            : [billOf(lines).bill, billOf(before)];
          const answer = look({ usage: some, bill, detail }, given);
          holds(answer);
          for (const { reasons } of [...answer.rows, ...answer.days, ...answer.rows.flatMap(({ days }) => days)])
            isExplained(reasons);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order of profiles and lines', () => {
    const codes = ({ reasons }: ComparedAmounts): readonly (readonly [ReasonCode, string])[] =>
      reasons.map(({ code, usd }) => [code, usd === undefined ? '' : toDecimal(usd)] as const).sort();
    fc.assert(
      fc.property(usage, billed, circumstances, (some, lines, given) => {
        const input: Pick<ReconcileInput, 'usage' | 'bill' | 'detail'> = { usage: some, ...billOf(lines) };
        const back = {
          usage: [...some].reverse(),
          bill: [...input.bill].reverse(),
          detail: input.detail.map(({ service, lines: own }) => ({ service, lines: [...own].reverse() })).reverse(),
        };
        const [one, two] = [look(input, given), look(back, given)];
        assert.deepEqual(two.rows.map(codes), one.rows.map(codes));
        assert.deepEqual(codes(two.total), codes(one.total));
      }),
      { numRuns: 80 },
    );
  });
});

describe('a reconciliation of a bill whose every cent is known', () => {
  const million = 1_000_000;
  /** Sonnet in Ireland: USD per million tokens. */
  const LIST = { input: '3.3', cacheWrite: '4.125', oneHour: '6.6' } as const;
  const amount = (count_: number, price: string): Money =>
    cost(count_, price as Parameters<typeof cost>[1]) ?? NO_MONEY;
  /** Percent of the list price. */
  const paid = (list: Money, percent: number): Money => ((list * BigInt(percent)) / 100n) as Money;
  const quantityOf = (count_: number): string => (count_ / million).toFixed(6);

  const day = fc.record({
    jane: fc.integer({ min: 1, max: 9 * million }),
    janeWrites: fc.integer({ min: 1, max: 9 * million }),
    oneHour: fc.integer({ min: 0, max: 100 }),
    tom: fc.integer({ min: 1, max: 9 * million }),
    direct: fc.integer({ min: 1, max: 9 * million }),
  });

  it('finds each cause with its amount', () => {
    fc.assert(
      fc.property(
        fc.tuple(day, day, day),
        fc.integer({ min: 50, max: 99 }),
        fc.integer({ min: 0, max: 3 }),
        fc.boolean(),
        (days, percent, activation, mayAsk) => {
          const lines: Parameters<typeof billOf>[0][number][] = [];
          const truth = { oneHour: NO_MONEY, list: NO_MONEY, direct: NO_MONEY, moved: NO_MONEY };
          days.forEach(({ jane, janeWrites, oneHour, tom, direct }, at) => {
            const label = (name: string): string | undefined => (at >= activation ? name : undefined);
            const long = Math.round((janeWrites * oneHour) / 100);
            const bill = (tag: string | undefined, count_: number, type: string, price: string): void => {
              const list = amount(count_, price);
              truth.list = add(truth.list, list);
              if (count_ > 0)
                lines.push({
                  day: DAYS[at] ?? '',
                  tag,
                  usageType: type,
                  quantity: quantityOf(count_),
                  cost: toDecimal(paid(list, percent)),
                });
            };
            bill(label('jane.doe'), jane, usageType('input'), LIST.input);
            bill(label('jane.doe'), janeWrites - long, usageType('cacheWrite'), LIST.cacheWrite);
            bill(label('jane.doe'), long, ONE_HOUR, LIST.oneHour);
            bill(label('tom'), tom, usageType('input'), LIST.input);
            bill(undefined, direct, usageType('input'), LIST.input);
            truth.oneHour = add(truth.oneHour, subtract(amount(long, LIST.oneHour), amount(long, LIST.cacheWrite)));
            truth.direct = add(truth.direct, amount(direct, LIST.input));
            if (at < activation)
              truth.moved = sum([truth.moved, amount(jane + tom, LIST.input), amount(janeWrites, LIST.cacheWrite)]);
          });
          const answer = reconciled({
            usage: [
              used(
                'jane',
                { MemberName: 'jane.doe' },
                Object.fromEntries(
                  days.map(({ jane, janeWrites }, at) => [
                    DAYS[at] ?? '',
                    { tokens: tokens({ input: jane, cacheWrite: janeWrites }) },
                  ]),
                ),
              ),
              used(
                'tom',
                { MemberName: 'tom' },
                Object.fromEntries(days.map(({ tom }, at) => [DAYS[at] ?? '', { tokens: tokens({ input: tom }) }])),
              ),
            ],
            ...billOf(lines),
            activeSince: mayAsk ? (DAYS[activation] ?? THURSDAY) : undefined,
          });
          holds(answer);
          const usd = (compared: ComparedAmounts, code: ReasonCode): Money =>
            compared.reasons.find((reason) => reason.code === code)?.usd ?? NO_MONEY;
          assert.equal(usd(answer.total, 'one-hour-cache-writes'), truth.oneHour);
          assert.equal(usd(answer.total, 'discount'), subtract(answer.total.bill, truth.list));
          assert.equal(usd(answer.total, 'untagged-or-direct'), truth.direct);
          assert.equal(usd(rowOf(answer, undefined), 'tag-not-active'), truth.moved);
          assert.equal(usd(answer.total, 'unexplained'), NO_MONEY);
          assert.equal(usd(answer.total, 'tag-not-active'), NO_MONEY);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('reads the usage types that it is told with', () => {
    for (const type of [usageType('input'), usageType('cacheWrite'), ONE_HOUR])
      assert.ok(classifyUsageType(type, SONNET_SERVICE));
  });
});

describe('what runs over midnight', () => {
  const money = (value: number): Money => BigInt(value) as Money;

  it('is found whole, whatever runs over each of the midnights', () => {
    const nights = fc.array(fc.record({ over: fc.nat(1000), room: fc.nat(1000) }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(nights, (all) => {
        const days = [...all, { over: 0, room: 0 }].map(({ over, room }, at) => ({
          difference: money((all[at - 1]?.over ?? 0) - over),
          incomplete: false,
          mayMatchIncompleteDay: true,
          crossed: { most: money(over + room), certain: true },
        }));
        assert.deepEqual(
          matchAcrossMidnight(days),
          days.map(({ difference }) => difference),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('is never more than can have run over, nor of the other sign, and adds up to nothing between known days', () => {
    const nights = fc.array(fc.record({ gap: fc.integer({ min: -1000, max: 1000 }), most: fc.nat(500) }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(nights, (all) => {
        const days = all.map(({ gap, most }) => ({
          difference: money(gap),
          incomplete: false,
          mayMatchIncompleteDay: true,
          crossed: { most: money(most), certain: true },
        }));
        const over = matchAcrossMidnight(days);
        assert.equal(sum(over), NO_MONEY);
        let crossing = 0n;
        over.forEach((part, at) => {
          const gap = days[at]?.difference ?? NO_MONEY;
          assert.ok(gap < 0n ? part <= 0n && part >= gap : part >= 0n && part <= gap);
          crossing -= part;
          assert.ok(crossing >= 0n && crossing <= (days[at]?.crossed.most ?? 0n));
        });
      }),
      { numRuns: 1000 },
    );
  });
});
