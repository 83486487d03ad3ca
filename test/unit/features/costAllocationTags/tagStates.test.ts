import assert from 'node:assert/strict';
import { queryKey, type BillAnswer, type BillQuery, type CostTag } from '../../../../src/core/billing/bill';
import { bundledPrices } from '../../../../src/core/prices/bundledPrices';
import { Problem } from '../../../../src/core/problem';
import type { DayTokens } from '../../../../src/core/reconciliation/types';
import { PriceCalculator } from '../../../../src/store/pricing';
import type { CostTagState, RemoteValue, Snapshot } from '../../../../src/store/snapshot';
import { tagStatesOf, keysToActivate, type TagKeyState } from '../../../../src/features/costAllocationTags/tagStates';
import { owned } from '../../core/builders';
import { known, NOW, team, tokens, withProfiles } from '../snapshots';

const HOUR = 3_600_000;
const jane = owned('jane', 'Core', 'jane.doe');

const tag = (key: string, status: CostTag['status'], changed?: string): CostTag => ({
  key,
  status,
  changed,
  lastUsed: undefined,
});
const asked = (state: Partial<CostTagState>, more: Partial<Snapshot> = {}): Snapshot =>
  withCostTags(known({ tags: [], backfills: undefined, ...state }), more);
function withCostTags(costTags: RemoteValue<CostTagState>, more: Partial<Snapshot> = {}): Snapshot {
  const snapshot = withProfiles([jane], more);
  return { ...snapshot, costTags };
}
const states = (snapshot: Snapshot, now = NOW): readonly TagKeyState[] => tagStatesOf(snapshot, now)?.keys ?? [];
const short = ({ key, status, notListed, activatedAt }: TagKeyState): string =>
  [key, status, ...(notListed ? ['missing'] : []), ...(activatedAt === undefined ? [] : ['activating'])].join(' ');

describe('the owner’s tags on their way to the bill', () => {
  it('are not known before anybody asked, nor after a failure', () => {
    assert.equal(tagStatesOf(withProfiles([jane]), NOW), undefined);
    const failed = withCostTags({
      loading: false,
      problem: new Problem('denied', { action: 'ce:ListCostAllocationTags' }),
    });
    assert.equal(tagStatesOf(failed, NOW), undefined);
  });

  it('are as the paying account lists them, and those that it does not list wait for their first use', () => {
    const snapshot = asked({ tags: [tag('Team', 'active', '2026-09-21T00:00:00Z')] });
    assert.deepEqual(states(snapshot).map(short), ['Team active', 'MemberName inactive missing']);
    assert.deepEqual(keysToActivate(states(snapshot)), ['MemberName']);
    const used = asked({}, { everyone: team([[jane, 5]]) });
    const listed = states(used)[0]?.activation.steps.find(({ step }) => step === 'listed');
    assert.equal(listed?.at, NOW + 24 * HOUR);
  });

  it('are one where both keys are the same', () => {
    const snapshot = asked({ tags: [tag('Owner', 'inactive')] });
    const same = { ...snapshot, ownership: { ...snapshot.ownership, keys: { team: 'Owner', member: 'Owner' } } };
    assert.deepEqual(states(same).map(short), ['Owner inactive']);
  });

  it('are being activated for a day after we did, although AWS shows them as inactive', () => {
    const snapshot = asked({
      tags: [tag('Team', 'inactive'), tag('MemberName', 'inactive')],
      activated: { Team: NOW },
    });
    const [first] = states(snapshot, NOW + HOUR);
    assert.deepEqual(states(snapshot, NOW + HOUR).map(short), ['Team inactive activating', 'MemberName inactive']);
    assert.deepEqual(keysToActivate(states(snapshot, NOW + HOUR)), ['MemberName']);
    const bill = first?.activation.steps.find(({ step }) => step === 'on-the-bill');
    assert.deepEqual([bill?.done, bill?.at], [false, NOW + 24 * HOUR]);
    // What came to nothing is offered again.
    assert.deepEqual(keysToActivate(states(snapshot, NOW + 49 * HOUR)), ['Team', 'MemberName']);
  });

  it('are active once AWS shows them so, whatever we did', () => {
    const snapshot = asked({ tags: [tag('Team', 'active', '2026-11-20')], activated: { Team: NOW } });
    assert.deepEqual(states(snapshot).map(short), ['Team active', 'MemberName inactive missing']);
  });
});

describe('the owner’s tags, seen from an account that does not pay', () => {
  const denied = new Problem('denied', { action: 'ce:ListCostAllocationTags', payerOnly: true });
  const query = (key: string): BillQuery => ({
    grouping: { by: 'tag', key },
    granularity: 'day',
    from: '2026-11-01',
    to: '2026-12-01',
  });
  const service = 'Claude Sonnet 4.5 (Amazon Bedrock Edition)';
  const day = '2026-11-10';
  const answer = (key: string, label: string | undefined): BillAnswer => ({
    query: query(key),
    lines: [{ day, tag: label, service, cost: '12.5', estimated: false }],
    requests: 1,
  });
  const used: DayTokens = { tokens: tokens(1000) };
  function member(answers: readonly BillAnswer[], daily: Readonly<Record<string, DayTokens>> | undefined): Snapshot {
    const snapshot = withCostTags(
      { loading: false, problem: denied },
      { pricing: new PriceCalculator({ overrides: {}, priceLists: [], bundled: bundledPrices() }) },
    );
    const byProfile = daily === undefined ? {} : { [jane.id]: daily };
    return {
      ...snapshot,
      bills: Object.fromEntries(answers.map((each) => [queryKey(each.query), known(each)])),
      dailyUsage: { '2026-11': known({ byProfile, partial: [] }) },
    };
  }

  it('are not known while the bill was not asked for', () => {
    const snapshot = member([], undefined);
    assert.equal(tagStatesOf(snapshot, NOW)?.isMemberAccount, true);
    assert.deepEqual(states(snapshot).map(short), ['Team unknown', 'MemberName unknown']);
    assert.deepEqual(keysToActivate(states(snapshot)), []);
  });

  it('are active where the bill has a value', () => {
    const snapshot = member([answer('MemberName', 'jane.doe')], undefined);
    assert.deepEqual(states(snapshot).map(short), ['Team unknown', 'MemberName active']);
    assert.equal(states(snapshot)[1]?.onBill?.since, day);
  });

  it('are not active where profiles with them were used and all of it is untagged', () => {
    const snapshot = member([answer('MemberName', undefined)], { [day]: used });
    const seen = states(snapshot)[1]?.onBill;
    assert.equal(seen?.status, 'inactive');
    assert.deepEqual(seen.request?.days, [day]);
    assert.ok(seen.request.tagged > 0n);
  });

  it('are not known where nothing with them was used', () => {
    const snapshot = member([answer('MemberName', undefined)], {});
    assert.deepEqual(states(snapshot).map(short), ['Team unknown', 'MemberName unknown']);
  });
});
