/** Tables as they leave the page: raw values with their units, and beside them where they are from. */

import { fromDecimal, toDecimal } from '../../../core/money';
import type { ExportedTable } from '../../../core/export/exportedTable';
import type { PageBill, PageReason, PageReconciliation, PageState } from '../../../protocol/usagePage/state';
import { TOKEN_KINDS } from '../../../core/usage/usage';
import { dayStatus } from '../billing/rows';
import type { ComputedUsage } from '../computedUsage';
import type { Format } from '../../format';
import { hitsOf, isUnpriced, type Cost } from '../costedUsage';
import type { Strings } from '../../../protocol/usagePage/strings';
import { isNamedTab, type RawColumn, type RawValue, type Row, type Table } from './tables';
import { fill } from '../messages';

const USD = 'USD';
/** Only where the heading does not have it already. */
const TOKENS = 'tokens';
/** The protocol's limits. */
const MAX_ROWS = 20_000;
const MAX_TEXT = 2000;

/** Money that has no price is not known; a part without a price shows by the tokens beside it. */
export const moneyValue = ({ amount }: Pick<Cost, 'amount'>): RawValue =>
  isUnpriced(amount) ? null : toDecimal(amount.money);

/** Money, whether that is all of it, and the tokens that it leaves out. */
const costValues = (cost: Cost, t: Strings): RawValue[] => [
  moneyValue(cost),
  cost.amount.whole ? t.yes : t.no,
  cost.unpriced,
];

function numberColumns({ tab, health, rows }: Table, t: Strings): RawColumn[] {
  return [
    { id: 'estimate', label: t.estimate, unit: USD },
    { id: 'estimateWhole', label: t.rawWhole },
    { id: 'unpricedTokens', label: t.rawUnpriced },
    ...TOKEN_KINDS.map((kind) => ({ id: kind, label: t[`kinds.${kind}`], unit: TOKENS })),
    { id: 'total', label: t.totalTokens },
    ...(isNamedTab(tab) ? [{ id: 'cacheHits', label: t.hitRatio, unit: '0–1' }] : []),
    ...(health
      ? [
          { id: 'invocations', label: t.invocations },
          { id: 'latency', label: t.latency, unit: 'ms' },
          { id: 'clientErrors', label: t.clientErrors },
          { id: 'serverErrors', label: t.serverErrors },
          { id: 'throttles', label: t.throttles },
        ]
      : []),
    ...(rows.some(({ before }) => before !== undefined)
      ? [
          { id: 'estimateBefore', label: t.rawEstimateBefore, unit: USD },
          { id: 'estimateWholeBefore', label: t.rawWholeBefore },
          { id: 'unpricedTokensBefore', label: t.rawUnpricedBefore },
          { id: 'totalBefore', label: t.rawTotalBefore },
        ]
      : []),
  ];
}

function numberValues({ now: { usage, cost }, before }: Row, { tab, health }: Table, t: Strings): RawValue[] {
  return [
    ...costValues(cost, t),
    ...TOKEN_KINDS.map((kind) => usage[kind].value ?? null),
    usage.total.value ?? null,
    ...(isNamedTab(tab) ? [hitsOf(usage).value ?? null] : []),
    ...(health
      ? [usage.invocations, usage.latency, usage.clientErrors, usage.serverErrors, usage.throttles].map(
          ({ value }) => value ?? null,
        )
      : []),
    ...(before === undefined ? [] : [...costValues(before.cost, t), before.usage.total.value ?? null]),
  ];
}

/** What is too long for a message is left out, and a line says so, as its sums would be wrong otherwise. */
export function limitRows({ title, columns, rows, about }: ExportedTable, t: Strings): ExportedTable {
  const left = rows.length - MAX_ROWS;
  return {
    title: title.slice(0, MAX_TEXT),
    columns,
    rows: rows.slice(0, MAX_ROWS),
    about: [...(left > 0 ? [fill(t.rowsLeftOut, left)] : []), ...about]
      .slice(0, 50)
      .map((line) => line.slice(0, MAX_TEXT)),
  };
}

/** The shown rows of a usage table. */
export const exportedTable = (
  table: Table,
  rows: readonly Row[],
  title: string,
  about: readonly string[],
  t: Strings,
): ExportedTable =>
  limitRows(
    {
      title,
      columns: [...table.rawColumns, ...numberColumns(table, t)],
      rows: rows.map((row) => [...row.raw, ...numberValues(row, table, t)]),
      about: [...about],
    },
    t,
  );

