/** CloudWatch's metric alarms. */

import { AwsError, validation } from '../errors';
import type { Input } from '../input';
import type { Context, Operation } from '../operation';
import { readToken, writeToken } from '../pageTokens';
import { readAlarm, readAlarmTags } from './alarmInput';
import { evaluate } from './alarmState';
import { alarmsOf, type StoredAlarm } from './alarmStore';

const PAGE = 50;
const MAX_PAGE = 100;
const MAX_NAMES = 100;
const MAX_ALARMS = 5000;

const arnOf = ({ region, account }: Context, name: string): string =>
  `arn:aws:cloudwatch:${region}:${account.scenario.account}:alarm:${name}`;

const putMetricAlarm: Operation = (input, context) => {
  const settings = readAlarm(input);
  const tags = readAlarmTags(input);
  const alarms = alarmsOf(context.account, context.region);
  const known = alarms.get(settings.name);
  if (!known && alarms.size >= MAX_ALARMS)
    throw new AwsError('LimitExceededFault', 'The maximum limit of alarms was exceeded.', 400, 'LimitExceeded');
  const alarm: StoredAlarm = {
    settings,
    arn: arnOf(context, settings.name),
    updated: context.now,
    // Tags of an existing alarm are not changed.
    tags: known?.tags ?? tags,
    state: known?.state ?? 'INSUFFICIENT_DATA',
    reason: known?.reason ?? 'Unchecked: Initial alarm creation',
    stateUpdated: known?.stateUpdated ?? context.now,
  };
  alarms.set(settings.name, alarm);
  return { body: {} };
};

function shown(alarm: StoredAlarm): Readonly<Record<string, unknown>> {
  return {
    AlarmName: alarm.settings.name,
    AlarmArn: alarm.arn,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.updated),
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateUpdatedTimestamp: new Date(alarm.stateUpdated),
    StateTransitionedTimestamp: new Date(alarm.stateUpdated),
    ...alarm.settings.shown,
  };
}

function readNames(input: Input): readonly string[] | undefined {
  const names = input.texts('AlarmNames');
  if (names && names.length > MAX_NAMES)
    throw validation(`The collection AlarmNames must not have a size greater than ${MAX_NAMES}.`);
  return names;
}

function chosen(input: Input, context: Context): readonly StoredAlarm[] {
  const names = readNames(input);
  const prefix = input.text('AlarmNamePrefix');
  const state = input.text('StateValue');
  const action = input.text('ActionPrefix');
  const types = input.texts('AlarmTypes') ?? ['MetricAlarm'];
  if (names && names.length > 0 && prefix !== undefined)
    throw validation('AlarmNamePrefix and AlarmNames can not be specified together.');
  if (state !== undefined && !['OK', 'ALARM', 'INSUFFICIENT_DATA'].includes(state))
    throw validation(`Invalid StateValue ${state}.`);
  if (!types.includes('MetricAlarm')) return [];
  const alarms = [...alarmsOf(context.account, context.region).values()].filter(
    ({ settings }) =>
      (names === undefined || names.length === 0 || names.includes(settings.name)) &&
      settings.name.startsWith(prefix ?? '') &&
      (action === undefined || settings.actions.some((one) => one.startsWith(action))),
  );
  for (const alarm of alarms) evaluate(alarm, context);
  return alarms
    .filter((alarm) => state === undefined || alarm.state === state)
    .sort((one, other) => (one.settings.name < other.settings.name ? -1 : 1));
}

const describeAlarms: Operation = (input, context) => {
  const size = input.number('MaxRecords') ?? PAGE;
  if (size < 1 || size > MAX_PAGE) throw validation(`The value of MaxRecords must be between 1 and ${MAX_PAGE}.`);
  const token = input.text('NextToken');
  const from = token === undefined ? 0 : readToken(token)?.from;
  if (typeof from !== 'number') throw new AwsError('InvalidNextToken', 'The next token specified is invalid.');
  const alarms = chosen(input, context);
  const until = from + size;
  return {
    body: {
      MetricAlarms: alarms.slice(from, until).map(shown),
      CompositeAlarms: [],
      ...(until < alarms.length ? { NextToken: writeToken({ from: until }) } : {}),
    },
  };
};

/** Names without an alarm are ignored. */
const deleteAlarms: Operation = (input, context) => {
  const names = readNames(input);
  if (!names || names.length === 0) throw validation('The collection AlarmNames must not have a size less than 1.');
  for (const name of names) alarmsOf(context.account, context.region).delete(name);
  return { body: {} };
};

const listTags: Operation = (input, context) => {
  const arn = input.text('ResourceARN') ?? '';
  const found = [...alarmsOf(context.account, context.region).values()].find((alarm) => alarm.arn === arn);
  if (!found)
    throw new AwsError('ResourceNotFoundException', `Unknown resource ${arn}`, 404, 'ResourceNotFoundException');
  return { body: { Tags: [...found.tags].map(([Key, Value]) => ({ Key, Value })) } };
};

export const alarmOperations: Readonly<Record<string, Operation>> = {
  PutMetricAlarm: putMetricAlarm,
  DescribeAlarms: describeAlarms,
  DeleteAlarms: deleteAlarms,
  ListTagsForResource: listTags,
};
