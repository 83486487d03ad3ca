import assert from 'node:assert/strict';
import { NO_MONEY, toDecimal } from '../../../../src/core/money';
import { modelArns } from '../builders';
import {
  BEDROCK,
  billOf,
  BUNDLED,
  HAIKU_SERVICE,
  haikuArns,
  MONDAY,
  ONE_HOUR,
  reconciled,
  rowOf,
  said,
  THURSDAY,
  tokens,
  TUESDAY,
  usageType,
  used,
  WEDNESDAY,
} from './measuredCharges';

const JANE = { MemberName: 'jane.doe' };
const million = { input: 1_000_000 };
const janes = (days: readonly string[], counted = million) =>
  used('jane', JANE, Object.fromEntries(days.map((day) => [day, { tokens: tokens(counted) }])));
const line = (day: string, tag: string | undefined, cost: string, quantity = '1', type = usageType('input')) => ({
  day,
  tag,
  cost,
  quantity,
  usageType: type,
});

describe('an estimate and the bill', () => {
  it('that agree leave nothing to explain, and say so', () => {
    const answer = reconciled({ usage: [janes([MONDAY])], ...billOf([line(MONDAY, 'jane.doe', '3.3')]) });
    const row = rowOf(answer, 'jane.doe');
    assert.deepEqual([row.estimate.money, row.bill, row.difference], [row.bill, row.estimate.money, 0n]);
    assert.deepEqual(
      row.reasons.map(({ code, usd }) => [code, usd]),
      [['unexplained', 0n]],
    );
    assert.deepEqual(answer.total.difference, 0n);
  });

  it('differ by a discount, whose share of the list price is shown', () => {
    const answer = reconciled({ usage: [janes([MONDAY])], ...billOf([line(MONDAY, 'jane.doe', '3.036')]) });
    const row = rowOf(answer, 'jane.doe');
    assert.deepEqual(said(row), { discount: '-0.264' });
    assert.equal(toDecimal(row.reasons[0]?.list ?? row.bill), '3.3');
    assert.deepEqual(
      said(rowOf(reconciled({ usage: [janes([MONDAY])], ...billOf([line(MONDAY, 'jane.doe', '3.63')]) }), 'jane.doe')),
      {
        'price-above-list': '0.33',
      },
    );
  });

  it('differ by variants of tokens that CloudWatch does not distinguish', () => {
    const day = used('jane', JANE, { [MONDAY]: { tokens: tokens({ input: 3_000_000, cacheWrite: 1_000_000 }) } });
    const bill = billOf([
      line(MONDAY, 'jane.doe', '3.3'),
      line(MONDAY, 'jane.doe', '1.65', '1', usageType('input', '_Batch')),
      line(MONDAY, 'jane.doe', '6.6', '1', usageType('input', '_LCtx')),
      line(MONDAY, 'jane.doe', '6.6', '1', ONE_HOUR),
    ]);
    assert.deepEqual(said(rowOf(reconciled({ usage: [day], ...bill }), 'jane.doe')), {
      'long-context': '3.3',
      'one-hour-cache-writes': '2.475',
      batch: '-1.65',
    });
  });

  it('differ by a variant without a known price by nobody knows how much: a discount may be in it', () => {
    const day = used('jane', JANE, { [MONDAY]: { tokens: tokens({ cacheWrite: 1_000_000 }) } });
    const bill = billOf([line(MONDAY, 'jane.doe', '6', '1', ONE_HOUR)]);
    const row = rowOf(reconciled({ usage: [day], ...bill, prices: BUNDLED }), 'jane.doe');
    const [oneHour, rest] = row.reasons;
    assert.deepEqual([oneHour?.code, oneHour?.usd, oneHour?.listUnknown], ['one-hour-cache-writes', undefined, true]);
    assert.deepEqual([rest?.code, toDecimal(rest?.usd ?? NO_MONEY)], ['unexplained', '1.875']);
    const flex = billOf([line(MONDAY, 'jane.doe', '2', '0.5', 'EU-MP:EU_cache_write_tokens_flex-Units')]);
    assert.deepEqual(said(rowOf(reconciled({ usage: [day], ...flex }), 'jane.doe')), {
      'other-tier': 'unknown',
      'usage-not-on-the-bill': '-2.0625',
      unexplained: '-0.0625',
    });
  });

  it('differ by tokens that are on one side only', () => {
    const more = reconciled({ usage: [janes([MONDAY])], ...billOf([line(MONDAY, 'jane.doe', '4.95', '1.5')]) });
    assert.deepEqual(said(rowOf(more, 'jane.doe')), { 'usage-not-in-cloudwatch': '1.65' });
    assert.equal(rowOf(more, 'jane.doe').reasons[0]?.tokens, 500_000);
    const fewer = reconciled({ usage: [janes([MONDAY])], ...billOf([line(MONDAY, 'jane.doe', '1.65', '0.5')]) });
    assert.deepEqual(said(rowOf(fewer, 'jane.doe')), { 'usage-not-on-the-bill': '-1.65' });
  });

  it('keep a part of a token, and what ten decimals leave, as rounding', () => {
    const bill = billOf([line(MONDAY, 'jane.doe', '3.3000000001', '1.0000001')]);
    const row = rowOf(reconciled({ usage: [janes([MONDAY])], ...bill }), 'jane.doe');
    assert.deepEqual(said(row), { rounding: '0.0000000001' });
  });

  it('are held against the price that the estimate used, also one of the reader’s own', () => {
    const own = {
      ...BUNDLED,
      overrides: { [`eu.anthropic.claude-sonnet-4-5-20250929-v1:0`]: { input: '3' as never } },
    };
    const answer = reconciled({ usage: [janes([MONDAY])], prices: own, ...billOf([line(MONDAY, 'jane.doe', '3')]) });
    assert.deepEqual(said(rowOf(answer, 'jane.doe')), {});
  });

  it('compare members’ names exactly as the bill gives them', () => {
    const answer = reconciled({ usage: [janes([MONDAY])], ...billOf([line(MONDAY, 'Jane.Doe', '3.3')]) });
    assert.deepEqual(
      answer.rows.map(({ label }) => label),
      ['Jane.Doe', 'jane.doe'],
    );
    assert.deepEqual(said(rowOf(answer, 'Jane.Doe')), { 'usage-not-in-cloudwatch': '3.3' });
    assert.deepEqual(said(rowOf(answer, 'jane.doe')), { 'usage-not-on-the-bill': '-3.3' });
  });

  it('know that a global profile of a model with one price is billed as regional', () => {
    const old = 'anthropic.claude-sonnet-4-20250514-v1:0';
    const usage = used('jane', JANE, { [MONDAY]: { tokens: tokens(million) } }, modelArns([''], old));
    const bill = billOf([{ ...line(MONDAY, 'jane.doe', '3'), service: 'Claude Sonnet 4 (Amazon Bedrock Edition)' }]);
    assert.deepEqual(said(rowOf(reconciled({ usage: [usage], ...bill }), 'jane.doe')), {});
  });
});

