/** Why an estimate and a bill differ, as sentences. */

import { l10n } from 'vscode';
import { modelName } from '../../core/profiles/models';
import type { Reason } from '../../core/reconciliation/reasons';

const listText = (items: readonly string[]): string => items.join(', ');

/** The percentage that a discount or a surcharge comes to: -8 for 8 % below list. */
function percentOf({ usd, list }: Reason): number | undefined {
  if (usd === undefined || list === undefined || list === 0n) return undefined;
  return Math.round((Number(usd) / Number(list)) * 1000) / 10;
}

/** One sentence for a reason; its amount is shown beside it. */
export function reasonSentence(reason: Reason): string {
  const sentence = plainSentence(reason);
  const rough = reason.approximate === true ? ' ' + l10n.t('Without usage types this may hold other reasons too.') : '';
  return sentence + rough;
}

function plainSentence(reason: Reason): string {
  const { code, inferred } = reason;
  switch (code) {
    case 'tag-not-active':
      return inferred === true
        ? l10n.t('The tag seems not to have been active on the bill then: the usage is in the untagged row.')
        : l10n.t('The tag was not active on the bill then: the usage is in the untagged row.');
    case 'untagged-or-direct':
      return l10n.t(
        'Usage past the profiles: a model or a system profile invoked directly, or a profile without this tag.',
      );
    case 'bill-not-complete':
      return (reason.usd ?? 0n) > 0n
        ? l10n.t('It reached the bill between the questions to Cost Explorer, so it is not known yet what it is of.')
        : l10n.t('Not yet on the bill: Cost Explorer is about a day late.');
    case 'utc-day-boundary':
      return l10n.t('Invocations that ran over midnight UTC are billed on the day they ended.');
    case 'usage-not-in-cloudwatch':
      return l10n.t(
        'Tokens on the bill that are not in the estimate: of a profile that was deleted, of another account, or from before its tags were changed.',
      );
    case 'usage-not-on-the-bill':
      return l10n.t(
        'Tokens in CloudWatch that are not on the bill under this name, for instance because tags were changed.',
      );
    case 'other-region':
      return l10n.t('Usage in a Region that you are not connected to.');
    case 'rounding':
      return l10n.t('Rounding on the bill.');
    case 'correction':
      return l10n.t('An amount on the bill without a quantity: a correction by AWS.');
    case 'other-usage':
      return l10n.t('Not tokens on demand: images, reserved capacity, guardrails and the like.');
    case 'unexplained':
      return l10n.t('Not explained.');
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
  const unknown =
    reason.listUnknown === true
      ? ' ' +
        l10n.t(
          'Where its list price is not known, it cannot be told from a discount: that part is in what is not explained.',
        )
      : '';
  switch (code) {
    case 'discount':
      return percent === undefined
        ? l10n.t('AWS billed less than the list price: a discount or a private price.')
        : l10n.t('AWS billed {0} % less than the list price: a discount or a private price.', Math.abs(percent));
    case 'price-above-list':
      return percent === undefined
        ? l10n.t('AWS billed more than the price estimated with.')
        : l10n.t('AWS billed {0} % more than the price estimated with.', Math.abs(percent));
    case 'one-hour-cache-writes':
      return (
        l10n.t('Cache writes for one hour cost more than those for 5 minutes; CloudWatch does not tell them apart.') +
        unknown
      );
    case 'batch':
      return l10n.t('Batch inference costs less; CloudWatch does not tell it apart.') + unknown;
    case 'long-context':
      return l10n.t('Long contexts cost more; CloudWatch does not tell them apart.') + unknown;
    case 'other-tier':
      return l10n.t('Flex, priority or latency-optimized inference has prices of its own.') + unknown;
    case 'unpriced-model':
      return l10n.t(
        'Tokens of {0} that no price is known for: the estimate leaves them out.',
        listText(reason.models.map(modelName)) || listText(reason.services),
      );
  }
}
