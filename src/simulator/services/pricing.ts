/** The Price List's query API. */

import type { Operation } from '../operation';

export const pricingOperations: Readonly<Record<string, Operation>> = {};
