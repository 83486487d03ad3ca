/** Budgets, anomaly monitors and alarms: made as shown, never twice, and only ours removed. */

import assert from 'node:assert/strict';
import { BudgetsClient, CreateBudgetCommand } from '@aws-sdk/client-budgets';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CostExplorerClient,
  CreateAnomalyMonitorCommand,
  CreateAnomalySubscriptionCommand,
  type AnomalySubscription,
} from '@aws-sdk/client-cost-explorer';
import { CREATED_BY_TAG, type AlertRequest } from '../../../src/core/alerts/alerts';
import { ACCOUNT, ALARM, ANOMALY, BUDGET, ours, PLANS } from './alertPlans';
import { KEYS, problemIn, wanted } from './connect';
import { withAnswers, withCloud } from './trouble';

/** Somebody else's hands: the same account, with other tools. */
const other = (url: string) => {
  const config = { region: 'us-east-1', endpoint: url, credentials: KEYS };
  return {
    budgets: new BudgetsClient(config),
    explorer: new CostExplorerClient(config),
    cloudWatch: new CloudWatchClient(config),
  };
};

const inputs = (requests: readonly AlertRequest[]): unknown =>
  JSON.parse(JSON.stringify(requests.map(({ input }) => input)));

describe('A preview', function () {
  this.timeout(120_000);

  for (const plan of PLANS)
    it(`of a new ${plan.kind} is what is then sent, word for word`, () =>
      withCloud({}, async (aws, simulator) => {
        const shown = await aws.alerts.preview(plan, wanted());
        assert.ok(simulator.calls.all.every(({ operation }) => operation === 'GetCallerIdentity'));
        await aws.alerts.create(plan, wanted());
        const names = shown.map(({ action }) => action.replace(/.*:/, ''));
        const sent = names.flatMap((operation) => simulator.calls.select({ operation }));
        const [, also] = await ours(aws).then((alerts) => [
          undefined,
          alerts.find(({ kind }) => kind === 'anomaly')?.id,
        ]);
        const expected = JSON.stringify(inputs(shown)).replace('<the ARN of the new monitor>', also ?? '');
        assert.deepEqual(
          sent.map(({ parameters }) => parameters),
          JSON.parse(expected),
        );
      }));

  it('of a budget names the account, the limit, each threshold, and usage alone', () =>
    withCloud({}, async (aws) => {
      assert.deepEqual(inputs(await aws.alerts.preview(BUDGET, wanted())), [
        {
          AccountId: ACCOUNT,
          Budget: {
            BudgetName: BUDGET.name,
            BudgetType: 'COST',
            BudgetLimit: { Amount: '250.50', Unit: 'USD' },
            TimeUnit: 'MONTHLY',
            FilterExpression: {
              And: [
                { Tags: { Key: 'Team', Values: ['platform'] } },
                { Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage'] } },
              ],
            },
            Metrics: ['UnblendedCost'],
          },
          NotificationsWithSubscribers: [80, 100].map((Threshold) => ({
            Notification: {
              NotificationType: 'ACTUAL',
              ComparisonOperator: 'GREATER_THAN',
              Threshold,
              ThresholdType: 'PERCENTAGE',
            },
            Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'lead@example.com' }],
          })),
          ResourceTags: [{ Key: 'CreatedBy', Value: 'BedrockTally' }],
        },
      ]);
    }));

  it('of an alarm sums only the metrics that are given, and does not warn of silence', () =>
    withCloud({}, async (aws) => {
      const [request] = await aws.alerts.preview({ ...ALARM, modelIds: ['a', 'b'] }, wanted());
      const input = request?.input as { Metrics: { MetricStat?: { Metric: { MetricName: string } } }[] } & Record<
        string,
        unknown
      >;
      const names = input.Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? []);
      assert.deepEqual(names, [...ALARM.metricNames, ...ALARM.metricNames]);
      assert.equal(input.TreatMissingData, 'notBreaching');
      assert.equal(input.ActionsEnabled, false);
      assert.ok(!('AlarmActions' in input));
    }));

  it('refuses an alarm over more than ten metrics, and a name that is not ours', () =>
    withCloud({}, async (aws, simulator) => {
      const wide = { ...ALARM, modelIds: ['a', 'b', 'c', 'd'] };
      for (const plan of [wide, { ...ALARM, modelIds: [] }, { ...BUDGET, name: 'Team platform' }]) {
        await problemIn(aws.alerts.preview(plan, wanted()), 'invalid');
        await problemIn(aws.alerts.create(plan, wanted()), 'invalid');
      }
      assert.equal(simulator.calls.all.length, 0);
    }));
});

