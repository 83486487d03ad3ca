/** AWS's Price List. */

import type { PriceSource } from '../core/cloud';

/** The Price List for the connection's partition. */
export const priceSourceOf = (): PriceSource => ({ fetch: () => Promise.resolve([]) });