/** That it is sample data, where it is. */
export const sampleLine = (state: PageState, t: Strings): string[] => (state.sample ? [t.sampleNotice] : []);

/** Range, source, age and what is missing, as sentences that go with a table. */
export function aboutUsage(state: PageState, { usageReport }: ComputedUsage, t: Strings, f: Format): string[] {
  const { start, end, before, asOf, missing } = usageReport;
  return [
    ...sampleLine(state, t),
    `${t[`ranges.${usageReport.range}`]}: ${fill(t.spanInZone, f.span(start, end), f.zone(end))}`,
    `${t.comparedWith}: ${f.span(before.start, before.end)}`,
    `${t.source}: ${state.source}`,
    `${t.asOf}: ${new Date(asOf).toISOString()}`,
    ...missing,
    state.prices.sentence,
    t.cacheWriteRate,
  ];
}

const exactUsd = (usd: string): string => {
  const money = fromDecimal(usd);
  return money === undefined ? usd : toDecimal(money);
};

const nameIn = (choices: PageBill['months'], id: string): string => choices.find((one) => one.id === id)?.label ?? id;

/** Of which month or months, as of when, and up to which day it is whole. */
const aboutBill = (bill: PageBill, state: PageState, t: Strings): string[] => [
  ...sampleLine(state, t),
  ...(bill.source === undefined ? [] : [`${t.source}: ${bill.source}`]),
  `${t.month}: ${nameIn(bill.months, bill.month)}`,
  ...(bill.asOf === undefined ? [] : [`${t.asOf}: ${new Date(bill.asOf).toISOString()}`]),
  ...(bill.lastCompleteDay === undefined ? [] : [`${t.lastCompleteDay}: ${bill.lastCompleteDay}`]),
  t.billSource,
];

/** The bill: a row for each label and day, so that a spreadsheet can pivot it. */
export const exportedBill = (bill: PageBill, state: PageState, t: Strings): ExportedTable =>
  limitRows(
    {
      title: t.bill,
      columns: [
        { id: 'label', label: nameIn(bill.groupings, bill.grouping) },
        { id: 'day', label: bill.perMonth ? t.month : t.columnDay, unit: 'UTC' },
        { id: 'bill', label: t.bill, unit: USD },
        { id: 'status', label: t.columnStatus },
      ],
      rows: bill.rows.flatMap((row) =>
        bill.days.map(({ day, estimated, complete }, index): RawValue[] => {
          const usd = row.days[index];
          return [row.label, day, usd === undefined ? null : exactUsd(usd), dayStatus(estimated, complete, t)];
        }),
      ),
      about: aboutBill(bill, state, t),
    },
    t,
  );

/** A reason with its exact amount, where it has one. */
const reasonText = ({ sentence, usd }: PageReason): string =>
  usd === undefined ? sentence : `${sentence} (${exactUsd(usd)} ${USD})`;

/** Estimate and bill side by side: a row for each member and UTC day, with every reason and its amount. */
export const exportedReconciliation = (
  { rows, notes }: PageReconciliation,
  state: PageState,
  t: Strings,
): ExportedTable =>
  limitRows(
    {
      title: t.reconciliation,
      columns: [
        { id: 'label', label: t.columnMember },
        { id: 'day', label: t.columnDay, unit: 'UTC' },
        { id: 'estimate', label: t.estimate, unit: USD },
        { id: 'estimateWhole', label: t.rawWhole },
        { id: 'bill', label: t.bill, unit: USD },
        { id: 'difference', label: t.difference, unit: USD },
        { id: 'reasons', label: t.reasons },
      ],
      rows: rows.flatMap(({ label, days }) =>
        days.map(({ day, estimate, bill, difference, reasons }): RawValue[] => [
          label,
          day,
          estimate === undefined ? null : exactUsd(estimate.usd),
          estimate === undefined ? t.notConnectedCell : estimate.whole ? t.yes : t.no,
          exactUsd(bill),
          exactUsd(difference),
          reasons.map(reasonText).join(' '),
        ]),
      ),
      about: [
        ...(state.bill === undefined ? sampleLine(state, t) : aboutBill(state.bill, state, t)),
        `${t.source}: ${state.source}`,
        state.prices.sentence,
        ...notes,
      ],
    },
    t,
  );
