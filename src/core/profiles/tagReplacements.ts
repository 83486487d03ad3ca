/**
 * Names with the texts that tags have in their place, where the user wants another one than the transliteration:
 * `開発部` as `kaihatsu`.
 */
export type TagReplacements = Readonly<Record<string, string>>;

export const NO_REPLACEMENTS: TagReplacements = {};

/** The replacement of a whole text, or the text itself. A text that is a replacement is not replaced again. */
export function replaceTagText(text: string, replacements: TagReplacements): string {
  const wanted = text.trim().normalize();
  const rows = Object.entries(replacements).filter(([, replacement]) => replacement.trim() !== '');
  if (rows.some(([, replacement]) => replacement === text)) return text;
  return rows.find(([original]) => original.trim().normalize() === wanted)?.[1] ?? text;
}
