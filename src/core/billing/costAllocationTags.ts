/**
 * Cost allocation tags: what has to happen until the bill shows who spent what, when, and what is known in an account
 * that may not read their state. A tag key is listed up to 24 hours after its first tagged use; the paying account
 * activates it; up to 24 hours later the bill has it, from then on. A backfill fills it in for the past: from the first
 * of a month at most twelve months back, once in 24 hours.
 */

import { dayOf, type Backfill, type BillAnswer, type CostTag } from './bill';
import { moneyOf, sumMoney } from './billSum';
import { NO_MONEY, type Money } from '../money';
import { monthStart } from '../usage/ranges';

const DAY = 86_400_000;
/** How far back a backfill can reach. */
const MAX_MONTHS = 12;

/** The steps until a tag's values are on the bill, in their order. */
export const ACTIVATION_STEPS = ['first-use', 'listed', 'activated', 'on-the-bill', 'backfill'] as const;

/**
 * - `first-use`: a profile with the tag was used.
 * - `listed`: the payer's account can see the key.
 * - `activated`: it was activated there.
 * - `on-the-bill`: usage from then on carries its values.
 * - `backfill`: usage before then, too. Optional.
 */
export type ActivationStepName = (typeof ACTIVATION_STEPS)[number];

/** A step, and when it was or will be done. */
export interface ActivationStep {
  readonly step: ActivationStepName;
  readonly done: boolean;
  /** ms since 1970; undefined when it is not known, or depends on an action that has not happened yet. */
  readonly at: number | undefined;
  /** `at` is when it is so at the latest, not when it was. */
  readonly latest: boolean;
}

/** What a payer can do about the past. */
export interface BackfillChoice {
  /** The earliest month's first day that can be asked for, yyyy-mm-dd. */
  readonly earliest: string;
  /** From when on AWS takes another one, ms since 1970; undefined: now. */
  readonly notBefore: number | undefined;
  /** One is running. */
  readonly running: Backfill | undefined;
}

/** What is known of a tag's key and of its use. */
export interface TagActivationInput {
  /** When a profile with the tag was first used, as far as it is known, ms since 1970. */
  readonly firstUse: number | undefined;
  /**
   * `unknown`: we may not ask (a member account), or nobody has. `missing`: the payer's account does not list the key.
   */
  readonly tag: CostTag | 'missing' | 'unknown';
  readonly backfills: readonly Backfill[];
  readonly now: number;
}

/** How far the activation of a tag is. */
export interface TagActivation {
  readonly steps: readonly ActivationStep[];
  /**
   * The first whole UTC day whose usage carries the values for certain, without a backfill; undefined while the key is
   * not active.
   */
  readonly wholeFrom: string | undefined;
  readonly backfill: BackfillChoice;
}

