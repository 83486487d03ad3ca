/** What the page asks Cost Explorer, while the connection is changed under it. */

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { queryKey, type BillQuery } from '../../src/core/bill';
import { accountId, arn, region } from '../../src/core/ids';
import type { Snapshot } from '../../src/ledger/snapshot';
import { BillView } from '../../src/ui/page/billView';
import { CONNECTED, known } from '../unit/ui/snapshots';

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
function withBill(snapshot: Snapshot, query: BillQuery): Snapshot {
  const lines = SERVICES.map((service) => ({
    day: query.from,
    tag: 'jane.doe',
    service,
    cost: '1.00',
    estimated: false,
  }));
  const answers = { [queryKey(query)]: known({ query, lines, requests: 1 }) };
  return { ...snapshot, bill: { ...snapshot.bill, answers } };
}

/** A ledger that has the answer to the first question once it was asked, and then is `after`. */
function ledgerThatBecomes(after: Snapshot) {
  const asked: BillQuery[] = [];
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    asked,
    snapshot: CONNECTED,
    askBill(query: BillQuery): Promise<void> {
      asked.push(query);
      if (asked.length === 1) this.snapshot = withBill(after, query);
      return Promise.resolve();
    },
    askCostTags: nothing,
    askDaily: nothing,
    showBill: nothing,
    showDaily: nothing,
  };
}

describe('a comparison with the bill', () => {
  const view = (after: Snapshot) => {
    const ledger = ledgerThatBecomes(after);
    return { ledger, compare: () => new BillView(ledger).act({ type: 'askReconciliation' }) };
  };

  it('asks for the member’s bill, and then for each service on it', async () => {
    const { ledger, compare } = view(CONNECTED);
    await compare();
    assert.deepEqual(
      ledger.asked.map(({ grouping }) => ('service' in grouping ? grouping.service : grouping.by)),
      ['tag', ...SERVICES],
    );
  });

  it('asks nothing of a connection that nobody agreed to', async () => {
    for (const after of [OTHER_REGION, OTHER_ACCOUNT]) {
      const { ledger, compare } = view(after);
      await compare();
      assert.equal(ledger.asked.length, 1);
    }
  });

  it('asks on where only then it is known who is connected', async () => {
    const { ledger, compare } = view(CONNECTED);
    ledger.snapshot = { ...CONNECTED, caller: { loading: false } };
    await compare();
    assert.equal(ledger.asked.length, 1 + SERVICES.length);
  });
});

describe('the bill by linked account and tag', () => {
  it('is not asked for in a connection that came after the first question', async () => {
    for (const [after, asked] of [
      [CONNECTED, 2],
      [OTHER_ACCOUNT, 1],
    ] as const) {
      const ledger = ledgerThatBecomes(after);
      const bill = new BillView(ledger);
      await bill.act({ type: 'bill', grouping: 'account-tag:Team', month: bill.shown.month });
      await bill.act({ type: 'askBill' });
      assert.equal(ledger.asked.length, asked);
    }
  });
});
