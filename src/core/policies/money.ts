/** Statements for what has to do with money. */

import { MADE_BY_TAG } from '../alerts/alerts';
import type { Condition, Part } from './document';
import { literal } from './document';
import type { PolicyInput } from './input';
import { actionsOf, MONEY_GROUPS, withReads, type MoneyGroup } from './permissions';

/** A statement of a group; its actions are the group's, but for those that another of its statements has. */
interface Grant {
  readonly sid: string;
  readonly only?: (action: string) => boolean;
  readonly resources: (input: PolicyInput) => readonly string[];
  readonly condition?: Condition;
  readonly sentence: string;
}

const everything = (): readonly string[] => ['*'];
const budgets = ({ partition, account }: PolicyInput): readonly string[] => [
  `arn:${partition}:budgets::${account}:budget/*`,
];
const anomalies = ({ partition, account }: PolicyInput): readonly string[] =>
  ['anomalymonitor', 'anomalysubscription'].map((kind) => `arn:${partition}:ce::${account}:${kind}/*`);
const alarms = ({ partition, account, regions, alarmPrefix = '' }: PolicyInput): readonly string[] =>
  [...new Set(regions)].map(
    (region) => `arn:${partition}:cloudwatch:${region}:${account}:alarm:${literal(alarmPrefix)}*`,
  );
const isDelete = (action: string): boolean => action.startsWith('ce:Delete');

const GRANTS: Readonly<Record<MoneyGroup, readonly Grant[]>> = {
  bill: [
    {
      sid: 'ReadBill',
      resources: everything,
      sentence: 'Read the bill by tag from Cost Explorer, which costs $0.01 for each request.',
    },
  ],
  'tag-status': [
    {
      sid: 'ReadCostAllocationTags',
      resources: everything,
      sentence:
        'See whether the owner tags are active as cost allocation tags; AWS answers this only in the payer account.',
    },
  ],
  'tag-activation': [
    {
      sid: 'ActivateCostAllocationTags',
      resources: everything,
      sentence:
        'Activate the owner tags as cost allocation tags, also for past months; AWS takes this only in the payer account.',
    },
  ],
  prices: [{ sid: 'ReadPrices', resources: everything, sentence: "Read current prices from AWS's price list." }],
  'budgets-read': [
    {
      sid: 'ReadBudgets',
      resources: budgets,
      sentence: "See the account's budgets, and by their tags which of them were made by Bedrock Tally.",
    },
  ],
  'budgets-write': [
    { sid: 'WriteBudgets', resources: budgets, sentence: "Create, tag, change and delete the account's budgets." },
  ],
  'anomalies-read': [
    {
      sid: 'ReadAnomalyMonitors',
      // AWS takes their lists for all or for none.
      resources: everything,
      sentence:
        'See anomaly monitors, whom they tell, and by their tags which of them were made by Bedrock Tally; each request costs $0.01.',
    },
  ],
  'anomalies-write': [
    {
      sid: 'CreateAnomalyMonitors',
      only: (action) => !isDelete(action),
      // What is new has no ARN yet. The tag keeps everything else from being tagged.
      resources: everything,
      condition: { StringEquals: { [`aws:RequestTag/${MADE_BY_TAG.key}`]: MADE_BY_TAG.value } },
      sentence: "Create anomaly monitors and whom they tell, with Bedrock Tally's tag.",
    },
    {
      sid: 'DeleteAnomalyMonitors',
      only: isDelete,
      resources: anomalies,
      sentence: "Delete the account's anomaly monitors; Bedrock Tally deletes only its own.",
    },
  ],
  'alarms-read': [
    {
      sid: 'ReadAlarms',
      // A list is asked for as a whole, whatever names are wanted from it.
      resources: (input) => alarms({ ...input, alarmPrefix: '' }),
      sentence: 'See the alarms on token counts, and by their tags which of them were made by Bedrock Tally.',
    },
  ],
  'alarms-write': [
    { sid: 'WriteAlarms', resources: alarms, sentence: 'Create, tag, change and delete alarms on token counts.' },
  ],
};

/** The statements of some groups and of those that they need, each once and in the order of `MONEY_GROUPS`. */
export function moneyParts(input: PolicyInput, groups: readonly MoneyGroup[]): readonly Part[] {
  const wanted = withReads(groups);
  return MONEY_GROUPS.filter((group) => wanted.includes(group)).flatMap((group) =>
    GRANTS[group].map(({ sid, only = () => true, resources, condition, sentence }): Part => {
      const held = condition === undefined ? {} : { Condition: condition };
      const statement = { Sid: sid, Effect: 'Allow', Action: actionsOf(group).filter(only) } as const;
      return { statement: { ...statement, Resource: resources(input), ...held }, sentence, values: [] };
    }),
  );
}
