/** Statements for what has to do with money, each for one feature. */

import type { Part } from './document';
import { literal } from './document';
import type { PolicyInput } from './input';

export const MONEY_GROUPS = [
  'bill',
  'tag-status',
  'tag-activation',
  'prices',
  'budgets-read',
  'budgets-write',
  'alarms-read',
  'alarms-write',
] as const;
export type MoneyGroup = (typeof MONEY_GROUPS)[number];

/** Groups that change something; a read-only policy leaves them out. */
const WRITES: ReadonlySet<MoneyGroup> = new Set(['tag-activation', 'budgets-write', 'alarms-write']);

export const isWrite = (group: MoneyGroup): boolean => WRITES.has(group);

interface Group {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: (input: PolicyInput) => readonly string[];
  readonly sentence: string;
}

const everything = (): readonly string[] => ['*'];
const budgets = ({ partition, account }: PolicyInput): readonly string[] => [
  `arn:${partition}:budgets::${account}:budget/*`,
];
const alarms = ({ partition, account, regions, alarmPrefix = '' }: PolicyInput): readonly string[] =>
  [...new Set(regions)].map(
    (region) => `arn:${partition}:cloudwatch:${region}:${account}:alarm:${literal(alarmPrefix)}*`,
  );

const GROUPS: Readonly<Record<MoneyGroup, Group>> = {
  bill: {
    sid: 'ReadBill',
    actions: ['ce:GetCostAndUsage'],
    resources: everything,
    sentence: 'Read the bill by tag from Cost Explorer, which costs $0.01 for each request.',
  },
  'tag-status': {
    sid: 'ReadCostAllocationTags',
    actions: ['ce:ListCostAllocationTags', 'ce:ListCostAllocationTagBackfillHistory'],
    resources: everything,
    sentence:
      'See whether the owner tags are active as cost allocation tags; AWS answers this only in the payer account.',
  },
  'tag-activation': {
    sid: 'ActivateCostAllocationTags',
    actions: ['ce:UpdateCostAllocationTagsStatus', 'ce:StartCostAllocationTagBackfill'],
    resources: everything,
    sentence:
      'Activate the owner tags as cost allocation tags, also for past months; AWS takes this only in the payer account.',
  },
  prices: {
    sid: 'ReadPrices',
    actions: ['pricing:GetProducts'],
    resources: everything,
    sentence: "Read current prices from AWS's price list.",
  },
  'budgets-read': {
    sid: 'ReadBudgets',
    actions: ['budgets:ViewBudget'],
    resources: budgets,
    sentence: "See the account's budgets.",
  },
  'budgets-write': {
    sid: 'WriteBudgets',
    actions: ['budgets:ViewBudget', 'budgets:ModifyBudget'],
    resources: budgets,
    sentence: "Create, change and delete the account's budgets.",
  },
  'alarms-read': {
    sid: 'ReadAlarms',
    actions: ['cloudwatch:DescribeAlarms'],
    // A list is asked for as a whole, whatever names are wanted from it.
    resources: (input) => alarms({ ...input, alarmPrefix: '' }),
    sentence: 'See the alarms on token counts.',
  },
  'alarms-write': {
    sid: 'WriteAlarms',
    actions: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'],
    resources: alarms,
    sentence: 'Create, change and delete alarms on token counts.',
  },
};

/** The statements of some groups, each once and in the order of `MONEY_GROUPS`. */
export const moneyParts = (input: PolicyInput, groups: readonly MoneyGroup[]): readonly Part[] =>
  MONEY_GROUPS.filter((group) => groups.includes(group)).map((group): Part => {
    const { sid, actions, resources, sentence } = GROUPS[group];
    return {
      statement: { Sid: sid, Effect: 'Allow', Action: actions, Resource: resources(input) },
      sentence,
      values: [],
    };
  });
