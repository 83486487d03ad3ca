/** The bill, as Cost Explorer tells it to the extension's own client. */

import assert from 'node:assert/strict';
import { isBedrockService, type BillGrouping, type BillLine, type BillQuery } from '../../../src/core/billing/bill';
import type { AwsApi } from '../../../src/core/awsApi';
import { add, fromDecimal, NO_MONEY, toDecimal } from '../../../src/core/money';
import type { BilledQuery } from '../../../src/simulator/billing/billedSums';
import type { Simulator } from '../../../src/simulator/index';
import { IMPATIENT, problemIn, wanted } from './connect';
import { always, TROUBLES, withAnswers, withCloud } from './trouble';

/** All of these days have been billed by the Friday that the tests live on. */
const DAYS = { from: '2026-11-01', to: '2026-11-18' };
const SONNET = 'Claude Sonnet 4.5 (Amazon Bedrock Edition)';
const HAIKU = 'Claude Haiku 4.5 (Amazon Bedrock Edition)';
const query = (grouping: BillGrouping, granularity: BillQuery['granularity'] = 'month'): BillQuery => ({
  ...DAYS,
  grouping,
  granularity,
});
const byTeam = query({ by: 'tag', key: 'Team' });

/** Sums by whatever a line is named by, as the simulator's books write them; nothing that is zero. */
function sums<Line extends BillLine>(
  lines: readonly Line[],
  name: (line: Line) => readonly (string | undefined)[],
): object {
  const found = new Map<string, ReturnType<typeof add>>();
  for (const line of lines) {
    const key = name(line)
      .map((part) => part ?? '')
      .join(' | ');
    found.set(key, add(found.get(key) ?? NO_MONEY, fromDecimal(line.cost) ?? NO_MONEY));
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, sum]) => [key, toDecimal(sum)]));
}

/** What the simulator's books have of Bedrock's usage, written as `sums` writes it. */
function books(simulator: Simulator, by: readonly string[], more: Partial<BilledQuery> = {}): object {
  const rows = simulator.billed({
    ...DAYS,
    ...more,
    by: [...by, 'service'],
    only: { recordType: 'Usage', ...more.only },
  });
  const spent = rows
    .map(({ keys, usd }) => ({ keys, day: '', cost: usd, estimated: false }))
    .filter(({ keys, cost }) => isBedrockService(keys.at(-1) ?? '') && fromDecimal(cost) !== 0n);
  return sums(spent, ({ keys }) => keys.slice(0, -1));
}

