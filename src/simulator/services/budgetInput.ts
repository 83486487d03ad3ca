/** Checks the input of AWS Budgets. */

import { RequestValidator } from '../requestValidator';
import { AwsError, validation } from '../errors';
import { isFields, type Fields, type Input } from '../input';
import { startOfPeriod, type Budget, type BudgetNotification, type Subscriber, type TimeUnit } from './budgetStore';

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', message);
const limitExceeded = (message: string): AwsError => new AwsError('CreationLimitExceededException', message);

const TIME_UNITS: readonly TimeUnit[] = ['DAILY', 'MONTHLY', 'QUARTERLY', 'ANNUALLY'];
const BUDGET_TYPES = [
  'USAGE',
  'COST',
  'RI_UTILIZATION',
  'RI_COVERAGE',
  'SAVINGS_PLANS_UTILIZATION',
  'SAVINGS_PLANS_COVERAGE',
];
const AMOUNT = /^[0-9]*\.?[0-9]+$/;
/** 15 June 2087: when a budget without an end ends. */
const FOREVER = Date.UTC(2087, 5, 15);
const MAX_NOTIFICATIONS = 5;
const MAX_SUBSCRIBERS = 11;
const MAX_EMAILS = 10;
const MAX_TAGS = 200;
/** Letters, digits and spaces of all languages, and `_.:/=+-@`. */
const TAG_TEXT = '[^!-*,;<>?[-^`{-~\x00-\x1f]*';

/** The names that `CostFilters` may use. */
const COST_FILTERS: ReadonlySet<string> = new Set([
  'AZ',
  'BillingEntity',
  'CostCategory',
  'InstanceType',
  'InvoicingEntity',
  'LegalEntityName',
  'LinkedAccount',
  'Operation',
  'PurchaseType',
  'RecordType',
  'Region',
  'Service',
  'TagKeyValue',
  'UsageType',
  'UsageTypeGroup',
]);

/** Defaults of `CostTypes`, as DescribeBudgets returns them for a budget without any. */
const COST_TYPES: Fields = {
  IncludeTax: true,
  IncludeSubscription: true,
  UseBlended: false,
  IncludeRefund: true,
  IncludeCredit: true,
  IncludeUpfront: true,
  IncludeRecurring: true,
  IncludeOtherSubscription: true,
  IncludeSupport: true,
  IncludeDiscount: true,
  UseAmortized: false,
};

/** Throws for a name that no budget can have. */
export function checkName(name: string | undefined): string {
  const validator = new RequestValidator();
  validator.text('budget.budgetName', name, { min: 1, max: 100, pattern: '[^:\\\\]*', required: true });
  validator.done();
  if (name?.includes('/action/')) throw invalidParameter('Budget name cannot contain "/action/".');
  return name ?? '';
}

function readLimit(budget: Input): { readonly Amount: string; readonly Unit: string } {
  const limit = budget.object('BudgetLimit');
  if (!limit) throw invalidParameter('BudgetLimit is required for COST and USAGE budgets.');
  const amount = limit.text('Amount');
  const unit = limit.text('Unit');
  const validator = new RequestValidator();
  validator.text('budget.budgetLimit.amount', amount, {
    min: 1,
    max: 2147483647,
    pattern: AMOUNT.source.slice(1, -1),
    required: true,
  });
  validator.text('budget.budgetLimit.unit', unit, { min: 1, max: 2147483647, pattern: '.*', required: true });
  validator.done();
  if (Number(amount) <= 0) throw invalidParameter('Budget limit amount should be greater than 0.');
  if (unit !== 'USD') throw invalidParameter(`Unit should be USD for COST budgets, not ${unit ?? ''}.`);
  return { Amount: amount ?? '', Unit: unit };
}

function readCostFilters(budget: Input): ReadonlyMap<string, readonly string[]> | undefined {
  const filters = budget.object('CostFilters');
  if (!filters) return undefined;
  const read = new Map<string, readonly string[]>();
  for (const name of Object.keys(filters.fields)) {
    if (!COST_FILTERS.has(name)) throw invalidParameter(`Invalid cost filter: ${name}.`);
    const values = filters.texts(name) ?? [];
    if (values.length === 0) throw invalidParameter(`Cost filter ${name} has no values.`);
    const wrong = name === 'TagKeyValue' ? values.find((value) => !/^(user|aws):[^$]+\$/.test(value)) : undefined;
    if (wrong !== undefined) throw invalidParameter(`Tag filter ${wrong} is not of the form user:key$value.`);
    read.set(name, values);
  }
  return read;
}

