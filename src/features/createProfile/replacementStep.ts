/** Names from settings that AWS takes no letter of: each is named with the reason, and its form can be given on the spot. */

import { l10n } from 'vscode';
import { legalTagKey, legalTagValue } from '../../core/profiles/nameRules';
import type { TagForms } from '../../core/profiles/tagReplacements';
import { BACK, CANCEL, input, type Answer, type Item, type Step } from '../../ui/quickInput/step';
import { verdictOn, whyText } from './messages';

/** How names are written in tags. */
export interface KnownForms {
  readonly table: TagForms;
  /** Adds a form, for this wizard and, but on sample data, for good. */
  readonly give: (text: string, form: string) => Promise<void>;
  /** Whether what is given is kept. */
  readonly keeps: boolean;
}

/** A text that has no form yet, as a row answers it. */
export interface Unformed {
  readonly unformed: string;
}

export const isUnformed = (answer: unknown): answer is Unformed =>
  typeof answer === 'object' && answer !== null && 'unformed' in answer;

/** Why a text has no form, and what choosing its row does. */
export function unformedDetail(text: string, isKey = false): string {
  const why = whyText(isKey ? legalTagKey(text) : legalTagValue(text));
  return l10n.t('{0}. Choose it to write it in Latin letters.', why);
}

/** The row of a text that has no form. */
export const unformedItem = (text: string): Item<Unformed> => ({
  icon: 'error',
  label: text,
  detail: unformedDetail(text),
  value: { unformed: text },
});

/** Asks how a text is to be written in tags, and keeps it. */
export async function askForm(text: string, forms: KnownForms, step: Step, isKey = false): Promise<Answer<string>> {
  const form = await input({
    ...step,
    back: true,
    prompt: forms.keeps
      ? l10n.t('How “{0}” is to be written in tags. It is kept in your setting tags.replacements', text)
      : l10n.t('How “{0}” is to be written in tags', text),
    value: '',
    check: (typed) => verdictOn(typed, isKey ? legalTagKey(typed) : legalTagValue(typed)),
  });
  if (form !== BACK && form !== CANCEL) await forms.give(text, form);
  return form;
}
