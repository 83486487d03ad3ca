/**
 * What a person sees when a call fails, as a table: for each call, and each way in which it can fail, the sentence, the
 * button, and what the tree, the status bar and the usage page show. {endpoint} stands for the simulator's address.
 */

export const FAULTS = ['throttle', 'serverError', 'reset', 'hang', 'deny', 'expired', 'drop'] as const;
export type Fault = (typeof FAULTS)[number];

/** One look at the whole extension. */
export interface Shown {
  readonly tree: string;
  readonly status: string;
  readonly page: string;
}

/** Calls that only look. */
export interface ReadCase {
  readonly call: string;
  readonly fault: Fault;
  /** The one sentence that is told; undefined when there is nothing to tell. */
  readonly sentence: string | undefined;
  readonly button: string | undefined;
  /** At the very first connection. */
  readonly first: Shown;
  /** At a refresh, with everything known from before. */
  readonly later: Shown;
  /** After how many minutes without a fault it is well again although nobody does anything. */
  readonly minutes: number;
}

/** Calls that are one step of something the user does. */
export interface WriteCase {
  readonly call: string;
  readonly fault: Fault;
  /** What came of it, as the user is told. */
  readonly outcome: string;
  readonly button: string | undefined;
  /** How many profiles there are then. */
  readonly then: number;
  /** What comes of doing it again when the fault is over, and how many profiles there are in the end. */
  readonly again: string;
  readonly finally: number;
}

export const WELL: Shown = { tree: 'connection, mine, teams, untagged', status: 'tokens', page: 'ready' };
const NOBODY: Shown = { tree: '', status: 'problem', page: 'failed' };
const NO_LIST: Shown = { tree: 'connection, problem', status: 'problem', page: 'failed' };
const NO_FIGURES: Shown = { ...WELL, status: 'problem', page: 'failed' };
const OLD_ALL: Shown = {
  tree: 'connection, problem, mine, teams, untagged',
  status: 'old tokens, and why',
  page: 'old figures, and why',
};
/** The figures are new although the list is not. */
const STALE_LIST: Shown = {
  tree: 'connection, problem, mine, teams, untagged',
  status: 'tokens, and why',
  page: 'ready, and why',
};
const OLD_FIGURES: Shown = { ...WELL, status: 'old tokens, and why', page: 'old figures, and why' };
const IN_PART: Shown = { ...WELL, status: 'tokens, in part', page: 'ready, in part' };
const NO_OWNERS: Shown = { tree: 'connection, none, unreadable', status: 'problem', page: 'failed' };

const slow = (action: string): string => `AWS is throttling requests (${action}): wait a minute and try again.`;
const broken = (action: string): string => `AWS returned a server error (${action}): try again in a minute.`;
const denied = (action: string): string => `Access denied by AWS: ask your administrator for ${action}.`;
const AWAY = '{endpoint} can’t be reached: check the network and the endpoint setting.';
const EXPIRED = 'Your temporary AWS credentials have expired: renew them.';
const AGAIN = 'Try Again';
const PERMISSION = 'Copy Missing Permission';

const look = (
  call: string,
  fault: Fault,
  sentence: string | undefined,
  button: string | undefined,
  first: Shown,
  later: Shown,
  minutes = 1,
): ReadCase => ({ call, fault, sentence, button, first, later, minutes });

