/** A table as it leaves the extension, validated where it arrives from a page. */

import * as v from 'valibot';

const shortText = v.pipe(v.string(), v.maxLength(2000));

/**
 * A table as it is to leave the page: raw values, with their units in the columns and where they are from beside them.
 */
export const exportedTable = v.object({
  title: shortText,
  columns: v.pipe(
    v.array(v.object({ id: shortText, label: shortText, unit: v.optional(shortText) })),
    v.maxLength(200),
  ),
  /** Texts, numbers, or null for what is not known. Money is an exact decimal text in a column whose unit is USD. */
  rows: v.pipe(v.array(v.array(v.union([v.string(), v.number(), v.null()]))), v.maxLength(20_000)),
  /** Range, source, age and what is missing, as sentences. */
  about: v.pipe(v.array(shortText), v.maxLength(50)),
  /** Which rows a filter leaves out, as sentences; also part of `about`. */
  leftOut: v.optional(v.pipe(v.array(shortText), v.maxLength(5))),
});
/** A table of the usage page as it is exported. */
export type ExportedTable = v.InferOutput<typeof exportedTable>;
