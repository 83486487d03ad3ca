import { window } from './window';

/** Asks in a dialog for a confirmation. `details` are its paragraphs, `button` what is agreed to. */
export async function confirm(question: string, details: readonly string[], button: string): Promise<boolean> {
  const detail = details.join('\n\n');
  return (await window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}
