/** Statements for cost features: the bill, cost allocation tags, prices and AWS's own alerts. */

import { CREATED_BY_TAG } from '../alerts/alerts';
import { escapeForIam, type Condition, type ExplainedStatement } from './document';
import type { ExplanationCode } from './explanations';
import type { PolicyInput } from './input';
import { actionsOf, COST_GROUPS, withRequiredReads, type CostGroup } from './permissions';

/** A statement of a group. */
interface Grant {
  readonly sid: string;
  /** Which of the group's actions it has; without it all of them. */
  readonly only?: (action: string) => boolean;
  readonly resources: (input: PolicyInput) => readonly string[];
  readonly condition?: Condition;
  readonly code: ExplanationCode;
}

const everything = (): readonly string[] => ['*'];
const budgets = ({ partition, account }: PolicyInput): readonly string[] => [
  `arn:${partition}:budgets::${account}:budget/*`,
];
const anomalies = ({ partition, account }: PolicyInput): readonly string[] =>
  ['anomalymonitor', 'anomalysubscription'].map((kind) => `arn:${partition}:ce::${account}:${kind}/*`);
const alarms = ({ partition, account, regions, alarmPrefix = '' }: PolicyInput): readonly string[] =>
  [...new Set(regions)].map(
    (region) => `arn:${partition}:cloudwatch:${region}:${account}:alarm:${escapeForIam(alarmPrefix)}*`,
  );
const isDelete = (action: string): boolean => action.startsWith('ce:Delete');

const GRANTS: Readonly<Record<CostGroup, readonly Grant[]>> = {
  bill: [{ sid: 'ReadBill', resources: everything, code: 'read-bill' }],
  'tag-status': [{ sid: 'ReadCostAllocationTags', resources: everything, code: 'read-cost-allocation-tags' }],
  'tag-activation': [
    { sid: 'ActivateCostAllocationTags', resources: everything, code: 'activate-cost-allocation-tags' },
  ],
  prices: [{ sid: 'ReadPrices', resources: everything, code: 'read-prices' }],
  'budgets-read': [{ sid: 'ReadBudgets', resources: budgets, code: 'read-budgets' }],
  'budgets-write': [{ sid: 'WriteBudgets', resources: budgets, code: 'write-budgets' }],
  // AWS allows listing all anomaly monitors or none.
  'anomalies-read': [{ sid: 'ReadAnomalyMonitors', resources: everything, code: 'read-anomaly-monitors' }],
  'anomalies-write': [
    {
      sid: 'CreateAnomalyMonitors',
      only: (action) => !isDelete(action),
      // A new monitor has no ARN yet. The tag keeps everything else from being tagged.
      resources: everything,
      condition: { StringEquals: { [`aws:RequestTag/${CREATED_BY_TAG.key}`]: CREATED_BY_TAG.value } },
      code: 'create-anomaly-monitors',
    },
    { sid: 'DeleteAnomalyMonitors', only: isDelete, resources: anomalies, code: 'delete-anomaly-monitors' },
  ],
  'alarms-read': [
    {
      sid: 'ReadAlarms',
      // A list needs permission for all alarms, whatever names are requested.
      resources: (input) => alarms({ ...input, alarmPrefix: '' }),
      code: 'read-alarms',
    },
  ],
  'alarms-write': [{ sid: 'WriteAlarms', resources: alarms, code: 'write-alarms' }],
};

/** The statements of some groups and of those that they need, each once and in the order of `COST_GROUPS`. */
export function costStatements(input: PolicyInput, groups: readonly CostGroup[]): readonly ExplainedStatement[] {
  const wanted = withRequiredReads(groups);
  return COST_GROUPS.filter((group) => wanted.includes(group)).flatMap((group) =>
    GRANTS[group].map(({ sid, only = () => true, resources, condition, code }): ExplainedStatement => {
      const conditions = condition === undefined ? {} : { Condition: condition };
      const statement = { Sid: sid, Effect: 'Allow', Action: actionsOf(group).filter(only) } as const;
      return { statement: { ...statement, Resource: resources(input), ...conditions }, code, values: [] };
    }),
  );
}