describe('Making an alert', function () {
  this.timeout(120_000);

  for (const plan of PLANS)
    it(`makes one ${plan.kind}, lists it, and refuses a second of its name`, () =>
      withCloud({}, async (aws) => {
        await aws.alerts.create(plan, wanted());
        const [made, ...more] = await ours(aws);
        assert.equal(made?.kind, plan.kind);
        assert.equal(made.name, plan.name);
        assert.equal(made.also.length, plan.kind === 'anomaly' ? 1 : 0);
        assert.deepEqual(more, []);
        await problemIn(aws.alerts.create(plan, wanted()), 'conflict');
        assert.deepEqual(await ours(aws), [made]);
      }));

  for (const plan of PLANS)
    it(`makes one ${plan.kind} where the answers are lost`, () =>
      withCloud({}, async (aws, simulator) => {
        for (const operation of ['CreateBudget', 'CreateAnomalyMonitor', 'CreateAnomalySubscription', 'PutMetricAlarm'])
          simulator.faults.add({ kind: 'drop', operation, times: 1 });
        await aws.alerts.create(plan, wanted());
        assert.deepEqual(
          (await ours(aws)).map(({ name, also }) => [name, also.length]),
          [[plan.name, plan.kind === 'anomaly' ? 1 : 0]],
        );
      }));

  it('tells what a budget has spent of what', () =>
    withCloud({}, async (aws) => {
      await aws.alerts.create(BUDGET, wanted());
      const [budget] = await ours(aws);
      assert.equal(Number(budget?.limit), 250.5);
      assert.match(budget?.spent ?? '', /^\d+(\.\d+)?$/);
    }));

  it('makes a budget blindly where budgets may not be viewed, and AWS still refuses the second', () =>
    withCloud({}, async (aws, simulator) => {
      simulator.faults.add({ kind: 'deny', operation: 'DescribeBudget' });
      await aws.alerts.create(BUDGET, wanted());
      await problemIn(aws.alerts.create(BUDGET, wanted()), 'conflict');
      assert.equal((await ours(aws)).length, 1);
    }));

  it('does not replace somebody’s alarm where alarms may not be viewed', () =>
    withCloud({}, async (aws, simulator) => {
      simulator.faults.add({ kind: 'deny', operation: 'DescribeAlarms' });
      const { detail } = await problemIn(aws.alerts.create(ALARM, wanted()), 'denied');
      assert.equal(detail.action, 'cloudwatch:DescribeAlarms');
      assert.equal(simulator.calls.count('PutMetricAlarm'), 0);
    }));

  it('leaves no monitor behind whose subscription failed', () =>
    withCloud({}, async (aws, simulator) => {
      simulator.faults.add({ kind: 'deny', operation: 'CreateAnomalySubscription' });
      const { detail } = await problemIn(aws.alerts.create(ANOMALY, wanted()), 'denied');
      assert.equal(detail.action, 'ce:CreateAnomalySubscription');
      assert.equal(simulator.calls.count('DeleteAnomalyMonitor'), 1);
      simulator.faults.clear();
      assert.deepEqual(await ours(aws), []);
      await aws.alerts.create(ANOMALY, wanted());
    }));

  it('says so when a monitor is left behind after all', () =>
    withCloud({}, async (aws, simulator) => {
      simulator.faults.add({ kind: 'throttle', operation: 'CreateAnomalySubscription' });
      simulator.faults.add({ kind: 'deny', operation: 'DeleteAnomalyMonitor' });
      const { message } = await problemIn(aws.alerts.create(ANOMALY, wanted()), 'throttled');
      assert.match(message, /the monitor BedrockTally Team platform was made and could not be removed/);
    }));

  it('that is given up before it began sends nothing that makes something', () =>
    withCloud({}, async (aws, simulator) => {
      const stop = new AbortController();
      simulator.faults.add({ kind: 'latency', ms: 100 });
      const making = aws.alerts.create(ANOMALY, stop.signal);
      stop.abort();
      await assert.rejects(making, { name: 'AbortError' });
      assert.equal(simulator.calls.count('CreateAnomalyMonitor'), 0);
    }));
});

