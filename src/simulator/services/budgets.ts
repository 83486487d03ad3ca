/** AWS Budgets. */

import { RequestValidator } from '../requestValidator';
import { accessDenied, AwsError } from '../errors';
import type { Input } from '../input';
import type { Context, Operation } from '../operation';
import { readToken, writeToken } from '../pageTokens';
import {
  checkName,
  invalidParameter,
  notificationKey,
  readBudget,
  readNotification,
  readNotifications,
  readResourceTags,
} from './budgetInput';
import { spendOf } from './budgetSpend';
import {
  budgetsOf,
  endOfPeriod,
  startOfPeriod,
  type Budget,
  type BudgetNotification,
  type StoredBudget,
} from './budgetStore';

const MAX_BUDGETS = 20_000;
const PAGE = 100;
const MAX_BUDGETS_PAGE = 1000;

const arnOf = (accountId: string, name: string): string => `arn:aws:budgets::${accountId}:budget/${name}`;

/** Throws AccessDeniedException for another account, as AWS does for whoever is not its payer. */
function checkAccount(input: Input, { caller, account }: Context, action: string): void {
  const accountId = input.text('AccountId');
  const validator = new RequestValidator();
  validator.text('accountId', accountId, { min: 12, max: 12, pattern: '\\d{12}', required: true });
  validator.done();
  if (accountId !== account.scenario.account) {
    const arn = arnOf(accountId ?? '', input.text('BudgetName') ?? '');
    throw accessDenied(caller.arn, `budgets:${action}`, arn);
  }
}

function find(input: Input, { account }: Context): StoredBudget {
  const name = checkName(input.text('BudgetName'));
  const found = budgetsOf(account).get(name);
  if (!found) throw new AwsError('NotFoundException', `Unable to get budget: ${name} - the budget doesn't exist.`);
  return found;
}

const usd = (amount: number): { readonly Amount: string; readonly Unit: string } => ({
  Amount: amount.toFixed(3),
  Unit: 'USD',
});

/** The cost of the current period so far, and at its end at the same rate. USD. */
function spent(budget: Budget, { account, now }: Context): { readonly actual: number; readonly forecast: number } {
  const start = Math.max(startOfPeriod(budget.timeUnit, now), budget.start);
  const end = endOfPeriod(budget.timeUnit, startOfPeriod(budget.timeUnit, now));
  if (now <= start) return { actual: 0, forecast: 0 };
  const actual = spendOf(budget, start, now, account);
  return { actual, forecast: (actual * (end - start)) / (now - start) };
}

function shownBudget(budget: Budget, context: Context, withExpression: boolean): Readonly<Record<string, unknown>> {
  const { actual, forecast } = spent(budget, context);
  const filtered = budget.expression ?? budget.metrics;
  return {
    BudgetName: budget.name,
    BudgetLimit: budget.limit,
    ...(filtered ? {} : { CostFilters: budget.costFilters, CostTypes: budget.costTypes }),
    ...(filtered && withExpression ? { FilterExpression: budget.expression } : {}),
    ...(filtered ? { Metrics: budget.metrics ?? ['UnblendedCost'] } : {}),
    TimeUnit: budget.timeUnit,
    TimePeriod: { Start: new Date(budget.start), End: new Date(budget.end) },
    // A daily budget has no forecast.
    CalculatedSpend: {
      ActualSpend: usd(actual),
      ...(budget.timeUnit === 'DAILY' ? {} : { ForecastedSpend: usd(forecast) }),
    },
    BudgetType: 'COST',
    LastUpdatedTime: new Date(budget.updated),
    HealthStatus: { Status: 'HEALTHY', LastUpdatedTime: new Date(budget.updated) },
  };
}

function shownNotification(
  one: BudgetNotification,
  budget: Budget,
  context: Context,
): Readonly<Record<string, unknown>> {
  const { actual, forecast } = spent(budget, context);
  const value = one.type === 'ACTUAL' ? actual : forecast;
  const limit = Number(budget.limit.Amount);
  const threshold = one.thresholdType === 'PERCENTAGE' ? (limit * one.threshold) / 100 : one.threshold;
  const crossed = { GREATER_THAN: value > threshold, LESS_THAN: value < threshold, EQUAL_TO: value === threshold };
  return {
    NotificationType: one.type,
    ComparisonOperator: one.operator,
    Threshold: one.threshold,
    ThresholdType: one.thresholdType,
    NotificationState: crossed[one.operator as keyof typeof crossed] ? 'ALARM' : 'OK',
  };
}

