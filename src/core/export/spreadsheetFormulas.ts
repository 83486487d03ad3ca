/** Texts that a spreadsheet must not take for formulas. */

/**
 * What a spreadsheet takes for the start of a formula, also in the full-width and small forms that some fold into the
 * plain ones.
 */
const SIGNS = '=+\\-@\\u2212\\uFF0B\\uFF0D\\uFF1D\\uFF20\\uFE62\\uFE63\\uFE66\\uFE6B';
/**
 * Where a spreadsheet may begin another cell within a quoted one: many countries' Excel separates by semicolons and
 * then ignores quotes.
 */
const BORDERS = ';\\t\\n\\v\\f\\r\\u0085\\u2028\\u2029';
/** What spreadsheets strip before a sign: blanks, what cannot be seen, and quotes of all kinds. */
const STRIPPED = `(?:(?![${BORDERS}])[\\s\\p{Z}\\p{C}\\p{Pi}\\p{Pf}"'\`\\u00B4\\u201A\\u201E\\uFF02\\uFF07])*`;
const FORMULA = new RegExp(`(^|[${BORDERS}])(?=${STRIPPED}[${SIGNS}])`, 'gu');

/**
 * A text that no spreadsheet takes for a formula: an apostrophe is written wherever one could begin, at the start and
 * after a semicolon or line break; and before a leading tab or line break, which some strip. All other texts stay as
 * they are.
 */
export function escapeFormulas(text: string): string {
  const marked = text.replace(FORMULA, "$1'");
  return /^[\t\r\n]/.test(marked) ? `'${marked}` : marked;
}