const TAGGED = [{ Key: CREATED_BY_TAG.key, Value: CREATED_BY_TAG.value }];
const SPECIFICATION = { Tags: { Key: 'Team', Values: ['data'] } };

/** Other people's alerts: one with our prefix and no tag, one with our tag and no prefix, of each kind. */
async function strangers(url: string): Promise<void> {
  const { budgets, explorer, cloudWatch } = other(url);
  for (const [name, tags] of [
    ['BedrockTally by hand', []],
    ['Copied', TAGGED],
  ] as const) {
    const Budget = {
      BudgetName: name,
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: '1', Unit: 'USD' },
    } as const;
    await budgets.send(new CreateBudgetCommand({ AccountId: ACCOUNT, Budget, ResourceTags: [...tags] }));
    const AnomalyMonitor = { MonitorName: name, MonitorType: 'CUSTOM', MonitorSpecification: SPECIFICATION } as const;
    await explorer.send(new CreateAnomalyMonitorCommand({ AnomalyMonitor, ResourceTags: [...tags] }));
    await cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        Namespace: 'AWS/Bedrock',
        MetricName: 'Invocations',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Tags: [...tags],
      }),
    );
  }
}

describe('The list of alerts', function () {
  this.timeout(120_000);

  it('has ours of all kinds and nobody else’s', () =>
    withCloud({}, async (aws, simulator) => {
      await strangers(simulator.url);
      for (const plan of PLANS) await aws.alerts.create(plan, wanted());
      const { alerts, denied } = await aws.alerts.list(wanted());
      assert.deepEqual(
        alerts.map(({ kind, name }) => [kind, name]),
        PLANS.map(({ kind, name }) => [kind, name]),
      );
      assert.deepEqual(denied, []);
    }));

  it('goes by the name where tags may not be read', () =>
    withCloud({}, async (aws, simulator) => {
      await strangers(simulator.url);
      simulator.faults.add({ kind: 'deny', operation: 'ListTagsForResource' });
      const { alerts, denied } = await aws.alerts.list(wanted());
      assert.deepEqual(
        alerts.map(({ kind, name }) => [kind, name]),
        [
          ['budget', 'BedrockTally by hand'],
          ['anomaly', 'BedrockTally by hand'],
          ['alarm', 'BedrockTally by hand'],
        ],
      );
      assert.deepEqual(denied, []);
    }));

  it('names the permission of each kind that may not be listed, and has the others', () =>
    withCloud({}, async (aws, simulator) => {
      for (const plan of PLANS) await aws.alerts.create(plan, wanted());
      for (const [operation, action, left] of [
        ['DescribeBudgets', 'budgets:ViewBudget', ['anomaly', 'alarm']],
        ['GetAnomalyMonitors', 'ce:GetAnomalyMonitors', ['budget', 'alarm']],
        ['DescribeAlarms', 'cloudwatch:DescribeAlarms', ['budget', 'anomaly']],
      ] as const) {
        const clear = simulator.faults.add({ kind: 'deny', operation });
        const { alerts, denied } = await aws.alerts.list(wanted());
        assert.deepEqual([alerts.map(({ kind }) => kind), denied], [left, [action]]);
        clear();
      }
    }));

  it('has alarms alone in GovCloud, where AWS keeps no budgets', async () => {
    const asked: unknown[] = [];
    await withAnswers(
      (request, response) => {
        asked.push(request.headers['x-amz-target']);
        request.resume();
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
      },
      async (aws) => {
        assert.deepEqual(await aws.alerts.list(wanted()), { alerts: [], denied: [] });
        for (const plan of [BUDGET, ANOMALY]) {
          await problemIn(aws.alerts.create(plan, wanted()), 'not-offered');
          await problemIn(aws.alerts.preview(plan, wanted()), 'not-offered');
        }
      },
      { region: 'us-gov-west-1' },
    );
    assert.deepEqual(asked, ['GraniteServiceVersion20100801.DescribeAlarms']);
  });

  it('looks only once at the tags of a monitor, because each look is paid for', () =>
    withCloud({}, async (aws, simulator) => {
      await aws.alerts.create(ANOMALY, wanted());
      await ours(aws);
      await ours(aws);
      assert.equal(simulator.calls.count({ service: 'ce', operation: 'ListTagsForResource' }), 1);
    }));
});

