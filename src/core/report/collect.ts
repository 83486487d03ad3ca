/** Turns a month's usage from CloudWatch into the data of a report. */

import { ownValue as ownOf } from '../collections';
import {
  homeRegion,
  ownerOf,
  profileModelName,
  profileSource,
  type OwnerKeys,
  type Profile,
} from '../profiles/profile';
import { metricsBeforeStop, REPEATED_PAGE } from '../awsApi';
import type { PriceBook, Priced } from '../prices/prices';
import type { Source } from '../profiles/source';
import {
  NO_TOKENS,
  TOKEN_KINDS,
  totalTokens,
  type ProfileUsage,
  type TokenCounts,
  type UsageReport,
} from '../usage/usage';
import type { MissingData, PriceSource, ReportPrices, ReportProfile } from './data';
import type { MonthDays } from './month';

/** Tokens of each period; counts are whole, so that their sums and prices are exact whichever way they are added up. */
function daysOf(usage: ProfileUsage, from: number, count: number): readonly TokenCounts[] {
  return Array.from({ length: count }, (_, index) =>
    TOKEN_KINDS.reduce(
      (tokens, kind) => ({ ...tokens, [kind]: Math.round(usage[kind]?.[from + index] ?? 0) }),
      NO_TOKENS,
    ),
  );
}

const tierOf = (profile: Profile): Pick<Source, 'tier' | 'geo'> => {
  const { tier, geo } = profileSource(profile);
  return { tier, geo };
};

/** A note of a usage answer, by its meaning. */
export function missingDataOf(note: string): MissingData {
  if (note === REPEATED_PAGE) return { code: 'repeated-page' };
  const metrics = metricsBeforeStop(note);
  return metrics === undefined ? { code: 'reported-by-cloudwatch', message: note } : { code: 'stopped', metrics };
}

/** Which prices a report is calculated with. */
export function reportPrices({ priceLists, bundled, overrides }: PriceBook): ReportPrices {
  return {
    priceListDate: priceLists
      .map(({ date }) => date)
      .sort()
      .at(-1),
    bundledDate: bundled?.date ?? '',
    overrides: Object.keys(overrides).length,
  };
}

export interface CollectOptions {
  readonly keys: OwnerKeys;
  readonly priced: (profile: Profile) => Priced | undefined;
}

/** The profiles that were used in either month. The usage is by day, from the start of the month before. */
export function collectProfiles(
  profiles: readonly Profile[],
  usage: UsageReport,
  month: MonthDays,
  { keys, priced }: CollectOptions,
): readonly ReportProfile[] {
  return profiles.flatMap((profile): ReportProfile[] => {
    const own = ownOf(usage.byProfile, profile.id) ?? {};
    const days = daysOf(own, month.daysBefore, month.days);
    const daysBefore = daysOf(own, 0, month.daysBefore);
    if ([...days, ...daysBefore].every((day) => totalTokens(day) === 0)) return [];
    const price = priced(profile);
    return [
      {
        id: profile.id,
        name: profile.name,
        ...ownerOf(profile, keys),
        tagsKnown: profile.tags !== undefined,
        model: profileModelName(profile),
        inferenceType: { ...tierOf(profile), region: homeRegion(profile) },
        rates: price?.rates,
        price: price && sourceOfPrice(price),
        days,
        daysBefore,
      },
    ];
  });
}

const sourceOfPrice = ({ origin, region, overrideKey }: Priced): PriceSource => ({
  origin,
  region,
  ...(overrideKey === undefined ? {} : { overrideKey }),
});
