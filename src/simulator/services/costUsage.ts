/** Cost Explorer: costs and usage. */

import { AwsError } from '../errors';
import { DAY } from '../usagePattern';
import type { BillLine } from '../billing/billLine';
import type { Input } from '../input';
import type { Answer, Context, Operation } from '../operation';
import { readToken, writeToken } from '../pageTokens';
import { perAccount } from '../perAccount';
import { readFilter } from './costFilter';
import { keyReader, metricsOf, NOTHING_SPENT, sumsBy, type Sum } from './costGroups';
import {
  dayName,
  monthOf,
  periodsOf,
  readGranularity,
  readGroupings,
  readMetrics,
  readPast,
  type Grouping,
  type MetricName,
  type Span,
} from './costInput';
import { linesOf } from './costLines';
import { attributesOf } from './costValues';

/** One group of one period, or a whole period. */
interface Row {
  readonly period: Span;
  readonly estimated: boolean;
  readonly sum: Sum;
}

/** A result that is requested page by page. */
interface Report {
  /** Its request, without the page token. */
  readonly request: string;
  readonly made: number;
  readonly rows: readonly Row[];
}

const REPORTS_KEPT = 16;
const REPORT_LIFE = 60 * 60_000;
const reports = perAccount(() => ({ made: 0, kept: new Map<number, Report>() }));

function isEstimated({ end }: Span, { account: { bill }, now }: Context): boolean {
  if (bill.settings.estimated === 'current-month') return end > monthOf(Math.floor(now / DAY));
  return !bill.isComplete(end - 1, bill.viewAt(now));
}

/** Each period's groups; a period without groups is a row as well. */
function rowsOf(input: Input, groupings: readonly Grouping[], context: Context): readonly Row[] {
  const span = readPast(input, context.now);
  const periods = periodsOf(span, readGranularity(input));
  const readers = groupings.map(keyReader);
  const days = new Map<number, BillLine[]>();
  for (const line of linesOf(span, readFilter(input), context)) {
    const lines = days.get(line.day) ?? [];
    lines.push(line);
    days.set(line.day, lines);
  }
  return periods.flatMap((period) => {
    const lines: BillLine[] = [];
    for (let day = period.first; day < period.end; day += 1) for (const line of days.get(day) ?? []) lines.push(line);
    const estimated = isEstimated(period, context);
    const sums = lines.length === 0 ? [NOTHING_SPENT] : sumsBy(lines, readers);
    return sums.map((sum) => ({ period, estimated, sum }));
  });
}

/** The report that a page token continues, and from where; throws as AWS does for an invalid token. */
function reportOf(
  token: string,
  request: string,
  { account, now }: Context,
): { readonly number: number; readonly report: Report; readonly from: number } {
  const { number, from } = readToken(token) ?? {};
  if (typeof number !== 'number' || typeof from !== 'number') {
    throw new AwsError(
      'InvalidNextTokenException',
      'The pagination token is invalid. Try again without a pagination token.',
    );
  }
  const report = reports(account).kept.get(number);
  if (!report || now - report.made > REPORT_LIFE) {
    throw new AwsError(
      'BillExpirationException',
      'The requested report expired. Update the date interval and try again.',
    );
  }
  if (report.request !== request) {
    throw new AwsError(
      'RequestChangedException',
      'Your request parameters changed between pages. Try again with the old parameters or without a pagination token.',
    );
  }
  return { number, report, from };
}

function keep(report: Report, { account }: Context): number {
  const all = reports(account);
  all.made += 1;
  all.kept.set(all.made, report);
  all.kept.delete(all.made - REPORTS_KEPT);
  return all.made;
}

/**
 * Periods with their groups. A period whose groups do not fit is continued, under the same TimePeriod, on the next
 * page.
 */
function resultsByTime(rows: readonly Row[], grouped: boolean, metrics: readonly MetricName[]): readonly unknown[] {
  const periods = new Map<Span, Row[]>();
  for (const row of rows) periods.set(row.period, [...(periods.get(row.period) ?? []), row]);
  return [...periods].map(([{ first, end }, sums]) => {
    const groups = grouped ? sums.filter(({ sum }) => sum.keys.length > 0) : [];
    const [only] = sums;
    return {
      TimePeriod: { Start: dayName(first), End: dayName(end) },
      // A grouped answer without costs has a total of zero.
      Total: groups.length > 0 ? {} : metricsOf(only?.sum ?? NOTHING_SPENT, metrics),
      Groups: groups.map(({ sum }) => ({ Keys: sum.keys, Metrics: metricsOf(sum, metrics) })),
      Estimated: only?.estimated ?? false,
    };
  });
}

const getCostAndUsage: Operation = (input, context): Answer => {
  const metrics = readMetrics(input);
  const groupings = readGroupings(input);
  const request = JSON.stringify({ ...input.fields, NextPageToken: undefined });
  const token = input.text('NextPageToken');
  const requested = token === undefined ? undefined : reportOf(token, request, context);
  const report = requested?.report ?? { request, made: context.now, rows: rowsOf(input, groupings, context) };
  const from = requested?.from ?? 0;
  const until = from + context.account.bill.settings.pageSize;
  const next = (): string => writeToken({ number: requested?.number ?? keep(report, context), from: until });
  const page = report.rows.slice(from, until);
  return {
    body: {
      ...(groupings.length > 0
        ? { GroupDefinitions: groupings.map(({ type, key }) => ({ Type: type, Key: key })) }
        : {}),
      ResultsByTime: resultsByTime(page, groupings.length > 0, metrics),
      DimensionValueAttributes: attributesOf(
        page.map(({ sum }) => sum),
        groupings,
        context,
      ),
      ...(until < report.rows.length ? { NextPageToken: next() } : {}),
    },
  };
};

export const costUsageOperations: Readonly<Record<string, Operation>> = { GetCostAndUsage: getCostAndUsage };
