/**
 * The texts of a monthly report, as a table that its builder is given: `features/export/reportMessages.ts` has the
 * sentences. All are plain text; whoever puts them into Markdown or SVG escapes them.
 */

import type { TokenKind } from '../usage/usage';
import type { InferenceType, MissingData, PriceSource, ReportPrices } from './data';
import type { ReportFormats } from './formats';

/** What a chart measures: estimated cost, or tokens where nothing has a price. */
export type ChartMeasure = 'cost' | 'tokens';

export interface ReportHeadings {
  readonly summary: string;
  readonly team: string;
  readonly member: string;
  readonly model: string;
  readonly profile: string;
  readonly bill: string;
  readonly notes: string;
}

export interface ReportColumns extends Readonly<Record<TokenKind, string>> {
  readonly team: string;
  readonly member: string;
  readonly model: string;
  readonly inferenceType: string;
  readonly profile: string;
  readonly profileId: string;
  readonly estimate: string;
  readonly share: string;
  readonly tokens: string;
  readonly change: string;
  readonly price: string;
  readonly savedByCaching: string;
  readonly total: string;
  readonly bill: string;
}

/** Texts for the cells of tables. */
export interface ReportCells {
  readonly noTeam: string;
  readonly noMember: string;
  /** The profile's tags cannot be read. */
  readonly ownerUnknown: string;
  readonly unknownModel: string;
  /** A row of the bill. */
  readonly untagged: string;
  readonly unpriced: string;
  /** There was no usage in the month before. */
  readonly newUsage: string;
  readonly atLeast: (money: string) => string;
  readonly noCachedTokens: string;
  /** `whole` is false where a part of the cached tokens has no price. */
  readonly cachingSaved: (money: string, whole: boolean) => string;
  readonly cachingCostMore: (money: string, whole: boolean) => string;
  readonly inferenceType: (type: InferenceType) => string;
  readonly price: (price: PriceSource) => string;
  /** A column of the month so far; `month` is formatted. */
  readonly monthToDate: (month: string) => string;
}

/** The lines between the title and the first table. Dates and ranges are formatted. */
export interface ReportIntroduction {
  readonly title: (month: string) => string;
  readonly sample: string;
  readonly noUsage: string;
  readonly wholeMonth: (month: string) => string;
  readonly runningMonth: (days: string, year: string) => string;
  readonly account: (shortAccount: string) => string;
  readonly created: (time: string, by: string | undefined) => string;
}

/** The list at the report's end. Dates and ranges are formatted. */
export interface ReportNotes {
  readonly missing: (data: MissingData) => string;
  readonly source: (region: string, time: string, sample: boolean) => string;
  readonly wholeMonth: (month: string, before: string) => string;
  /** `compared` are the days of both months; undefined where no day is complete. */
  readonly runningMonth: (
    days: string,
    compared: { readonly days: string; readonly before: string } | undefined,
  ) => string;
  readonly prices: (prices: ReportPrices, sample: boolean) => string;
  /** How estimates, savings and shares are calculated. */
  readonly calculation: readonly string[];
  readonly unpriced: (tokens: string, model: string, inferenceType: string, price: string) => string;
  readonly owners: string;
  readonly notIncluded: string;
  readonly idleProfiles: (count: number) => string;
}

/** What is known of the bill. Dates, months and money are formatted. */
export interface ReportBillMessages {
  readonly notLoaded: (month: string) => string;
  readonly total: (money: string, time: string) => string;
  readonly noDayComplete: string;
  readonly allDaysComplete: string;
  readonly lastCompleteDay: (day: string) => string;
  readonly mayChange: string;
  readonly scope: (region: string) => string;
}

export interface ReportChartMessages {
  readonly byDayTitle: (measure: ChartMeasure, by: 'team' | 'member', month: string) => string;
  readonly byModelTitle: (measure: ChartMeasure, month: string) => string;
  /** The unit. `whole` is false where usage without a price is not drawn. */
  readonly byDaySubtitle: (measure: ChartMeasure, whole: boolean) => string;
  readonly byModelSubtitle: (measure: ChartMeasure, whole: boolean) => string;
  /** The chart as a sentence, for those who do not see it. */
  readonly byDayDescription: (title: string, total: string, days: string, parts: string) => string;
  readonly byModelDescription: (title: string, parts: string) => string;
  readonly dayHint: (name: string, date: string, value: string) => string;
  readonly others: (count: string) => string;
  readonly modelAndInferenceType: (model: string, inferenceType: string) => string;
}

export interface ReportMessages {
  readonly formats: ReportFormats;
  readonly headings: ReportHeadings;
  readonly columns: ReportColumns;
  readonly cells: ReportCells;
  readonly introduction: ReportIntroduction;
  readonly notes: ReportNotes;
  readonly bill: ReportBillMessages;
  readonly charts: ReportChartMessages;
  /** Sentences one after the other. */
  readonly paragraph: (sentences: readonly string[]) => string;
  /** `1–19 November`: the first days of a month; `month` is yyyy-mm. */
  readonly days: (month: string, count: number) => string;
  /** `20 November 2026, 20:00 UTC`, of ms since 1970. */
  readonly time: (time: number) => string;
}
