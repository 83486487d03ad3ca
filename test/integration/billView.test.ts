/** What the page asks Cost Explorer, while the connection is changed under it. */

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { newDataAt, queryKey, type BillQuery } from '../../src/core/billing/bill';
import { accountId, arn, region } from '../../src/core/ids';
import { Problem } from '../../src/core/problem';
import type { Age } from '../../src/store/part';
import type { Snapshot } from '../../src/store/snapshot';
import { billOf } from '../../src/features/billing/pageModel';
import { BillController } from '../../src/features/billing/billController';
import { memberQuery, monthOf } from '../../src/store/billQueries';
import { CONNECTED, known } from '../unit/features/snapshots';

const SERVICES = ['Amazon Bedrock', 'Claude Sonnet 4.5 (Amazon Bedrock Edition)'];
const OTHER_REGION: Snapshot = {
  ...CONNECTED,
  choice: { awsProfile: 'dev', region: region('us-west-2'), endpoint: '' },
};
const OTHER_ACCOUNT: Snapshot = {
  ...CONNECTED,
  caller: known({
    account: accountId('210987654321'),
    arn: arn('arn:aws:sts::210987654321:assumed-role/Dev/jane.doe'),
    userId: 'y',
  }),
};

/** The member's bill of `month` is known in it. */
function withBill(snapshot: Snapshot, query: BillQuery, asOf = Date.now()): Snapshot {
  const lines = SERVICES.map((service) => ({
    day: query.from,
    tag: 'jane.doe',
    service,
    cost: '1.00',
    estimated: false,
  }));
  const answer = { ...snapshot.bills[queryKey(query)], ...known({ query, lines, requests: 1 }), asOf };
  return { ...snapshot, bills: { [queryKey(query)]: answer } };
}

/** Asking for the bill fails in it. */
function withProblem(snapshot: Snapshot): Snapshot {
  const key = queryKey(memberQuery(monthOf(Date.now()), snapshot));
  const failed = { loading: false, problem: new Problem('throttled') };
  return { ...snapshot, bills: { [key]: failed } };
}

/** A store that has the answer to the first question once it was asked, and then is `after`. */
function ledgerThatBecomes(after: Snapshot) {
  const asked: BillQuery[] = [];
  const ages: Age[] = [];
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    asked,
    ages,
    snapshot: CONNECTED,
    requestBill(query: BillQuery, _by?: string, age: Age = newDataAt): Promise<void> {
      asked.push(query);
      ages.push(age);
      if (asked.length === 1) this.snapshot = withBill(after, query);
      return Promise.resolve();
    },
    requestCostTags: nothing,
    refresh: () => Promise.resolve(true),
    track: nothing,
  };
}

describe('a comparison with the bill', () => {
  const view = (after: Snapshot) => {
    const store = ledgerThatBecomes(after);
    return { store, compare: () => new BillController(store).act({ type: 'loadReconciliation' }) };
  };

  it('asks for the member’s bill, and then for each service on it', async () => {
    const { store, compare } = view(CONNECTED);
    await compare();
    assert.deepEqual(
      store.asked.map(({ grouping }) => ('service' in grouping ? grouping.service : grouping.by)),
      ['tag', ...SERVICES],
    );
  });

  it('asks again for a bill that was looked at before, so that all answers are of one moment', async () => {
    const { store, compare } = view(CONNECTED);
    const before = Date.now() - 20 * 60_000;
    const query = memberQuery(monthOf(Date.now()), CONNECTED);
    store.snapshot = withBill(CONNECTED, query, before);
    await compare();
    assert.deepEqual(store.asked[0], query);
    assert.equal(store.ages.length, 1 + SERVICES.length);
    for (const age of store.ages) assert.ok(typeof age === 'function' && age(before) <= Date.now());
  });

  it('does not pay for usage types beside a bill that could not be had', async () => {
    const { store, compare } = view(withProblem(CONNECTED));
    await compare();
    assert.equal(store.asked.length, 1);
  });

  it('asks nothing of a connection that nobody agreed to', async () => {
    for (const after of [OTHER_REGION, OTHER_ACCOUNT]) {
      const { store, compare } = view(after);
      await compare();
      assert.equal(store.asked.length, 1);
    }
  });

  it('asks on where only then it is known who is connected', async () => {
    const { store, compare } = view(CONNECTED);
    store.snapshot = { ...CONNECTED, caller: { loading: false } };
    await compare();
    assert.equal(store.asked.length, 1 + SERVICES.length);
  });
});

describe('the bill', () => {
  it('says whose it is, in what is exported, too', () => {
    const context = { grouping: '', month: monthOf(Date.now()), now: Date.now(), locale: 'en-US' };
    assert.equal(billOf(OTHER_ACCOUNT, context).source, 'AWS Cost Explorer · account 210987654321');
    assert.match(
      billOf({ ...CONNECTED, sample: true }, context).source ?? '',
      /^Simulated AWS Cost Explorer · account /,
    );
  });
});

describe('the bill by linked account and tag', () => {
  it('is not asked for in a connection that came after the first question', async () => {
    for (const [after, asked] of [
      [CONNECTED, 2],
      [OTHER_ACCOUNT, 1],
    ] as const) {
      const store = ledgerThatBecomes(after);
      const bill = new BillController(store);
      await bill.act({ type: 'bill', grouping: 'account-tag:Team', month: bill.shownChoice.month });
      await bill.act({ type: 'loadBill' });
      assert.equal(store.asked.length, asked);
    }
  });
});
