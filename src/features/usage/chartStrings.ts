/** Sentences of the page's chart, of the hours of the day, and of prompt caching. */

import { l10n } from 'vscode';
import type { ChartStrings } from '../../protocol/usagePage/strings';

export const chartStrings = (): ChartStrings => ({
  'chartTitles.tokens.fiveMinutes': l10n.t('Tokens by 5 Minutes'),
  'chartTitles.tokens.hour': l10n.t('Tokens by Hour'),
  'chartTitles.tokens.day': l10n.t('Tokens by Day'),
  'chartTitles.money.fiveMinutes': l10n.t('Estimated Cost by 5 Minutes'),
  'chartTitles.money.hour': l10n.t('Estimated Cost by Hour'),
  'chartTitles.money.day': l10n.t('Estimated Cost by Day'),
  measure: l10n.t('Chart metric'),
  'measures.tokens': l10n.t('Tokens'),
  'measures.money': l10n.t('Cost'),
  chartHelp: l10n.t('Use the arrow keys to move between bars, and Enter to keep a bar selected.'),
  chartHint: l10n.t('Hover over a bar, or use the arrow keys to move between bars.'),
  chartUnpriced: l10n.t('No price is available for these tokens, so there is no cost to show.'),
  legend: l10n.t('Token types'),
  bucketPartial: l10n.t('{0} (partial)'),
  bucketSoFar: l10n.t('{0} (so far)'),
  'barName.tokens': l10n.t('{0}: {1} tokens: input {2}, output {3}, cache read {4}, cache write {5}; estimate {6}'),
  'barName.money': l10n.t('{0}: estimate {6}: input {2}, output {3}, cache read {4}, cache write {5}; {1} tokens'),
  hoursTitle: l10n.t('By Hour of Day'),
  'busiestHour.tokens': l10n.t('Busiest hour: {0}, with {1} of tokens.'),
  'busiestHour.money': l10n.t('Busiest hour: {0}, with {1} of the estimate.'),
  hoursText: l10n.t('Share by hour of day in local time ({0}): {1}'),
  hoursNone: l10n.t('No usage.'),
  cachingTitle: l10n.t('Prompt Caching'),
  hitRatio: l10n.t('Cache hit ratio'),
  hitText: l10n.t('of the tokens that models read came from the cache'),
  hitFormula: l10n.t('Cache hit ratio: {0} cache reads of {0} cache reads + {1} input + {2} cache writes'),
  cachingSaved: l10n.t('Caching saved {0} compared with no caching.'),
  cachingCost: l10n.t('Caching cost {0} more than no caching: cache writes cost more than cache reads saved.'),
  cachingEven: l10n.t('Caching made no difference to the cost.'),
  cachingUnpriced: l10n.t('The savings from caching are not known because the cached tokens are unpriced.'),
  cachingPartial: l10n.t('Unpriced tokens are not included.'),
});
