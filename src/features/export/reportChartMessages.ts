/** The texts of the charts in a monthly report. */

import { l10n } from 'vscode';
import type { ChartMeasure, ReportChartMessages } from '../../core/report/messages';

function byDayTitle(measure: ChartMeasure, by: 'team' | 'member', month: string): string {
  if (measure === 'cost')
    return by === 'team'
      ? l10n.t('Estimated cost by day and team, {0}', month)
      : l10n.t('Estimated cost by day and member, {0}', month);
  return by === 'team' ? l10n.t('Tokens by day and team, {0}', month) : l10n.t('Tokens by day and member, {0}', month);
}

function byDaySubtitle(measure: ChartMeasure, whole: boolean): string {
  if (measure === 'tokens') return l10n.t('Tokens of all kinds, none of which has a price; days in UTC');
  return whole
    ? l10n.t('USD, tokens × list price; days in UTC')
    : l10n.t('USD, tokens × list price; days in UTC; usage without a price is not shown');
}

function byModelSubtitle(measure: ChartMeasure, whole: boolean): string {
  if (measure === 'tokens') return l10n.t('Tokens of all kinds, none of which has a price');
  return whole
    ? l10n.t('USD, tokens × list price')
    : l10n.t('USD, tokens × list price; usage without a price is not shown');
}

export const chartMessages = (): ReportChartMessages => ({
  byDayTitle: (measure, by, month) => byDayTitle(measure, by, month),
  byModelTitle: (measure, month) =>
    measure === 'cost' ? l10n.t('Estimated cost by model, {0}', month) : l10n.t('Tokens by model, {0}', month),
  byDaySubtitle: (measure, whole) => byDaySubtitle(measure, whole),
  byModelSubtitle: (measure, whole) => byModelSubtitle(measure, whole),
  // A title, the total, its days, and the parts of the total with their names.
  byDayDescription: (title, total, days, parts) => l10n.t('{0}: {1} in {2}; {3}', title, total, days, parts),
  // A title, and the parts of the total with their names.
  byModelDescription: (title, parts) => l10n.t('{0}: {1}', title, parts),
  // A team or member, a date, and a value.
  dayHint: (name, date, value) => l10n.t('{0}, {1}: {2}', name, date, value),
  others: (count) => l10n.t('Others ({0})', count),
  modelAndInferenceType: (model, inferenceType) => l10n.t('{0}, {1}', model, inferenceType),
});
