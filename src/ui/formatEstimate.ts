import { l10n } from 'vscode';
import type { PriceCalculator } from '../store/pricing';

const NOT_KNOWN = '–';

/**
 * Money where little space is: marked as the estimate that it is. A dash where nothing of it is priced, or no price is
 * known yet.
 */
export function formatEstimate(
  estimate: Parameters<PriceCalculator['text']>[0] | undefined,
  pricing: PriceCalculator | undefined,
): string {
  const text = estimate === undefined ? undefined : pricing?.text(estimate);
  return text === undefined || text === NOT_KNOWN ? NOT_KNOWN : l10n.t('est. {0}', text);
}
