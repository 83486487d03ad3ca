/**
 * The checks of what has to hold before anything can be attributed: their order, what each needs, and whether it is
 * paid for. The user interface performs single checks and reports them.
 */

import { actionsOf, PERMISSIONS } from '../policies/permissions';
import { asProblem, isCancelled, type Problem } from '../problem';

/** The sections of the report, in their order. */
export const SECTIONS = ['machine', 'connection', 'permissions', 'profiles', 'agents'] as const;
/** A section of the report. */
export type Section = (typeof SECTIONS)[number];

/** One check. */
export interface CheckSpec<Id extends string = string> {
  readonly id: Id;
  readonly section: Section;
  /** Checks without which this one cannot be performed. */
  readonly after: readonly Id[];
  /** It calls Cost Explorer, at $0.01 for each request, so only if the user agrees. */
  readonly onlyIfAgreed?: true;
  /** The IAM actions that it is about. */
  readonly actions?: readonly string[];
}

const spec = <const Spec extends CheckSpec>(one: Spec): Spec => one;

const { bedrock, cloudwatch, 'resource-groups-tagging-api': tagging } = PERMISSIONS;

/** In the order of the report. */
export const CHECKS = [
  spec({ id: 'versions', section: 'machine', after: [] }),
  spec({ id: 'environment', section: 'machine', after: [] }),
  spec({ id: 'proxy', section: 'machine', after: [] }),
  spec({ id: 'endpoint', section: 'connection', after: [] }),
  spec({ id: 'awsProfile', section: 'connection', after: [] }),
  spec({ id: 'region', section: 'connection', after: [] }),
  spec({ id: 'credentials', section: 'connection', after: ['endpoint', 'awsProfile', 'region'] }),
  spec({ id: 'clock', section: 'connection', after: ['credentials'] }),
  spec({ id: 'account', section: 'connection', after: ['credentials'] }),
  spec({
    id: 'listProfiles',
    section: 'permissions',
    after: ['account'],
    actions: bedrock.ListInferenceProfiles.actions,
  }),
  spec({
    id: 'listSources',
    section: 'permissions',
    after: ['account'],
    actions: bedrock.ListFoundationModels.actions,
  }),
  spec({
    id: 'getProfile',
    section: 'permissions',
    after: ['listProfiles'],
    actions: bedrock.GetInferenceProfile.actions,
  }),
  spec({ id: 'tagsInBulk', section: 'permissions', after: ['account'], actions: tagging.GetResources.actions }),
  spec({ id: 'tagsOf', section: 'permissions', after: ['listProfiles'], actions: bedrock.ListTagsForResource.actions }),
  spec({ id: 'listMetrics', section: 'permissions', after: ['account'], actions: cloudwatch.ListMetrics.actions }),
  spec({ id: 'metricData', section: 'permissions', after: ['account'], actions: cloudwatch.GetMetricData.actions }),
  spec({ id: 'create', section: 'permissions', after: [], actions: actionsOf('create') }),
  spec({ id: 'delete', section: 'permissions', after: [], actions: actionsOf('delete') }),
  spec({ id: 'invoke', section: 'permissions', after: [], actions: actionsOf('invoke') }),
  spec({ id: 'prices', section: 'permissions', after: ['endpoint', 'region'] }),
  spec({ id: 'priceApi', section: 'permissions', after: [], actions: actionsOf('prices') }),
  spec({ id: 'bill', section: 'permissions', after: ['account'], onlyIfAgreed: true, actions: actionsOf('bill') }),
  spec({
    id: 'costTags',
    section: 'permissions',
    after: ['account'],
    onlyIfAgreed: true,
    actions: actionsOf('tag-status'),
  }),
  spec({ id: 'activateTags', section: 'permissions', after: [], actions: actionsOf('tag-activation') }),
  spec({
    id: 'alerts',
    section: 'permissions',
    after: ['account'],
    onlyIfAgreed: true,
    actions: actionsOf('budgets-read', 'anomalies-read', 'alarms-read'),
  }),
  spec({
    id: 'changeAlerts',
    section: 'permissions',
    after: [],
    actions: actionsOf('budgets-write', 'anomalies-write', 'alarms-write'),
  }),
  spec({ id: 'mine', section: 'profiles', after: ['listProfiles'] }),
  spec({ id: 'tags', section: 'profiles', after: ['listProfiles', 'mine'] }),
  spec({ id: 'metrics', section: 'profiles', after: ['listProfiles', 'mine', 'listMetrics'] }),
  spec({ id: 'agents', section: 'agents', after: [] }),
] as const;

/** The id of a check. */
export type CheckId = (typeof CHECKS)[number]['id'];

/** The IAM actions that a check is about. */
export function actionsFor(id: CheckId): readonly string[] {
  const check = CHECKS.find((one) => one.id === id);
  return check !== undefined && 'actions' in check ? check.actions : [];
}

/** What a check has found. The user interface has more to it. */
export interface CheckFinding {
  readonly outcome: 'passed' | 'failed' | 'untested';
}

/** The result of a check. */
export type CheckResult<Finding extends CheckFinding> =
  | Finding
  | { readonly outcome: 'problem'; readonly problem: Problem }
  | { readonly outcome: 'blocked'; readonly by: CheckId }
  | { readonly outcome: 'not-agreed' };

/** The result of each check, by its id. */
export type CheckResults<Finding extends CheckFinding> = Readonly<Record<CheckId, CheckResult<Finding>>>;

/** How checks are performed, and what is called after each. */
export interface RunOptions<Finding extends CheckFinding> {
  /** Performs one check. What it throws is its result. */
  readonly perform: (id: CheckId) => Promise<Finding>;
  /** Whether the user has agreed to checks that are paid for. */
  readonly agreed: boolean;
  readonly signal: AbortSignal;
  readonly onDone: (done: number, of: number) => void;
}

const blocks = ({ outcome }: CheckResult<CheckFinding>): boolean =>
  outcome === 'problem' || outcome === 'failed' || outcome === 'blocked';

async function resultOf<Finding extends CheckFinding>(run: () => Promise<Finding>): Promise<CheckResult<Finding>> {
  try {
    return await run();
  } catch (error) {
    if (isCancelled(error)) throw error;
    return { outcome: 'problem', problem: asProblem(error) };
  }
}

/** Runs all checks, each as soon as those that it needs are done. Rejects only when it is cancelled. */
export async function runChecks<Finding extends CheckFinding>({
  perform,
  agreed,
  signal,
  onDone,
}: RunOptions<Finding>): Promise<CheckResults<Finding>> {
  const running = new Map<CheckId, Promise<CheckResult<Finding>>>();
  let done = 0;
  const one = async (check: (typeof CHECKS)[number]): Promise<CheckResult<Finding>> => {
    for (const id of check.after as readonly CheckId[]) {
      const before = await running.get(id);
      if (before === undefined || blocks(before)) return { outcome: 'blocked', by: id };
    }
    signal.throwIfAborted();
    if ('onlyIfAgreed' in check && !agreed) return { outcome: 'not-agreed' };
    const result = await resultOf(() => perform(check.id));
    signal.throwIfAborted();
    return result;
  };
  for (const check of CHECKS) {
    running.set(
      check.id,
      one(check).finally(() => {
        done += 1;
        onDone(done, CHECKS.length);
      }),
    );
  }
  const results = await Promise.all([...running].map(async ([id, result]) => [id, await result] as const));
  return Object.fromEntries(results) as CheckResults<Finding>;
}
