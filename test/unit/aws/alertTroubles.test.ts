/** What goes wrong with budgets, anomaly monitors and alarms at each step, and which permission is named. */

import assert from 'node:assert/strict';
import type { AlertPlan } from '../../../src/core/alerts/alerts';
import type { AwsApi } from '../../../src/core/awsApi';
import type { ProblemCode } from '../../../src/core/problem';
import type { Fault } from '../../../src/simulator/faults';
import { ALARM, ANOMALY, BUDGET, ours } from './alertPlans';
import { PATIENT, problemIn, wanted } from './connect';
import { always, TROUBLES, withAnswers, withCloud } from './trouble';

/** What each operation that may fail is to IAM, and the call that it is a step of. */
const STEPS: readonly (readonly [operation: string, action: string, call: (aws: AwsApi) => Promise<unknown>])[] = [
  ['CreateBudget', 'budgets:ModifyBudget', ({ alerts }) => alerts.create(BUDGET, wanted())],
  ['CreateAnomalyMonitor', 'ce:CreateAnomalyMonitor', ({ alerts }) => alerts.create(ANOMALY, wanted())],
  ['CreateAnomalySubscription', 'ce:CreateAnomalySubscription', ({ alerts }) => alerts.create(ANOMALY, wanted())],
  ['PutMetricAlarm', 'cloudwatch:PutMetricAlarm', ({ alerts }) => alerts.create(ALARM, wanted())],
  ['DeleteBudget', 'budgets:ModifyBudget', (aws) => makeAndRemove(aws, BUDGET)],
  ['DeleteAnomalySubscription', 'ce:DeleteAnomalySubscription', (aws) => makeAndRemove(aws, ANOMALY)],
  ['DeleteAnomalyMonitor', 'ce:DeleteAnomalyMonitor', (aws) => makeAndRemove(aws, ANOMALY)],
  ['DeleteAlarms', 'cloudwatch:DeleteAlarms', (aws) => makeAndRemove(aws, ALARM)],
];
/** Listing looks the other kinds up as well; what may not be listed is no problem but named. */
const LISTED: readonly (readonly [operation: string, action: string])[] = [
  ['DescribeBudgets', 'budgets:ViewBudget'],
  ['GetAnomalyMonitors', 'ce:GetAnomalyMonitors'],
  ['DescribeAlarms', 'cloudwatch:DescribeAlarms'],
];

async function makeAndRemove(aws: AwsApi, plan: AlertPlan): Promise<void> {
  await aws.alerts.create(plan, wanted());
  for (const alert of await ours(aws)) await aws.alerts.remove(alert, wanted());
}

describe('Alerts in trouble', function () {
  this.timeout(120_000);
  const fails = (
    [operation, action]: readonly [string, string, ...unknown[]],
    [kind, code]: readonly [Fault['kind'], ProblemCode],
    call: (aws: AwsApi) => Promise<unknown>,
  ): void => {
    it(`${action}, ${kind} at ${operation}: ${code}`, () =>
      withCloud({ timeouts: { ...PATIENT, answerMs: 1_000 } }, async (aws, simulator) => {
        simulator.faults.add({ kind, operation });
        const { detail } = await problemIn(call(aws), code);
        assert.equal(detail.action, action);
        assert.equal(detail.region, 'us-east-1');
      }));
  };
  for (const step of STEPS) for (const trouble of TROUBLES) fails(step, trouble, step[2]);
  for (const step of LISTED)
    for (const trouble of TROUBLES.filter(([kind]) => kind !== 'deny'))
      fails(step, trouble, ({ alerts }) => alerts.list(wanted()));

  it('whose answers are not JSON are broken', () =>
    withAnswers(always('<html>Sign in</html>'), async (aws) => {
      await problemIn(aws.alerts.create(ALARM, wanted()), 'broken-answer');
      await problemIn(aws.alerts.create(ANOMALY, wanted()), 'broken-answer');
      await problemIn(aws.alerts.list(wanted()), 'broken-answer');
    }));
});
