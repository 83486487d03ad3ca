/** What goes wrong with budgets, anomaly monitors and alarms at each step, and which permission is named. */

import assert from 'node:assert/strict';
import type { AlertPlan } from '../../../src/core/alerts';
import type { Cloud } from '../../../src/core/cloud';
import type { ProblemCode } from '../../../src/core/problem';
import type { Fault } from '../../../src/simulator/faults';
import { ALARM, ANOMALY, BUDGET, ours } from './alertPlans';
import { PATIENT, problemIn, wanted } from './connect';
import { always, TROUBLES, withAnswers, withCloud } from './trouble';

/** What each operation that may fail is to IAM, and the call that it is a step of. */
const STEPS: readonly (readonly [operation: string, action: string, call: (cloud: Cloud) => Promise<unknown>])[] = [
  ['CreateBudget', 'budgets:ModifyBudget', ({ alerts }) => alerts.create(BUDGET, wanted())],
  ['CreateAnomalyMonitor', 'ce:CreateAnomalyMonitor', ({ alerts }) => alerts.create(ANOMALY, wanted())],
  ['CreateAnomalySubscription', 'ce:CreateAnomalySubscription', ({ alerts }) => alerts.create(ANOMALY, wanted())],
  ['PutMetricAlarm', 'cloudwatch:PutMetricAlarm', ({ alerts }) => alerts.create(ALARM, wanted())],
  ['DeleteBudget', 'budgets:ModifyBudget', (cloud) => makeAndRemove(cloud, BUDGET)],
  ['DeleteAnomalySubscription', 'ce:DeleteAnomalySubscription', (cloud) => makeAndRemove(cloud, ANOMALY)],
  ['DeleteAnomalyMonitor', 'ce:DeleteAnomalyMonitor', (cloud) => makeAndRemove(cloud, ANOMALY)],
  ['DeleteAlarms', 'cloudwatch:DeleteAlarms', (cloud) => makeAndRemove(cloud, ALARM)],
];
/** Listing looks the other kinds up as well; what may not be listed is no problem but named. */
const LISTED: readonly (readonly [operation: string, action: string])[] = [
  ['DescribeBudgets', 'budgets:ViewBudget'],
  ['GetAnomalyMonitors', 'ce:GetAnomalyMonitors'],
  ['DescribeAlarms', 'cloudwatch:DescribeAlarms'],
];

async function makeAndRemove(cloud: Cloud, plan: AlertPlan): Promise<void> {
  await cloud.alerts.create(plan, wanted());
  for (const alert of await ours(cloud)) await cloud.alerts.remove(alert, wanted());
}

describe('Alerts in trouble', function () {
  this.timeout(60_000);
  const fails = (
    [operation, action]: readonly [string, string, ...unknown[]],
    [kind, code]: readonly [Fault['kind'], ProblemCode],
    call: (cloud: Cloud) => Promise<unknown>,
  ): void => {
    it(`${action}, ${kind} at ${operation}: ${code}`, () =>
      withCloud({ patience: { ...PATIENT, answerMs: 1_000 } }, async (cloud, simulator) => {
        simulator.faults.add({ kind, operation });
        const { detail } = await problemIn(call(cloud), code);
        assert.equal(detail.action, action);
        assert.equal(detail.region, 'us-east-1');
      }));
  };
  for (const step of STEPS) for (const trouble of TROUBLES) fails(step, trouble, step[2]);
  for (const step of LISTED)
    for (const trouble of TROUBLES.filter(([kind]) => kind !== 'deny'))
      fails(step, trouble, ({ alerts }) => alerts.list(wanted()));

  it('whose answers are not JSON are broken', () =>
    withAnswers(always('<html>Sign in</html>'), async (cloud) => {
      await problemIn(cloud.alerts.create(ALARM, wanted()), 'broken-answer');
      await problemIn(cloud.alerts.create(ANOMALY, wanted()), 'broken-answer');
      await problemIn(cloud.alerts.list(wanted()), 'broken-answer');
    }));
});