/** One page of a list. */
function pageOf<T>(
  input: Input,
  all: readonly T[],
  most: number,
): { readonly rows: readonly T[]; readonly next: Readonly<Record<string, string>> } {
  const size = input.number('MaxResults') ?? PAGE;
  const validator = new RequestValidator();
  validator.range('maxResults', size, 1, most);
  validator.done();
  const token = input.text('NextToken');
  const from = token === undefined ? 0 : readToken(token)?.from;
  if (typeof from !== 'number') throw new AwsError('InvalidNextTokenException', 'The pagination token is invalid.');
  const until = from + size;
  return {
    rows: all.slice(from, until),
    next: until < all.length ? { NextToken: writeToken({ from: until }) } : {},
  };
}

const createBudget: Operation = (input, context) => {
  checkAccount(input, context, 'ModifyBudget');
  const requested = input.object('Budget');
  const validator = new RequestValidator();
  validator.present('budget', requested);
  validator.done();
  if (!requested) throw invalidParameter('Budget is required.');
  const budget = readBudget(requested, context.now);
  const notifications = readNotifications(input, budget);
  const tags = readResourceTags(input);
  const all = budgetsOf(context.account);
  if (all.has(budget.name))
    throw new AwsError(
      'DuplicateRecordException',
      `Error creating budget: ${budget.name} - the budget already exists.`,
    );
  if (all.size >= MAX_BUDGETS)
    throw new AwsError(
      'CreationLimitExceededException',
      `Error creating budget: ${budget.name} - the limit is reached.`,
    );
  all.set(budget.name, { budget, notifications, tags });
  return { body: {} };
};

const updateBudget: Operation = (input, context) => {
  checkAccount(input, context, 'ModifyBudget');
  const requested = input.object('NewBudget');
  if (!requested) throw invalidParameter('NewBudget is required.');
  const budget = readBudget(requested, context.now);
  const known = find(requested, context);
  budgetsOf(context.account).set(budget.name, { ...known, budget });
  return { body: {} };
};

const describeBudgets: Operation = (input, context) => {
  checkAccount(input, context, 'ViewBudget');
  const all = [...budgetsOf(context.account).values()].sort((a, b) => (a.budget.name < b.budget.name ? -1 : 1));
  const { rows, next } = pageOf(input, all, MAX_BUDGETS_PAGE);
  const expression = input.flag('ShowFilterExpression') ?? false;
  return {
    body: {
      // For an account without budgets AWS returns no list.
      ...(all.length > 0 ? { Budgets: rows.map(({ budget }) => shownBudget(budget, context, expression)) } : {}),
      ...next,
    },
  };
};

const describeBudget: Operation = (input, context) => {
  checkAccount(input, context, 'ViewBudget');
  const { budget } = find(input, context);
  return { body: { Budget: shownBudget(budget, context, input.flag('ShowFilterExpression') ?? false) } };
};

const describeNotifications: Operation = (input, context) => {
  checkAccount(input, context, 'ViewBudget');
  const { budget, notifications } = find(input, context);
  const { rows, next } = pageOf(input, notifications, PAGE);
  return { body: { Notifications: rows.map((one) => shownNotification(one, budget, context)), ...next } };
};

const describeSubscribers: Operation = (input, context) => {
  checkAccount(input, context, 'ViewBudget');
  const { budget, notifications } = find(input, context);
  const key = notificationKey(readNotification(input.object('Notification')));
  const found = notifications.find((one) => notificationKey(one) === key);
  if (!found) {
    const message = `Unable to get subscribers for notification of budget: ${budget.name} - the notification doesn't exist.`;
    throw new AwsError('NotFoundException', message);
  }
  const { rows, next } = pageOf(input, found.subscribers, PAGE);
  return {
    body: {
      Subscribers: rows.map(({ type: kind, address }) => ({ SubscriptionType: kind, Address: address })),
      ...next,
    },
  };
};

const deleteBudget: Operation = (input, context) => {
  checkAccount(input, context, 'ModifyBudget');
  const { budget } = find(input, context);
  budgetsOf(context.account).delete(budget.name);
  return { body: {} };
};

const listTags: Operation = (input, context) => {
  const arn = input.text('ResourceARN') ?? '';
  const found = [...budgetsOf(context.account).values()].find(
    ({ budget }) => arnOf(context.account.scenario.account, budget.name) === arn,
  );
  if (!found) throw new AwsError('NotFoundException', `Unable to find resource ${arn}.`);
  return { body: { ResourceTags: [...found.tags].map(([Key, Value]) => ({ Key, Value })) } };
};

export const budgetsOperations: Readonly<Record<string, Operation>> = {
  CreateBudget: createBudget,
  UpdateBudget: updateBudget,
  DescribeBudgets: describeBudgets,
  DescribeBudget: describeBudget,
  DescribeNotificationsForBudget: describeNotifications,
  DescribeSubscribersForNotification: describeSubscribers,
  DeleteBudget: deleteBudget,
  ListTagsForResource: listTags,
};
