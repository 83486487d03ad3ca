/** How a report's numbers are to be understood: their source, what they leave out, and what is known of the bill. */

import type { ReportBill, ReportData } from './data';
import type { ReportMessages } from './messages';
import type { MonthDays } from './month';
import { modelLinesOf, unpricedTokens } from './sums';

function rangeNote({ month }: ReportData, range: MonthDays, { notes, formats, days }: ReportMessages): string {
  const { over, before, compared } = range;
  if (over) return notes.wholeMonth(formats.month(month), formats.month(before));
  return notes.runningMonth(
    days(month, range.days),
    compared === undefined || compared === 0
      ? undefined
      : { days: days(month, compared), before: days(before, compared) },
  );
}

function unpricedNotes({ profiles }: ReportData, { notes, cells, formats }: ReportMessages): readonly string[] {
  const lines = modelLinesOf(profiles, undefined, cells);
  return lines.flatMap((line) => {
    const tokens = unpricedTokens(line.profiles);
    const [model = '', inferenceType = '', price = ''] = line.labels;
    return tokens === 0 ? [] : [notes.unpriced(formats.count(tokens), model, inferenceType, price)];
  });
}

function completeness({ sum: { lastCompleteDay, days } }: ReportBill, { bill }: ReportMessages): string {
  if (lastCompleteDay === undefined) return bill.noDayComplete;
  return lastCompleteDay === days.at(-1)?.day ? bill.allDaysComplete : bill.lastCompleteDay(lastCompleteDay);
}

/** The bill's total, or why it is not in the report. */
export function billNote({ bill, month, region }: ReportData, messages: ReportMessages): string {
  const { formats, time, bill: sentences } = messages;
  if (bill === undefined) return sentences.notLoaded(formats.month(month));
  return messages.paragraph([
    sentences.total(formats.money(bill.sum.total), time(bill.asOf)),
    completeness(bill, messages),
    ...(bill.sum.days.some((day) => day.estimated) ? [sentences.mayChange] : []),
    sentences.scope(region),
  ]);
}

/** All notes, in the order in which they are shown. */
export function notesOf(data: ReportData, range: MonthDays, messages: ReportMessages): readonly string[] {
  const { notes, time } = messages;
  return [
    ...data.missing.map(notes.missing),
    notes.source(data.region, time(data.now), data.sample),
    rangeNote(data, range, messages),
    notes.prices(data.prices, data.sample),
    ...notes.calculation,
    ...unpricedNotes(data, messages),
    notes.owners,
    notes.notIncluded,
    ...(data.idle === 0 ? [] : [notes.idleProfiles(data.idle)]),
    ...(data.bill === undefined ? [billNote(data, messages)] : []),
  ];
}
