/** What the usage page says of cost allocation tags, from each answer that AWS can give. */

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { COMMANDS } from '../../src/manifest';
import type { CostTag } from '../../src/core/billing/bill';
import { Problem, type ProblemCode } from '../../src/core/problem';
import type { PageCostTags } from '../../src/protocol/usagePage/state';
import type { CostTagState, RemoteValue, Snapshot } from '../../src/store/snapshot';
import { costTagsOf } from '../../src/features/costAllocationTags/pageModel';
import { tagStatesOf } from '../../src/features/costAllocationTags/tagStates';
import { payerMessage } from '../../src/features/costAllocationTags/messages';
import { known, NOW, withProfiles } from '../unit/features/snapshots';
import { owned } from '../unit/core/builders';

const CONTEXT = { now: NOW, locale: 'en-US' };
const snapshotWith = (costTags: RemoteValue<CostTagState>): Snapshot => {
  const snapshot = withProfiles([owned('jane', 'Core', 'jane.doe')]);
  return { ...snapshot, costTags };
};
const page = (costTags: RemoteValue<CostTagState>): PageCostTags => costTagsOf(snapshotWith(costTags), CONTEXT);
const tag = (key: string, status: CostTag['status'], changed?: string): CostTag => ({
  key,
  status,
  changed,
  lastUsed: undefined,
});
const denied = (payerOnly: boolean): RemoteValue<CostTagState> => ({
  loading: false,
  problem: new Problem('denied', { action: 'ce:ListCostAllocationTags', ...(payerOnly ? { payerOnly: true } : {}) }),
});

describe('cost allocation tags on the page', () => {
  it('say what asking costs before anything is asked', () => {
    const part = page({ loading: false });
    assert.equal(part.phase, 'ask');
    assert.match(part.price, /\$0\.01/);
    assert.deepEqual([part.keys, part.activationSteps, part.actions, part.problem], [[], [], [], undefined]);
    assert.equal(page({ loading: true }).phase, 'loading');
  });

  it('are told with their dates, and the steps of the one that is furthest behind', () => {
    const tags = [tag('Team', 'active', '2026-09-21T00:00:00Z'), tag('MemberName', 'inactive')];
    const part = page(known({ tags, backfills: undefined }));
    assert.deepEqual(part.keys, [
      {
        key: 'Team',
        status: 'active',
        sentence: 'Active since Sep 21, 2026. Cost data by this tag is available from Sep 22, 2026 at the latest.',
      },
      {
        key: 'MemberName',
        status: 'inactive',
        sentence: 'Cost data by this tag is not available: the payer account has to activate it.',
      },
    ]);
    assert.deepEqual(
      part.activationSteps.map(({ done }) => done),
      [true, true, false, false, false],
    );
    assert.match(part.activationSteps[1]?.step ?? '', /MemberName$/);
    assert.equal(part.activationSteps[4]?.date, 'to Nov 1, 2025 at the earliest');
    assert.deepEqual(part.actions, [{ id: COMMANDS.manageCostTags, label: 'Activate…' }]);
  });

  it('have the steps of the one that was activated last, where both are as far', () => {
    const long = tag('Team', 'active', '2026-09-22T00:00:00Z');
    const lately = tag('MemberName', 'active', '2026-11-16T00:00:00Z');
    for (const tags of [
      [long, lately],
      [lately, long],
    ]) {
      const { activationSteps } = page(known({ tags, backfills: [] }));
      assert.match(activationSteps[0]?.step ?? '', /with MemberName is used$/);
      assert.match(activationSteps[2]?.date ?? '', /^Nov 16, 2026/);
      assert.match(activationSteps[3]?.date ?? '', /^by Nov 17, 2026/);
    }
  });

  it('have the dates of an activation that has just been asked for', () => {
    const tags = [tag('Team', 'inactive'), tag('MemberName', 'inactive')];
    const part = page(known({ tags, backfills: [], activated: { Team: NOW, MemberName: NOW } }));
    assert.deepEqual(
      part.keys.map(({ status }) => status),
      ['activating', 'activating'],
    );
    assert.match(
      part.keys[0]?.sentence ?? '',
      /^Activated on Nov 20, 2026.* Activation takes up to 24 hours, until Nov 21, 2026/,
    );
    assert.match(part.activationSteps[3]?.date ?? '', /^by Nov 21, 2026.* at the latest$/);
    assert.match(part.activationSteps[0]?.step ?? '', /Team, MemberName/);
    assert.deepEqual(part.actions, [{ id: COMMANDS.manageCostTags, label: 'Manage Cost Allocation Tags…' }]);
  });

  it('are no failure in an account that does not pay, and end in a message to whoever does', () => {
    const part = page(denied(true));
    assert.deepEqual([part.phase, part.problem, part.activationSteps], ['ready', undefined, []]);
    assert.deepEqual(
      part.keys.map(({ status }) => status),
      ['unknown', 'unknown'],
    );
    assert.deepEqual(part.actions, [{ id: COMMANDS.manageCostTags, label: 'Message to Payer' }]);
    const snapshot = snapshotWith(denied(true));
    const states = tagStatesOf(snapshot, NOW);
    assert.ok(states);
    const message = payerMessage(snapshot, states, 'en-US');
    for (const part of [
      'account 111122223333',
      "'TagKey=Team,Status=Active' 'TagKey=MemberName,Status=Active'",
      'ce:UpdateCostAllocationTagsStatus',
      '--backfill-from 2025-11-01T00:00:00Z',
    ])
      assert.ok(message.includes(part), part);
  });

  it('say that a request whose answer was lost may be billed, and of no other', () => {
    const failed = (code: ProblemCode) => {
      const problem = new Problem(code, { action: 'ce:ListCostAllocationTags', endpoint: '' });
      return page({ loading: false, problem }).problem?.sentence ?? '';
    };
    for (const code of ['unreachable', 'server', 'broken-answer'] as const)
      assert.match(failed(code), /may have been billed if it reached AWS, so it wasn’t retried automatically\.$/);
    for (const code of ['throttled', 'denied', 'sso-expired'] as const) assert.doesNotMatch(failed(code), /billed/);
  });

  it('name the permission where it is one that an administrator of this account can give', () => {
    const part = page(denied(false));
    assert.equal(part.phase, 'failed');
    assert.match(part.problem?.sentence ?? '', /ce:ListCostAllocationTags/);
    assert.deepEqual(part.keys, []);
  });
});
