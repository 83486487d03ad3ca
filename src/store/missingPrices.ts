/**
 * Whether something that is shown has no price among those that are known: AWS's Price List, which costs nothing, may
 * have one.
 */

import { profileSource, type Profile } from '../core/profiles/profile';
import type { PriceCalculator } from './pricing';
import { filterByScope } from './selectors';
import type { Snapshot } from './snapshot';

type Known = Pick<Snapshot, 'profiles' | 'ownership' | 'pricing'>;

/** A profile that does not name its model has no price anywhere. */
function isUnpriced(profile: Profile, pricing: PriceCalculator): boolean {
  if (profileSource(profile).model === undefined) return false;
  const rates = pricing.pricedProfile(profile)?.rates;
  return rates?.input === undefined && rates?.output === undefined;
}

/** Caches the last result: it is needed at every check of what is due, and takes long with a thousand profiles. */
export class MissingPrices {
  #last: { readonly of: readonly unknown[]; readonly answer: boolean } | undefined;

  /** Of my profiles, or of everybody's. False before there is something to price. */
  has({ profiles, ownership, pricing }: Known, scope: 'mine' | 'all'): boolean {
    const list = profiles.value?.profiles;
    if (list === undefined || pricing === undefined) return false;
    const of = [list, ownership, pricing, scope];
    const known = this.#last;
    if (known?.of.every((part, index) => part === of[index]) === true) return known.answer;
    const shown = scope === 'all' ? list : filterByScope(list, scope, ownership);
    const answer = shown.some((profile) => isUnpriced(profile, pricing));
    this.#last = { of, answer };
    return answer;
  }
}
