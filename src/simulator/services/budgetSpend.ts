/** What a budget's filter lets through of the account's costs. */

import type { World } from '../world';
import type { Budget } from './budgetStore';

/** USD that a budget covers from `start` to before `end`, ms since 1970. */
export type SpendOf = (budget: Budget, start: number, end: number, world: World) => number;

/** Nothing is billed yet. */
export const spendOf: SpendOf = () => 0;
