/** Sentences with something filled in. */

/** A sentence with its `{0}`, `{1}` … replaced. What is put in is not looked at again. */
export const fill = (sentence: string, ...values: readonly (string | number)[]): string =>
  sentence.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));

/** A sentence for one, or the one for more of them, which says how many in its `{0}`. */
export const counted = (count: number, one: string, more: string, ...values: readonly (string | number)[]): string =>
  fill(count === 1 ? one : more, count, ...values);
