/** What CloudWatch counted, with its price: by label, day, model, Region and kind of token. */

import { groupBy } from '../collections';
import type { ModelId, ProfileId } from '../ids';
import { NO_AMOUNT, UNKNOWN_AMOUNT, cost, type Amount, type Money, type Price } from '../money';
import { priceOf, type PriceBook, type Priced, type PriceTier } from '../prices/prices';
import { homeRegion, profileSource } from '../profiles/profile';
import type { DayTokens, ProfileDays } from './types';
import { TOKEN_KINDS, type TokenKind } from '../usage/usage';
import type { BilledModelIds } from './billedModelIds';
import type { Label } from './results';

/** Tokens of one kind that one profile used on a day. */
export interface CountedTokens {
  readonly label: Label;
  readonly day: string;
  /** Undefined when the profile's model is not known. */
  readonly model: ModelId | undefined;
  readonly region: string;
  readonly kind: TokenKind;
  /** Undefined: unpriced. */
  readonly price: Price | undefined;
  readonly amount: Amount;
  /** Of the first and the last hour; undefined when the hours are not known. */
  readonly edges: { readonly first: Money; readonly last: Money } | undefined;
}

/** The price that a profile's estimate uses. The bill is compared with these prices first. */
export interface ProfilePrice {
  readonly label: Label;
  readonly model: ModelId;
  readonly region: string;
  readonly tier: PriceTier;
  readonly priced: Priced;
}

export interface CountedUsage {
  readonly counted: readonly CountedTokens[];
  readonly profilePrices: readonly ProfilePrice[];
  readonly unreadable: readonly ProfileId[];
  /** What has no price, by day. */
  readonly unpriced: ReadonlyMap<string, readonly CountedTokens[]>;
}

const IAM_PRINCIPAL = 'iamPrincipal/';

/** Compared exactly as the bill gives them; an empty value is untagged there. */
function labelOf({ tags }: ProfileDays['profile'], tagKey: string): Label {
  const key = tagKey.startsWith(IAM_PRINCIPAL) ? tagKey.slice(IAM_PRINCIPAL.length) : tagKey;
  const value = tags !== undefined && Object.hasOwn(tags, key) ? tags[key] : undefined;
  return value === '' ? undefined : value;
}

function amountOf(tokens: number, price: Price | undefined): Amount {
  if (tokens === 0) return NO_AMOUNT;
  const money = price === undefined ? undefined : cost(tokens, price);
  return money === undefined ? UNKNOWN_AMOUNT : { money, whole: true };
}

function edgesOf({ edges }: DayTokens, kind: TokenKind, price: Price | undefined): CountedTokens['edges'] {
  if (edges === undefined || price === undefined) return undefined;
  const first = cost(edges.first[kind], price);
  const last = cost(edges.last[kind], price);
  return first === undefined || last === undefined ? undefined : { first, last };
}

/** Reads the usage of all profiles whose tags are known. */
export function countUsage(
  {
    usage,
    tagKey,
    prices,
  }: { readonly usage: readonly ProfileDays[]; readonly tagKey: string; readonly prices: PriceBook },
  modelIds: BilledModelIds,
): CountedUsage {
  const counted: CountedTokens[] = [];
  const profilePrices: ProfilePrice[] = [];
  for (const { profile, days } of usage) {
    if (profile.tags === undefined) continue;
    const label = labelOf(profile, tagKey);
    const source = profileSource(profile);
    const region = homeRegion(profile);
    const priced = priceOf(source, region, prices);
    const model = source.model === undefined ? undefined : modelIds.canonicalId(source.model);
    if (model !== undefined && priced !== undefined)
      profilePrices.push({ label, model, region, tier: source.tier === 'global' ? 'global' : 'regional', priced });
    for (const [day, used] of Object.entries(days)) {
      for (const kind of TOKEN_KINDS) {
        const tokens = used.tokens[kind];
        if (tokens === 0) continue;
        const price = priced?.rates[kind];
        const edges = edgesOf(used, kind, price);
        counted.push({ label, day, model, region, kind, price, amount: amountOf(tokens, price), edges });
      }
    }
  }
  return {
    counted,
    profilePrices,
    unreadable: usage.flatMap(({ profile }) => (profile.tags === undefined ? [profile.id] : [])),
    unpriced: groupBy(
      counted.filter(({ amount }) => !amount.whole),
      ({ day }) => day,
    ),
  };
}