/** A day or a time; undefined for neither. */
function timeOf(text: string | undefined): number | undefined {
  const time = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** The first midnight UTC at or after a time. */
const midnightAfter = (time: number): number => Math.ceil(time / DAY) * DAY;

/** What a backfill can do, and when. */
export function backfillChoice(backfills: readonly Backfill[], now: number): BackfillChoice {
  const asked = backfills.flatMap(({ requestedAt }) => timeOf(requestedAt) ?? []);
  const again = asked.length === 0 ? undefined : Math.max(...asked) + DAY;
  return {
    earliest: dayOf(monthStart(now, MAX_MONTHS)),
    notBefore: again !== undefined && again > now ? again : undefined,
    running: backfills.find(({ status }) => status === 'processing'),
  };
}

function backfillStep(backfills: readonly Backfill[], activeAt: number | undefined): ActivationStep {
  // One from before the key was active has filled in nothing of it.
  const done = backfills.filter(
    ({ status, requestedAt }) =>
      status === 'succeeded' && activeAt !== undefined && (timeOf(requestedAt) ?? 0) >= activeAt,
  );
  const times = done.flatMap(({ completedAt }) => timeOf(completedAt) ?? []);
  const at = times.length === 0 ? undefined : Math.max(...times);
  return { step: 'backfill', done: done.length > 0, at, latest: false };
}

/** The steps with their dates, in order. */
export function tagActivation({ firstUse, tag, backfills, now }: TagActivationInput): TagActivation {
  const known = tag === 'missing' || tag === 'unknown' ? undefined : tag;
  const used = firstUse !== undefined || known !== undefined;
  const active = known?.status === 'active';
  const activatedAt = active ? timeOf(known.changed) : undefined;
  const onBillBy = activatedAt === undefined ? undefined : activatedAt + DAY;
  // A key that is active without a date has been so for long.
  const onBill = active && (onBillBy === undefined || onBillBy <= now);
  const steps: readonly ActivationStep[] = [
    { step: 'first-use', done: used, at: firstUse, latest: false },
    {
      step: 'listed',
      done: known !== undefined,
      at: known !== undefined || firstUse === undefined ? undefined : firstUse + DAY,
      latest: true,
    },
    { step: 'activated', done: active, at: activatedAt, latest: false },
    { step: 'on-the-bill', done: onBill, at: onBillBy, latest: true },
    backfillStep(backfills, activatedAt),
  ];
  return {
    steps,
    wholeFrom: onBillBy === undefined ? undefined : dayOf(midnightAfter(onBillBy)),
    backfill: backfillChoice(backfills, now),
  };
}

/** Tokens' cost of profiles that carry the tag, on one day: what must show up under a label if the key is active. */
export interface TaggedEstimate {
  readonly day: string;
  readonly money: Money;
}

/** What an administrator of the paying account has to know to activate a key. */
export interface ActivationRequest {
  readonly key: string;
  /** The days on which all was untagged, in order. */
  readonly days: readonly string[];
  /** What the bill has in the untagged row on these days. */
  readonly untagged: Money;
  /** What of it profiles with the tag have used, as an estimate at list prices. */
  readonly tagged: Money;
}

/** Whether a tag is active, as far as the bill shows it. */
export interface TagActivityOnBill {
  /** `unknown`: no complete day on which anything tagged was used and billed. */
  readonly status: 'active' | 'inactive' | 'unknown';
  /**
   * The first day on which the bill has a label; undefined while there is none. Days before may have been filled in
   * later.
   */
  readonly since: string | undefined;
  /** There when the key is inactive. */
  readonly request: ActivationRequest | undefined;
}

/**
 * Tells from a bill grouped by a tag whether its key is active, for those who may not ask: if it is not, all is in the
 * untagged row, although CloudWatch shows usage of tagged profiles on days that are all on the bill. The last of these
 * days decides.
 */
export function tagActivityOnBill(
  { query: { grouping }, lines }: BillAnswer,
  estimates: readonly TaggedEstimate[],
  lastCompleteDay: string,
): TagActivityOnBill {
  const labelled = new Set(lines.flatMap(({ tag, day }) => (tag === undefined || tag === '' ? [] : [day])));
  const since = [...labelled].sort()[0];
  const billed = new Set(lines.flatMap(({ day, cost }) => (Number(cost) > 0 ? [day] : [])));
  const used = estimates.filter(({ day, money }) => money > NO_MONEY && day <= lastCompleteDay && billed.has(day));
  const days = [...new Set(used.map(({ day }) => day))].sort();
  const last = days.at(-1);
  if (!('key' in grouping) || last === undefined) return { status: 'unknown', since, request: undefined };
  if (labelled.has(last)) return { status: 'active', since, request: undefined };
  const lastLabelled = [...labelled].sort().at(-1) ?? '';
  const silent = days.filter((day) => day > lastLabelled);
  const on = new Set(silent);
  return {
    status: 'inactive',
    since,
    request: {
      key: grouping.key,
      days: silent,
      untagged: sumMoney(lines.filter(({ day }) => on.has(day)).map(moneyOf)),
      tagged: sumMoney(used.filter(({ day }) => on.has(day)).map(({ money }) => money)),
    },
  };
}
