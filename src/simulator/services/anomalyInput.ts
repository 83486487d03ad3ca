/** Checks the input of Cost Anomaly Detection. */

import { RequestValidator } from '../requestValidator';
import { validation } from '../errors';
import type { Fields, Input } from '../input';

export interface AnomalyMonitor {
  readonly name: string;
  readonly type: 'DIMENSIONAL' | 'CUSTOM';
  readonly dimension: string | undefined;
  /** An expression, such as `{ Tags: { Key: 'Team', Values: ['platform'] } }`. */
  readonly specification: Fields | undefined;
}

export interface AnomalySubscription {
  readonly name: string;
  readonly frequency: string;
  readonly monitors: readonly string[];
  readonly subscribers: readonly { readonly type: string; readonly address: string }[];
  readonly threshold: number | undefined;
  readonly expression: Fields | undefined;
}

const NAME = { min: 0, max: 1024, pattern: '[\\S\\s]*', required: true };
const MAX_VALUES = 10;
const MAX_TAGS = 200;
const IMPACTS = ['ANOMALY_TOTAL_IMPACT_ABSOLUTE', 'ANOMALY_TOTAL_IMPACT_PERCENTAGE'];

function checkSpecification(specification: Input | undefined): void {
  const leaves = ['Tags', 'Dimensions', 'CostCategories'].filter((name) => specification?.has(name));
  const [leaf] = leaves;
  if (!specification || leaf === undefined || leaves.length > 1 || Object.keys(specification.fields).length > 1)
    throw validation(
      'A custom monitor needs a MonitorSpecification with exactly one of Tags, Dimensions and CostCategories',
    );
  const inner = specification.object(leaf);
  const values = inner?.texts('Values') ?? [];
  if (!inner?.text('Key')) throw validation(`${leaf} must have a Key`);
  if (leaf === 'Dimensions' && inner.text('Key') !== 'LINKED_ACCOUNT')
    throw validation('Custom monitors support the dimension LINKED_ACCOUNT only');
  if (values.length === 0) throw validation('Expression must have at least one value');
  if (values.length > (leaf === 'CostCategories' ? 1 : MAX_VALUES))
    throw validation(`Maximum ${MAX_VALUES} values are allowed in a MonitorSpecification`);
}

/** Throws ValidationException for a monitor that AWS would refuse. */
export function readMonitor(input: Input): AnomalyMonitor {
  const name = input.text('MonitorName');
  const type = input.text('MonitorType');
  const dimension = input.text('MonitorDimension');
  const specification = input.object('MonitorSpecification');
  const validator = new RequestValidator();
  validator.text('anomalyMonitor.monitorName', name, NAME);
  validator.present('anomalyMonitor.monitorType', type);
  validator.oneOf('anomalyMonitor.monitorType', type, ['DIMENSIONAL', 'CUSTOM']);
  validator.oneOf('anomalyMonitor.monitorDimension', dimension, ['SERVICE', 'LINKED_ACCOUNT', 'TAG', 'COST_CATEGORY']);
  validator.done();
  if (type === 'DIMENSIONAL') {
    if (dimension === undefined) throw validation('MonitorDimension is required for a dimensional monitor');
    if (dimension === 'SERVICE' && specification)
      throw validation('MonitorSpecification is not supported for dimensional monitors of services');
    return { name: name ?? '', type, dimension, specification: specification?.fields };
  }
  if (dimension !== undefined) throw validation('MonitorDimension is not supported for custom monitors');
  checkSpecification(specification);
  return { name: name ?? '', type: 'CUSTOM', dimension, specification: specification?.fields };
}