describe('usage over midnight', () => {
  const hours = (last: number, first = 0) => ({ first: tokens({ input: first }), last: tokens({ input: last }) });

  it('is missing on one day and too much on the next', () => {
    const usage = [janes([MONDAY, TUESDAY])];
    const bill = billOf([line(MONDAY, 'jane.doe', '2.97', '0.9'), line(TUESDAY, 'jane.doe', '3.63', '1.1')]);
    const row = rowOf(reconciled({ usage, ...bill }), 'jane.doe');
    assert.deepEqual(said(row), {});
    assert.deepEqual(row.days.map(said), [{ 'utc-day-boundary': '-0.33' }, { 'utc-day-boundary': '0.33' }]);
  });

  it('is never more than the last hour’s', () => {
    const days = {
      [MONDAY]: { tokens: tokens(million), edges: hours(40_000) },
      [TUESDAY]: { tokens: tokens(million), edges: hours(0) },
    };
    const bill = billOf([line(MONDAY, 'jane.doe', '2.97', '0.9'), line(TUESDAY, 'jane.doe', '3.63', '1.1')]);
    const row = rowOf(reconciled({ usage: [used('jane', JANE, days)], ...bill }), 'jane.doe');
    assert.deepEqual(row.days.map(said), [
      { 'utc-day-boundary': '-0.132', 'usage-not-on-the-bill': '-0.198' },
      { 'utc-day-boundary': '0.132', 'usage-not-in-cloudwatch': '0.198' },
    ]);
  });

  it('can begin before the first day and end after the last complete one', () => {
    const day = { tokens: tokens(million), edges: hours(50_000) };
    const days = { '2026-11-01': day, [MONDAY]: day, [TUESDAY]: day };
    const bill = billOf([line(MONDAY, 'jane.doe', '3.3', '1'), line(TUESDAY, 'jane.doe', '3.234', '0.98')]);
    const span = { from: MONDAY, to: WEDNESDAY };
    const tuesday = rowOf(
      reconciled({ usage: [used('jane', JANE, days)], ...bill, span, lastCompleteDay: TUESDAY }),
      'jane.doe',
    );
    assert.deepEqual(tuesday.days.map(said), [{}, { 'utc-day-boundary': '-0.066' }]);
    const more = billOf([line(MONDAY, 'jane.doe', '3.399', '1.03'), line(TUESDAY, 'jane.doe', '3.3')]);
    const monday = rowOf(
      reconciled({ usage: [used('jane', JANE, days)], ...more, span, lastCompleteDay: TUESDAY }),
      'jane.doe',
    );
    assert.deepEqual(monday.days.map(said), [{ 'utc-day-boundary': '0.099' }, {}]);
  });
});