describe('The bill', function () {
  this.timeout(120_000);

  it('by a tag has every team’s cost of every service of Bedrock’s, to the last digit', () =>
    withCloud({ billing: { otherServices: true } }, async (aws, simulator) => {
      const { lines, requests } = await aws.billing.bill(byTeam, wanted());
      assert.ok(lines.length > 10);
      assert.deepEqual(
        sums(lines, ({ tag, service }) => [tag, service]),
        books(simulator, ['tag:Team', 'service']),
      );
      assert.ok(lines.some(({ tag }) => tag === undefined));
      assert.ok(lines.every(({ day }) => day === '2026-11-01'));
      assert.equal(requests, 1);
    }));

  it('by day has a line for each day, and marks what may still change', () =>
    withCloud({}, async (aws, simulator) => {
      const grouping = { by: 'tag', key: 'Team' } as const;
      const asked = { from: '2026-11-16', to: '2026-11-21', grouping, granularity: 'day' } as const;
      const { lines } = await aws.billing.bill(asked, wanted());
      const complete = lines.filter(({ estimated }) => !estimated);
      assert.deepEqual([...new Set(complete.map(({ day }) => day))], ['2026-11-16', '2026-11-17', '2026-11-18']);
      assert.ok(lines.some(({ estimated }) => estimated));
      assert.deepEqual(
        sums(complete, ({ day }) => [day]),
        books(simulator, ['day'], { from: '2026-11-16', to: '2026-11-19' }),
      );
    }));

  it('reads all pages, each of which is paid for', () =>
    withCloud({ billing: { pageSize: 7 } }, async (aws, simulator) => {
      const { lines, requests } = await aws.billing.bill(byTeam, wanted());
      assert.ok(requests > 2);
      assert.equal(requests, simulator.calls.billedCostExplorer);
      assert.deepEqual(
        sums(lines, ({ tag }) => [tag]),
        books(simulator, ['tag:Team']),
      );
    }));

  it('by account, and by account and tag for services that are known', () =>
    withCloud({ billing: { linkedAccounts: ['222233334444', '333344445555'] } }, async (aws, simulator) => {
      const accounts = await aws.billing.bill(query({ by: 'account' }), wanted());
      assert.deepEqual(
        sums(accounts.lines, ({ account, service }) => [account, service]),
        books(simulator, ['account', 'service']),
      );
      assert.ok(accounts.lines.every((line) => !('tag' in line)));
      const grouping = { by: 'account-tag', key: 'Team', services: [HAIKU] } as const;
      const teams = await aws.billing.bill(query(grouping), wanted());
      assert.deepEqual(
        sums(teams.lines, ({ account, tag }) => [account, tag]),
        books(simulator, ['account', 'tag:Team'], { only: { service: HAIKU } }),
      );
      assert.ok(new Set(teams.lines.map(({ account }) => account)).size > 1);
    }));

  it('by account and tag of no service asks nothing', () =>
    withCloud({}, async (aws, simulator) => {
      const grouping = { by: 'account-tag', key: 'Team', services: [] } as const;
      const answer = await aws.billing.bill(query(grouping), wanted());
      assert.deepEqual({ ...answer, query: undefined }, { query: undefined, lines: [], requests: 0 });
      assert.equal(simulator.calls.all.length, 0);
    }));

  it('by usage type tells quantities, which with the cost give the price that was paid', () =>
    withCloud({}, async (aws, simulator) => {
      const grouping = { by: 'usage-types', key: 'Team', service: SONNET } as const;
      const { lines } = await aws.billing.bill(query(grouping), wanted());
      const only = { recordType: 'Usage', service: SONNET };
      const billed = simulator.billed({ ...DAYS, by: ['tag:Team', 'usageType'], only });
      assert.ok(billed.length > 5);
      assert.deepEqual(
        Object.fromEntries(
          lines.map(({ tag = '', usageType, quantity, service }) => [
            `${tag} | ${usageType} ${service}`,
            Number(quantity),
          ]),
        ),
        Object.fromEntries(
          billed.map(({ keys: [tag, type], quantity }) => [`${tag} | ${type} ${SONNET}`, Number(quantity)]),
        ),
      );
    }));

  it('by what AWS derives from who called', () =>
    withCloud({ billing: { iamPrincipals: true } }, async (aws, simulator) => {
      const { lines } = await aws.billing.bill(query({ by: 'tag', key: 'iamPrincipal/Team' }), wanted());
      assert.deepEqual(
        sums(lines, ({ tag }) => [tag]),
        books(simulator, ['tag:iamPrincipal/Team']),
      );
      assert.ok(lines.some(({ tag }) => tag !== undefined));
    }));

  it('is asked in Cost Explorer’s own Region, wherever the profiles are', () =>
    withCloud({ region: 'eu-west-1' }, async (aws, simulator) => {
      await aws.billing.bill(byTeam, wanted());
      assert.deepEqual(
        simulator.calls.all.map(({ operation, region }) => [operation, region]),
        [['GetCostAndUsage', 'us-east-1']],
      );
    }));

  it('is not offered to accounts of GovCloud, and nothing is sent', () =>
    withCloud({ region: 'us-gov-west-1' }, async (aws, simulator) => {
      const { detail } = await problemIn(aws.billing.bill(byTeam, wanted()), 'not-offered');
      assert.deepEqual(detail, { action: 'ce:GetCostAndUsage', region: 'us-gov-west-1' });
      await problemIn(aws.billing.costTags(['Team'], wanted()), 'not-offered');
      assert.equal(simulator.calls.all.length, 0);
    }));

  for (const explorer of ['off', 'ingesting'] as const)
    it(`of an account whose Cost Explorer is ${explorer} is not there yet`, () =>
      withCloud({ billing: { explorer } }, async (aws) => {
        await problemIn(aws.billing.bill(byTeam, wanted()), 'not-enabled');
      }));

  it('too often asked for has to wait', () =>
    withCloud({ billing: { requestsPerMinute: 1 } }, async (aws) => {
      await aws.billing.bill(byTeam, wanted());
      const { detail } = await problemIn(aws.billing.bill(byTeam, wanted()), 'throttled');
      assert.equal(detail.action, 'ce:GetCostAndUsage');
    }));
});

