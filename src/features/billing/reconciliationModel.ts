/** Estimate beside bill on the page, with the reasons for each difference. */

import { ownValue } from '../../core/collections';
import { lastCompleteDay, queryKey, startOfDay, type BillAnswer } from '../../core/billing/bill';
import { COST_EXPLORER_REQUEST_USD } from '../../core/billing/charges';
import { add, cost, formatMoney, NO_MONEY, parsePrice, toDecimal } from '../../core/money';
import { reconcile } from '../../core/reconciliation/reconcile';
import type { ComparedAmounts, ComparedRow, ProfileDays, Reconciliation } from '../../core/reconciliation/types';
import type { Reason } from '../../core/reconciliation/reasons';
import type { PageReason, PageReconciliation } from '../../protocol/usagePage/state';
import type { DailyUsage, RemoteValue, Snapshot } from '../../store/snapshot';
import { phaseOf, pricedAt, problemOf } from '../../ui/requestState';
import { missingText } from '../../ui/messages/missingUsage';
import { daysOf, likelyServices, memberQuery, usageTypeQueries, type BillChoice } from '../../store/billQueries';
import { coveredEstimate, labelsWithProfile } from './estimateCoverage';
import { isDue, areFromSameTime, requestsNeeded } from './comparisonQueries';
import {
  comparingIsFreeText,
  comparingPriceText,
  coverageText,
  differentTimesText,
  lastCompleteDayText,
  unreadableProfilesText,
} from './messages';
import { reasonSentence } from './reasonMessages';
import { whenText } from '../../ui/dates';
import { listedProfiles } from '../../store/selectors';
import { untaggedText } from '../../ui/messages/common';

/** What the reader has chosen to see of the bill, when, and in which language. */
export interface BillContext extends BillChoice {
  readonly now: number;
  readonly locale: string;
}

interface KnownAnswers {
  readonly member: RemoteValue<BillAnswer> | undefined;
  readonly daily: RemoteValue<DailyUsage> | undefined;
  readonly types: readonly (RemoteValue<BillAnswer> | undefined)[];
}

export function reconciliationOf(snapshot: Snapshot, context: BillContext): PageReconciliation {
  const known = knownAnswers(snapshot, context.month);
  const done = reconciled(snapshot, context, known);
  const hasProfile = labelsWithProfile(listedProfiles(snapshot), snapshot.ownership.keys.member);
  const failed = [known.member, known.daily, ...known.types].find((remote) => remote?.problem !== undefined);
  return {
    phase: overall(known, done !== undefined),
    price: pricedAt(snapshot, priceText(snapshot, context)),
    rows: done === undefined ? [] : done.rows.map((row) => rowOf(row, hasProfile(row.label))),
    ...(done === undefined
      ? {}
      : {
          total: comparedOf(
            done.total,
            done.rows.every(({ label }) => hasProfile(label)),
          ),
        }),
    notes: notesOf(snapshot, known, done, context),
    ...problemOf(failed),
  };
}

function knownAnswers(snapshot: Snapshot, month: string): KnownAnswers {
  const { bills, dailyUsage } = snapshot;
  return {
    member: bills[queryKey(memberQuery(month, snapshot))],
    daily: dailyUsage[month],
    types: usageTypeQueries(month, snapshot).map((query) => bills[queryKey(query)]),
  };
}

function overall({ member, daily, types }: KnownAnswers, done: boolean): PageReconciliation['phase'] {
  const all = [member, daily, ...types];
  if (all.some((remote) => remote?.loading === true)) return 'loading';
  if (done) return 'ready';
  return all.some((remote) => phaseOf(remote) === 'failed') ? 'failed' : 'ask';
}

/** Sums of a month are computed once for each state of what is known. */
let last: { readonly from: readonly unknown[]; readonly value: Reconciliation } | undefined;

