/**
 * Names from the settings of which AWS allows no character: how they are written in tags can be entered on the spot.
 */

import { l10n } from 'vscode';
import { normalizeTagKey, normalizeTagValue } from '../../core/profiles/nameRules';
import { isUnanswered, type Answer } from '../../ui/quickInput/answer';
import type { StepOptions } from '../../ui/quickInput/box';
import { input } from '../../ui/quickInput/input';
import type { PickItem } from '../../ui/quickInput/pick';
import type { Replacements } from './context';
import { normalizationText, validateText } from './messages';

/** A text without a replacement, as a row answers it. */
export interface NeedsReplacement {
  readonly original: string;
}

export const needsReplacement = (answer: unknown): answer is NeedsReplacement =>
  typeof answer === 'object' && answer !== null && 'original' in answer;

/** Why a text cannot be used as it is, and what choosing its row does. */
export const replacementDetail = (text: string, isKey = false): string =>
  l10n.t(
    '{0} Choose it to enter it in Latin letters.',
    normalizationText(isKey ? normalizeTagKey(text) : normalizeTagValue(text)),
  );

/** The row of a text without a replacement. */
export const replacementItem = (text: string): PickItem<NeedsReplacement> => ({
  icon: 'error',
  label: text,
  detail: replacementDetail(text),
  value: { original: text },
});

/** Asks how a text is to be written in tags, and adds it to the replacements. */
export async function askReplacement(
  text: string,
  replacements: Replacements,
  step: StepOptions,
  isKey = false,
): Promise<Answer<string>> {
  const replacement = await input({
    ...step,
    back: true,
    prompt: replacements.areSaved
      ? l10n.t('How to write “{0}” in tags. Saved to your setting tags.replacements', text)
      : l10n.t('How to write “{0}” in tags', text),
    value: '',
    validate: (typed) => validateText(typed, isKey ? normalizeTagKey(typed) : normalizeTagValue(typed)),
  });
  if (!isUnanswered(replacement)) await replacements.add(text, replacement);
  return replacement;
}
