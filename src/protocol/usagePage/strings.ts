/**
 * The names of the usage page's own sentences. The host holds the sentences, translated, and sends them once. A
 * sentence has `{0}`, `{1}` … where the page fills in a value; the page never builds a sentence from parts.
 */

import type { Range } from '../../core/usage/ranges';
import type { TokenKind } from '../../core/usage/usage';

/** The page's views, in the order of their tabs. */
export const PAGE_VIEWS = ['usage', 'bill', 'budgets', 'attribution'] as const;
export type PageView = (typeof PAGE_VIEWS)[number];

/** What the height of a bar in the chart shows. */
export const CHART_MEASURES = ['tokens', 'money'] as const;
export type ChartMeasure = (typeof CHART_MEASURES)[number];

/** The time that a bar of the chart and a row of its table cover. */
export type BucketUnit = 'fiveMinutes' | 'hour' | 'day';

type Named<Name extends string> = Readonly<Record<Name, string>>;

/** The page's frame, and what every view shares. */
export type GeneralStrings = Named<
  | 'title'
  | 'views'
  | `viewNames.${PageView}`
  | 'range'
  | `ranges.${Range}`
  | `rangesLong.${Range}`
  | 'scope'
  | 'refresh'
  | 'refreshing'
  | 'loading'
  | 'sampleTitle'
  | 'sampleText'
  | 'sampleNotice'
  | 'source'
  | 'span'
  | 'spanInZone'
  | 'monthSpan'
  | 'comparedWith'
  | 'updated'
  | 'asOf'
  | 'justNow'
  | 'stale'
  | 'staleTitle'
  | 'yes'
  | 'no'
  | 'emptyTitle'
  | 'emptyText'
  | 'emptyPartial'
  | 'missingTitle'
  | 'refreshFailed'
  | 'shownAsOf'
  | 'loadFailed'
  | 'noProfileTitle'
  | 'noProfileText'
>;

/** The tiles at the top, how estimates are calculated, and how amounts are written. */
export type TotalsStrings = Named<
  | 'totals'
  | 'total'
  | 'totalTokens'
  | 'tokenCount'
  | 'estimate'
  | `kinds.${TokenKind}`
  | 'invocations'
  | 'latency'
  | 'clientErrors'
  | 'serverErrors'
  | 'throttles'
  | 'notKnown'
  | 'unpriced'
  | 'unpricedTitle'
  | 'noInvocations'
  | 'atLeast'
  | 'atLeastMoney'
  | 'approximately'
  | 'noTokens'
  | 'noShare'
  | 'shareOfTotal'
  | 'shareOfEstimate'
  | `changed.${Range}`
  | `changedBy.${Range}`
  | `noUsageBefore.${Range}`
  | `noUsageInEither.${Range}`
  | `notComparable.${Range}`
  | 'newUsage'
  | 'noChange'
  | 'changeUnknown'
  | 'howCalculated'
  | 'howCalculatedFor'
  | 'columnPrice'
  | 'timesPrice'
  | 'cacheWriteRate'
  | 'nothingToCalculate'
  | 'otherModelsTitle'
  | 'otherModelsText'
  | 'otherModelsDifference'
  | 'otherModelsCurrent'
>;

/** The chart, the hours of the day, and prompt caching. */
export type ChartStrings = Named<
  | `chartTitles.${ChartMeasure}.${BucketUnit}`
  | 'measure'
  | `measures.${ChartMeasure}`
  | 'chartHelp'
  | 'chartHint'
  | 'chartUnpriced'
  | 'legend'
  | 'bucketPartial'
  | 'bucketSoFar'
  | `barName.${ChartMeasure}`
  | 'hoursTitle'
  | `busiestHour.${ChartMeasure}`
  | 'hoursText'
  | 'hoursNone'
  | 'cachingTitle'
  | 'hitRatio'
  | 'hitText'
  | 'hitFormula'
  | 'cachingSaved'
  | 'cachingCost'
  | 'cachingEven'
  | 'cachingUnpriced'
  | 'cachingPartial'
>;

