/** The status bar's text and its label for screen readers. */

import { l10n } from 'vscode';
import type { Settings } from '../../manifest';
import { formatCompact, formatCount } from '../../core/format';
import { totalTokens } from '../../core/usage/usage';
import type { PriceCalculator } from '../../store/pricing';
import type { BudgetState } from '../budgets/register';
import { formatEstimate } from '../../ui/formatEstimate';
import { withIcons, type IconText } from '../../ui/inert';
import { paragraph } from '../../ui/messages/paragraph';
import { problemSentence, problemSummary } from '../../ui/messages/problems';
import type { StatusModel } from './statusModel';

/** The item's text. Money is marked as an estimate; the dash of what has no price is not. */
export function statusText(
  model: StatusModel,
  show: Settings['statusBar.show'],
  pricing: PriceCalculator | undefined,
): IconText {
  const icon = { icon: model.sample ? 'beaker' : 'pulse' } as const;
  switch (model.kind) {
    case 'offer':
      return withIcons({ icon: 'add' }, model.sample ? l10n.t('Bedrock profile (sample)') : l10n.t('Bedrock profile'));
    case 'waiting':
      return withIcons(icon, model.sample ? l10n.t('– tok (sample)') : l10n.t('– tok'));
    case 'problem':
      return withIcons(
        { icon: 'warning' },
        l10n.t(
          'Bedrock: {0}',
          model.problem === undefined ? l10n.t('Usage not available') : problemSummary(model.problem),
        ),
      );
    case 'tokens': {
      const count = l10n.t('{0} tok', formatCompact(model.tokens === undefined ? 0 : totalTokens(model.tokens)));
      const money = formatEstimate(model.estimate, pricing);
      const usage = { tokens: count, money, both: `${count} · ${money}` }[show];
      const mark = model.stale ? 'history' : model.problem === undefined ? undefined : 'warning';
      return withIcons(icon, usage, model.sample ? l10n.t('(sample)') : '', mark === undefined ? '' : { icon: mark });
    }
  }
}

/** What a screen reader reads: the figures, and the budgets that the item warns of by its colour. */
export const accessibilityLabel = (
  model: StatusModel,
  pricing: PriceCalculator | undefined,
  warnings: readonly Pick<BudgetState, 'sentence'>[],
): string => paragraph(usageLabel(model, pricing), warnings.map(({ sentence }) => sentence).join('. '));

function usageLabel(model: StatusModel, pricing: PriceCalculator | undefined): string {
  switch (model.kind) {
    case 'offer':
      return l10n.t('Bedrock Tally: create my profile.');
    case 'waiting':
      return l10n.t('Bedrock Tally: my tokens aren’t known yet.');
    case 'problem':
      return model.problem === undefined
        ? l10n.t('Bedrock Tally: my tokens aren’t known.')
        : l10n.t('Bedrock Tally: my tokens aren’t known. {0}', problemSentence(model.problem));
    case 'tokens': {
      const count = formatCount(model.tokens === undefined ? 0 : totalTokens(model.tokens));
      const money = model.estimate === undefined ? '–' : (pricing?.text(model.estimate) ?? '–');
      return model.sample
        ? l10n.t('Bedrock Tally: {0} sample tokens in the last 24 hours, estimated at {1}.', count, money)
        : l10n.t('Bedrock Tally: {0} of my tokens in the last 24 hours, estimated at {1}.', count, money);
    }
  }
}
