/** The bill on the page: what loading it costs, and its rows once it is loaded. */

import { l10n } from 'vscode';
import { dayOf, newDataAt, queryKey, type BillAnswer, type BillGrouping } from '../../core/billing/bill';
import { sumBill, type BillRow, type BillSum } from '../../core/billing/billSum';
import { toDecimal } from '../../core/money';
import type { Problem } from '../../core/problem';
import type { PageBill, PageState } from '../../protocol/usagePage/state';
import type { Remote, Snapshot } from '../../store/snapshot';
import { untaggedText } from '../../ui/messages/common';
import { paragraph } from '../../ui/messages/paragraph';
import { problemRemedy, problemSentence } from '../../ui/messages/problems';
import {
  groupingsOf,
  lacksServices,
  memberQuery,
  monthsUpTo,
  queryOf,
  LAST_12_MONTHS,
  type BillChoice,
} from './billController';
import { billPriceText, perhapsBilledText, requestsText, samplePriceText, tagWithoutValuesText } from './messages';

export interface BillContext extends BillChoice {
  readonly now: number;
  readonly locale: string;
}

/** The phase of something that is loaded only on request. */
export function phaseOf(remote: Remote<unknown> | undefined): PageBill['phase'] {
  if (remote?.loading === true) return 'loading';
  if (remote?.value !== undefined) return 'ready';
  return remote?.problem === undefined ? 'ask' : 'failed';
}

/** Why it failed, with what helps: always something to press, because nothing is asked again by itself. */
export function problemOf(remote: Remote<unknown> | undefined): Pick<PageState, 'problem'> {
  const problem = remote?.problem;
  if (problem === undefined) return {};
  const { label, command } = problemRemedy(problem);
  const sentence = paragraph(problemSentence(problem), isPerhapsBilled(problem) ? perhapsBilledText() : undefined);
  return { problem: { sentence, action: { id: command, label } } };
}

/** A request to Cost Explorer whose answer was lost is paid for all the same. */
function isPerhapsBilled({ code, detail }: Problem): boolean {
  const isLost = code === 'unreachable' || code === 'server' || code === 'broken-answer';
  return isLost && detail.action?.startsWith('ce:') === true;
}

/** `July 2026`. */
export const monthText = (month: string, locale: string): string =>
  new Date(`${month}-15T00:00:00Z`).toLocaleDateString(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });

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

/** The price of a request; requests to the simulator are free, but what AWS would charge is shown, too. */
export const pricedAt = ({ sample }: Pick<Snapshot, 'sample'>, price: string): string =>
  sample ? samplePriceText(price) : price;

/** An answer is as good as a new one until there can be new data; after a failure asking again is of use. */
export const noNewDataBefore = (
  { asOf, value, problem }: Remote<unknown> = { loading: false },
): { settledUntil?: number } =>
  asOf === undefined || value === undefined || problem !== undefined ? {} : { settledUntil: newDataAt(asOf) };

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

function nextText({ asOf, value }: Remote<BillAnswer> = { loading: false }, locale: string): string {
  if (asOf === undefined || value === undefined) return '';
  const next = new Date(newDataAt(asOf)).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return requestsText(value.requests, next);
}
