import assert from 'node:assert/strict';
import type { Backfill, BillAnswer, CostTag } from '../../../../src/core/billing/bill';
import {
  backfillChoice,
  tagActivityOnBill,
  tagActivation,
  type TagActivationInput,
  type ActivationStep,
} from '../../../../src/core/billing/costAllocationTags';
import { fromDecimal, NO_MONEY, toDecimal } from '../../../../src/core/money';

const at = (text: string): number => Date.parse(text);
const NOW = at('2026-11-20T15:00:00Z');
const tag = (status: CostTag['status'], changed?: string): CostTag => ({
  key: 'MemberName',
  status,
  changed,
  lastUsed: undefined,
});
const input = (more: Partial<TagActivationInput>): TagActivationInput => ({
  firstUse: undefined,
  tag: 'unknown',
  backfills: [],
  now: NOW,
  ...more,
});
const short = ({ step, done, at: time, latest }: ActivationStep): string =>
  `${done ? '✓' : '·'} ${step}${time === undefined ? '' : `${latest ? ' by' : ''} ${new Date(time).toISOString().slice(0, 16)}`}`;

describe('the way of a tag to the bill', () => {
  it('begins with its first use, and is listed a day later', () => {
    assert.deepEqual(tagActivation(input({})).steps.map(short), [
      '· first-use',
      '· listed',
      '· activated',
      '· on-the-bill',
      '· backfill',
    ]);
    const used = tagActivation(input({ firstUse: at('2026-11-20T09:00:00Z'), tag: 'missing' }));
    assert.deepEqual(used.steps.slice(0, 3).map(short), [
      '✓ first-use 2026-11-20T09:00',
      '· listed by 2026-11-21T09:00',
      '· activated',
    ]);
  });

  it('waits for the payer, and then at most a day', () => {
    assert.deepEqual(tagActivation(input({ tag: tag('inactive', '2026-11-02T10:00:00Z') })).steps.map(short), [
      '✓ first-use',
      '✓ listed',
      '· activated',
      '· on-the-bill',
      '· backfill',
    ]);
    const asked = tagActivation(input({ tag: tag('active', '2026-11-20T10:00:00Z') }));
    assert.deepEqual(asked.steps.slice(2).map(short), [
      '✓ activated 2026-11-20T10:00',
      '· on-the-bill by 2026-11-21T10:00',
      '· backfill',
    ]);
    assert.equal(asked.wholeFrom, '2026-11-22');
  });

  it('ends on the bill, from the first whole day on', () => {
    const done = tagActivation(input({ tag: tag('active', '2026-11-12') }));
    assert.equal(done.steps.map(short)[3], '✓ on-the-bill by 2026-11-13T00:00');
    assert.equal(done.wholeFrom, '2026-11-13');
    const undated = tagActivation(input({ tag: tag('active') }));
    assert.deepEqual([undated.steps[3]?.done, undated.wholeFrom], [true, undefined]);
  });

  it('fills in the past at most twelve months back, from the first of a month, once a day', () => {
    const backfill = (more: Partial<Backfill>): Backfill => ({
      from: '2026-01-01',
      requestedAt: '2026-11-20T10:00:00Z',
      completedAt: undefined,
      status: 'processing',
      ...more,
    });
    assert.deepEqual(backfillChoice([], NOW), { earliest: '2025-11-01', notBefore: undefined, running: undefined });
    const running = backfillChoice([backfill({})], NOW);
    assert.equal(running.notBefore, at('2026-11-21T10:00:00Z'));
    assert.equal(running.running?.from, '2026-01-01');
    const old = [
      backfill({ requestedAt: '2026-11-18T10:00:00Z', completedAt: '2026-11-19T09:00:00Z', status: 'succeeded' }),
    ];
    assert.deepEqual(backfillChoice(old, NOW), { earliest: '2025-11-01', notBefore: undefined, running: undefined });
    const rung = (changed: string): string | undefined =>
      tagActivation(input({ tag: tag('active', changed), backfills: old })).steps.map(short)[4];
    assert.equal(rung('2026-11-12'), '✓ backfill 2026-11-19T09:00');
    assert.equal(rung('2026-11-19T12:00:00Z'), '· backfill');
  });

  it('survives dates that are none', () => {
    const odd = tagActivation(input({ tag: tag('active', 'soon') }));
    assert.deepEqual([odd.wholeFrom, odd.steps[3]?.done], [undefined, true]);
  });
});

describe('a tag that nobody may ask about', () => {
  const answer = (lines: readonly (readonly [day: string, tag: string | undefined, cost: string])[]): BillAnswer => ({
    query: { from: '2026-11-16', to: '2026-11-21', granularity: 'day', grouping: { by: 'tag', key: 'MemberName' } },
    lines: lines.map(([day, value, cost]) => ({ day, tag: value, service: 'Amazon Bedrock', cost, estimated: false })),
    requests: 1,
  });
  const estimates = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'].map((day) => ({
    day,
    money: fromDecimal('3') ?? NO_MONEY,
  }));

  it('is inactive where all is untagged although it was used', () => {
    const seen = tagActivityOnBill(
      answer([
        ['2026-11-16', undefined, '5'],
        ['2026-11-17', undefined, '4'],
        ['2026-11-19', undefined, '4'],
      ]),
      estimates,
      '2026-11-18',
    );
    assert.equal(seen.status, 'inactive');
    assert.deepEqual(seen.request?.days, ['2026-11-16', '2026-11-17']);
    assert.deepEqual([seen.request.untagged, seen.request.tagged].map(toDecimal), ['9', '6']);
  });

  it('is active since its first label', () => {
    const seen = tagActivityOnBill(
      answer([
        ['2026-11-16', undefined, '5'],
        ['2026-11-17', 'jane.doe', '4'],
        ['2026-11-18', 'jane.doe', '4'],
      ]),
      estimates,
      '2026-11-18',
    );
    assert.deepEqual(seen, { status: 'active', since: '2026-11-17', request: undefined });
  });

  it('is unknown where nothing tagged was used, billed or complete', () => {
    const untagged = answer([['2026-11-16', undefined, '5']]);
    assert.equal(tagActivityOnBill(untagged, [], '2026-11-18').status, 'unknown');
    assert.equal(tagActivityOnBill(answer([]), estimates, '2026-11-18').status, 'unknown');
    assert.equal(tagActivityOnBill(untagged, estimates, '2026-11-15').status, 'unknown');
  });
});
