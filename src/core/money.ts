/**
 * Money as a whole number of femto-dollars (10^-15 USD), so that sums are exact. A price of one dollar per million
 * tokens with up to nine decimals is a whole number of femto-dollars per token.
 */

declare const moneyBrand: unique symbol;
declare const priceBrand: unique symbol;

/** Femto-dollars. Not JSON: it travels as `toDecimal` and comes back exactly with `fromDecimal`. */
export type Money = bigint & { readonly [moneyBrand]: true };
/** USD per million tokens: a plain decimal such as `3.3`, not negative, at most nine decimals, no needless zeros. */
export type Price = string & { readonly [priceBrand]: true };

/** A sum of money. `whole: false` means *at least*: something in it is unpriced or not known. */
export interface Amount {
  readonly money: Money;
  readonly whole: boolean;
}

const DECIMALS = 15;
const PRICE_DECIMALS = 9;
const money = (femtos: bigint): Money => femtos as Money;

/** No money: 0 US dollars. */
export const NO_MONEY: Money = money(0n);
/** Zero, and all of it is known. */
export const NO_AMOUNT: Amount = { money: NO_MONEY, whole: true };
/** Nothing is known of it: at least zero. */
export const UNKNOWN_AMOUNT: Amount = { money: NO_MONEY, whole: false };

/** A decimal as its digits without the point, and how many of them are behind the point. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly decimals: number;
}

/**
 * Reads `-12.30`, and `1.2E-8` as some services write small amounts. Exponents beyond two digits are not understood.
 */
function readDecimal(text: string): Decimal | undefined {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const decimals = fraction.length - Number(exponent);
  const padding = '0'.repeat(Math.max(0, -decimals));
  return { negative: sign === '-', digits: whole + fraction + padding, decimals: Math.max(0, decimals) };
}

function writeDecimal(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - decimals);
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

type Halves = 'even' | 'up';

/** Divides by a power of ten; a half goes to the even neighbour, or away from zero. */
function divide(value: bigint, divisor: bigint, halves: Halves): bigint {
  const size = value < 0n ? -value : value;
  const quotient = size / divisor;
  const twice = (size % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && (halves === 'up' || quotient % 2n === 1n));
  const rounded = quotient + (up ? 1n : 0n);
  return value < 0n ? -rounded : rounded;
}

/**
 * An exact price from a text or a number (through its shortest decimal form). Undefined for all that is not a price.
 */
export function parsePrice(value: string | number): Price | undefined {
  if (typeof value === 'number' ? !Number.isFinite(value) : !/^\d+(\.\d+)?$/.test(value)) return undefined;
  return pricePerMillion(String(value), 1);
}

/**
 * A price that a service states for another number of tokens, such as 0.0033 for 1,000: `times` is 1,000 then. Exact or
 * undefined.
 */
export function pricePerMillion(text: string, times: number): Price | undefined {
  const read = readDecimal(text);
  if (read === undefined || !Number.isSafeInteger(times) || times < 1) return undefined;
  const value = BigInt(read.digits) * BigInt(times) * 10n ** BigInt(PRICE_DECIMALS);
  const divisor = 10n ** BigInt(read.decimals);
  if (value % divisor !== 0n || (read.negative && value !== 0n)) return undefined;
  return writeDecimal(value / divisor, PRICE_DECIMALS) as Price;
}

/**
 * Tokens, rounded to a whole number, times the price: exact. Undefined when there is no such number of tokens
 * (negative, NaN, infinite).
 */
export function cost(tokens: number, price: Price): Money | undefined {
  if (!Number.isFinite(tokens) || tokens < 0) return undefined;
  const [whole = '0', fraction = ''] = price.split('.');
  return money(BigInt(Math.round(tokens)) * BigInt(whole + fraction.padEnd(PRICE_DECIMALS, '0')));
}

/** The sum of two amounts. */
export const add = (a: Money, b: Money): Money => money(a + b);
/** The difference `a - b`, exact. */
export const subtract = (a: Money, b: Money): Money => money(a - b);

/** Exact, without needless zeros: `12.3`, `-0.000000000000001`. */
export const toDecimal = (amount: Money): `${number}` => writeDecimal(amount, DECIMALS) as `${number}`;

/**
 * From a decimal in USD, such as Cost Explorer's. Exact to 15 decimals; what is behind them is rounded half to even.
 */
export function fromDecimal(text: string): Money | undefined {
  const read = readDecimal(text);
  if (read === undefined) return undefined;
  const value = BigInt(read.digits) * 10n ** BigInt(DECIMALS);
  return money(divide(read.negative ? -value : value, 10n ** BigInt(read.decimals), 'even'));
}

/** Whole cents, halves away from zero, as `formatMoney` shows them. */
export const toCents = (amount: Money): bigint => divide(amount, 10n ** BigInt(DECIMALS - 2), 'up');

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string | undefined, digits: number): Intl.NumberFormat {
  const key = `${locale ?? ''} ${digits}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const options: Intl.NumberFormatOptions = {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  };
  let made: Intl.NumberFormat;
  try {
    made = new Intl.NumberFormat(locale, options);
  } catch {
    made = new Intl.NumberFormat('en-US', options); // Not a language tag.
  }
  formats.set(key, made);
  return made;
}

/**
 * For people: `$1,234.50`. Rounded once, halves away from zero. What is not zero but rounds to it is `<$0.01`, or
 * `>-$0.01` when negative. `digits` are the decimals shown, 0 to 15, by default 2.
 */
export function formatMoney(amount: Money, locale?: string, options: { readonly digits?: number } = {}): string {
  const digits = Math.min(DECIMALS, Math.max(0, Math.trunc(options.digits ?? 2)));
  const format = formatOf(locale, digits);
  const step = 10n ** BigInt(DECIMALS - digits);
  const rounded = divide(amount, step, 'up') * step;
  if (rounded !== 0n || amount === 0n) return format.format(toDecimal(money(rounded)));
  return amount > 0n ? `<${format.format(toDecimal(money(step)))}` : `>${format.format(toDecimal(money(-step)))}`;
}

/** A price with all its decimals, and two at least: `$2.20`, `$0.375`. */
export const formatPrice = (price: Price, locale?: string): string =>
  formatMoney(fromDecimal(price) ?? NO_MONEY, locale, { digits: Math.max(2, price.split('.')[1]?.length ?? 0) });

/** The sum of two amounts; it is whole where both are. */
export const addAmounts = (a: Amount, b: Amount): Amount => ({
  money: add(a.money, b.money),
  whole: a.whole && b.whole,
});

/** The sum of nothing is a whole zero. */
export const sumAmounts = (amounts: Iterable<Amount>): Amount => [...amounts].reduce(addAmounts, NO_AMOUNT);