describe('a tag that was activated late', () => {
  const usage = [janes([MONDAY, TUESDAY])];
  const bill = billOf([line(MONDAY, undefined, '9.9', '3'), line(TUESDAY, 'jane.doe', '3.3')]);

  it('leaves a member’s usage in the untagged row, and only the rest there is nobody’s', () => {
    const answer = reconciled({ usage, ...bill, activeSince: TUESDAY });
    assert.deepEqual(said(rowOf(answer, 'jane.doe')), { 'tag-not-active': '-3.3' });
    assert.deepEqual(said(rowOf(answer, undefined)), { 'untagged-or-direct': '6.6', 'tag-not-active': '3.3' });
    assert.deepEqual(said(answer.total), { 'untagged-or-direct': '6.6' });
    assert.deepEqual(answer.tagDays, { [MONDAY]: 'unavailable', [TUESDAY]: 'partial', [WEDNESDAY]: 'unavailable' });
  });

  it('is seen from the bill where nobody may ask', () => {
    const answer = reconciled({ usage, ...bill, activeSince: undefined });
    assert.deepEqual(said(rowOf(answer, 'jane.doe')), { 'tag-not-active': '-3.3' });
    assert.equal(rowOf(answer, 'jane.doe').reasons[0]?.inferred, true);
  });

  it('does not count where the bill was filled in later', () => {
    const filled = billOf([line(MONDAY, 'jane.doe', '3.3'), line(TUESDAY, 'jane.doe', '3.3')]);
    assert.deepEqual(said(rowOf(reconciled({ usage, ...filled, activeSince: WEDNESDAY }), 'jane.doe')), {});
  });

  it('splits the day on which it came true', () => {
    const split = billOf([line(MONDAY, undefined, '1.98', '0.6'), line(MONDAY, 'jane.doe', '1.32', '0.4')]);
    const answer = reconciled({ usage: [janes([MONDAY])], ...split, activeSince: MONDAY });
    assert.deepEqual(said(rowOf(answer, 'jane.doe')), { 'tag-not-active': '-1.98' });
    assert.deepEqual(said(rowOf(answer, undefined)), { 'tag-not-active': '1.98' });
  });

  it('keeps a discount where the usage is billed', () => {
    const cheaper = billOf([line(MONDAY, undefined, '6', '2')]);
    const answer = reconciled({ usage: [janes([MONDAY])], ...cheaper, activeSince: TUESDAY });
    assert.deepEqual(said(rowOf(answer, undefined)), {
      'untagged-or-direct': '3.3',
      'tag-not-active': '3.3',
      discount: '-0.6',
    });
  });
});

