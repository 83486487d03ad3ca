/** Sentences of the page's Attribution view. */

import { l10n } from 'vscode';
import type { AttributionStrings } from '../../protocol/usagePage/strings';

export const attributionStrings = (): AttributionStrings => ({
  taggedTokens: l10n.t('Tokens on tagged profiles'),
  taggedCost: l10n.t('Estimated cost on tagged profiles'),
  partOfTokens: l10n.t('{0} of {1} tokens'),
  partOfCost: l10n.t('{0} of {1}'),
  attributionTable: l10n.t('Usage by Attribution'),
  invokedThrough: l10n.t('Invoked through'),
  estimateShare: l10n.t('Share of estimate'),
  shareBar: l10n.t('Share of tokens (bar)'),
  attributionBar: l10n.t('Tokens by attribution: {0}'),
  attributed: l10n.t('On tagged profiles'),
  notAttributed: l10n.t('Not on tagged profiles'),
  tagged: l10n.t('(tagged)'),
  moreInExport: l10n.t('{0} more are in the exported table.'),
  attributionDays: l10n.t('By Day (UTC)'),
  dailyBreakdown: l10n.t('Daily Breakdown'),
  lowestDay: l10n.t('Lowest share on tagged profiles: {1} of tokens on {0}.'),
  noDays: l10n.t('No tokens on any day.'),
  attributionEmpty: l10n.t('No usage of any model or profile in this Region.'),
  recommendedActions: l10n.t('Recommended Actions'),
  aboutAttribution: l10n.t('About This Data'),
  attributionHint: l10n.t(
    'An agent’s tokens are attributed once its model is set to a tagged profile. IAM policies can require that. Tags apply from the time they are set.',
  ),
  columnClass: l10n.t('Category'),
  columnTagged: l10n.t('On a tagged profile'),
  columnModelOrProfileId: l10n.t('Model or profile ID'),
  columnOwner: l10n.t('Owner'),
  columnPriceSource: l10n.t('Price source'),
});
