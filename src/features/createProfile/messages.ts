/** What the wizard says about a text that AWS would not take as it is. */

import { InputBoxValidationSeverity, l10n } from 'vscode';
import type { Legal } from '../../core/profiles/nameRules';
import { reasonText } from '../../ui/messages/problems';
import type { Verdict } from '../../ui/quickInput/step';

export const whyText = (legal: Legal): string => legal.reasons.map(reasonText).join('; ');

/** Holds a typed text against its legal form. */
export function verdictOn(text: string, legal: Legal): Verdict | undefined {
  if (text === '')
    return {
      message: l10n.t('Type something: an empty value attributes nothing.'),
      severity: InputBoxValidationSeverity.Error,
    };
  if (legal.value === '') {
    return {
      message: l10n.t('{0}. Type it in Latin letters or digits.', whyText(legal)),
      severity: InputBoxValidationSeverity.Error,
    };
  }
  if (legal.value === text) return undefined;
  return {
    message: l10n.t('{0}. Press Enter to use “{1}”.', whyText(legal), legal.value),
    severity: InputBoxValidationSeverity.Warning,
    suggestion: legal.value,
  };
}