/** One result of GetCostAndUsage as AWS would write it. */
const result = (groups: readonly (readonly [key: string, service: string, amount: string, unit?: string])[]): string =>
  JSON.stringify({
    ResultsByTime: [
      {
        TimePeriod: { Start: '2026-11-01', End: '2026-11-02' },
        Estimated: false,
        Groups: groups.map(([key, service, Amount, Unit = 'USD']) => ({
          Keys: [key, service],
          Metrics: { UnblendedCost: { Amount, Unit } },
        })),
      },
    ],
  });

describe('A line of the bill', () => {
  const linesIn = async (text: string, key = 'Team'): Promise<readonly BillLine[]> => {
    let lines: readonly BillLine[] = [];
    await withAnswers(always(text), async (aws) => {
      ({ lines } = await aws.billing.bill(query({ by: 'tag', key }), wanted()));
    });
    return lines;
  };

  it('keeps what is behind the first $ as the tag’s value, and nothing as none', async () => {
    const text = result([
      ['Team$a$b', 'Amazon Bedrock', '1'],
      ['Team$$', 'Amazon Bedrock', '2'],
      ['Team$', 'Amazon Bedrock', '3'],
    ]);
    assert.deepEqual(
      (await linesIn(text)).map(({ tag }) => tag),
      ['a$b', '$', undefined],
    );
  });

  it('may be of a key with a slash', async () => {
    const lines = await linesIn(result([['iamPrincipal/Team$x/y', 'Amazon Bedrock', '1']]), 'iamPrincipal/Team');
    assert.equal(lines[0]?.tag, 'x/y');
  });

  it('is left out where it cost nothing or is not Bedrock’s, and keeps AWS’s own digits', async () => {
    const text = result([
      ['Team$a', 'Amazon Bedrock', '0'],
      ['Team$a', 'Amazon Bedrock', '0.0000000000'],
      ['Team$a', 'Amazon EC2', '7'],
      ['Team$a', SONNET, '0.0000001230'],
      ['Team$a', SONNET, '1.2E-8'],
    ]);
    assert.deepEqual(
      (await linesIn(text)).map(({ cost }) => cost),
      ['0.0000001230', '1.2E-8'],
    );
  });

  for (const [what, text] of [
    ['a page of a proxy', '<html>Sign in</html>'],
    ['an amount that is none', result([['Team$a', SONNET, 'a lot']])],
    ['another currency', result([['Team$a', SONNET, '1', 'CNY']])],
    ['a group without keys', '{"ResultsByTime":[{"TimePeriod":{"Start":"2026-11-01"},"Groups":[{}]}]}'],
  ] as const)
    it(`is refused as broken: ${what}`, () =>
      withAnswers(always(text), async (aws) => {
        await problemIn(aws.billing.bill(byTeam, wanted()), 'broken-answer');
      }));
});