/** Throws unless an expression has exactly one member at each of its levels. */
function checkExpression(fields: Fields, refuse: (message: string) => AwsError, depth = 0): void {
  const members = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  const [[name, value] = ['', undefined], ...more] = members;
  if (more.length > 0 || name === '') throw refuse('Expression should contain exactly one element at its root.');
  if (depth > 5) throw refuse('Expression is nested too deeply.');
  if (name === 'And' || name === 'Or') {
    const parts = Array.isArray(value) ? (value as readonly unknown[]) : [];
    if (parts.length < 2) throw refuse(`${name} should have at least two operands.`);
    for (const part of parts) if (isFields(part)) checkExpression(part, refuse, depth + 1);
  } else if (name === 'Not') {
    if (isFields(value)) checkExpression(value, refuse, depth + 1);
  } else if (!['Dimensions', 'Tags', 'CostCategories'].includes(name)) {
    throw refuse(`Unknown element in expression: ${name}.`);
  } else if (!isFields(value) || typeof value.Key !== 'string') {
    throw refuse(`${name} should have a Key.`);
  }
}

function readFilter(budget: Input): Pick<Budget, 'costFilters' | 'costTypes' | 'expression' | 'metrics'> {
  const costFilters = readCostFilters(budget);
  const costTypes = budget.object('CostTypes')?.fields;
  const expression = budget.object('FilterExpression')?.fields;
  const metrics = budget.texts('Metrics');
  if ((costFilters ?? costTypes) && (expression ?? metrics)) {
    throw invalidParameter(
      'Only one set of filter and metric selections can be present: FilterExpression and Metrics, or CostFilters and CostTypes.',
    );
  }
  if (expression) checkExpression(expression, invalidParameter);
  if ((metrics?.length ?? 0) > 1) throw invalidParameter('Only one metric can be specified.');
  return {
    costFilters: costFilters ?? new Map(),
    costTypes: { ...COST_TYPES, ...costTypes },
    expression,
    metrics,
  };
}

/** Reads and checks a whole budget. */
export function readBudget(budget: Input, now: number): Budget {
  const name = checkName(budget.text('BudgetName'));
  const timeUnit = budget.text('TimeUnit');
  const type = budget.text('BudgetType');
  const validator = new RequestValidator();
  validator.present('budget.timeUnit', timeUnit);
  validator.oneOf('budget.timeUnit', timeUnit, [...TIME_UNITS, 'CUSTOM']);
  validator.present('budget.budgetType', type);
  validator.oneOf('budget.budgetType', type, BUDGET_TYPES);
  validator.done();
  const unit = TIME_UNITS.find((one) => one === timeUnit);
  if (type !== 'COST' || !unit || budget.has('PlannedBudgetLimits') || budget.has('AutoAdjustData'))
    throw invalidParameter('This simulator knows cost budgets with a fixed limit and a repeating period alone.');
  const period = budget.object('TimePeriod');
  const start = period?.time('Start') ?? startOfPeriod(unit, now);
  const end = period?.time('End') ?? FOREVER;
  if (start >= end) throw invalidParameter('Start date should be before end date.');
  if (end <= now) throw invalidParameter('End date should be in the future.');
  return { name, limit: readLimit(budget), timeUnit: unit, start, end, ...readFilter(budget), updated: now };
}