export const READ_CASES: readonly ReadCase[] = [
  look('GetCallerIdentity', 'throttle', slow('sts:GetCallerIdentity'), AGAIN, NOBODY, OLD_ALL),
  look('GetCallerIdentity', 'serverError', broken('sts:GetCallerIdentity'), AGAIN, NOBODY, OLD_ALL),
  look('GetCallerIdentity', 'reset', AWAY, AGAIN, NOBODY, OLD_ALL),
  look('GetCallerIdentity', 'hang', AWAY, AGAIN, NOBODY, OLD_ALL),
  look('GetCallerIdentity', 'deny', denied('sts:GetCallerIdentity'), PERMISSION, NOBODY, OLD_ALL),
  look('GetCallerIdentity', 'expired', EXPIRED, AGAIN, NOBODY, OLD_ALL),
  look('GetCallerIdentity', 'drop', AWAY, AGAIN, NOBODY, OLD_ALL),

  look('ListInferenceProfiles', 'throttle', slow('bedrock:ListInferenceProfiles'), AGAIN, NO_LIST, STALE_LIST),
  look('ListInferenceProfiles', 'serverError', broken('bedrock:ListInferenceProfiles'), AGAIN, NO_LIST, STALE_LIST),
  look('ListInferenceProfiles', 'reset', AWAY, AGAIN, NO_LIST, STALE_LIST),
  look('ListInferenceProfiles', 'hang', AWAY, AGAIN, NO_LIST, STALE_LIST),
  look('ListInferenceProfiles', 'deny', denied('bedrock:ListInferenceProfiles'), PERMISSION, NO_LIST, STALE_LIST),
  look('ListInferenceProfiles', 'expired', EXPIRED, AGAIN, NO_LIST, STALE_LIST),
  look('ListInferenceProfiles', 'drop', AWAY, AGAIN, NO_LIST, STALE_LIST),

  look('GetResources', 'throttle', slow('tag:GetResources'), AGAIN, NO_LIST, STALE_LIST),
  look('GetResources', 'serverError', broken('tag:GetResources'), AGAIN, NO_LIST, STALE_LIST),
  look('GetResources', 'reset', AWAY, AGAIN, NO_LIST, STALE_LIST),
  look('GetResources', 'hang', AWAY, AGAIN, NO_LIST, STALE_LIST),
  // Tags are read one by one then.
  look('GetResources', 'deny', undefined, undefined, WELL, WELL),
  look('GetResources', 'expired', EXPIRED, AGAIN, NO_LIST, STALE_LIST),
  look('GetResources', 'drop', AWAY, AGAIN, NO_LIST, STALE_LIST),

  // Asked only where tags may not be read in bulk, so that is denied in these rows.
  look('ListTagsForResource', 'throttle', slow('bedrock:ListTagsForResource'), AGAIN, NO_LIST, STALE_LIST),
  look('ListTagsForResource', 'serverError', broken('bedrock:ListTagsForResource'), AGAIN, NO_LIST, STALE_LIST),
  look('ListTagsForResource', 'reset', AWAY, AGAIN, NO_LIST, STALE_LIST),
  look('ListTagsForResource', 'hang', AWAY, AGAIN, NO_LIST, STALE_LIST),
  // Not knowing the owners is a state of the list: the tree's message names both permissions.
  look('ListTagsForResource', 'deny', denied('bedrock:ListTagsForResource'), PERMISSION, NO_OWNERS, NO_OWNERS, 60),
  look('ListTagsForResource', 'expired', EXPIRED, AGAIN, NO_LIST, STALE_LIST),
  look('ListTagsForResource', 'drop', AWAY, AGAIN, NO_LIST, STALE_LIST),

  look('ListMetrics', 'throttle', slow('cloudwatch:ListMetrics'), AGAIN, NO_FIGURES, OLD_FIGURES),
  look('ListMetrics', 'serverError', broken('cloudwatch:ListMetrics'), AGAIN, NO_FIGURES, OLD_FIGURES),
  look('ListMetrics', 'reset', AWAY, AGAIN, NO_FIGURES, OLD_FIGURES),
  look('ListMetrics', 'hang', AWAY, AGAIN, NO_FIGURES, OLD_FIGURES),
  // My own figures are asked for blindly; everybody's would cost too much so, and the tree shows that they are not
  // known.
  look('ListMetrics', 'deny', denied('cloudwatch:ListMetrics'), PERMISSION, IN_PART, IN_PART, 5),
  look('ListMetrics', 'expired', EXPIRED, AGAIN, NO_FIGURES, OLD_FIGURES),
  look('ListMetrics', 'drop', AWAY, AGAIN, NO_FIGURES, OLD_FIGURES),

  look('GetMetricData', 'throttle', slow('cloudwatch:GetMetricData'), AGAIN, NO_FIGURES, OLD_FIGURES),
  look('GetMetricData', 'serverError', broken('cloudwatch:GetMetricData'), AGAIN, NO_FIGURES, OLD_FIGURES),
  look('GetMetricData', 'reset', AWAY, AGAIN, NO_FIGURES, OLD_FIGURES),
  look('GetMetricData', 'hang', AWAY, AGAIN, NO_FIGURES, OLD_FIGURES),
  look('GetMetricData', 'deny', denied('cloudwatch:GetMetricData'), PERMISSION, NO_FIGURES, OLD_FIGURES),
  look('GetMetricData', 'expired', EXPIRED, AGAIN, NO_FIGURES, OLD_FIGURES),
  look('GetMetricData', 'drop', AWAY, AGAIN, NO_FIGURES, OLD_FIGURES),
];

const ALL = 'all sources are offered';
const offer = (fault: Fault, outcome: string, button: string | undefined): WriteCase => ({
  ...{ call: 'ListFoundationModels', fault, outcome, button, then: 0, again: ALL, finally: 0 },
});

