/** Cost allocation tags: on the bill from their activation on, and never of their own accord before. */

import { ListInferenceProfilesCommand, TagResourceCommand } from '@aws-sdk/client-bedrock';
import {
  ListCostAllocationTagBackfillHistoryCommand,
  ListCostAllocationTagsCommand,
  StartCostAllocationTagBackfillCommand,
  UpdateCostAllocationTagsStatusCommand,
  type CostExplorerClient,
} from '@aws-sdk/client-cost-explorer';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index';
import { accountOf, ask, byTag, costExplorer, costOf, DAY, SONNET_46, speak, type Told } from './billingHelpers';
import { clients, FRIDAY, HOUR, refusedAs } from './helpers';

const TAGS = { Team: 'platform', MemberName: 'jane.doe' };
const BUSY = { name: 'busy', source: SONNET_46, tags: TAGS, use: { rhythm: 'lively' as const } };
/** A busy profile of Jane's, for a month. */
const JANES = accountOf([BUSY]);
const MONTH = { Start: '2026-10-25', End: '2026-11-26' };

describe('Cost allocation tags', () => {
  let simulator: Simulator | undefined;
  const start = async (options: SimulatorOptions): Promise<Simulator> => {
    simulator = await startSimulator({ time: FRIDAY, scenario: JANES, ...options });
    return simulator;
  };
  afterEach(() => simulator?.close());
  const byTeam = (client: CostExplorerClient, Key = 'Team'): Promise<Told[]> =>
    ask(client, { TimePeriod: MONTH, GroupBy: [byTag(Key)] });
  /** The days on which a value has costs. */
  const daysOf = (rows: readonly Told[], key: string): string[] =>
    rows.filter(({ keys, cost }) => keys[0] === key && cost > 0n).map((row) => row.start);
  const activate = (client: CostExplorerClient, ...keys: string[]) =>
    client.send(
      new UpdateCostAllocationTagsStatusCommand({
        CostAllocationTagsStatus: keys.map((TagKey) => ({ TagKey, Status: 'Active' })),
      }),
    );
  const statusOf = async (client: CostExplorerClient, key: string): Promise<string | undefined> => {
    const { CostAllocationTags = [] } = await client.send(new ListCostAllocationTagsCommand({ TagKeys: [key] }));
    return CostAllocationTags[0]?.Status;
  };
  const backfill = (client: CostExplorerClient, BackfillFrom: string) =>
    client.send(new StartCostAllocationTagBackfillCommand({ BackfillFrom }));
  const janes = async (running: Simulator): Promise<string> => {
    const command = new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' });
    const { inferenceProfileSummaries: [profile] = [] } = await clients(running).bedrock.send(command);
    return profile?.inferenceProfileArn ?? '';
  };

  it('are on the bill from the day of their activation on', async () => {
    const running = await start({ billing: { activation: { Team: { daysAgo: 10 }, MemberName: 'never' } } });
    const rows = await byTeam(costExplorer(running));
    assert.equal(daysOf(rows, 'Team$').at(-1), '2026-11-09');
    assert.equal(daysOf(rows, 'Team$platform')[0], '2026-11-10');
    const members = await byTeam(costExplorer(running), 'MemberName');
    assert.deepEqual([...new Set(members.map(({ keys }) => keys[0]))], ['MemberName$']);
    assert.equal(costOf(members), costOf(rows));
  });

  it('are active a day after they were activated, and change a day in the middle of it', async () => {
    const running = await start({});
    const client = costExplorer(running);
    assert.equal(await statusOf(client, 'Team'), 'Inactive');
    assert.deepEqual((await activate(client, 'Team', 'Colour')).Errors, [
      { TagKey: 'Colour', Code: 'TagKeysNotFoundException', Message: 'Tag keys not found: Colour' },
    ]);
    running.advance(DAY - HOUR);
    assert.equal(await statusOf(client, 'Team'), 'Inactive');
    running.advance(HOUR);
    assert.equal(await statusOf(client, 'Team'), 'Active');
    running.advance(3 * DAY);
    const rows = await byTeam(client);
    // Active from 20:00 on the 21st: that day has both.
    assert.equal(daysOf(rows, 'Team$').at(-1), '2026-11-21');
    assert.equal(daysOf(rows, 'Team$platform')[0], '2026-11-21');
    assert.equal(costOf(rows), costOf(await ask(client, { TimePeriod: MONTH })));
  });

  it('are filled in for the past when a backfill is complete, no sooner', async () => {
    const running = await start({ billing: { activation: { Team: { daysAgo: 5 } } } });
    const client = costExplorer(running);
    const { BackfillRequest } = await backfill(client, '2026-11-01T00:00:00Z');
    assert.equal(BackfillRequest?.BackfillStatus, 'PROCESSING');
    running.advance(DAY - HOUR);
    assert.equal(daysOf(await byTeam(client), 'Team$platform')[0], '2026-11-15');
    running.advance(HOUR);
    const rows = await byTeam(client);
    assert.equal(daysOf(rows, 'Team$').at(-1), '2026-10-31');
    assert.equal(daysOf(rows, 'Team$platform')[0], '2026-11-01');
    const { BackfillRequests: [completed] = [] } = await client.send(
      new ListCostAllocationTagBackfillHistoryCommand({}),
    );
    assert.equal(completed?.BackfillStatus, 'SUCCEEDED');
    assert.equal(completed.CompletedAt, '2026-11-21T20:00:00Z');
  });

  it('are filled in from the first of a month, twelve months back, once a day', async () => {
    const running = await start({});
    const client = costExplorer(running);
    for (const from of ['2026-11-02T00:00:00Z', '2025-10-01T00:00:00Z', '2026-12-01T00:00:00Z', '2026-11-01']) {
      await refusedAs(backfill(client, from), 'ValidationException', 400);
    }
    await backfill(client, '2025-11-01T00:00:00Z');
    running.advance(DAY - HOUR);
    await refusedAs(backfill(client, '2026-11-01T00:00:00Z'), 'BackfillLimitExceededException', 400);
    running.advance(HOUR);
    await backfill(client, '2026-11-01T00:00:00Z');
  });

  it('are the profile’s tags at the time of the usage', async () => {
    const running = await start({ billing: { activation: { Team: { daysAgo: 20 } } } });
    const resourceARN = await janes(running);
    const tags = [{ key: 'Team', value: 'payments' }];
    await clients(running).bedrock.send(new TagResourceCommand({ resourceARN, tags }));
    running.advance(3 * DAY);
    const rows = await byTeam(costExplorer(running));
    assert.equal(daysOf(rows, 'Team$platform').at(-1), '2026-11-20');
    assert.equal(daysOf(rows, 'Team$payments')[0], '2026-11-20');
  });

  it('are listed a day after their first use', async () => {
    const running = await start({});
    const client = costExplorer(running);
    const resourceARN = await janes(running);
    const tags = [{ key: 'Colour', value: 'red' }];
    await clients(running).bedrock.send(new TagResourceCommand({ resourceARN, tags }));
    running.advance(DAY - HOUR);
    assert.equal(await statusOf(client, 'Colour'), undefined);
    running.advance(HOUR);
    assert.equal(await statusOf(client, 'Colour'), 'Inactive');
  });

  it('are listed by status and type, page by page', async () => {
    const client = costExplorer(await start({ scenario: 'company' }));
    const list = async (input: object) => {
      const answer = await client.send(new ListCostAllocationTagsCommand(input));
      return { keys: answer.CostAllocationTags?.map(({ TagKey }) => TagKey), next: answer.NextToken };
    };
    assert.deepEqual((await list({ Status: 'Active' })).keys, ['MemberName', 'Team']);
    assert.deepEqual((await list({ Type: 'AWSGenerated' })).keys, ['aws:createdBy']);
    const { keys = [] } = await list({});
    const first = await list({ MaxResults: 4 });
    const second = await list({ MaxResults: 100, NextToken: first.next });
    assert.deepEqual([...(first.keys ?? []), ...(second.keys ?? [])], keys);
    assert.ok(keys.includes('CostCenter') && keys.includes('iamPrincipal/Team'));
  });

  it('can be changed twenty at a time', async () => {
    const client = costExplorer(await start({}));
    const keys = Array.from({ length: 21 }, (_, index) => `Key${index}`);
    await refusedAs(activate(client, ...keys), 'ValidationException', 400);
    assert.equal((await activate(client, ...keys.slice(1))).Errors?.length, 20);
  });

  it('are the payer’s alone', async () => {
    const billing = { member: true, linkedAccounts: ['444455556666'], activation: { Team: { daysAgo: 30 } } };
    const client = costExplorer(await start({ billing }));
    const refusals = [
      client.send(new ListCostAllocationTagsCommand({})),
      activate(client, 'Team'),
      backfill(client, '2026-11-01T00:00:00Z'),
      client.send(new ListCostAllocationTagBackfillHistoryCommand({})),
    ];
    for (const refused of refusals) {
      const error = await refusedAs(refused, 'AccessDeniedException', 400);
      assert.equal(error.message, "Linked account doesn't have access to cost allocation tags.");
    }
    // A member sees its own bill, with the tags that the payer has activated.
    assert.ok(daysOf(await byTeam(client), 'Team$platform').length > 0);
    const accounts = await ask(client, { GroupBy: [{ Type: 'DIMENSION', Key: 'LINKED_ACCOUNT' }] });
    assert.deepEqual(new Set(accounts.flatMap(({ keys }) => keys)), new Set(['111122223333']));
  });

  it('of callers need no profile', async () => {
    const running = await start({
      scenario: accountOf([{ ...BUSY, use: { scale: 0.1 } }]),
      billing: { iamPrincipals: true },
    });
    await speak(running, SONNET_46);
    running.advance(2 * DAY);
    const Filter = { Dimensions: { Key: 'REGION' as const, Values: ['us-east-1'] } };
    const rows = await ask(costExplorer(running), {
      Filter,
      GroupBy: [byTag('iamPrincipal/MemberName'), byTag('Team')],
    });
    assert.deepEqual([...new Set(rows.map(({ keys }) => keys.join(' ')))], ['iamPrincipal/MemberName$jane.doe Team$']);
    const sums = running.billed({ from: '2026-11-20', to: '2026-11-21', by: ['source', 'principal'] });
    const { arn } = running.caller;
    assert.ok(sums.some(({ keys }) => keys[0] === SONNET_46 && keys[1] === arn));
  });
});