describe('what nobody can estimate', () => {
  it('is named as unpriced, and the estimate as at least', () => {
    const arns = modelArns(['eu-west-1'], 'anthropic.claude-nobody-9');
    const usage = used('jane', JANE, { [MONDAY]: { tokens: tokens(million) } }, arns);
    const bill = billOf([{ ...line(MONDAY, 'jane.doe', '7'), service: 'Claude Nobody 9 (Amazon Bedrock Edition)' }]);
    const row = rowOf(reconciled({ usage: [usage], ...bill }), 'jane.doe');
    assert.deepEqual(said(row), { 'unpriced-model': '7' });
    assert.deepEqual(row.estimate, { money: 0n, whole: false });
    const untold = rowOf(reconciled({ usage: [usage], bill: bill.bill, detail: [] }), 'jane.doe');
    assert.deepEqual(said(untold), { 'unpriced-model': '7' });
  });

  it('is named where it is no tokens at all, or a mere correction', () => {
    const bill = billOf([
      { ...line(MONDAY, 'jane.doe', '2', '100', 'EU-TitanImageGenerator-T2I-1024-Standard'), service: BEDROCK },
      line(MONDAY, 'jane.doe', '-0.5', '0'),
    ]);
    assert.deepEqual(said(rowOf(reconciled({ usage: [], ...bill }), 'jane.doe')), {
      'other-usage': '2',
      correction: '-0.5',
    });
  });

  it('is nobody’s where no profile is behind it', () => {
    const bill = billOf([{ ...line(MONDAY, undefined, '2', '1', 'EU-UnknownModel-input-tokens'), service: BEDROCK }]);
    assert.deepEqual(said(rowOf(reconciled({ usage: [], ...bill }), undefined)), { 'untagged-or-direct': '2' });
  });

  it('is left out of every row where tags may not be read', () => {
    const hidden = used('nobody', undefined, { [MONDAY]: { tokens: tokens(million) } });
    const answer = reconciled({ usage: [hidden], bill: [], detail: [] });
    assert.deepEqual([answer.rows, answer.unreadable], [[], ['nobody000000']]);
  });
});

describe('a bill that is not complete', () => {
  it('is short of what was used after the last complete day, and of what AWS may still change', () => {
    const usage = [janes([MONDAY, TUESDAY])];
    const bill = billOf([
      { ...line(MONDAY, 'jane.doe', '1.65', '0.5'), estimated: true },
      line(TUESDAY, 'jane.doe', '0.33', '0.1'),
    ]);
    const row = rowOf(reconciled({ usage, ...bill, lastCompleteDay: MONDAY }), 'jane.doe');
    assert.deepEqual(row.days.map(said), [{ 'bill-not-complete': '-1.65' }, { 'bill-not-complete': '-2.97' }]);
  });

  it('may be empty', () => {
    const answer = reconciled({ usage: [janes([MONDAY])], bill: [], detail: [], lastCompleteDay: '2026-11-01' });
    assert.deepEqual(said(answer.total), { 'bill-not-complete': '-3.3' });
    const over = reconciled({ usage: [janes([MONDAY])], bill: [], detail: [] });
    assert.deepEqual(said(over.total), { 'usage-not-on-the-bill': '-3.3' });
  });
});

describe('without usage types', () => {
  const usage = [
    janes([MONDAY]),
    used('tom', { MemberName: 'tom' }, { [MONDAY]: { tokens: tokens(million) } }, haikuArns),
  ];

  it('a discount is not explained, and said to be so', () => {
    const { bill } = billOf([line(MONDAY, 'jane.doe', '3')]);
    assert.deepEqual(said(rowOf(reconciled({ usage: [janes([MONDAY])], bill, detail: [] }), 'jane.doe')), {
      unexplained: '-0.3',
    });
  });

  it('what is on one side alone is reported', () => {
    const { bill } = billOf([line(MONDAY, 'ex.member', '3')]);
    assert.deepEqual(said(rowOf(reconciled({ usage: [], bill, detail: [] }), 'ex.member')), {
      'usage-not-in-cloudwatch': '3',
    });
  });

  it('late activation and nobody’s usage are still reported', () => {
    const { bill } = billOf([line(MONDAY, undefined, '9.9', '3')]);
    const answer = reconciled({ usage, bill, detail: [], activeSince: THURSDAY });
    assert.deepEqual(said(rowOf(answer, 'jane.doe')), { 'tag-not-active': '-3.3' });
    assert.deepEqual(said(rowOf(answer, undefined)), { 'tag-not-active': '4.4', 'untagged-or-direct': '5.5' });
  });

  it('of one service, the others are explained all the same', () => {
    const { bill, detail } = billOf([
      line(MONDAY, 'jane.doe', '3'),
      { ...line(MONDAY, 'tom', '1'), service: HAIKU_SERVICE },
    ]);
    const some = detail.filter(({ service }) => service !== HAIKU_SERVICE);
    const answer = reconciled({ usage, bill, detail: some });
    assert.deepEqual(said(rowOf(answer, 'jane.doe')), { discount: '-0.3' });
    assert.deepEqual(said(rowOf(answer, 'tom')), { unexplained: '-0.1' });
  });

  it('what the lines do not add up to on a complete day is not explained', () => {
    const { bill } = billOf([line(MONDAY, 'jane.doe', '4.3')]);
    const { detail } = billOf([line(MONDAY, 'jane.doe', '3.3')]);
    assert.deepEqual(said(rowOf(reconciled({ usage: [janes([MONDAY])], bill, detail }), 'jane.doe')), {
      unexplained: '1',
    });
  });
});

