/** From answers to a plan: parsing amounts, thresholds, tokens and addresses; names; and every field of a request. */

import { isRecord } from '../../core/collections';
import {
  ALERT_PREFIX,
  type AlarmPlan,
  type AlertPlan,
  type AlertRequest,
  type AnomalyPlan,
  type BudgetPlan,
} from '../../core/alerts/alerts';
import { isMine, myTeamOf, ownerOf, type MyNames, type OwnerKeys, type Profile } from '../../core/profiles/profile';
import { METRIC_NAMES, type MeasuredProfile, type SeriesKey } from '../../core/usage/series';
import { TOKEN_KINDS } from '../../core/usage/usage';

/** Metrics that one alarm can watch. */
const MAX_METRICS = 10;
/** Profiles that one alarm can watch: with four kinds of tokens each, more would be too many metrics. */
export const MAX_PROFILES = 2;
/** Notifications that one budget can have. */
const MAX_THRESHOLDS = 5;
/** Length of an address that AWS Budgets accepts. */
const MAX_EMAIL = 50;
/** Length of the name of a budget or subscription. */
const MAX_NAME = 100;

/** US dollars above zero, as the services accept them; undefined for what is no such amount. */
export function parseAmount(text: string): string | undefined {
  const trimmed = text.trim().replace(/^\$\s*/, '');
  return /^\d{1,9}(\.\d{1,2})?$/.test(trimmed) && Number(trimmed) > 0 ? trimmed : undefined;
}

/** `80, 100` → percentages, each once, smallest first; undefined for what AWS Budgets would not accept. */
export function parseThresholds(text: string): readonly number[] | undefined {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const percents = parts.map((part) => (/^\d{1,4}(\.\d)?%?$/.test(part) ? parseFloat(part) : 0));
  const each = [...new Set(percents)].sort((a, b) => a - b);
  return each.length === 0 || each.length > MAX_THRESHOLDS || each.includes(0) ? undefined : each;
}

/** Whether AWS would accept it as an email address: only its form is checked. */
export const isEmail = (text: string): boolean =>
  text.length <= MAX_EMAIL && /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:".]{2,}$/.test(text);

const MULTIPLIERS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

/** `2,000,000`, `500k` or `2.5M` as a number of tokens; undefined for what is none. */
export function parseTokens(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]?)$/.exec(text.trim().toLowerCase().replace(/[,_ ]/g, ''));
  const tokens = match === null ? 0 : Math.round(Number(match[1]) * (MULTIPLIERS[match[2] ?? ''] ?? 1));
  return tokens > 0 && Number.isSafeInteger(tokens) ? tokens : undefined;
}

