/** Warnings that AWS keeps, of all three kinds: what would be sent, making, listing and removing them. */

import { ALERT_PREFIX, type Alert, type AlertPlan, type AlertRequest, type AlertsApi } from '../core/alerts/alerts';
import { isProblem, Problem } from '../core/problem';
import { alarmInput, createAlarm, listAlarms, removeAlarm } from './services/cloudWatchAlarms';
import { anomaliesOf, monitorInput, subscriptionInput } from './services/costAnomalyDetection';
import { budgetInput, createBudget, listBudgets, removeBudget } from './services/budgets';
import type { Clients } from './clients';
import { requireBilling } from './services/costExplorer';
import { hasAlertPrefix } from './createdResources';
import { whoAmI } from './services/sts';

/** Stands for the ARN that AWS gives the monitor. */
const NEW_MONITOR = '<the ARN of the new monitor>';

function checkName({ name }: AlertPlan): void {
  if (!hasAlertPrefix(name)) throw new Problem('invalid', { message: `The name must begin with ${ALERT_PREFIX}` });
}

async function preview(clients: Clients, plan: AlertPlan, signal: AbortSignal): Promise<readonly AlertRequest[]> {
  checkName(plan);
  switch (plan.kind) {
    case 'budget':
      requireBilling(clients, 'budgets:ModifyBudget');
      return [{ action: 'budgets:CreateBudget', input: budgetInput(plan, (await whoAmI(clients, signal)).account) }];
    case 'anomaly':
      requireBilling(clients, 'ce:CreateAnomalyMonitor');
      return [
        { action: 'ce:CreateAnomalyMonitor', input: monitorInput(plan) },
        { action: 'ce:CreateAnomalySubscription', input: subscriptionInput(plan, NEW_MONITOR) },
      ];
    case 'alarm':
      return [{ action: 'cloudwatch:PutMetricAlarm', input: alarmInput(plan) }];
  }
}

interface Listed {
  readonly alerts: readonly Alert[];
  readonly denied: readonly string[];
}

/**
 * One kind's list; one that may not be read is named, one that AWS does not have here or was never switched on has
 * nothing.
 */
async function orDenied(listing: Promise<readonly Alert[]>): Promise<Listed> {
  try {
    return { alerts: await listing, denied: [] };
  } catch (error) {
    if (!isProblem(error)) throw error;
    if (error.code === 'not-offered' || error.code === 'not-enabled') return { alerts: [], denied: [] };
    if (error.code !== 'denied') throw error;
    return { alerts: [], denied: [error.detail.action ?? ''] };
  }
}

/** Budgets, anomaly monitors and alarms of the connection's account. */
export function alertsOf(clients: Clients): AlertsApi {
  const anomalies = anomaliesOf(clients);
  const create = async (plan: AlertPlan, signal: AbortSignal): Promise<void> => {
    checkName(plan);
    switch (plan.kind) {
      case 'budget':
        return createBudget(clients, plan, signal);
      case 'anomaly':
        return anomalies.create(plan, signal);
      case 'alarm':
        return createAlarm(clients, plan, signal);
    }
  };
  const remove = async (alert: Alert, signal: AbortSignal): Promise<void> => {
    switch (alert.kind) {
      case 'budget':
        return removeBudget(clients, alert, signal);
      case 'anomaly':
        return anomalies.remove(alert, signal);
      case 'alarm':
        return removeAlarm(clients, alert, signal);
    }
  };
  const list = async (signal: AbortSignal): Promise<Listed> => {
    const kinds = await Promise.all(
      [listBudgets(clients, signal), anomalies.list(signal), listAlarms(clients, signal)].map(orDenied),
    );
    return { alerts: kinds.flatMap(({ alerts }) => alerts), denied: kinds.flatMap(({ denied }) => denied) };
  };
  return { preview: (plan, signal) => preview(clients, plan, signal), create, list, remove };
}
