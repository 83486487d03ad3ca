/** Checks the input of PutMetricAlarm. */

import { RequestValidator } from '../requestValidator';
import { validation } from '../errors';
import type { Fields, Input } from '../input';
import { isStatistic } from '../metrics';
import type { AlarmQuery, AlarmSettings, MetricStat } from './alarmStore';
import { readDimensions } from './cloudwatchInput';
import { checkMath } from './metricMath';
import { MathError } from './metricMathParser';

const COMPARISONS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
];
const TREATMENTS = ['breaching', 'notBreaching', 'ignore', 'missing'];
const SCALARS = ['MetricName', 'Namespace', 'Dimensions', 'Period', 'Unit', 'Statistic', 'ExtendedStatistic'];
const DAY = 86_400;
const WEEK = 7 * DAY;
const MAX_QUERIES = 20;
const MAX_OF_A_KIND = 10;
const MAX_ACTIONS = 5;

/** Seconds; throws for a period, or a number of periods, that no alarm can have. */
function checkAlarmPeriod(period: number | undefined, evaluationPeriods: number): number {
  if (period === undefined) throw validation('PutMetricAlarm request should have a Period parameter');
  if (![10, 20, 30].includes(period) && (period < 60 || period % 60 !== 0))
    throw validation('Period must be 10, 20, 30 or a multiple of 60');
  const span = period * evaluationPeriods;
  if (period < 3600 && span > DAY) {
    throw validation(
      'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400) for alarms using period < 3600',
    );
  }
  if (span > WEEK) {
    throw validation(
      'Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800) for alarms using period >= 3600',
    );
  }
  return period;
}

function checkStat(stat: string | undefined): string {
  if (stat === undefined) throw validation('PutMetricAlarm request should have a Statistic parameter');
  if (!isStatistic(stat)) throw validation(`The value ${stat} for parameter Stat is not supported.`);
  return stat;
}

function readStat(input: Input, evaluationPeriods: number): MetricStat {
  const metric = input.object('Metric');
  const name = metric?.text('MetricName');
  const namespace = metric?.text('Namespace');
  if (!metric || name === undefined || namespace === undefined)
    throw validation('MetricStat should have a Metric with a Namespace and a MetricName');
  return {
    namespace,
    metric: name,
    dimensions: readDimensions(metric, 30),
    period: checkAlarmPeriod(input.number('Period'), evaluationPeriods),
    stat: checkStat(input.text('Stat')),
    unit: input.text('Unit'),
  };
}