function checkThreshold(expression: Input, depth = 0): void {
  const roots = Object.keys(expression.fields);
  const [root] = roots;
  if (roots.length !== 1 || root === undefined) throw validation('ThresholdExpression must have exactly one root');
  if (root === 'And' || root === 'Or') {
    const parts = expression.list(root) ?? [];
    if (parts.length !== 2 || depth > 0) throw validation(`${root} must have two dimensions`);
    for (const part of parts) checkThreshold(part, depth + 1);
    return;
  }
  const leaf = root === 'Dimensions' ? expression.object(root) : undefined;
  if (!leaf) throw validation(`ThresholdExpression does not support ${root}`);
  const [value, ...more] = leaf.texts('Values') ?? [];
  if (!IMPACTS.includes(leaf.text('Key') ?? ''))
    throw validation(`ThresholdExpression supports ${IMPACTS.join(' and ')} only`);
  if ((leaf.texts('MatchOptions') ?? []).join() !== 'GREATER_THAN_OR_EQUAL')
    throw validation('ThresholdExpression needs the match option GREATER_THAN_OR_EQUAL');
  const number = value === undefined || more.length > 0 ? NaN : Number(value);
  if (!(number >= 0 && number <= 10_000_000_000))
    throw validation('The threshold must be one number between 0 and 10000000000');
}

function checkSubscribers(frequency: string, subscribers: AnomalySubscription['subscribers']): void {
  if (subscribers.length === 0) throw validation('At least one subscriber is required');
  for (const { type, address } of subscribers) {
    if (frequency === 'IMMEDIATE' && type !== 'SNS')
      throw validation('Immediate frequency only supports SNS Topic subscriptions');
    if (frequency !== 'IMMEDIATE' && type !== 'EMAIL')
      throw validation('Daily or weekly frequencies only support Email subscriptions');
    const valid =
      type === 'SNS' ? /^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/ : /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
    if (address.length < 6 || address.length > 302 || !valid.test(address))
      throw validation(`Invalid subscriber address: ${address}`);
  }
  if (frequency === 'IMMEDIATE' && subscribers.length > 1)
    throw validation('A subscription can have only one SNS topic');
  if (subscribers.length > MAX_VALUES) throw validation('A subscription can have at most 10 email recipients');
}

/** Throws ValidationException for a subscription that AWS would refuse. */
export function readSubscription(input: Input): AnomalySubscription {
  const name = input.text('SubscriptionName');
  const frequency = input.text('Frequency');
  const monitors = input.texts('MonitorArnList') ?? [];
  const threshold = input.number('Threshold');
  const expression = input.object('ThresholdExpression');
  const validator = new RequestValidator();
  validator.text('anomalySubscription.subscriptionName', name, NAME);
  validator.present('anomalySubscription.frequency', frequency);
  validator.oneOf('anomalySubscription.frequency', frequency, ['DAILY', 'IMMEDIATE', 'WEEKLY']);
  validator.present('anomalySubscription.monitorArnList', input.texts('MonitorArnList'));
  validator.present('anomalySubscription.subscribers', input.list('Subscribers'));
  validator.range('anomalySubscription.threshold', threshold, 0, Infinity);
  validator.done();
  if (monitors.length === 0) throw validation('At least one monitor is required');
  if (threshold === undefined && !expression) throw validation('Threshold and ThresholdExpression cannot both be null');
  if (threshold !== undefined && expression)
    throw validation('Threshold and ThresholdExpression cannot both be specified');
  if (expression) checkThreshold(expression);
  const subscribers = (input.list('Subscribers') ?? []).map((one) => ({
    type: one.text('Type') ?? '',
    address: one.text('Address') ?? '',
  }));
  checkSubscribers(frequency ?? '', subscribers);
  return {
    name: name ?? '',
    frequency: frequency ?? '',
    monitors,
    subscribers,
    threshold,
    expression: expression?.fields,
  };
}

/** Tags of a new monitor or subscription. */
export function readAnomalyTags(input: Input): ReadonlyMap<string, string> {
  const list = input.list('ResourceTags') ?? [];
  const validator = new RequestValidator();
  validator.size('resourceTags', list.length, MAX_TAGS);
  for (const [index, one] of list.entries()) {
    const path = `resourceTags.${index + 1}.member`;
    validator.text(`${path}.key`, one.text('Key'), { min: 1, max: 128, pattern: '[\\S\\s]*', required: true });
    validator.text(`${path}.value`, one.text('Value'), { min: 0, max: 256, pattern: '[\\S\\s]*', required: true });
  }
  validator.done();
  const tags = new Map(list.map((one) => [one.text('Key') ?? '', one.text('Value') ?? '']));
  if (tags.size < list.length) throw validation('Duplicate tag keys');
  if ([...tags.keys()].some((key) => /^aws:/i.test(key))) throw validation('Tag keys must not begin with aws:');
  return tags;
}
