/** The bill on the page: what loading it costs, and its rows once it is loaded. */

import { l10n } from 'vscode';
import { dayOf, newDataAt, queryKey, type BillAnswer, type BillGrouping } from '../../core/billing/bill';
import { sumBill, type BillRow, type BillSum } from '../../core/billing/billSum';
import { toDecimal } from '../../core/money';
import type { PageBill, PageState } from '../../protocol/usagePage/state';
import type { RemoteValue, Snapshot } from '../../store/snapshot';
import { untaggedText } from '../../ui/messages/common';
import { paragraph } from '../../ui/messages/paragraph';
import { monthText } from '../../ui/dates';
import { phaseOf, pricedAt, problemOf, noNewDataBefore } from '../../ui/requestState';
import { lacksServices, memberQuery, monthsUpTo, queryOf, LAST_12_MONTHS } from '../../store/billQueries';
import { listedProfiles } from '../../store/selectors';
import { reconciliationOf, type BillContext } from './reconciliationModel';
import { billPriceText, requestsText, tagWithoutValuesText } from './messages';

/** The bill and its comparison with the estimate; nothing before the user has connected. */
export function billPageOf(snapshot: Snapshot, context: BillContext): Pick<PageState, 'bill' | 'reconciliation'> {
  if (snapshot.choice === undefined) return {};
  return {
    bill: billOf(snapshot, context),
    // Twelve months are not compared: CloudWatch's hours would be some thousands, and the differences are explained by
    // day.
    ...(context.month === LAST_12_MONTHS ? {} : { reconciliation: reconciliationOf(snapshot, context) }),
  };
}

/** Every way in which the bill can be grouped: the owner's keys first, then what else the profiles are tagged with. */
export function groupingsOf({
  profiles,
  ownership,
}: Snapshot): readonly { readonly id: string; readonly label: string }[] {
  const { team, member } = ownership.keys;
  const used = listedProfiles({ profiles }).flatMap(({ tags = {} }) => Object.keys(tags));
  const others = [...new Set(used)].filter((key) => key !== team && key !== member).sort();
  return [
    ...[member, team, ...others].map((key) => ({ id: `tag:${key}`, label: l10n.t('Tag {0}', key) })),
    { id: 'account', label: l10n.t('Linked account') },
    { id: `account-tag:${team}`, label: l10n.t('Linked account and {0}', team) },
    ...[member, team].map((key) => ({
      id: `tag:iamPrincipal/${key}`,
      label: l10n.t('IAM principal’s tag {0}', key),
    })),
  ];
}

export function billOf(snapshot: Snapshot, context: BillContext): PageBill {
  const { month, now, locale } = context;
  const query = queryOf(context, snapshot);
  // Without knowing which services are Bedrock's, the query that shows it is sent first; it may fail, or find
  // nothing.
  const loadedQuery = lacksServices(context, snapshot) ? memberQuery(month, snapshot) : query;
  const remote = snapshot.bills[queryKey(loadedQuery)];
  const groupings = groupingsOf(snapshot);
  const asOf = remote?.asOf ?? now;
  const sum = remote?.value === undefined ? undefined : daysBefore(dayOf(asOf), sumBill(remote.value, asOf));
  return {
    phase: phaseOf(remote),
    price: pricedAt(snapshot, billPriceText(lacksServices(context, snapshot))),
    grouping: context.grouping === '' ? (groupings[0]?.id ?? '') : context.grouping,
    groupings: [...groupings],
    month,
    months: [
      ...monthsUpTo(now).map((id) => ({ id, label: monthText(id, locale) })),
      { id: LAST_12_MONTHS, label: l10n.t('Last 12 months') },
    ],
    perMonth: month === LAST_12_MONTHS,
    days: sum === undefined ? [] : sum.days.map(({ day, estimated, complete }) => ({ day, estimated, complete })),
    rows: sum === undefined ? [] : sum.rows.map((row) => rowOf(row)),
    ...(sum === undefined ? {} : { total: toDecimal(sum.total) }),
    source: sourceOf(snapshot),
    ...(remote?.asOf === undefined ? {} : { asOf: remote.asOf }),
    ...lastDayOf(sum),
    next: paragraph(tagNotActiveText(query.grouping, sum), nextText(remote, locale)),
    ...noNewDataBefore(remote),
    ...problemOf(remote),
  };
}

function sourceOf({ sample, caller }: Snapshot): string {
  const source = sample ? l10n.t('Simulated AWS Cost Explorer') : l10n.t('AWS Cost Explorer');
  return caller.value === undefined ? source : `${source} · ${l10n.t('account {0}', caller.value.account)}`;
}

/** Without the days of the month that were not asked for, because they had not come. */
function daysBefore(today: string, sum: BillSum): BillSum {
  const count = sum.days.filter(({ day }) => day < today).length;
  return {
    ...sum,
    days: sum.days.slice(0, count),
    rows: sum.rows.map((row) => ({ ...row, days: row.days.slice(0, count) })),
  };
}

const lastDayOf = (sum: BillSum | undefined): Pick<PageBill, 'lastCompleteDay'> =>
  sum?.lastCompleteDay === undefined ? {} : { lastCompleteDay: sum.lastCompleteDay };

function rowOf({ label, account, total, days, parts }: BillRow): PageBill['rows'][number] {
  const name = label ?? untaggedText();
  return {
    label: account === undefined ? name : `${account} · ${name}`,
    untagged: label === undefined,
    total: toDecimal(total),
    days: days.map(toDecimal),
    services: parts.map((part) => ({ label: part.label, total: toDecimal(part.total) })),
  };
}

/** Spend without a single value of a tag: most often the tag is not active on the bill. */
function tagNotActiveText(grouping: BillGrouping, sum: BillSum | undefined): string {
  if (grouping.by !== 'tag' || sum === undefined || sum.rows.length === 0) return '';
  if (sum.rows.some(({ label }) => label !== undefined)) return '';
  return tagWithoutValuesText(grouping.key);
}

function nextText({ asOf, value }: RemoteValue<BillAnswer> = { loading: false }, locale: string): string {
  if (asOf === undefined || value === undefined) return '';
  const next = new Date(newDataAt(asOf)).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return requestsText(value.requests, next);
}