describe('Removing an alert', function () {
  this.timeout(120_000);

  for (const plan of PLANS)
    it(`removes our ${plan.kind} with all that goes with it, once`, () =>
      withCloud({}, async (aws, simulator) => {
        await aws.alerts.create(plan, wanted());
        const [made] = await ours(aws);
        assert.ok(made !== undefined);
        for (const operation of ['DeleteBudget', 'DeleteAnomalyMonitor', 'DeleteAnomalySubscription', 'DeleteAlarms'])
          simulator.faults.add({ kind: 'drop', operation, times: 1 });
        await aws.alerts.remove(made, wanted());
        assert.deepEqual(await ours(aws), []);
        await aws.alerts.remove(made, wanted());
        await aws.alerts.create(plan, wanted());
      }));

  for (const { kind } of PLANS)
    it(`refuses somebody else’s ${kind}, whether it has our name or our tag`, () =>
      withCloud({}, async (aws, simulator) => {
        await strangers(simulator.url);
        simulator.faults.add({ kind: 'deny', operation: 'ListTagsForResource' });
        const named = (await ours(aws)).filter((alert) => alert.kind === kind);
        simulator.faults.clear();
        assert.equal(named.length, 1);
        for (const alert of named) await problemIn(aws.alerts.remove(alert, wanted()), 'not-ours');
        const copied = named.map((alert) => ({
          ...alert,
          name: 'Copied',
          id: kind === 'budget' ? 'Copied' : alert.id,
        }));
        for (const alert of copied) await problemIn(aws.alerts.remove(alert, wanted()), 'not-ours');
        assert.ok(simulator.calls.all.every(({ operation }) => !operation.startsWith('Delete')));
      }));

  it('refuses where only the name tells that it is ours, and names the permission', () =>
    withCloud({}, async (aws, simulator) => {
      for (const plan of PLANS) await aws.alerts.create(plan, wanted());
      simulator.faults.add({ kind: 'deny', operation: 'ListTagsForResource' });
      const actions: unknown[] = [];
      for (const alert of await ours(aws))
        actions.push(
          (await problemIn(aws.alerts.remove(alert, wanted()), 'denied')).detail.action?.replace(
            /^budgets:.*/,
            'budgets',
          ),
        );
      assert.deepEqual(actions, ['budgets', 'ce:ListTagsForResource', 'cloudwatch:ListTagsForResource']);
      assert.ok(simulator.calls.all.every(({ operation }) => !operation.startsWith('Delete')));
    }));

  it('keeps a monitor that somebody else is told of, with all that goes with it', () =>
    withCloud({}, async (aws, simulator) => {
      await aws.alerts.create(ANOMALY, wanted());
      const [made] = await ours(aws);
      assert.ok(made !== undefined);
      const AnomalySubscription: AnomalySubscription = {
        SubscriptionName: 'Finance',
        MonitorArnList: [made.id],
        Subscribers: [{ Type: 'EMAIL', Address: 'cfo@example.com' }],
        Frequency: 'DAILY',
        ThresholdExpression: {
          Dimensions: { Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE', MatchOptions: ['GREATER_THAN_OR_EQUAL'], Values: ['1'] },
        },
      };
      await other(simulator.url).explorer.send(new CreateAnomalySubscriptionCommand({ AnomalySubscription }));
      const { message } = await problemIn(aws.alerts.remove(made, wanted()), 'not-ours');
      assert.match(message, /Finance/);
      assert.deepEqual(await ours(aws), [made]);
    }));
});
