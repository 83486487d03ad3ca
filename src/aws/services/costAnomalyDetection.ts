/**
 * Cost Anomaly Detection, a part of Cost Explorer's API: a monitor over one value of a cost allocation tag, and the
 * e-mail that goes with it.
 */

import {
  CreateAnomalyMonitorCommand,
  CreateAnomalySubscriptionCommand,
  DeleteAnomalyMonitorCommand,
  DeleteAnomalySubscriptionCommand,
  GetAnomalyMonitorsCommand,
  GetAnomalySubscriptionsCommand,
  ListTagsForResourceCommand,
  type AnomalyMonitor,
  type AnomalySubscription,
  type CreateAnomalyMonitorCommandInput,
  type CreateAnomalySubscriptionCommandInput,
} from '@aws-sdk/client-cost-explorer';
import type { Alert, AnomalyPlan } from '../../core/alerts/alerts';
import { arn, type Arn } from '../../core/ids';
import { asProblem, Problem } from '../../core/problem';
import type { Clients } from '../clients';
import { requireBilling } from './costExplorer';
import { cancelled } from '../errors';
import {
  hasAlertPrefix,
  recognizedBy,
  sendOrFind,
  requireOurTag,
  ignoreNotFound,
  CREATED_BY_TAGS,
  requireFreeName,
} from '../createdResources';
import { readAllPages } from '../pagination';

const CREATE_MONITOR = 'ce:CreateAnomalyMonitor';
const CREATE_SUBSCRIPTION = 'ce:CreateAnomalySubscription';
const PAGE = 100;

/** Exactly what CreateAnomalyMonitor is sent. */
export const monitorInput = (plan: AnomalyPlan): CreateAnomalyMonitorCommandInput => ({
  AnomalyMonitor: {
    MonitorName: plan.name,
    MonitorType: 'CUSTOM',
    MonitorSpecification: { Tags: { Key: plan.tagKey, Values: [plan.tagValue] } },
  },
  ResourceTags: CREATED_BY_TAGS,
});

/** Exactly what CreateAnomalySubscription is sent, once the monitor's ARN is known. */
export const subscriptionInput = (plan: AnomalyPlan, monitor: string): CreateAnomalySubscriptionCommandInput => ({
  AnomalySubscription: {
    SubscriptionName: plan.name,
    MonitorArnList: [monitor],
    Subscribers: [{ Type: 'EMAIL', Address: plan.email }],
    Frequency: 'DAILY',
    ThresholdExpression: {
      Dimensions: {
        Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
        MatchOptions: ['GREATER_THAN_OR_EQUAL'],
        Values: [plan.minimumUsd],
      },
    },
  },
  ResourceTags: CREATED_BY_TAGS,
});

const monitors = (clients: Clients, signal: AbortSignal): Promise<readonly AnomalyMonitor[]> =>
  readAllPages(async (token) => {
    const command = new GetAnomalyMonitorsCommand({
      MaxResults: PAGE,
      ...(token === undefined ? {} : { NextPageToken: token }),
    });
    const answer = await clients.call('ce:GetAnomalyMonitors', signal, (options) =>
      clients.get('costExplorer').send(command, options),
    );
    return { items: answer.AnomalyMonitors ?? [], next: answer.NextPageToken };
  });

const subscriptions = (
  clients: Clients,
  monitor: string | undefined,
  signal: AbortSignal,
): Promise<readonly AnomalySubscription[]> =>
  readAllPages(async (token) => {
    const command = new GetAnomalySubscriptionsCommand({
      ...(monitor === undefined ? {} : { MonitorArn: monitor }),
      MaxResults: PAGE,
      ...(token === undefined ? {} : { NextPageToken: token }),
    });
    const answer = await clients.call('ce:GetAnomalySubscriptions', signal, (options) =>
      clients.get('costExplorer').send(command, options),
    );
    return { items: answer.AnomalySubscriptions ?? [], next: answer.NextPageToken };
  });

async function monitorNamed(clients: Clients, name: string, signal: AbortSignal): Promise<string | undefined> {
  return (await monitors(clients, signal)).find(({ MonitorName }) => MonitorName === name)?.MonitorArn;
}

const deleteMonitor = (clients: Clients, MonitorArn: string, signal: AbortSignal): Promise<void> =>
  ignoreNotFound(() =>
    clients.call('ce:DeleteAnomalyMonitor', signal, (options) =>
      clients.get('costExplorer').send(new DeleteAnomalyMonitorCommand({ MonitorArn }), options),
    ),
  );

async function createMonitor(clients: Clients, plan: AnomalyPlan, signal: AbortSignal): Promise<string> {
  const command = new CreateAnomalyMonitorCommand(monitorInput(plan));
  const made = await sendOrFind(
    async () =>
      (await clients.call(CREATE_MONITOR, signal, (options) => clients.get('costExplorerOnce').send(command, options)))
        .MonitorArn,
    () => monitorNamed(clients, plan.name, signal),
  );
  if (made === undefined) throw new Problem('broken-answer', { message: 'A monitor without an ARN' });
  return made;
}

