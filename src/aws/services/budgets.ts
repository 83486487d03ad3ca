/** AWS Budgets: a budget over one value of a cost allocation tag, that sends e-mail. */

import {
  CreateBudgetCommand,
  DeleteBudgetCommand,
  DescribeBudgetCommand,
  DescribeBudgetsCommand,
  ListTagsForResourceCommand,
  type Budget,
  type CreateBudgetCommandInput,
} from '@aws-sdk/client-budgets';
import type { Alert, BudgetPlan } from '../../core/alerts/alerts';
import { partitionOf, type AccountId } from '../../core/ids';
import { isProblem } from '../../core/problem';
import type { Clients } from '../clients';
import { requireBilling } from './costExplorer';
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
import { whoAmI } from './sts';

const VIEW = 'budgets:ViewBudget';
const MODIFY = 'budgets:ModifyBudget';

/**
 * Usage of one tag value, without credits, refunds and tax, as the bill is read everywhere else. Keys are written as on
 * the bill.
 */
const filterOf = ({ tagKey, tagValue }: BudgetPlan): Pick<Budget, 'FilterExpression' | 'Metrics'> => ({
  FilterExpression: {
    And: [{ Tags: { Key: tagKey, Values: [tagValue] } }, { Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage'] } }],
  },
  Metrics: ['UnblendedCost'],
});

/** Exactly what CreateBudget is sent. */
export const budgetInput = (plan: BudgetPlan, account: AccountId): CreateBudgetCommandInput => ({
  AccountId: account,
  Budget: {
    BudgetName: plan.name,
    BudgetType: 'COST',
    BudgetLimit: { Amount: plan.amount, Unit: 'USD' },
    TimeUnit: plan.period === 'daily' ? 'DAILY' : 'MONTHLY',
    ...filterOf(plan),
  },
  NotificationsWithSubscribers: plan.thresholds.map((Threshold) => ({
    Notification: {
      NotificationType: 'ACTUAL',
      ComparisonOperator: 'GREATER_THAN',
      Threshold,
      ThresholdType: 'PERCENTAGE',
    },
    Subscribers: [{ SubscriptionType: 'EMAIL', Address: plan.email }],
  })),
  ResourceTags: CREATED_BY_TAGS,
});

async function exists(clients: Clients, account: AccountId, name: string, signal: AbortSignal): Promise<boolean> {
  const command = new DescribeBudgetCommand({ AccountId: account, BudgetName: name });
  try {
    await clients.call(VIEW, signal, (options) => clients.get('budgets').send(command, options));
    return true;
  } catch (error) {
    if (isProblem(error) && error.code === 'not-found') return false;
    throw error;
  }
}

/** Creates a budget; AWS itself refuses a second one of the same name. */
export async function createBudget(clients: Clients, plan: BudgetPlan, signal: AbortSignal): Promise<void> {
  requireBilling(clients, MODIFY);
  const { account } = await whoAmI(clients, signal);
  const command = new CreateBudgetCommand(budgetInput(plan, account));
  const taken = await exists(clients, account, plan.name, signal).catch((error: unknown) => {
    // Who may create budgets but not read them gets the error for a name in use from CreateBudget.
    if (isProblem(error) && error.code === 'denied') return false;
    throw error;
  });
  requireFreeName(taken, MODIFY, plan.name);
  await sendOrFind<unknown>(
    () => clients.call(MODIFY, signal, (options) => clients.get('budgetsOnce').send(command, options)),
    async () => ((await exists(clients, account, plan.name, signal)) ? {} : undefined),
  );
}

const tagsOf = (clients: Clients, account: AccountId, name: string, signal: AbortSignal) => async () => {
  const ResourceARN = `arn:${partitionOf(clients.choice.region)}:budgets::${account}:budget/${name}`;
  const answer = await clients.call('budgets:ListTagsForResource', signal, (options) =>
    clients.get('budgets').send(new ListTagsForResourceCommand({ ResourceARN }), options),
  );
  return answer.ResourceTags;
};

function alertOf(name: string, { BudgetLimit, CalculatedSpend }: Budget): Alert {
  const spent = CalculatedSpend?.ActualSpend?.Amount;
  const limit = BudgetLimit?.Amount;
  return {
    kind: 'budget',
    name,
    id: name,
    also: [],
    ...(spent === undefined ? {} : { spent }),
    ...(limit === undefined ? {} : { limit }),
  };
}

/** Our budgets, with what is spent of them. */
export async function listBudgets(clients: Clients, signal: AbortSignal): Promise<readonly Alert[]> {
  requireBilling(clients, VIEW);
  const { account } = await whoAmI(clients, signal);
  const budgets = await readAllPages(async (token) => {
    const command = new DescribeBudgetsCommand({
      AccountId: account,
      MaxResults: 1000,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const answer = await clients.call(VIEW, signal, (options) => clients.get('budgets').send(command, options));
    return { items: answer.Budgets ?? [], next: answer.NextToken };
  });
  const found = await Promise.all(
    budgets.map(async (budget): Promise<readonly Alert[]> => {
      const name = budget.BudgetName;
      const ours =
        hasAlertPrefix(name) && (await recognizedBy(name, tagsOf(clients, account, name, signal))) !== undefined;
      return ours ? [alertOf(name, budget)] : [];
    }),
  );
  return found.flat();
}

/** Removes a budget of ours. */
export async function removeBudget(clients: Clients, { id }: Alert, signal: AbortSignal): Promise<void> {
  requireBilling(clients, MODIFY);
  const { account } = await whoAmI(clients, signal);
  const command = new DeleteBudgetCommand({ AccountId: account, BudgetName: id });
  await ignoreNotFound(async () => {
    await requireOurTag(id, tagsOf(clients, account, id, signal));
    await clients.call(MODIFY, signal, (options) => clients.get('budgets').send(command, options));
  });
}