function reconciled(
  snapshot: Snapshot,
  { month }: BillContext,
  { member, daily, types }: KnownAnswers,
): Reconciliation | undefined {
  const { pricing, profiles, costTags, ownership } = snapshot;
  if (member?.value === undefined || daily?.value === undefined || pricing === undefined) return undefined;
  const detail = types.flatMap((remote) => remote?.value ?? []);
  // Without usage types most reasons have no amounts, so it waits for them while they are under way.
  if (types.some((remote) => remote === undefined || remote.loading)) return undefined;
  // Parts of yesterday's bill do not explain today's: what is missing of them would look unexplained.
  const { asOf: billed = 0 } = member;
  if (types.some((remote) => remote?.value !== undefined && isDue(remote, billed))) return undefined;
  const from = [month, member.value, daily.value, pricing, profiles.value, costTags.value, ...detail];
  if (last !== undefined && hasSameValues(last.from, from)) return last.value;
  const key = ownership.keys.member;
  const tag = costTags.value?.tags.find((each) => each.key === key);
  const value = reconcile({
    span: daysOf(month),
    tagKey: key,
    usage: usageOf(snapshot, daily.value),
    regions: snapshot.choice === undefined ? [] : [snapshot.choice.region],
    prices: pricing.book,
    bill: member.value.lines,
    detail: detail.map(({ query, lines }) => ({
      service: query.grouping.by === 'usage-types' ? query.grouping.service : '',
      lines,
    })),
    activeSince: tag?.status === 'active' ? tag.changed : undefined,
    lastCompleteDay: lastCompleteDay(Math.min(...[member, ...types].flatMap((part) => part?.asOf ?? []))),
  });
  last = { from, value };
  return value;
}

const hasSameValues = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

const usageOf = ({ profiles }: Snapshot, { byProfile }: DailyUsage): readonly ProfileDays[] =>
  listedProfiles({ profiles }).flatMap((profile) => {
    const days = ownValue(byProfile, profile.id);
    return days === undefined ? [] : [{ profile, days }];
  });

function rowOf({ label, days, ...compared }: ComparedRow, hasProfile: boolean): PageReconciliation['rows'][number] {
  return {
    label: label ?? untaggedText(),
    untagged: label === undefined,
    ...comparedOf(compared, hasProfile),
    days: days.map(({ day, ...ofDay }) => ({ day, ...comparedOf(ofDay, hasProfile) })),
  };
}

function comparedOf(compared: ComparedAmounts, hasProfile: boolean) {
  const { bill, difference, reasons } = compared;
  const estimate = coveredEstimate(compared, hasProfile);
  return {
    ...(estimate === undefined ? {} : { estimate }),
    bill: toDecimal(bill),
    difference: toDecimal(difference),
    reasons: reasons.flatMap(reasonOf),
  };
}

/** That nothing is left unexplained is not shown. */
function reasonOf(reason: Reason): PageReason[] {
  if (reason.code === 'unexplained' && reason.usd === 0n) return [];
  return [
    {
      code: reason.code,
      sentence: reasonSentence(reason),
      ...(reason.usd === undefined ? {} : { usd: toDecimal(reason.usd) }),
    },
  ];
}

/** The bill, its tags, and each service by usage type; how many of them are known already, and still good. */
function priceText(snapshot: Snapshot, { month, locale, now }: BillContext): string {
  const { member, types } = knownAnswers(snapshot, month);
  const { costTags } = snapshot;
  const requests = requestsNeeded({ member, types, costTags, likelyServices: likelyServices(snapshot) }, now);
  if (requests === 0) return comparingIsFreeText();
  const price = parsePrice(Number(COST_EXPLORER_REQUEST_USD) * 1_000_000);
  const usd = add(NO_MONEY, (price === undefined ? undefined : cost(requests, price)) ?? NO_MONEY);
  return comparingPriceText(requests, formatMoney(usd, locale));
}

function notesOf(
  snapshot: Snapshot,
  { daily, member, types }: KnownAnswers,
  done: Reconciliation | undefined,
  { now, locale }: BillContext,
): string[] {
  const region = snapshot.choice?.region ?? '';
  const unreadable = done?.unreadable.length ?? 0;
  return [
    coverageText(region),
    lastCompleteDayText(whenText(startOfDay(lastCompleteDay(member?.asOf ?? now)), locale)),
    ...(done === undefined || areFromSameTime([member, ...types]) ? [] : [differentTimesText()]),
    ...(daily?.value?.partial ?? []).map(missingText),
    ...(unreadable === 0 ? [] : [unreadableProfilesText(unreadable)]),
  ];
}
