/** Sentences of *Create My Profile*. */

import { InputBoxValidationSeverity, l10n } from 'vscode';
import type { NormalizedText, NormalizationReason } from '../../core/profiles/nameRules';
import { invalid, type Validation } from '../../ui/quickInput/input';
import { paragraph } from '../../ui/messages/paragraph';

export const stepTitle = (about: string): string => l10n.t('Create My Profile: {0}', about);

function normalizationReasonText(reason: NormalizationReason): string {
  switch (reason.kind) {
    case 'letters': {
      const letters = reason.examples.map((letter) => `“${letter}”`).join(' ');
      return reason.examples.length === 1
        ? l10n.t('{0} isn’t allowed.', letters)
        : l10n.t('{0} aren’t allowed.', letters);
    }
    case 'replaced':
      return l10n.t('Your setting tags.replacements has a replacement for it.');
    case 'separators':
      return l10n.t('Only single separators between letters or digits are allowed.');
    case 'length':
      return l10n.t('At most {0} characters are allowed.', reason.max);
    case 'spaces':
      return l10n.t('Spaces at the beginning or end aren’t allowed.');
    case 'reserved':
      return l10n.t('Keys that begin with aws: are reserved by AWS.');
    case 'empty':
      return l10n.t('No allowed characters are left.');
  }
}

/** Why a text is not written as it was entered; empty where it is. */
export const normalizationText = ({ reasons }: NormalizedText): string =>
  paragraph(...reasons.map(normalizationReasonText));

export const latinLettersText = (normalized: NormalizedText): string =>
  l10n.t('{0} Enter it in Latin letters or digits.', normalizationText(normalized));

/** Compares a typed text with what AWS accepts of it. */
export function validateText(text: string, normalized: NormalizedText): Validation | undefined {
  if (text === '') return invalid(l10n.t('Enter a value. An empty value attributes nothing.'));
  if (normalized.value === '') return invalid(latinLettersText(normalized));
  if (normalized.value === text) return undefined;
  return {
    message: l10n.t('{0} Press Enter to use “{1}”.', normalizationText(normalized), normalized.value),
    severity: InputBoxValidationSeverity.Warning,
    suggestion: normalized.value,
  };
}

/** Beside a value that differs from what was entered. */
export const replacedText = (text: string, normalized: NormalizedText): string =>
  l10n.t('instead of “{0}”: {1}', text, normalizationText(normalized));
