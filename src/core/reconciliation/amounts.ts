/** Whole femto-dollars of parts of tokens, and what is too small to mean anything. */

import { cost, fromDecimal, type Money, type Price } from '../money';

const WHOLE = 10n ** 15n;
const HALF_CENT = 5n * 10n ** 12n;
/** The bill rounds each hour's amounts to ten decimals; a day of some profiles is a hundred roundings or so. */
const ROUNDINGS = 10n ** 7n;

/** The amount with the opposite sign. */
export const negate = (amount: Money): Money => (0n - amount) as Money;
export const absolute = (amount: Money): Money => (amount < 0n ? negate(amount) : amount);
export const lesser = (a: Money, b: Money): Money => (a < b ? a : b);

/** Femto-dollars for one token: whole, as prices have at most nine decimals for a million. */
export const perToken = (price: Price): Money => cost(1, price) ?? (0n as Money);

/** A quantity of the bill as tokens times 10^15; undefined when it is none. */
export function readQuantity(quantity: string | undefined, perTokens: number): bigint | undefined {
  const units = quantity === undefined ? undefined : fromDecimal(quantity);
  return units === undefined ? undefined : units * BigInt(perTokens);
}

/** What a quantity costs at a price, to the nearest femto-dollar. */
export function quantityCost(quantity: bigint, price: Price): Money {
  const product = quantity * perToken(price);
  const half = product < 0n ? WHOLE / -2n : WHOLE / 2n;
  return ((product + half) / WHOLE) as Money;
}

/** How many whole tokens a sum of money is at a price; undefined when they are free. */
export function tokensFor(amount: Money, price: Price): number | undefined {
  const each = perToken(price);
  return each === 0n ? undefined : Math.round(Number(amount) / Number(each));
}

/**
 * Whether a line's difference from what it should be is the bill's rounding: a millionth of it or what ten decimals
 * leave, below half a cent.
 */
export function isRounding(difference: Money, line: Money): boolean {
  const slack = absolute(line) / 1_000_000n + ROUNDINGS;
  return absolute(difference) <= (slack < HALF_CENT ? slack : HALF_CENT);
}
