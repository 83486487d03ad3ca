/** Where prices are from, in words, and what else the same traffic could cost. */

import { l10n } from 'vscode';
import { COMMANDS } from '../../manifest';
import { compareModels, modelName } from '../../core/profiles/models';
import { parseArn } from '../../core/ids';
import type { OverrideProblem } from '../../core/prices/priceOverrides';
import type { CopySource } from '../../core/profiles/profile';
import type { PageAlternative, PageState } from '../../protocol/usagePage/state';
import { sourceOf } from '../../core/profiles/source';
import { TOKEN_KINDS } from '../../core/usage/usage';
import type { Snapshot } from '../../store/snapshot';
import { tierText } from '../../ui/labels';
import { priceText } from '../../ui/priceText';
import { sentenceFor } from '../../ui/messages/problems';

/** Which prices are used, and what fetches newer ones. */
export function pricesOf({ pricing, priceList, sample, choice }: Snapshot): PageState['prices'] {
  const action = { id: COMMANDS.refreshPrices, label: l10n.t('Refresh Prices') };
  const sentences = [
    pricing === undefined ? l10n.t('Prices are loaded with the first figures.') : originText(pricing.book, sample),
    pricing === undefined || pricing.wrong.length === 0
      ? ''
      : l10n.t('Prices in your settings that do not count: {0}.', pricing.wrong.map(wrongText).join('; ')),
    priceList.problem === undefined
      ? ''
      : l10n.t('AWS’s Price List was not to be had: {0}', sentenceFor(priceList.problem)),
  ];
  return {
    sentence: sentences.filter((sentence) => sentence !== '').join(' '),
    refreshing: priceList.loading,
    ...(choice === undefined ? {} : { action }),
  };
}

/** One price of the settings that does not count, and why. */
function wrongText({ key, reason, value }: OverrideProblem): string {
  switch (reason) {
    case 'model':
      return l10n.t('{0} (no such form of a model ID)', key === '' ? '""' : key);
    case 'region':
      return l10n.t('{0} (no Region after @)', key);
    case 'kind':
      return l10n.t('{0} ({1} is none of {2})', key, value, TOKEN_KINDS.join(', '));
    case 'price':
      return l10n.t('{0} ({1} is not a price in dollars)', key, value);
    case 'empty':
      return l10n.t('{0} (no price in it)', key);
    case 'not-an-object':
      return key === ''
        ? l10n.t('{0} (not a list of models)', value)
        : l10n.t('{0} ({1} is not a list of prices by kind of token)', key, value);
  }
}

function originText(
  { priceLists, bundled, overrides }: NonNullable<Snapshot['pricing']>['book'],
  sample: boolean,
): string {
  const newest = priceLists
    .map(({ date }) => date)
    .sort()
    .at(-1);
  const own = Object.keys(overrides).length;
  const list =
    newest === undefined
      ? l10n.t('List prices that came with the extension, {0}.', bundled?.date ?? '')
      : sample
        ? l10n.t('Simulated AWS Price List of {0}.', newest)
        : l10n.t('AWS Price List of {0}.', newest);
  const more = own === 0 ? '' : ' ' + l10n.t('{0} of your own from the settings.', own);
  return list + more + ' ' + l10n.t('Cache writes are priced at the 5-minute rate.');
}

/** Every model and tier that can be chosen in the Region now and has a price. */
export function alternativesOf({ pricing, sources, choice }: Snapshot): PageAlternative[] {
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
): { readonly id: string; readonly alternative: PageAlternative }[] {
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