describe('Cost allocation tags', function () {
  this.timeout(120_000);

  it('have a status each; a key that was never seen is missing', () =>
    withCloud({ billing: { activation: { Team: { daysAgo: 60 }, MemberName: 'never' } } }, async (aws, simulator) => {
      const tags = await aws.billing.costTags(['Team', 'MemberName', 'Nobody', 'Team'], wanted());
      assert.deepEqual(tags.map(({ key, status }) => [key, status]).sort(), [
        ['MemberName', 'inactive'],
        ['Team', 'active'],
      ]);
      assert.ok(tags.every(({ lastUsed }) => lastUsed?.startsWith('2026-11')));
      assert.deepEqual(await aws.billing.costTags([], wanted()), []);
      assert.equal(simulator.calls.billedCostExplorer, 1);
    }));

  it('are activated twenty at a time, and those that fail are told', () =>
    withCloud({ billing: { activation: { Team: 'never' } } }, async (aws, simulator) => {
      const unknown = Array.from({ length: 24 }, (_, index) => `Unknown${index}`);
      const failed = await aws.billing.activateCostTags(['Team', ...unknown], wanted());
      assert.deepEqual(
        failed.map(({ key }) => key),
        unknown,
      );
      assert.ok(failed.every(({ key, message }) => message.includes(key)));
      assert.equal(simulator.calls.count('UpdateCostAllocationTagsStatus'), 2);
      simulator.advance(25 * 3_600_000);
      assert.equal((await aws.billing.costTags(['Team'], wanted()))[0]?.status, 'active');
    }));

  it('belong to the payer: a member account is told so, and by a mark besides the words', () =>
    withCloud({ billing: { member: true } }, async (aws) => {
      const { detail } = await problemIn(aws.billing.costTags(['Team'], wanted()), 'denied');
      assert.equal(detail.payerOnly, true);
      assert.match(detail.message ?? '', /Linked account doesn't have access/);
    }));

  it('that a policy denies are another matter', () =>
    withCloud({}, async (aws, simulator) => {
      simulator.faults.add({ kind: 'deny' });
      const { detail } = await problemIn(aws.billing.costTags(['Team'], wanted()), 'denied');
      assert.ok(!('payerOnly' in detail));
      assert.equal(detail.action, 'ce:ListCostAllocationTags');
    }));
});

describe('A backfill', function () {
  this.timeout(120_000);

  it('is started, seen running, and refused a second time', () =>
    withCloud({}, async (aws, simulator) => {
      const started = await aws.billing.startBackfill('2026-05-01', wanted());
      assert.deepEqual(started, {
        from: '2026-05-01',
        requestedAt: '2026-11-20T20:00:00Z',
        completedAt: undefined,
        status: 'processing',
      });
      assert.deepEqual(await aws.billing.backfills(wanted()), [started]);
      await problemIn(aws.billing.startBackfill('2026-06-01', wanted()), 'quota');
      simulator.advance(25 * 3_600_000);
      const [after] = await aws.billing.backfills(wanted());
      assert.equal(after?.status, 'succeeded');
      assert.equal(after.completedAt, '2026-11-21T20:00:00Z');
    }));

  it('whose answer was lost is found again, and not started twice', () =>
    withCloud({}, async (aws, simulator) => {
      simulator.faults.add({ kind: 'drop', operation: 'StartCostAllocationTagBackfill' });
      const started = await aws.billing.startBackfill('2026-05-01', wanted());
      assert.equal(started.status, 'processing');
      assert.equal(simulator.calls.count('StartCostAllocationTagBackfill'), 1);
    }));

  it('that was never started is not taken for one that was', () =>
    withCloud({}, async (aws, simulator) => {
      simulator.faults.add({ kind: 'reset', operation: 'StartCostAllocationTagBackfill' });
      await problemIn(aws.billing.startBackfill('2026-05-01', wanted()), 'unreachable');
    }));
});

const CALLS: readonly (readonly [action: string, call: (aws: AwsApi) => Promise<unknown>])[] = [
  ['ce:GetCostAndUsage', ({ billing }) => billing.bill(byTeam, wanted())],
  ['ce:ListCostAllocationTags', ({ billing }) => billing.costTags(['Team'], wanted())],
  ['ce:UpdateCostAllocationTagsStatus', ({ billing }) => billing.activateCostTags(['Team'], wanted())],
  ['ce:StartCostAllocationTagBackfill', ({ billing }) => billing.startBackfill('2026-05-01', wanted())],
  ['ce:ListCostAllocationTagBackfillHistory', ({ billing }) => billing.backfills(wanted())],
];

describe('Cost Explorer in trouble', function () {
  this.timeout(120_000);
  for (const [action, call] of CALLS) {
    for (const [kind, code] of TROUBLES)
      it(`${action}, ${kind}: ${code}`, () =>
        withCloud({ timeouts: IMPATIENT }, async (aws, simulator) => {
          simulator.faults.add({ kind });
          const { detail } = await problemIn(call(aws), code);
          assert.equal(detail.action, action);
          assert.equal(detail.region, 'us-east-1');
        }));
    it(`${action}, a body that is not JSON: broken-answer`, () =>
      withAnswers(always('<html>Sign in</html>'), async (aws) => {
        const { detail } = await problemIn(call(aws), 'broken-answer');
        assert.equal(detail.action, action);
      }));
  }
});
