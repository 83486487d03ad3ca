/** Why an estimate and a bill differ, as sentences. */

import { l10n } from 'vscode';
import { modelName } from '../../core/profiles/models';
import type { Reason } from '../../core/reconciliation/reasons';
import { paragraph } from '../../ui/messages/paragraph';

const listText = (items: readonly string[]): string => items.join(', ');

/** The percentage that a discount or a surcharge comes to: -8 for 8 % below list. */
function percentOf({ usd, list }: Reason): number | undefined {
  if (usd === undefined || list === undefined || list === 0n) return undefined;
  return Math.round((Number(usd) / Number(list)) * 1000) / 10;
}

/** A reason as a sentence, with what limits it; its amount is shown beside it. */
export const reasonSentence = (reason: Reason): string =>
  paragraph(
    plainSentence(reason),
    reason.listUnknown === true
      ? l10n.t(
          'Where the list price is not known, this can’t be distinguished from a discount and counts as unexplained.',
        )
      : undefined,
    reason.approximate === true ? l10n.t('Without usage types, this can include other reasons.') : undefined,
  );

function plainSentence(reason: Reason): string {
  const { code, inferred } = reason;
  switch (code) {
    case 'tag-not-active':
      return inferred === true
        ? l10n.t('The cost allocation tag was probably not active yet: the usage is in the untagged row.')
        : l10n.t('The cost allocation tag was not active yet: the usage is in the untagged row.');
    case 'untagged-or-direct':
      return l10n.t(
        'Direct model usage (no profile): a model or a system profile was invoked directly, or a profile without this tag.',
      );
    case 'bill-not-complete':
      return (reason.usd ?? 0n) > 0n
        ? l10n.t('It reached the bill between two requests to Cost Explorer, so its details are not known yet.')
        : l10n.t('Not on the bill yet: Cost Explorer data is about a day old.');
    case 'utc-day-boundary':
      return l10n.t('Invocations that ran over midnight UTC are billed on the day they ended.');
    case 'usage-not-in-cloudwatch':
      return l10n.t(
        'Tokens on the bill that are not in the estimate: from a deleted profile, another account, or before the profile’s tags changed.',
      );
    case 'usage-not-on-the-bill':
      return l10n.t('Tokens in CloudWatch that are not on the bill under this name, for example because tags changed.');
    case 'other-region':
      return l10n.t('Usage in a Region that isn’t connected.');
    case 'rounding':
      return l10n.t('Rounding on the bill.');
    case 'correction':
      return l10n.t('An amount without a quantity: a correction by AWS.');
    case 'other-usage':
      return l10n.t('Charges other than on-demand tokens, such as images, reserved capacity or guardrails.');
    case 'unexplained':
      return l10n.t('Unexplained.');
    default:
      return priceSentence(reason, code);
  }
}

type PriceCode = Exclude<
  Reason['code'],
  | 'tag-not-active'
  | 'untagged-or-direct'
  | 'bill-not-complete'
  | 'utc-day-boundary'
  | 'usage-not-in-cloudwatch'
  | 'usage-not-on-the-bill'
  | 'other-region'
  | 'rounding'
  | 'correction'
  | 'other-usage'
  | 'unexplained'
>;

/** Those that are about another price than the one estimated with. */
function priceSentence(reason: Reason, code: PriceCode): string {
  const percent = percentOf(reason);
  switch (code) {
    case 'discount':
      return percent === undefined
        ? l10n.t('AWS billed less than the list price: a discount or a private price.')
        : l10n.t('AWS billed {0} % less than the list price: a discount or a private price.', Math.abs(percent));
    case 'price-above-list':
      return percent === undefined
        ? l10n.t('AWS billed more than the price used for the estimate.')
        : l10n.t('AWS billed {0} % more than the price used for the estimate.', Math.abs(percent));
    case 'one-hour-cache-writes':
      return l10n.t('1-hour cache writes cost more than 5-minute cache writes; CloudWatch doesn’t distinguish them.');
    case 'batch':
      return l10n.t('Batch inference costs less; CloudWatch doesn’t distinguish it.');
    case 'long-context':
      return l10n.t('Long contexts cost more; CloudWatch doesn’t distinguish them.');
    case 'other-tier':
      return l10n.t('Flex, priority and latency-optimized inference have their own prices.');
    case 'unpriced-model':
      return l10n.t(
        'Unpriced tokens of {0} are not in the estimate.',
        listText(reason.models.map(modelName)) || listText(reason.services),
      );
  }
}
