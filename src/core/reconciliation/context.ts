/** The input of a reconciliation, prepared for finding reasons. */

import { startOfDay, type BillLine } from '../billing/bill';
import { daysOf, moneyOf } from '../billing/billSum';
import type { ModelId } from '../ids';
import type { Money } from '../money';
import { profileSource } from '../profiles/profile';
import type { ReconcileInput, TagDay } from './types';
import { BilledModelIds } from './billedModelIds';
import { countUsage, type CountedTokens, type CountedUsage } from './measuredUsage';
import { TokenDifferences } from './tokenDifferences';
import { ReconciliationResults, type Label } from './results';
import { tagDaysOf } from './tagDays';

/** What is known of the days. */
export interface Calendar {
  /** The days of the bill, in order. */
  readonly days: readonly string[];
  /** Has the days of the bill only. */
  readonly tagDays: ReadonlyMap<string, TagDay>;
  /** It is not known since when the key is active. */
  readonly inferred: boolean;
  /** All of its usage has reached the bill. */
  isOver(day: string): boolean;
  /** Not over, or AWS may still change it. */
  isIncomplete(day: string): boolean;
}

/** A line of the bill on a day of the span. */
export interface ServiceDayAmount {
  readonly label: Label;
  readonly day: string;
  readonly service: string;
  readonly cost: Money;
}

export interface DetailLine extends ServiceDayAmount {
  readonly usageType: string;
  readonly quantity: string | undefined;
}

export interface ReconcileContext {
  readonly input: ReconcileInput;
  readonly modelIds: BilledModelIds;
  readonly usage: CountedUsage;
  readonly calendar: Calendar;
  readonly results: ReconciliationResults;
  readonly tokenDifferences: TokenDifferences;
  readonly bill: readonly ServiceDayAmount[];
  readonly detail: readonly DetailLine[];
  /** All labels by name, the untagged last. */
  readonly labels: readonly Label[];
  /** Services whose usage types were loaded. */
  readonly asked: ReadonlySet<string>;
  /** Whether a model's tokens can be compared with lines by usage type. */
  readonly isDetailed: (model: ModelId | undefined) => boolean;
}

type Lines = Pick<ReconcileContext, 'bill' | 'detail'>;

function linesIn({ span, bill, detail }: ReconcileInput): Lines & { readonly estimated: ReadonlySet<string> } {
  const days = new Set(daysOf(span));
  const read = (line: BillLine, service: string): ServiceDayAmount => ({
    // An empty value is untagged too.
    label: line.tag === '' ? undefined : line.tag,
    day: line.day,
    service,
    cost: moneyOf(line),
  });
  const within = (lines: readonly BillLine[]): readonly BillLine[] => lines.filter(({ day }) => days.has(day));
  const all = within([...bill, ...detail.flatMap(({ lines }) => lines)]);
  return {
    bill: within(bill).map((line) => read(line, line.service ?? '')),
    detail: detail.flatMap(({ service, lines }) =>
      within(lines).map((line) => ({
        ...read(line, service),
        usageType: line.usageType ?? '',
        quantity: line.quantity,
      })),
    ),
    estimated: new Set(all.flatMap(({ day, estimated }) => (estimated ? [day] : []))),
  };
}

/** Undefined for a text that is not a day. */
function dayIn(text: string | undefined): string | undefined {
  const day = text?.slice(0, 10);
  return day === undefined || Number.isNaN(startOfDay(day)) ? undefined : day;
}

type WithLabel = Pick<ServiceDayAmount, 'label' | 'day'>;
const daysWith = (all: readonly WithLabel[], labelled: boolean): ReadonlySet<string> =>
  new Set(all.flatMap(({ label, day }) => ((label !== undefined) === labelled ? [day] : [])));

function calendarOf(
  input: ReconcileInput,
  lines: readonly ServiceDayAmount[],
  used: readonly WithLabel[],
  estimated: ReadonlySet<string>,
): Calendar {
  const { span, lastCompleteDay } = input;
  const days = daysOf(span);
  const activeSince = dayIn(input.activeSince);
  return {
    days,
    tagDays: tagDaysOf({
      days,
      labelled: daysWith(lines, true),
      untagged: daysWith(lines, false),
      used: daysWith(used, true),
      activeSince,
      lastCompleteDay,
    }),
    inferred: activeSince === undefined,
    isOver: (day) => day <= lastCompleteDay,
    isIncomplete: (day) => day > lastCompleteDay || estimated.has(day),
  };
}

/**
 * A model's lines are known when the usage types of its service were loaded; also when the bill has no service for the
 * model, because then it has no lines.
 */
function detailedModels({ bill, detail }: ReconcileInput, modelIds: BilledModelIds): ReconcileContext['isDetailed'] {
  const asked = new Set(detail.map(({ service }) => service));
  const services = new Set([...asked, ...bill.flatMap(({ service }) => service ?? [])]);
  const known = new Map<ModelId, boolean>();
  return (model) => {
    if (asked.size === 0 || model === undefined) return asked.size > 0;
    const service = known.has(model) ? undefined : modelIds.serviceOf(model, services);
    const is = known.get(model) ?? (service === undefined || asked.has(service));
    known.set(model, is);
    return is;
  };
}

export function createContext(input: ReconcileInput): ReconcileContext {
  const models = input.usage.flatMap(({ profile }) => profileSource(profile).model ?? []);
  const modelIds = new BilledModelIds(new Set(models), input.prices);
  const usage = countUsage(input, modelIds);
  const { bill, detail, estimated } = linesIn(input);
  const labels = new Set([...usage.counted, ...bill, ...detail].flatMap(({ label }) => label ?? []));
  return {
    input,
    modelIds,
    usage,
    calendar: calendarOf(input, [...bill, ...detail], usage.counted, estimated),
    results: new ReconciliationResults(),
    tokenDifferences: new TokenDifferences(),
    bill,
    detail,
    labels: [...[...labels].sort(), undefined],
    asked: new Set(input.detail.map(({ service }) => service)),
    isDetailed: detailedModels(input, modelIds),
  };
}

/**
 * What a label used without a price on a day; in the untagged row also other labels' usage, on days when the bill does
 * not show the tag.
 */
export function unpricedUsage(
  { usage, calendar }: ReconcileContext,
  label: Label,
  day: string,
): readonly CountedTokens[] {
  const available = calendar.tagDays.get(day) === 'available';
  const all = usage.unpriced.get(day) ?? [];
  return all.filter((one) => one.label === label || (label === undefined && !available));
}
