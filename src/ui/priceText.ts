import { l10n } from 'vscode';
import type { Priced } from '../core/prices/prices';

/** `AWS Price List, us-east-1, 2026-11-12`; why there is none where there is none. */
export function priceText(priced: Priced | undefined): string {
  if (priced === undefined) return l10n.t('unpriced: no price is known for exactly this model, tier and Region');
  const { origin, region } = priced;
  switch (origin.from) {
    case 'override':
      return l10n.t('your settings ({0})', priced.basis);
    case 'price-list': {
      const where = region === '' ? l10n.t('any Region') : region;
      return priced.mantle === true
        ? l10n.t('AWS Price List, {0}, {1}; listed only for the OpenAI-compatible endpoint', where, origin.date)
        : l10n.t('AWS Price List, {0}, {1}', where, origin.date);
    }
    case 'bundled':
      return l10n.t('list prices that came with the extension, {0}', origin.date);
  }
}