/** The usage tables, copied and exported ones too. */
export type TableStrings = Named<
  | 'table'
  | 'asTable'
  | 'tabs'
  | `tabTime.${BucketUnit}`
  | `tabNames.${'members' | 'models' | 'profiles' | 'kinds'}`
  | 'captionTime'
  | `captions.${'members' | 'models' | 'profiles' | 'kinds'}`
  | 'columnTime'
  | 'columnHour'
  | 'columnDay'
  | 'columnMember'
  | 'columnTeam'
  | 'columnProfile'
  | 'columnModel'
  | 'columnTier'
  | 'columnDestinations'
  | 'columnProfiles'
  | 'columnKind'
  | 'columnShare'
  | 'columnTokens'
  | 'columnTokenShare'
  | 'columnChange'
  | 'columnHits'
  | 'columnStatus'
  | 'latencyInMs'
  | 'estimateInUsd'
  | 'totalOfShown'
  | 'untagged'
  | 'noMember'
  | 'filter'
  | 'filteredOne'
  | 'filtered'
  | 'filteredOutOne'
  | 'filteredOut'
  | 'noRows'
  | 'showIdleOne'
  | 'showIdle'
  | 'hideIdleOne'
  | 'hideIdle'
  | 'showOnly'
  | 'idleLeftOutOne'
  | 'idleLeftOut'
  | 'copyTable'
  | 'exportTable'
  | 'copied'
  | 'rowsNotCopied'
  | 'rowsLeftOut'
  | 'rawStart'
  | 'rawEnd'
  | 'rawProfileId'
  | 'rawUnpriced'
  | 'rawEstimateBefore'
  | 'rawUnpricedBefore'
  | 'rawTotalBefore'
  | 'rawWhole'
  | 'rawWholeBefore'
>;

/** The bill, and its comparison with the estimate. */
export type BillingStrings = Named<
  | 'bill'
  | 'billSource'
  | 'notConnectedTitle'
  | 'notConnectedText'
  | 'billText'
  | 'loadBill'
  | 'refreshPaid'
  | 'loadingPaid'
  | 'noNewData'
  | 'billFailed'
  | 'grouping'
  | 'month'
  | 'lastCompleteDay'
  | 'allEstimated'
  | 'someDaysEstimated'
  | 'someMonthsEstimated'
  | 'daysIncomplete'
  | 'monthsIncomplete'
  | 'byDay'
  | 'byMonth'
  | 'dayEstimated'
  | 'dayIncomplete'
  | 'dayEstimatedIncomplete'
  | 'barsName'
  | 'barsNone'
  | 'services'
  | 'days'
  | 'daysOf'
  | 'months'
  | 'noBill'
  | 'reconciliation'
  | 'reconciliationText'
  | 'compareWithEstimate'
  | 'reconciliationFailed'
  | 'noComparison'
  | 'notConnectedCell'
  | 'notConnectedCellTitle'
  | 'difference'
  | 'reasons'
  | 'notes'
>;

/** Whether the tags that identify owners are on the bill. */
export type CostTagStrings = Named<
  | 'costTags'
  | 'costTagsText'
  | 'checkTagStatus'
  | 'costTagsFailed'
  | `tagStatus.${'active' | 'activating' | 'inactive' | 'unknown'}`
  | 'tagSteps'
  | 'stepDone'
  | 'stepPending'
>;

/** The budgets. */
export type BudgetStrings = Named<
  | 'noBudgetsTitle'
  | 'noBudgetsText'
  | 'meter'
  | 'meterIn'
  | 'meterUnknown'
  | 'spentOf'
  | 'spentOfIn'
  | 'ofLimit'
  | 'ofLimitIn'
  | 'limitOnly'
  | 'used'
  | 'elapsed'
  | 'warnsAt'
  | 'budgetText'
  | `budgetStates.${'unknown' | 'fine' | 'warning' | 'over'}`
  | 'withinBudgetIn'
>;

/** The attribution view. */
export type AttributionStrings = Named<
  | 'taggedTokens'
  | 'taggedCost'
  | 'partOfTokens'
  | 'partOfCost'
  | 'attributionTable'
  | 'invokedThrough'
  | 'estimateShare'
  | 'shareBar'
  | 'attributionBar'
  | 'attributed'
  | 'notAttributed'
  | 'tagged'
  | 'moreInExport'
  | 'attributionDays'
  | 'dailyBreakdown'
  | 'lowestDay'
  | 'noDays'
  | 'attributionEmpty'
  | 'recommendedActions'
  | 'aboutAttribution'
  | 'attributionHint'
  | 'columnClass'
  | 'columnTagged'
  | 'columnModelOrProfileId'
  | 'columnOwner'
  | 'columnPriceSource'
>;

/** All of the page's sentences in the reader's language. */
export type Strings = GeneralStrings &
  TotalsStrings &
  ChartStrings &
  TableStrings &
  BillingStrings &
  CostTagStrings &
  BudgetStrings &
  AttributionStrings;