const create = (fault: Fault, outcome: string, button: string | undefined, then: number, again: string): WriteCase => ({
  ...{ call: 'CreateInferenceProfile', fault, outcome, button, then, again, finally: 1 },
});

const readBack = (fault: Fault): WriteCase => ({
  ...{ call: 'GetInferenceProfile', fault, outcome: 'created', button: undefined, then: 1, again: 'found', finally: 1 },
});

const remove = (fault: Fault, outcome: string, button: string | undefined, then: number): WriteCase => ({
  ...{ call: 'DeleteInferenceProfile', fault, outcome, button, then, again: 'deleted', finally: 0 },
});

export const WRITE_CASES: readonly WriteCase[] = [
  offer('throttle', slow('bedrock:ListFoundationModels'), AGAIN),
  offer('serverError', broken('bedrock:ListFoundationModels'), AGAIN),
  offer('reset', AWAY, AGAIN),
  offer('hang', AWAY, AGAIN),
  offer('deny', 'only system profiles are offered', undefined),
  offer('expired', EXPIRED, AGAIN),
  offer('drop', AWAY, AGAIN),

  create('throttle', slow('bedrock:CreateInferenceProfile'), AGAIN, 0, 'created'),
  create('serverError', broken('bedrock:CreateInferenceProfile'), AGAIN, 0, 'created'),
  create('reset', AWAY, AGAIN, 0, 'created'),
  create('hang', AWAY, AGAIN, 0, 'created'),
  create('deny', denied('bedrock:CreateInferenceProfile'), PERMISSION, 0, 'created'),
  create('expired', EXPIRED, AGAIN, 0, 'created'),
  // The work was done: a look at the list finds it.
  create('drop', 'found', undefined, 1, 'found'),

  // It is made, whether or not it can be read back.
  readBack('throttle'),
  readBack('serverError'),
  readBack('reset'),
  readBack('hang'),
  readBack('deny'),
  readBack('expired'),
  readBack('drop'),

  remove('throttle', slow('bedrock:DeleteInferenceProfile'), AGAIN, 1),
  remove('serverError', broken('bedrock:DeleteInferenceProfile'), AGAIN, 1),
  remove('reset', AWAY, AGAIN, 1),
  remove('hang', AWAY, AGAIN, 1),
  remove('deny', denied('bedrock:DeleteInferenceProfile'), PERMISSION, 1),
  remove('expired', EXPIRED, AGAIN, 1),
  // The work was done: the SDK's next attempt is told that there is no such profile.
  remove('drop', 'deleted', undefined, 0),
];

/** What is asked for money, on request; it takes away nothing else when it fails. */
export interface MoneyCell {
  readonly call: string;
  readonly fault: Fault;
  /** What came of it, as the user is told. */
  readonly outcome: string;
  readonly button: string | undefined;
  /** What comes of asking again when the fault is over. */
  readonly again: string;
}

const money = (
  call: string,
  fault: Fault,
  outcome: string,
  button: string | undefined,
  again = 'answered',
): MoneyCell => ({ call, fault, outcome, button, again });

/** All ways to fail of a call that needs one permission. */
const moneyCells = (call: string, action: string): readonly MoneyCell[] => [
  money(call, 'throttle', slow(action), AGAIN),
  money(call, 'serverError', broken(action), AGAIN),
  money(call, 'reset', AWAY, AGAIN),
  money(call, 'hang', AWAY, AGAIN),
  money(call, 'deny', denied(action), PERMISSION),
  money(call, 'expired', EXPIRED, AGAIN),
  money(call, 'drop', AWAY, AGAIN),
];

/** Without the public files the same prices are asked for by name. */
const bulk = (fault: Fault): MoneyCell => money('BulkFile', fault, 'answered by the API', undefined);

export const MONEY: readonly MoneyCell[] = [
  ...moneyCells('GetCostAndUsage', 'ce:GetCostAndUsage'),
  ...moneyCells('ListCostAllocationTags', 'ce:ListCostAllocationTags'),

  ...FAULTS.map(bulk),
  // Asked only where the files cannot be read, so they are refused in these rows.
  ...moneyCells('GetProducts', 'pricing:GetProducts').map((cell) => ({ ...cell, again: 'answered by the API' })),

  ...moneyCells('DescribeBudgets', 'budgets:ViewBudget'),

  // Its answer being lost, the alarm is there, and is not made twice.
  ...moneyCells('PutMetricAlarm', 'cloudwatch:PutMetricAlarm').map((cell) =>
    cell.fault === 'drop' ? { ...cell, again: 'This name is already used: choose another one.' } : cell,
  ),
];
