/**
 * Every AWS operation that is called, with the IAM actions that it needs (AWS's Service Authorization Reference) and
 * its group. Policies and *Diagnose* use this table; a test compares it with every command that is sent, both ways.
 */

/**
 * Listing profiles and usage, reading one profile, changing and invoking profiles, and operations that need no
 * permission.
 */
export const PROFILE_GROUPS = ['list', 'read', 'create', 'delete', 'invoke', 'no-permission'] as const;
export type ProfilePermissionGroup = (typeof PROFILE_GROUPS)[number];

/** Cost features, one group for each. */
export const COST_GROUPS = [
  'bill',
  'tag-status',
  'tag-activation',
  'prices',
  'budgets-read',
  'budgets-write',
  'anomalies-read',
  'anomalies-write',
  'alarms-read',
  'alarms-write',
] as const;
export type CostGroup = (typeof COST_GROUPS)[number];

/** Groups that change something, and what they have to read: whether a name is taken, and whether we created it. */
const READS: Readonly<Partial<Record<CostGroup, readonly CostGroup[]>>> = {
  'tag-activation': ['tag-status'],
  'budgets-write': ['budgets-read'],
  'anomalies-write': ['anomalies-read'],
  'alarms-write': ['alarms-read'],
};

export const isWrite = (group: CostGroup): boolean => READS[group] !== undefined;

/** The groups with those that they need, in order and each once. */
export const withRequiredReads = (groups: readonly CostGroup[]): readonly CostGroup[] =>
  COST_GROUPS.filter((group) => groups.some((one) => one === group || READS[one]?.includes(group)));

export interface Permission {
  readonly group: ProfilePermissionGroup | CostGroup;
  readonly actions: readonly string[];
}

const needs = (group: Permission['group'], ...actions: readonly string[]): Permission => ({ group, actions });

/** By the SDK's client, then by the operation. */
export const PERMISSIONS = {
  sts: { GetCallerIdentity: needs('no-permission') },
  bedrock: {
    ListInferenceProfiles: needs('list', 'bedrock:ListInferenceProfiles'),
    ListFoundationModels: needs('list', 'bedrock:ListFoundationModels'),
    GetInferenceProfile: needs('read', 'bedrock:GetInferenceProfile'),
    ListTagsForResource: needs('read', 'bedrock:ListTagsForResource'),
    // Always with tags.
    CreateInferenceProfile: needs('create', 'bedrock:CreateInferenceProfile', 'bedrock:TagResource'),
    DeleteInferenceProfile: needs('delete', 'bedrock:DeleteInferenceProfile'),
  },
  // IAM has no action of Converse's name.
  'bedrock-runtime': {
    Converse: needs('invoke', 'bedrock:InvokeModel'),
    ConverseStream: needs('invoke', 'bedrock:InvokeModelWithResponseStream'),
  },
  'resource-groups-tagging-api': { GetResources: needs('list', 'tag:GetResources') },
  cloudwatch: {
    ListMetrics: needs('list', 'cloudwatch:ListMetrics'),
    GetMetricData: needs('list', 'cloudwatch:GetMetricData'),
    DescribeAlarms: needs('alarms-read', 'cloudwatch:DescribeAlarms'),
    ListTagsForResource: needs('alarms-read', 'cloudwatch:ListTagsForResource'),
    PutMetricAlarm: needs('alarms-write', 'cloudwatch:PutMetricAlarm', 'cloudwatch:TagResource'),
    DeleteAlarms: needs('alarms-write', 'cloudwatch:DeleteAlarms'),
  },
  'cost-explorer': {
    GetCostAndUsage: needs('bill', 'ce:GetCostAndUsage'),
    ListCostAllocationTags: needs('tag-status', 'ce:ListCostAllocationTags'),
    ListCostAllocationTagBackfillHistory: needs('tag-status', 'ce:ListCostAllocationTagBackfillHistory'),
    UpdateCostAllocationTagsStatus: needs('tag-activation', 'ce:UpdateCostAllocationTagsStatus'),
    StartCostAllocationTagBackfill: needs('tag-activation', 'ce:StartCostAllocationTagBackfill'),
    GetAnomalyMonitors: needs('anomalies-read', 'ce:GetAnomalyMonitors'),
    GetAnomalySubscriptions: needs('anomalies-read', 'ce:GetAnomalySubscriptions'),
    ListTagsForResource: needs('anomalies-read', 'ce:ListTagsForResource'),
    CreateAnomalyMonitor: needs('anomalies-write', 'ce:CreateAnomalyMonitor', 'ce:TagResource'),
    CreateAnomalySubscription: needs('anomalies-write', 'ce:CreateAnomalySubscription', 'ce:TagResource'),
    DeleteAnomalyMonitor: needs('anomalies-write', 'ce:DeleteAnomalyMonitor'),
    DeleteAnomalySubscription: needs('anomalies-write', 'ce:DeleteAnomalySubscription'),
  },
  pricing: { GetProducts: needs('prices', 'pricing:GetProducts') },
  budgets: {
    DescribeBudget: needs('budgets-read', 'budgets:ViewBudget'),
    DescribeBudgets: needs('budgets-read', 'budgets:ViewBudget'),
    ListTagsForResource: needs('budgets-read', 'budgets:ListTagsForResource'),
    CreateBudget: needs('budgets-write', 'budgets:ModifyBudget', 'budgets:TagResource'),
    DeleteBudget: needs('budgets-write', 'budgets:ModifyBudget'),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Permission>>>>;

const ALL = Object.values(PERMISSIONS).flatMap((operations): readonly Permission[] => Object.values(operations));

/** The IAM actions of some groups, each once. */
export const actionsOf = (...groups: readonly Permission['group'][]): readonly string[] => [
  ...new Set(ALL.filter(({ group }) => groups.includes(group)).flatMap(({ actions }) => actions)),
];