async function subscribe(clients: Clients, plan: AnomalyPlan, monitor: string, signal: AbortSignal): Promise<void> {
  const command = new CreateAnomalySubscriptionCommand(subscriptionInput(plan, monitor));
  await sendOrFind<unknown>(
    () =>
      clients.call(CREATE_SUBSCRIPTION, signal, (options) => clients.get('costExplorerOnce').send(command, options)),
    async () =>
      (await subscriptions(clients, monitor, signal)).find(({ SubscriptionName }) => SubscriptionName === plan.name),
  );
}

/**
 * Creates the monitor and its subscription, or neither. From the first request on it is not given up halfway: a monitor
 * without a subscription notifies nobody.
 */
async function createAnomaly(clients: Clients, plan: AnomalyPlan, signal: AbortSignal): Promise<void> {
  requireBilling(clients, CREATE_MONITOR);
  requireFreeName((await monitorNamed(clients, plan.name, signal)) !== undefined, CREATE_MONITOR, plan.name);
  if (signal.aborted) throw cancelled();
  const toTheEnd = new AbortController().signal;
  const monitor = await createMonitor(clients, plan, toTheEnd);
  try {
    await subscribe(clients, plan, monitor, toTheEnd);
  } catch (error) {
    const problem = asProblem(error);
    const left = await deleteMonitor(clients, monitor, toTheEnd).then(
      () => '',
      () => ` (the monitor ${plan.name} was made and could not be removed)`,
    );
    throw left === ''
      ? problem
      : new Problem(problem.code, { ...problem.detail, message: `${problem.message}${left}` }, problem);
  }
}

const tagsOf = (clients: Clients, ResourceArn: string, signal: AbortSignal) => async () => {
  const answer = await clients.call('ce:ListTagsForResource', signal, (options) =>
    clients.get('costExplorer').send(new ListTagsForResourceCommand({ ResourceArn }), options),
  );
  return answer.ResourceTags;
};

/** Removes a subscription that was made with a monitor of ours. */
const unsubscribe = (clients: Clients, SubscriptionArn: string, signal: AbortSignal): Promise<void> =>
  ignoreNotFound(() =>
    clients.call('ce:DeleteAnomalySubscription', signal, (options) =>
      clients.get('costExplorer').send(new DeleteAnomalySubscriptionCommand({ SubscriptionArn }), options),
    ),
  );

/** The subscriptions that have our name and are for this monitor alone. */
const goesWith = (monitor: string, all: readonly AnomalySubscription[]): readonly Arn[] =>
  all
    .filter(
      ({ MonitorArnList: list = [], SubscriptionName: name }) =>
        hasAlertPrefix(name) && list.length === 1 && list[0] === monitor,
    )
    .flatMap(({ SubscriptionArn }) => (SubscriptionArn === undefined ? [] : [arn(SubscriptionArn)]));

async function removeAnomaly(clients: Clients, { id }: Alert, signal: AbortSignal): Promise<void> {
  requireBilling(clients, 'ce:DeleteAnomalyMonitor');
  const name = (await monitors(clients, signal)).find(({ MonitorArn }) => MonitorArn === id)?.MonitorName;
  if (name === undefined) return;
  await ignoreNotFound(async () => {
    await requireOurTag(name, tagsOf(clients, id, signal));
    const all = await subscriptions(clients, id, signal);
    const own = goesWith(id, all);
    const foreign = all.find(({ SubscriptionArn }) => !own.some((one) => one === SubscriptionArn));
    // Somebody else is notified of this monitor's anomalies; deleting it would end that.
    if (foreign !== undefined)
      throw new Problem('not-ours', {
        message: `${name} has a subscription of somebody else: ${foreign.SubscriptionName ?? ''}`,
      });
    for (const subscription of own) await unsubscribe(clients, subscription, signal);
    await deleteMonitor(clients, id, signal);
  });
}

export interface Anomalies {
  create(plan: AnomalyPlan, signal: AbortSignal): Promise<void>;
  list(signal: AbortSignal): Promise<readonly Alert[]>;
  remove(alert: Alert, signal: AbortSignal): Promise<void>;
}

/** Our monitors, each with the subscriptions that go with it. */
export function anomaliesOf(clients: Clients): Anomalies {
  // Each look at tags costs a request, and what is ours stays so.
  const known = new Set<string>();
  const isOurs = async (name: string, id: string, signal: AbortSignal): Promise<boolean> => {
    if (known.has(id)) return true;
    const by = await recognizedBy(name, tagsOf(clients, id, signal));
    if (by === 'tag') known.add(id);
    return by !== undefined;
  };
  const list = async (signal: AbortSignal): Promise<readonly Alert[]> => {
    requireBilling(clients, 'ce:GetAnomalyMonitors');
    const named = (await monitors(clients, signal)).filter(({ MonitorName }) => hasAlertPrefix(MonitorName));
    if (named.length === 0) return [];
    const all = await subscriptions(clients, undefined, signal);
    const found = await Promise.all(
      named.map(async ({ MonitorName: name = '', MonitorArn: id = '' }): Promise<readonly Alert[]> =>
        (await isOurs(name, id, signal)) ? [{ kind: 'anomaly', name, id, also: goesWith(id, all) }] : [],
      ),
    );
    return found.flat();
  };
  return {
    create: (plan, signal) => createAnomaly(clients, plan, signal),
    list,
    remove: (alert, signal) => removeAnomaly(clients, alert, signal),
  };
}
