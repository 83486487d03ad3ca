/** The state that a service keeps for each account. */

import type { SimulatedAccount } from './account';

/** Returns a getter for an account's state, which is created on first use. */
export function perAccount<T>(make: (account: SimulatedAccount) => T): (account: SimulatedAccount) => T {
  const made = new WeakMap<SimulatedAccount, { readonly state: T }>();
  return (account) => {
    const known = made.get(account) ?? { state: make(account) };
    made.set(account, known);
    return known.state;
  };
}