function readSubscribers(input: Input): readonly Subscriber[] {
  const subscribers = (input.list('Subscribers') ?? []).map((one) => ({
    type: one.text('SubscriptionType') ?? '',
    address: one.text('Address') ?? '',
  }));
  if (subscribers.length === 0) throw invalidParameter('A notification should have at least one subscriber.');
  if (subscribers.length > MAX_SUBSCRIBERS)
    throw validation(`Member must have length less than or equal to ${MAX_SUBSCRIBERS} at 'subscribers'.`);
  for (const { type, address } of subscribers) {
    if (type === 'EMAIL') {
      if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) || address.length > 50)
        throw invalidParameter(`Invalid email address: ${address}.`);
    } else if (type !== 'SNS') throw invalidParameter(`Invalid subscription type: ${type}.`);
    else if (!/^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/.test(address))
      throw invalidParameter(`Invalid SNS topic ARN: ${address}.`);
  }
  const count = (type: string): number => subscribers.filter((one) => one.type === type).length;
  if (count('SNS') > 1) throw limitExceeded('A notification can have at most 1 SNS subscriber.');
  if (count('EMAIL') > MAX_EMAILS)
    throw limitExceeded(`A notification can have at most ${MAX_EMAILS} email subscribers.`);
  if (new Set(subscribers.map(({ address }) => address)).size < subscribers.length)
    throw new AwsError('DuplicateRecordException', 'The same subscriber is given twice.');
  return subscribers;
}

/** Reads what identifies a notification; throws for an invalid one. */
export function readNotification(input: Input | undefined): Omit<BudgetNotification, 'subscribers'> {
  const type = input?.text('NotificationType');
  const operator = input?.text('ComparisonOperator');
  const threshold = input?.number('Threshold');
  const thresholdType = input?.text('ThresholdType') ?? 'PERCENTAGE';
  const validator = new RequestValidator();
  validator.present('notification.notificationType', type);
  validator.oneOf('notification.notificationType', type, ['ACTUAL', 'FORECASTED']);
  validator.present('notification.comparisonOperator', operator);
  validator.oneOf('notification.comparisonOperator', operator, ['GREATER_THAN', 'LESS_THAN', 'EQUAL_TO']);
  validator.present('notification.threshold', threshold);
  validator.range('notification.threshold', threshold, 0, 15_000_000_000_000);
  validator.oneOf('notification.thresholdType', thresholdType, ['PERCENTAGE', 'ABSOLUTE_VALUE']);
  validator.done();
  if (thresholdType === 'PERCENTAGE' && (threshold ?? 0) > 1_000_000)
    throw invalidParameter('Threshold should be at most 1000000 percent.');
  return { type: type ?? '', operator: operator ?? '', threshold: threshold ?? 0, thresholdType };
}

/** The key of a notification within its budget. */
export const notificationKey = (one: Omit<BudgetNotification, 'subscribers'>): string =>
  [one.type, one.operator, one.threshold, one.thresholdType].join(' ');

/** The notifications of CreateBudget: at most five. */
export function readNotifications(input: Input, budget: Budget): readonly BudgetNotification[] {
  const list = input.list('NotificationsWithSubscribers') ?? [];
  if (list.length > MAX_NOTIFICATIONS)
    throw limitExceeded(`A budget can be created with at most ${MAX_NOTIFICATIONS} notifications.`);
  const read = list.map((one) => ({
    ...readNotification(one.object('Notification')),
    subscribers: readSubscribers(one),
  }));
  if (budget.timeUnit === 'DAILY' && read.some(({ type }) => type === 'FORECASTED'))
    throw invalidParameter('Daily budgets do not support forecasted notifications.');
  if (new Set(read.map(notificationKey)).size < read.length)
    throw new AwsError('DuplicateRecordException', 'The same notification is given twice.');
  return read;
}

/** Tags of a new budget. */
export function readResourceTags(input: Input): ReadonlyMap<string, string> {
  const tags = input.list('ResourceTags') ?? [];
  const validator = new RequestValidator();
  validator.size('resourceTags', tags.length, MAX_TAGS);
  for (const [index, one] of tags.entries()) {
    const path = `resourceTags.${index + 1}.member`;
    const key = one.text('Key');
    const value = one.text('Value');
    validator.text(`${path}.key`, key, { min: 1, max: 128, pattern: TAG_TEXT, required: true });
    validator.text(`${path}.value`, value, { min: 0, max: 256, pattern: TAG_TEXT, required: true });
  }
  validator.done();
  const read = new Map(tags.map((one) => [one.text('Key') ?? '', one.text('Value') ?? '']));
  if (read.size < tags.length) throw invalidParameter('Duplicate tag keys.');
  if ([...read.keys()].some((key) => /^aws:/i.test(key)))
    throw invalidParameter('aws: prefixed tag keys are reserved.');
  return read;
}
