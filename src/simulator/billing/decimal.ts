/** Decimal texts as whole numbers of a small unit, and back: sums of money are never floating-point numbers here. */

/** `3.75` with 9 digits is 3750000000n. Throws for what is no decimal of at most so many digits. */
export function parseDecimal(text: string, digits: number): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '' || fraction.length > digits) throw new Error(`${text} is no decimal of ${digits} digits.`);
  const size = BigInt(whole + fraction.padEnd(digits, '0'));
  return sign === '-' ? -size : size;
}

/** The shortest decimal text: 3750000000n with 9 digits is `3.75`. */
export function writeDecimal(value: bigint, digits: number): string {
  const size = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  const fraction = size.slice(size.length - digits).replace(/0+$/, '');
  const whole = size.slice(0, size.length - digits);
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Divides and rounds to the nearest whole number, halves away from zero. `by` is positive. */
export function divideRounded(value: bigint, by: bigint): bigint {
  return value < 0n ? -divideRounded(-value, by) : (value + by / 2n) / by;
}
