/** AWS Budgets: what it takes, refuses, and says of the bill. */

import {
  BudgetsClient,
  CreateBudgetCommand,
  DeleteBudgetCommand,
  DescribeBudgetCommand,
  DescribeBudgetsCommand,
  DescribeNotificationsForBudgetCommand,
  DescribeSubscribersForNotificationCommand,
  ListTagsForResourceCommand,
  paginateDescribeBudgets,
  UpdateBudgetCommand,
  type Budget,
  type Notification,
  type NotificationWithSubscribers,
  type Subscriber,
} from '@aws-sdk/client-budgets';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { config, FRIDAY, refusal, refusedAs } from './helpers';

const AccountId = '111122223333';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:spend';
const email = (address: string): Subscriber => ({ SubscriptionType: 'EMAIL', Address: address });

const budgetOf = (BudgetName: string, more: Partial<Budget> = {}): Budget => ({
  BudgetName,
  BudgetLimit: { Amount: '100', Unit: 'USD' },
  TimeUnit: 'MONTHLY',
  BudgetType: 'COST',
  ...more,
});

const notify = (
  more: Partial<Notification> = {},
  Subscribers = [email('lead@acme.example')],
): NotificationWithSubscribers => ({
  Notification: { NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN', Threshold: 80, ...more },
  Subscribers,
});

describe('Budgets', () => {
  let simulator: Simulator;
  let aws: BudgetsClient;
  beforeEach(async () => {
    const billing = { activation: { Team: { daysAgo: 60 } } } as const;
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY, billing });
    aws = new BudgetsClient(config(simulator));
  });
  afterEach(() => simulator.close());

  const create = (Budget: Budget, more: Partial<ConstructorParameters<typeof CreateBudgetCommand>[0]> = {}) =>
    aws.send(new CreateBudgetCommand({ AccountId, Budget, ...more }));
  const describe1 = async (BudgetName: string, ShowFilterExpression = false) =>
    (await aws.send(new DescribeBudgetCommand({ AccountId, BudgetName, ShowFilterExpression }))).Budget;
  const actual = async (BudgetName: string) =>
    Number((await describe1(BudgetName))?.CalculatedSpend?.ActualSpend?.Amount);

  it('keeps a team’s budget with its notifications, subscribers and tags', async () => {
    const CostFilters = { TagKeyValue: ['user:Team$platform'] };
    const ahead: Notification = { NotificationType: 'FORECASTED', ComparisonOperator: 'GREATER_THAN', Threshold: 100 };
    await create(budgetOf('platform a month', { CostFilters }), {
      NotificationsWithSubscribers: [
        notify({}, [email('lead@acme.example'), { SubscriptionType: 'SNS', Address: TOPIC }]),
        notify(ahead),
      ],
      ResourceTags: [{ Key: 'CreatedBy', Value: 'BedrockTally' }],
    });
    const { TimePeriod, ...returned }: Budget = { ...budgetOf(''), ...(await describe1('platform a month')) };
    assert.equal(TimePeriod?.Start?.toISOString(), '2026-11-01T00:00:00.000Z');
    assert.equal(TimePeriod.End?.toISOString(), '2087-06-15T00:00:00.000Z');
    const shown = new Map<string, unknown>(Object.entries(returned));
    assert.deepEqual(shown.get('CostFilters'), CostFilters);
    assert.deepEqual(shown.get('BudgetLimit'), { Amount: '100', Unit: 'USD' });
    assert.ok(shown.has('CostTypes'));
    const named = { AccountId, BudgetName: 'platform a month' };
    const { Notifications = [] } = await aws.send(new DescribeNotificationsForBudgetCommand(named));
    assert.deepEqual(
      Notifications.map(({ NotificationType, Threshold, ThresholdType }) => [
        NotificationType,
        Threshold,
        ThresholdType,
      ]),
      [
        ['ACTUAL', 80, 'PERCENTAGE'],
        ['FORECASTED', 100, 'PERCENTAGE'],
      ],
    );
    const asked = new DescribeSubscribersForNotificationCommand({ ...named, Notification: Notifications[0] });
    assert.deepEqual((await aws.send(asked)).Subscribers, [
      email('lead@acme.example'),
      { SubscriptionType: 'SNS', Address: TOPIC },
    ]);
    const ResourceARN = `arn:aws:budgets::${AccountId}:budget/platform a month`;
    const { ResourceTags } = await aws.send(new ListTagsForResourceCommand({ ResourceARN }));
    assert.deepEqual(ResourceTags, [{ Key: 'CreatedBy', Value: 'BedrockTally' }]);
    await aws.send(new DeleteBudgetCommand(named));
    await refusedAs(describe1('platform a month'), 'NotFoundException');
    assert.equal((await aws.send(new DescribeBudgetsCommand({ AccountId }))).Budgets, undefined);
  });

  it('has spent what the bill holds for its filter', async () => {
    const [sum] = simulator.billed({ from: '2026-11-01', to: '2026-11-20', only: { 'tag:Team': 'platform' } });
    const [all] = simulator.billed({ from: '2026-11-01', to: '2026-11-20' });
    await create(budgetOf('by tag', { CostFilters: { TagKeyValue: ['user:Team$platform'] } }));
    await create(budgetOf('by expression', { FilterExpression: { Tags: { Key: 'Team', Values: ['platform'] } } }));
    await create(budgetOf('everything'));
    await create(budgetOf('nobody', { CostFilters: { TagKeyValue: ['user:Team$nobody'] } }));
    // The bill is a day late: of the 19th it shows what was before this hour.
    simulator.setTime(Date.parse('2026-11-21T00:00:00Z'));
    assert.ok(Number(sum?.usd) > 1);
    for (const [name, usd] of [
      ['by tag', sum?.usd],
      ['by expression', sum?.usd],
      ['everything', all?.usd],
      ['nobody', '0'],
    ] as const) {
      // A budget has three decimals.
      const spent = await actual(name);
      assert.ok(Math.abs(spent - Number(usd)) <= 0.0005000001, `${name}: ${spent} is not ${usd ?? ''}`);
    }
    const spend = (await describe1('everything'))?.CalculatedSpend;
    assert.equal(Number(spend?.ForecastedSpend?.Amount).toFixed(1), ((Number(all?.usd) * 30) / 20).toFixed(1));
  });

  it('is in alarm when the threshold is exceeded', async () => {
    await create(budgetOf('everything'));
    const limit = await actual('everything');
    await create(budgetOf('close', { BudgetLimit: { Amount: limit.toFixed(3), Unit: 'USD' } }), {
      NotificationsWithSubscribers: [
        notify({ Threshold: 99 }),
        notify({ Threshold: 101 }),
        notify({ Threshold: limit - 1, ThresholdType: 'ABSOLUTE_VALUE' }),
      ],
    });
    const asked = new DescribeNotificationsForBudgetCommand({ AccountId, BudgetName: 'close' });
    const { Notifications = [] } = await aws.send(asked);
    assert.deepEqual(
      Notifications.map(({ NotificationState }) => NotificationState),
      ['ALARM', 'OK', 'ALARM'],
    );
  });

  it('returns a filter expression only where it is requested', async () => {
    const FilterExpression = {
      And: [
        { Tags: { Key: 'Team', Values: ['data'] } },
        { Not: { Dimensions: { Key: 'RECORD_TYPE' as const, Values: ['Credit'] } } },
      ],
    };
    await create(budgetOf('data', { TimeUnit: 'QUARTERLY', FilterExpression, Metrics: ['UnblendedCost'] }));
    const plain = await describe1('data');
    assert.equal(plain?.FilterExpression, undefined);
    assert.equal(Object.keys(plain ?? {}).includes('CostFilters'), false);
    assert.equal(plain?.TimePeriod?.Start?.toISOString(), '2026-10-01T00:00:00.000Z');
    assert.deepEqual((await describe1('data', true))?.FilterExpression, FilterExpression);
  });

  it('is listed in pages, and takes a new limit', async () => {
    for (let index = 0; index < 7; index += 1) await create(budgetOf(`b${index}`));
    const names: string[] = [];
    let pages = 0;
    for await (const { Budgets = [] } of paginateDescribeBudgets({ client: aws, pageSize: 3 }, { AccountId })) {
      pages += 1;
      names.push(...Budgets.map(({ BudgetName }) => BudgetName ?? ''));
    }
    assert.deepEqual([pages, names.join(' ')], [3, 'b0 b1 b2 b3 b4 b5 b6']);
    const NewBudget = budgetOf('b3', { BudgetLimit: { Amount: '7.50', Unit: 'USD' } });
    await aws.send(new UpdateBudgetCommand({ AccountId, NewBudget }));
    assert.equal((await describe1('b3'))?.BudgetLimit?.Amount, '7.50');
    const unknown = new UpdateBudgetCommand({ AccountId, NewBudget: budgetOf('b9') });
    await refusedAs(aws.send(unknown), 'NotFoundException');
    const wrong = new DescribeBudgetsCommand({ AccountId, NextToken: 'nonsense' });
    await refusedAs(aws.send(wrong), 'InvalidNextTokenException');
  });

  it('refuses what AWS refuses', async () => {
    await create(budgetOf('taken'));
    const duplicate = await refusedAs(create(budgetOf('taken')), 'DuplicateRecordException');
    assert.equal(duplicate.message, 'Error creating budget: taken - the budget already exists.');
    const missing = await refusedAs(describe1('never was'), 'NotFoundException');
    assert.equal(missing.message, "Unable to get budget: never was - the budget doesn't exist.");
    for (const name of ['a:b', 'a\\b', '', 'x'.repeat(101)]) {
      assert.match((await refusedAs(create(budgetOf(name)), 'ValidationException')).message, /budget\.budgetName/);
    }
    const many = (count: number) => Array.from({ length: count }, (_, index) => index);
    const wrong: readonly (readonly [string, Budget, readonly NotificationWithSubscribers[]])[] = [
      ['InvalidParameterException', budgetOf('w', { BudgetLimit: undefined }), []],
      ['InvalidParameterException', budgetOf('w', { BudgetLimit: { Amount: '0', Unit: 'USD' } }), []],
      ['ValidationException', budgetOf('w', { BudgetLimit: { Amount: '-5', Unit: 'USD' } }), []],
      ['InvalidParameterException', budgetOf('w', { BudgetLimit: { Amount: '5', Unit: 'tokens' } }), []],
      ['InvalidParameterException', budgetOf('w', { CostFilters: { TagKeyValue: ['Team=platform'] } }), []],
      ['InvalidParameterException', budgetOf('w', { CostFilters: { Team: ['platform'] } }), []],
      [
        'InvalidParameterException',
        budgetOf('w', { CostFilters: { Region: ['x'] }, FilterExpression: { Tags: { Key: 'a', Values: ['b'] } } }),
        [],
      ],
      ['InvalidParameterException', budgetOf('w', { FilterExpression: {} }), []],
      ['InvalidParameterException', budgetOf('w', { FilterExpression: { And: [] } }), []],
      ['InvalidParameterException', budgetOf('w'), [notify({}, [email('nobody')])]],
      ['InvalidParameterException', budgetOf('w'), [notify({}, [])]],
      ['InvalidParameterException', budgetOf('w', { TimeUnit: 'DAILY' }), [notify({ NotificationType: 'FORECASTED' })]],
      ['CreationLimitExceededException', budgetOf('w'), many(6).map((index) => notify({ Threshold: index }))],
      [
        'CreationLimitExceededException',
        budgetOf('w'),
        [
          notify(
            {},
            many(11).map((index) => email(`p${index}@acme.example`)),
          ),
        ],
      ],
      ['DuplicateRecordException', budgetOf('w'), [notify(), notify()]],
    ];
    for (const [name, budget, NotificationsWithSubscribers] of wrong) {
      await refusedAs(create(budget, { NotificationsWithSubscribers: [...NotificationsWithSubscribers] }), name);
    }
    const { Budgets = [] } = await aws.send(new DescribeBudgetsCommand({ AccountId }));
    assert.equal(Budgets.length, 1);
  });

  it('answers only for the caller’s account, and only from us-east-1', async () => {
    const other = await refusedAs(
      aws.send(new DescribeBudgetsCommand({ AccountId: '999999999999' })),
      'AccessDeniedException',
    );
    assert.match(other.message, /budgets:ViewBudget on resource: arn:aws:budgets::999999999999:budget/);
    const abroad = new BudgetsClient(config(simulator, 'eu-west-1'));
    await refusedAs(abroad.send(new DescribeBudgetsCommand({ AccountId })), 'InvalidSignatureException');
    simulator.faults.add({ kind: 'deny', service: 'budgets', times: 1 });
    assert.match((await refusal(create(budgetOf('x')))).message, /perform: budgets:ModifyBudget/);
    simulator.faults.add({ kind: 'throttle', operation: 'CreateBudget', times: 1 });
    await refusedAs(create(budgetOf('x')), 'ThrottlingException');
    await create(budgetOf('x'));
    assert.equal(simulator.calls.count({ service: 'budgets', operation: 'CreateBudget' }), 3);
  });
});
