/**
 * What has to hold before anything can be attributed, as data: which checks there are, in which order, what each needs and whether it is
 * paid for. Who carries them out and says what came of them is the user interface; here they are run, and put into a report.
 */

import { markdownText } from '../export/markdownText';
import { actionsOf, PERMISSIONS } from '../policies/permissions';
import { asProblem, isCancelled, type Problem } from '../problem';
import { withoutSecrets, type Known } from '../secrets/reportRedaction';

export const SECTIONS = ['machine', 'connection', 'permissions', 'profiles', 'agents'] as const;
export type Section = (typeof SECTIONS)[number];

/** One check. */
export interface CheckSpec<Id extends string = string> {
  readonly id: Id;
  readonly section: Section;
  /** Checks that must not have failed, or this one can say nothing. */
  readonly after: readonly Id[];
  /** It asks Cost Explorer, at $0.01 for each request, so only when the user agreed. */
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

export type CheckId = (typeof CHECKS)[number]['id'];

/** The IAM actions that a check is about. */
export function actionsFor(id: CheckId): readonly string[] {
  const check = CHECKS.find((one) => one.id === id);
  return check !== undefined && 'actions' in check ? check.actions : [];
}

/** What a check found, in sentences for the user. */
export interface Finding {
  readonly outcome: 'fine' | 'failed' | 'untested';
  /** The first one says it all; more are details. */
  readonly lines: readonly string[];
  /** What to do about it. */
  readonly todo?: string;
}

export const fine = (...lines: readonly string[]): Finding => ({ outcome: 'fine', lines });
export const untested = (...lines: readonly string[]): Finding => ({ outcome: 'untested', lines });
export const failed = (todo: string, ...lines: readonly string[]): Finding => ({ outcome: 'failed', lines, todo });

/** What came of a check. */
export type Result =
  | Finding
  | { readonly outcome: 'problem'; readonly problem: Problem }
  | { readonly outcome: 'blocked'; readonly by: CheckId }
  | { readonly outcome: 'not-agreed' };

export type Results = Readonly<Record<CheckId, Result>>;

export interface RunOptions {
  /** Carries out one check. What it throws is its result. */
  readonly perform: (id: CheckId) => Promise<Finding>;
  /** The user agreed to what is paid for. */
  readonly agreed: boolean;
  readonly signal: AbortSignal;
  readonly onDone: (done: number, of: number) => void;
}

const stops = ({ outcome }: Result): boolean => outcome === 'problem' || outcome === 'failed' || outcome === 'blocked';

async function settled(run: () => Promise<Finding>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (isCancelled(error)) throw error;
    return { outcome: 'problem', problem: asProblem(error) };
  }
}

/** Runs all checks, each as soon as those that it needs are done. Rejects only when it is cancelled. */
export async function runChecks({ perform, agreed, signal, onDone }: RunOptions): Promise<Results> {
  const running = new Map<CheckId, Promise<Result>>();
  let done = 0;
  const one = async (check: (typeof CHECKS)[number]): Promise<Result> => {
    for (const id of check.after as readonly CheckId[]) {
      const before = await running.get(id);
      if (before === undefined || stops(before)) return { outcome: 'blocked', by: id };
    }
    signal.throwIfAborted();
    if ('onlyIfAgreed' in check && !agreed) return { outcome: 'not-agreed' };
    const result = await settled(() => perform(check.id));
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
  return Object.fromEntries(results) as Results;
}

/** What a report is written with, in the reader's language. Plain text all of it. */
export interface ReportTexts {
  readonly title: string;
  readonly asOf: string;
  readonly summary: (counts: Readonly<Record<'fine' | 'failed' | 'untested', number>>) => string;
  readonly toDo: string;
  readonly section: (section: Section) => string;
  readonly check: (id: CheckId) => string;
  /** Where a check is about several permissions. */
  readonly permissions: (actions: readonly string[]) => string;
  readonly outcome: Readonly<Record<'fine' | 'failed' | 'untested', string>>;
  readonly problem: (problem: Problem) => Finding;
  readonly blocked: (by: CheckId) => string;
  readonly notAgreed: string;
}

/** Every result as what is told of it. */
export function findingOf(result: Result, texts: Pick<ReportTexts, 'problem' | 'blocked' | 'notAgreed'>): Finding {
  switch (result.outcome) {
    case 'problem':
      return texts.problem(result.problem);
    case 'blocked':
      return untested(texts.blocked(result.by));
    case 'not-agreed':
      return untested(texts.notAgreed);
    case 'fine':
    case 'failed':
    case 'untested':
      return result;
  }
}

/** The report as Markdown. Nothing in it is secret, whatever a check has said. */
export function reportMarkdown(results: Results, texts: ReportTexts, known: Known): string {
  const plain = (text: string): string => markdownText(withoutSecrets(text, known));
  const findings = CHECKS.map(({ id, section }) => ({ id, section, finding: findingOf(results[id], texts) }));
  const counts = { fine: 0, failed: 0, untested: 0 };
  for (const { finding } of findings) counts[finding.outcome] += 1;
  const toDo = findings.flatMap(({ id, finding: { todo } }) =>
    todo === undefined ? [] : [`- **${plain(texts.check(id))}**: ${plain(todo)}`],
  );
  const check = ({ id, finding: { outcome, lines } }: (typeof findings)[number]): readonly string[] => {
    const [first = '', ...more] = lines;
    const head = `- ${texts.outcome[outcome]} **${plain(texts.check(id))}**: ${plain(first)}`;
    const actions = actionsFor(id);
    const about = actions.length > 1 ? [texts.permissions(actions)] : [];
    return [head, ...[...more, ...about].map((line) => `  - ${plain(line)}`)];
  };
  return [
    `# ${plain(texts.title)}`,
    `${plain(texts.asOf)} ${plain(texts.summary(counts))}`,
    ...(toDo.length === 0 ? [] : [`## ${plain(texts.toDo)}`, toDo.join('\n')]),
    ...SECTIONS.flatMap((section) => [
      `## ${plain(texts.section(section))}`,
      findings
        .filter((one) => one.section === section)
        .flatMap(check)
        .join('\n'),
    ]),
  ]
    .join('\n\n')
    .concat('\n');
}
