/** Sentences about where prices are from, and why those of the settings are ignored. */

import { l10n } from 'vscode';
import type { OverrideProblem } from '../../core/prices/priceOverrides';
import { TOKEN_KINDS } from '../../core/usage/usage';
import type { Snapshot } from '../../store/snapshot';

/** Prices are not loaded yet. */
export const pricesWithUsageText = (): string => l10n.t('Prices are loaded together with usage.');

/** @param problem why, as a sentence. */
export const priceListFailedText = (problem: string): string =>
  l10n.t('Couldn’t load the AWS Price List: {0}', problem);

/** Why a price in the settings is ignored, as a sentence. */
export function wrongText({ key, reason, value }: OverrideProblem): string {
  switch (reason) {
    case 'model':
      return l10n.t(
        'The price for {0} in your settings is ignored: it isn’t a valid model ID.',
        key === '' ? '""' : key,
      );
    case 'region':
      return l10n.t('The price for {0} in your settings is ignored: there is no Region after @.', key);
    case 'kind':
      return l10n.t(
        'A price for {0} in your settings is ignored: {1} isn’t one of {2}.',
        key,
        value,
        TOKEN_KINDS.join(', '),
      );
    case 'price':
      return l10n.t('A price for {0} in your settings is ignored: {1} isn’t a price in US dollars.', key, value);
    case 'empty':
      return l10n.t('The entry for {0} in your settings is ignored: it has no prices.', key);
    case 'not-an-object':
      return key === ''
        ? l10n.t('The prices in your settings are ignored: {0} isn’t a list of models.', value)
        : l10n.t(
            'The entry for {0} in your settings is ignored: {1} isn’t a list of prices by token kind.',
            key,
            value,
          );
  }
}

type Book = NonNullable<Snapshot['pricing']>['book'];

/** Which list prices are used, as a sentence. */
export function originText({ priceLists, bundled }: Book, sample: boolean): string {
  const newest = priceLists
    .map(({ date }) => date)
    .sort()
    .at(-1);
  if (newest === undefined) return l10n.t('List prices of {0}, included with the extension.', bundled?.date ?? '');
  return sample ? l10n.t('Simulated AWS Price List of {0}.', newest) : l10n.t('AWS Price List of {0}.', newest);
}

/** How many prices the settings have; empty for none. */
export function customText({ overrides }: Book): string {
  const count = Object.keys(overrides).length;
  return count === 0 ? '' : l10n.t('Custom prices from settings: {0}.', count);
}

/** CloudWatch does not report how long cache writes are kept. */
export const cacheWriteText = (): string => l10n.t('Cache writes are priced at the 5-minute rate.');
