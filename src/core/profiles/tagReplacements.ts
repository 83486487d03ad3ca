/** How names are written in tags where the user wants them otherwise than transliterated: `開発部` as `kaihatsu`. */

/** Names with the form in which they are written into tags. */
export type TagForms = Readonly<Record<string, string>>;

export const NO_FORMS: TagForms = {};

/** The form that the table gives a whole text, or the text itself. What is a form is not replaced again. */
export function formOf(text: string, forms: TagForms): string {
  const wanted = text.trim().normalize();
  const rows = Object.entries(forms).filter(([, form]) => form.trim() !== '');
  if (rows.some(([, form]) => form === text)) return text;
  return rows.find(([name]) => name.trim().normalize() === wanted)?.[1] ?? text;
}
