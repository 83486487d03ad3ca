import { l10n } from 'vscode';
import type { Priced } from '../core/prices/prices';

/** What names where a price is from. */
type PriceSource = Pick<Priced, 'origin' | 'region' | 'overrideKey' | 'mantle'>;

/** Where a price is from, such as `AWS Price List, us-east-1, 2026-11-12`; that no price is known for `undefined`. */
export function priceText(priced: PriceSource | undefined): string {
  if (priced === undefined) return l10n.t('No price known for this model, inference type and Region');
  const { origin, region, overrideKey = '' } = priced;
  switch (origin.from) {
    case 'override':
      return l10n.t('Price from settings ({0})', overrideKey);
    case 'price-list':
      return priced.mantle === true ? mantleText(region, origin.date) : priceListText(region, origin.date);
    case 'bundled':
      return l10n.t('List price of {0}, included with the extension', origin.date);
  }
}

const priceListText = (region: string, date: string): string =>
  region === '' ? l10n.t('AWS Price List, any Region, {0}', date) : l10n.t('AWS Price List, {0}, {1}', region, date);

/** A price that AWS lists only under the names of its OpenAI-compatible endpoint (`-mantle-`). */
const mantleText = (region: string, date: string): string =>
  region === ''
    ? l10n.t('AWS Price List, any Region, {0}; listed only for the OpenAI-compatible endpoint', date)
    : l10n.t('AWS Price List, {0}, {1}; listed only for the OpenAI-compatible endpoint', region, date);
