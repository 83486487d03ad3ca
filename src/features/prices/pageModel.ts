/** Which prices the page uses, and the models whose prices the same usage can be compared with. */

import { l10n } from 'vscode';
import { COMMANDS } from '../../manifest';
import { compareModels, modelName } from '../../core/profiles/models';
import { parseArn } from '../../core/ids';
import type { CopySource } from '../../core/profiles/profile';
import type { PageOtherModel, PageState } from '../../protocol/usagePage/state';
import { sourceOf } from '../../core/profiles/source';
import type { Snapshot } from '../../store/snapshot';
import { tierText } from '../../ui/labels';
import { priceText } from '../../ui/priceText';
import { problemSentence } from '../../ui/messages/problems';
import {
  cacheWriteText,
  customText,
  originText,
  priceListFailedText,
  pricesWithUsageText,
  wrongText,
} from './messages';
import { paragraph } from '../../ui/messages/paragraph';

/** Which prices are used, and the command that loads newer ones. */
export function pricesOf({ pricing, priceList, sample, choice }: Snapshot): PageState['prices'] {
  const action = { id: COMMANDS.refreshPrices, label: l10n.t('Refresh Prices') };
  const sentences = [
    ...(pricing === undefined
      ? [pricesWithUsageText()]
      : [originText(pricing.book, sample), customText(pricing.book), cacheWriteText()]),
    ...(pricing?.wrong ?? []).map(wrongText),
    ...(priceList.problem === undefined ? [] : [priceListFailedText(problemSentence(priceList.problem))]),
  ];
  return {
    sentence: paragraph(...sentences),
    refreshing: priceList.loading,
    ...(choice === undefined ? {} : { action }),
  };
}

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