describe('a bill and its usage types that were asked for at two moments', () => {
  const ASKED = { lastCompleteDay: MONDAY };
  const asked = (bill: readonly ReturnType<typeof line>[], detail: readonly ReturnType<typeof line>[], more = {}) =>
    reconciled({
      usage: [janes([MONDAY, TUESDAY])],
      bill: billOf(bill).bill,
      detail: billOf(detail).detail,
      ...ASKED,
      ...more,
    });

  it('lack on the running day what had not reached the bill when it was asked for', () => {
    const answer = asked(
      [line(MONDAY, 'jane.doe', '3.3'), line(TUESDAY, 'jane.doe', '0.825')],
      [line(MONDAY, 'jane.doe', '3.3'), line(TUESDAY, 'jane.doe', '2.475', '0.75')],
    );
    assert.deepEqual(rowOf(answer, 'jane.doe').days.map(said), [{}, { 'bill-not-complete': '-2.475' }]);
  });

  it('name what reached the bill after its usage types were asked for', () => {
    const answer = asked([line(TUESDAY, 'jane.doe', '2.475')], [line(TUESDAY, 'jane.doe', '0.825', '0.25')]);
    assert.deepEqual(said(rowOf(answer, 'jane.doe').days.at(-1) ?? answer.total), { 'bill-not-complete': '-0.825' });
    const nothing = asked([line(TUESDAY, 'tom', '5')], []);
    assert.deepEqual(said(rowOf(nothing, 'tom')), { 'usage-not-in-cloudwatch': '5' });
    const later = asked([line(TUESDAY, 'tom', '5')], [line(MONDAY, 'jane.doe', '3.3')]);
    assert.deepEqual(said(rowOf(later, 'tom')), { 'bill-not-complete': '5' });
  });

  it('have no reason that is more than what there is on the bill', () => {
    const elsewhere = usageType('input').replace('EU-MP:EU', 'USE1-MP:USE1');
    const answer = asked(
      [line(TUESDAY, 'finn', '8')],
      [line(TUESDAY, 'finn', '14', '4', elsewhere), line(TUESDAY, 'finn', '2', '0.606060606')],
      { regions: ['eu-west-1'] },
    );
    assert.deepEqual(
      Object.entries(said(rowOf(answer, 'finn'))).map(([code, usd]) => [code, Number(usd).toFixed(6)]),
      [
        ['other-region', '7.000000'],
        ['usage-not-in-cloudwatch', '1.000000'],
        ['rounding', '0.000000'],
      ],
    );
  });

  it('leave out what was on the bill only later', () => {
    const answer = asked(
      [line(MONDAY, 'jane.doe', '3.3')],
      [line(MONDAY, 'jane.doe', '3.3'), line(TUESDAY, 'ben', '4')],
    );
    assert.deepEqual(
      answer.rows.map(({ label }) => label),
      ['jane.doe'],
    );
    assert.equal(answer.total.reasons.at(-1)?.usd, 0n);
  });

  it('do not hide that lines of a complete day are another bill’s', () => {
    const jane = line(MONDAY, 'jane.doe', '3.3');
    const answer = asked([jane], [jane, line(MONDAY, 'ben', '3.3')]);
    assert.deepEqual(said(rowOf(answer, 'ben')), { 'usage-not-in-cloudwatch': '3.3', unexplained: '-3.3' });
  });
});
