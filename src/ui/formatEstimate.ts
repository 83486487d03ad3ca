import { l10n } from 'vscode';
import type { Pricing } from '../store/pricing';

const NOT_KNOWN = '–';

/**
 * Money where little space is: marked as the estimate that it is. A dash where nothing of it is priced, or no price is
 * known yet.
 */
export function formatEstimate(
  estimate: Parameters<Pricing['text']>[0] | undefined,
  pricing: Pricing | undefined,
): string {
  const text = estimate === undefined ? undefined : pricing?.text(estimate);
  return text === undefined || text === NOT_KNOWN ? NOT_KNOWN : l10n.t('est. {0}', text);
}
