/** Fills values into the page's sentences. */

/** A sentence with its `{0}`, `{1}` … replaced by texts. A filled-in value is not searched for further places. */
export const fill = (sentence: string, ...values: readonly (string | number)[]): string =>
  sentence.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));

/** A sentence with its places filled with what lit can render, in the order in which the language has them. */
export const fillParts = (sentence: string, ...values: readonly unknown[]): readonly unknown[] =>
  sentence.split(/\{(\d)\}/).map((part, index) => (index % 2 === 0 ? part : values[Number(part)]));

/** The sentence for one, or the one for any other count, which has the count in its `{0}`. */
export const counted = (count: number, one: string, more: string, ...values: readonly (string | number)[]): string =>
  fill(count === 1 ? one : more, count, ...values);
