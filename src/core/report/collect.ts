/** Turns a month's answer of CloudWatch into what the report is made of. */

import { own as ownOf } from '../collections';
import {
  homeRegion,
  ownerOf,
  profileModelName,
  profileSource,
  type OwnerKeys,
  type Profile,
} from '../profiles/profile';
import type { Priced } from '../prices/prices';
import {
  NO_TOKENS,
  TOKEN_KINDS,
  totalTokens,
  type ProfileUsage,
  type TokenCounts,
  type UsageReport,
} from '../usage/usage';
import type { ReportProfile } from './data';
import type { MonthDays } from './month';
import { priceText, tierText } from './sentences';

/** Tokens of each period; counts are whole, so that their sums and prices are exact whichever way they are added up. */
function daysOf(usage: ProfileUsage, from: number, count: number): readonly TokenCounts[] {
  return Array.from({ length: count }, (_, index) =>
    TOKEN_KINDS.reduce(
      (tokens, kind) => ({ ...tokens, [kind]: Math.round(usage[kind]?.[from + index] ?? 0) }),
      NO_TOKENS,
    ),
  );
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
        tier: tierText(profileSource(profile), homeRegion(profile)),
        rates: price?.rates,
        price: priceText(price),
        days,
        daysBefore,
      },
    ];
  });
}