function readQuery(input: Input, evaluationPeriods: number): AlarmQuery {
  const id = input.text('Id') ?? '';
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(id) || id.length > 255) {
    throw validation(
      `The value ${id} for parameter Metrics.member.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  }
  const stat = input.object('MetricStat');
  const expression = input.text('Expression');
  if ((stat === undefined) === (expression === undefined))
    throw validation(`Exactly one of MetricStat and Expression should be given for metric ${id}`);
  if (expression !== undefined && (expression === '' || expression.length > 1024))
    throw validation(`The Expression of ${id} must have length 1 to 1024.`);
  return {
    id,
    returned: input.flag('ReturnData') ?? true,
    stat: stat && readStat(stat, evaluationPeriods),
    expression,
  };
}

/** An alarm evaluates one result of at most ten metrics and ten expressions of one period. */
function checkQueries(queries: readonly AlarmQuery[]): void {
  const ids = queries.map(({ id }) => id);
  if (queries.length > MAX_QUERIES)
    throw validation(`The collection Metrics must not have a size greater than ${MAX_QUERIES}.`);
  if (new Set(ids).size < ids.length) throw validation('The values for parameter Metrics.member.Id are not unique.');
  const stats = queries.flatMap(({ stat }) => stat ?? []);
  if (stats.length > MAX_OF_A_KIND || queries.length - stats.length > MAX_OF_A_KIND)
    throw validation(`An alarm can have at most ${MAX_OF_A_KIND} metrics and ${MAX_OF_A_KIND} expressions.`);
  if (stats.length === 0) throw validation('Metrics list must contain at least one metric.');
  if (queries.filter(({ returned }) => returned).length !== 1)
    throw validation('Exactly one element of the metrics list should return data.');
  if (new Set(stats.map(({ period }) => period)).size > 1)
    throw validation('The metrics of an alarm should all have the same Period.');
  for (const { id, expression } of queries) {
    if (expression === undefined) continue;
    try {
      checkMath(
        expression,
        ids.filter((one) => one !== id),
        (name) => `${name} is not supported on Metric Alarms`,
      );
    } catch (error) {
      if (!(error instanceof MathError)) throw error;
      throw validation(`Error in expression '${id}': ${error.message}`);
    }
  }
}

function readMetrics(input: Input, evaluationPeriods: number): readonly AlarmQuery[] {
  const list = input.list('Metrics');
  if (list && list.length > 0) {
    const scalar = SCALARS.find((name) => input.has(name));
    if (scalar !== undefined) throw validation(`${scalar} must not be set if list of Metrics is set.`);
    const queries = list.map((one) => readQuery(one, evaluationPeriods));
    checkQueries(queries);
    return queries;
  }
  const metric = input.text('MetricName');
  const namespace = input.text('Namespace');
  if (metric === undefined || namespace === undefined)
    throw validation('PutMetricAlarm request should have either MetricName and Namespace, or a list of Metrics');
  const plain = input.text('Statistic');
  const extended = input.text('ExtendedStatistic');
  if (plain !== undefined && extended !== undefined)
    throw validation('PutMetricAlarm request can not be made with both Statistic and ExtendedStatistic parameters');
  const stat: MetricStat = {
    namespace,
    metric,
    dimensions: readDimensions(input, 30),
    stat: checkStat(plain ?? extended),
    period: checkAlarmPeriod(input.number('Period'), evaluationPeriods),
    unit: input.text('Unit'),
  };
  return [{ id: 'm1', returned: true, stat, expression: undefined }];
}

function readActions(input: Input, field: string): readonly string[] {
  const actions = input.texts(field) ?? [];
  if (actions.length > MAX_ACTIONS)
    throw validation(`The collection ${field} must not have a size greater than ${MAX_ACTIONS}.`);
  for (const action of actions) {
    const known =
      /^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?$/.test(action) ||
      /^arn:aws(-[a-z]+)*:(lambda|ssm|ssm-incidents|autoscaling|automate|swf|aiops):[a-z0-9-]*:[^ ]+$/.test(action);
    if (!known) throw validation(`Invalid arn syntax: ${action}`);
  }
  return actions;
}

/** Tags of a new alarm, at most 50. */
export function readAlarmTags(input: Input): ReadonlyMap<string, string> {
  const list = input.list('Tags') ?? [];
  if (list.length > 50) throw validation('The collection Tags must not have a size greater than 50.');
  const tags = new Map(list.map((one) => [one.text('Key') ?? '', one.text('Value') ?? '']));
  for (const [key, value] of tags) {
    if (key === '' || key.length > 128 || value.length > 256) throw validation(`Invalid tag ${key}.`);
    if (/^aws:/i.test(key)) throw validation('Tag keys that start with aws: are reserved for AWS use.');
  }
  if (tags.size < list.length) throw validation('Tag keys must be unique.');
  return tags;
}

function readName(input: Input): string {
  const name = input.text('AlarmName');
  const validator = new RequestValidator();
  validator.text('alarmName', name, { min: 1, max: 255, pattern: '[^\\x00-\\x1f\\x7f]*', required: true });
  validator.text('alarmDescription', input.text('AlarmDescription'), { min: 0, max: 1024, pattern: '[^]*' });
  validator.done();
  return name ?? '';
}

/** The alarm as DescribeAlarms returns it, with numbers and flags as such, whatever the protocol sent. */
function shownOf(input: Input, queries: readonly AlarmQuery[]): Fields {
  const copied = [
    'AlarmDescription',
    'TreatMissingData',
    ...SCALARS.slice(0, 3),
    'Unit',
    'Statistic',
    'ExtendedStatistic',
  ];
  const fields = Object.fromEntries(copied.map((name) => [name, input.fields[name] ?? undefined]));
  if (!input.has('Metrics'))
    return { ...fields, Period: queries[0]?.stat?.period, Dimensions: input.fields.Dimensions ?? [] };
  const list = input.list('Metrics') ?? [];
  const metrics = queries.map(({ id, stat, expression, returned }, index) => ({
    Id: id,
    Label: list[index]?.text('Label'),
    Expression: expression,
    Period: list[index]?.number('Period'),
    ReturnData: returned,
    MetricStat: stat && {
      Metric: {
        Namespace: stat.namespace,
        MetricName: stat.metric,
        Dimensions: stat.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
      },
      Period: stat.period,
      Stat: stat.stat,
      Unit: stat.unit,
    },
  }));
  return { ...fields, Dimensions: [], Metrics: metrics };
}

/** Reads and checks a whole alarm. */
export function readAlarm(input: Input): AlarmSettings {
  const name = readName(input);
  const comparison = input.text('ComparisonOperator') ?? '';
  const threshold = input.number('Threshold');
  const evaluationPeriods = input.number('EvaluationPeriods');
  const treatMissing = input.text('TreatMissingData') ?? 'missing';
  if (!COMPARISONS.includes(comparison))
    throw validation('PutMetricAlarm request should have a valid ComparisonOperator parameter');
  if (threshold === undefined) throw validation('PutMetricAlarm request should have valid Threshold parameter');
  if (evaluationPeriods === undefined || evaluationPeriods < 1 || !Number.isInteger(evaluationPeriods))
    throw validation('PutMetricAlarm request should have an EvaluationPeriods parameter of at least 1');
  const datapointsToAlarm = input.number('DatapointsToAlarm');
  if (datapointsToAlarm !== undefined && (datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods))
    throw validation('DatapointsToAlarm must be less than or equal to EvaluationPeriods');
  if (!TREATMENTS.includes(treatMissing))
    throw validation('Supported values for TreatMissingData are breaching, notBreaching, ignore, and missing.');
  const queries = readMetrics(input, evaluationPeriods);
  const actions = readActions(input, 'AlarmActions');
  const shown: Fields = {
    ...shownOf(input, queries),
    ActionsEnabled: input.flag('ActionsEnabled') ?? true,
    OKActions: readActions(input, 'OKActions'),
    AlarmActions: actions,
    InsufficientDataActions: readActions(input, 'InsufficientDataActions'),
    EvaluationPeriods: evaluationPeriods,
    DatapointsToAlarm: datapointsToAlarm,
    Threshold: threshold,
    ComparisonOperator: comparison,
  };
  return {
    name,
    shown,
    queries,
    evaluationPeriods,
    datapointsToAlarm: datapointsToAlarm ?? evaluationPeriods,
    threshold,
    comparison,
    treatMissing,
    actions,
  };
}