/** What is wrong with the ARN of a topic: its form, or its Region, which has to be the alarm's. */
export function topicProblem(text: string, region: string): 'form' | 'region' | undefined {
  const match = /^arn:aws(?:-[a-z]+)*:sns:([a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/.exec(text);
  if (match === null) return 'form';
  return match[1] === region ? undefined : 'region';
}

/** A tag's value as the bill may have it: services other than Bedrock allow letters of all languages. */
export const isTagValue = (text: string): boolean => /^\P{Cc}{1,256}$/u.test(text) && text.trim() === text;

/** The values of one of the owner's keys on all profiles, with how many have each; mine first. */
export function tagValueCounts(
  profiles: readonly Profile[],
  ownership: { readonly keys: OwnerKeys; readonly myNames: MyNames; readonly myTeam: string },
  of: keyof OwnerKeys,
): readonly { readonly value: string; readonly profiles: number; readonly mine: boolean }[] {
  const counts = new Map<string, number>();
  const mine = new Set<string>();
  const myTeam = myTeamOf(profiles, ownership);
  if (of === 'team' && myTeam !== undefined) mine.add(myTeam);
  for (const profile of profiles) {
    const value = ownerOf(profile, ownership.keys)[of];
    if (value === undefined) continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (of === 'member' && isMine(profile, ownership.keys, ownership.myNames)) mine.add(value);
  }
  return [...new Set([...mine, ...counts.keys()])]
    .map((value) => ({ value, profiles: counts.get(value) ?? 0, mine: mine.has(value) }))
    .sort((a, b) => Number(b.mine) - Number(a.mine) || a.value.localeCompare(b.value));
}

/** A name made of what the alert is for. Characters that one of the services does not allow are replaced. */
export function alertName(...parts: readonly string[]): string {
  const clean = [ALERT_PREFIX, ...parts].map((part) => part.replace(/[^\w .@+=,-]+/g, '-').trim());
  return clean
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, MAX_NAME)
    .trim();
}

/** Whether a name can be used: it has our prefix, and only characters that every service allows. */
export const isAlertName = (text: string): boolean =>
  text.startsWith(`${ALERT_PREFIX} `) && alertName(text.slice(ALERT_PREFIX.length)) === text;

export interface BudgetAnswers {
  readonly key: string;
  readonly value: string;
  readonly period: BudgetPlan['period'];
  readonly amount: string;
  readonly thresholds: string;
  readonly email: string;
  /** Empty for the name made of what it is for. */
  readonly name: string;
}

export const budgetPlan = (answers: BudgetAnswers): BudgetPlan => ({
  kind: 'budget',
  name: answers.name || alertName(answers.key, answers.value, answers.period),
  amount: parseAmount(answers.amount) ?? '',
  period: answers.period,
  tagKey: answers.key,
  tagValue: answers.value,
  thresholds: parseThresholds(answers.thresholds) ?? [],
  email: answers.email,
});

export interface AnomalyAnswers {
  readonly key: string;
  readonly value: string;
  readonly minimum: string;
  readonly email: string;
  readonly name: string;
}

export const anomalyPlan = (answers: AnomalyAnswers): AnomalyPlan => ({
  kind: 'anomaly',
  name: answers.name || alertName(answers.key, answers.value),
  tagKey: answers.key,
  tagValue: answers.value,
  minimumUsd: parseAmount(answers.minimum) ?? '',
  email: answers.email,
});

export interface AlarmAnswers {
  readonly profiles: readonly (MeasuredProfile & { readonly name: string })[];
  /** Series that exist in the account, as far as they are listed. */
  readonly series: readonly SeriesKey[];
  readonly tokens: string;
  readonly periodSeconds: number;
  /** Empty for none. */
  readonly topic: string;
  readonly name: string;
}

/**
 * The metrics that count the tokens of profiles: under the ids (or ARNs) that they are metered by. A metric may have
 * two spellings: the one that the account uses is watched, or both where that is not known, because only one of them
 * will exist.
 */
export function alarmMetrics({ profiles, series }: Pick<AlarmAnswers, 'profiles' | 'series'>) {
  const metered = new Set(series.map(({ modelId }) => modelId));
  const spelled = new Set(series.map(({ metric }) => metric));
  const modelIds = profiles.flatMap(({ id, arn }): readonly string[] => {
    const found = [id, arn].filter((modelId) => metered.has(modelId));
    return found.length === 0 ? [id] : found;
  });
  const both = TOKEN_KINDS.flatMap((kind) => {
    const seen = METRIC_NAMES[kind].filter((name) => spelled.has(name));
    return seen.length === 0 ? METRIC_NAMES[kind] : seen.slice(0, 1);
  });
  const fits = modelIds.length * both.length <= MAX_METRICS;
  const first = TOKEN_KINDS.flatMap((kind) => both.find((name) => METRIC_NAMES[kind].includes(name)) ?? []);
  return { modelIds, metricNames: fits ? both : first };
}

export function alarmPlan(answers: AlarmAnswers): AlarmPlan {
  const names = answers.profiles.map(({ name }) => name);
  return {
    kind: 'alarm',
    name: answers.name || alertName('tokens', ...names),
    ...alarmMetrics(answers),
    tokens: parseTokens(answers.tokens) ?? 0,
    periodSeconds: answers.periodSeconds,
    topic: answers.topic === '' ? undefined : answers.topic,
  };
}

/** CloudWatch charges an alarm by the metrics that it watches. */
export const metricsIn = ({ modelIds, metricNames }: Pick<AlarmPlan, 'modelIds' | 'metricNames'>): number =>
  modelIds.length * metricNames.length;

/** Whether one alarm can watch these profiles. */
export const canWatch = (watched: Pick<AlarmAnswers, 'profiles' | 'series'>): boolean =>
  watched.profiles.length > 0 &&
  watched.profiles.length <= MAX_PROFILES &&
  metricsIn(alarmMetrics(watched)) <= MAX_METRICS;

/** Every field of a request with its path and its value, in the order in which they are sent. */
export function requestFields(value: unknown, path = ''): readonly { readonly path: string; readonly value: string }[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.length > 0)
    return value.flatMap((item, index) => requestFields(item, `${path}[${index}]`));
  if (isRecord(value)) {
    const entries = Object.entries(value).filter(([, part]) => part !== undefined);
    if (entries.length > 0)
      return entries.flatMap(([key, part]) => requestFields(part, path === '' ? key : `${path}.${key}`));
  }
  return [{ path, value: typeof value === 'string' ? value : JSON.stringify(value) }];
}

/** The requests as one JSON document. */
export const requestText = (requests: readonly AlertRequest[]): string =>
  `${JSON.stringify(
    requests.map(({ action, input }) => ({ action, input })),
    undefined,
    2,
  )}\n`;

/** The kind of alerts that a permission is for. */
export function kindOfPermission(action: string): AlertPlan['kind'] {
  if (action.startsWith('budgets:')) return 'budget';
  return action.startsWith('ce:') ? 'anomaly' : 'alarm';
}
