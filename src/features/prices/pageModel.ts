/** Which prices the page uses, and the models whose prices the same usage can be compared with. */

import { l10n } from 'vscode';
import { COMMANDS } from '../../manifest';
import { compareModels, modelName } from '../../core/profiles/models';
import { parseArn } from '../../core/ids';
import type { OverrideProblem } from '../../core/prices/priceOverrides';
import type { CopySource } from '../../core/profiles/profile';
import type { PageOtherModel, PageState } from '../../protocol/usagePage/state';
import { sourceOf } from '../../core/profiles/source';
import { TOKEN_KINDS } from '../../core/usage/usage';
import type { Snapshot } from '../../store/snapshot';
import { tierText } from '../../ui/labels';
import { priceText } from '../../ui/priceText';
import { problemSentence } from '../../ui/messages/problems';

/** Which prices are used, and the command that loads newer ones. */
export function pricesOf({ pricing, priceList, sample, choice }: Snapshot): PageState['prices'] {
  const action = { id: COMMANDS.refreshPrices, label: l10n.t('Refresh Prices') };
  const sentences = [
    ...(pricing === undefined
      ? [l10n.t('Prices are loaded together with usage.')]
      : [originText(pricing.book, sample), ...customText(pricing.book), cacheWriteText()]),
    ...(pricing?.wrong ?? []).map(wrongText),
    ...(priceList.problem === undefined
      ? []
      : [l10n.t('Couldn’t load the AWS Price List: {0}', problemSentence(priceList.problem))]),
  ];
  return {
    sentence: sentences.join(' '),
    refreshing: priceList.loading,
    ...(choice === undefined ? {} : { action }),
  };
}

/** Why a price in the settings is ignored, as a sentence. */
function wrongText({ key, reason, value }: OverrideProblem): string {
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
function originText({ priceLists, bundled }: Book, sample: boolean): string {
  const newest = priceLists
    .map(({ date }) => date)
    .sort()
    .at(-1);
  if (newest === undefined) return l10n.t('List prices of {0}, included with the extension.', bundled?.date ?? '');
  return sample ? l10n.t('Simulated AWS Price List of {0}.', newest) : l10n.t('AWS Price List of {0}.', newest);
}

function customText({ overrides }: Book): string[] {
  const count = Object.keys(overrides).length;
  return count === 0 ? [] : [l10n.t('Custom prices from settings: {0}.', count)];
}

const cacheWriteText = (): string => l10n.t('Cache writes are priced at the 5-minute rate.');

/** Every model and tier that can be chosen in the Region now and has a price. */
export function alternativesOf({ pricing, sources, choice }: Snapshot): PageOtherModel[] {
  const list = sources.value;
  if (pricing === undefined || list === undefined || choice === undefined) return [];
  const offered = [...list.systemProfiles, ...list.models].filter(({ retired }) => !retired);
  return offered
    .flatMap((source) => alternativeOf(source, choice.region, pricing))
    .sort((a, b) => compareModels(a.id, b.id))
    .map(({ alternative }) => alternative);
}

function alternativeOf(
  source: CopySource,
  region: string,
  pricing: NonNullable<Snapshot['pricing']>,
): { readonly id: string; readonly alternative: PageOtherModel }[] {
  const of = sourceOf(source.models, source.id);
  const home = parseArn(source.arn)?.region ?? region;
  const priced = pricing.priced(of, home);
  // What has no price for output is not a model that an agent could use.
  if (priced?.rates.output === undefined) return [];
  return [
    {
      id: source.model,
      alternative: {
        model: modelName(source.model),
        tier: tierText(of),
        rates: priced.rates,
        price: priceText(priced),
      },
    },
  ];
}
