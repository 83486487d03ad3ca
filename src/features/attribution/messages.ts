/** Sentences of the attribution view beside its strings. */

import { l10n } from 'vscode';
import type { AttributionClass } from '../../core/attribution/attribution';

/** What the numbers cover. */
export const coverageText = (region: string): string =>
  l10n.t('All Bedrock usage in {0}. CloudWatch reports what was invoked, not who invoked it.', region);

/** How direct usage is priced. */
export const directPricesText = (): string =>
  l10n.t('Direct usage is priced by its own model and inference type. Amounts with unpriced tokens are minimums (≥).');

/** What the numbers lack, where they reach back more than two weeks. */
export const notListedText = (): string =>
  l10n.t(
    'CloudWatch doesn’t list metrics without data for two weeks, so models and system profiles last invoked directly before that are not included.',
  );

/** A class of usage by its name, and what it is. */
export function classTexts(name: AttributionClass): { readonly label: string; readonly about: string } {
  switch (name) {
    case 'mine':
      return { label: l10n.t('My profiles'), about: l10n.t('Tagged with my name.') };
    case 'my-team':
      return { label: l10n.t('My team’s profiles'), about: l10n.t('Tagged with another member of my team.') };
    case 'others':
      return { label: l10n.t('Other owners’ profiles'), about: l10n.t('Tagged with another owner.') };
    case 'incomplete':
      return {
        label: l10n.t('Incompletely tagged profiles'),
        about: l10n.t('A team, a member or another required tag is missing, or its value is not allowed.'),
      };
    case 'unreadable':
      return {
        label: l10n.t('Profiles whose tags can’t be read'),
        about: l10n.t('They may have an owner, but the permission to read tags is missing.'),
      };
    case 'deleted':
      return {
        label: l10n.t('Profiles that are not listed'),
        about: l10n.t('Deleted or just created. Their model is not known, so they are unpriced.'),
      };
    case 'system-profile':
      return {
        label: l10n.t('System profiles, invoked directly'),
        about: l10n.t('AWS’s system-defined profiles have no owner tags.'),
      };
    case 'model':
      return {
        label: l10n.t('Models, invoked directly'),
        about: l10n.t('Direct model usage (no profile) has no owner tags.'),
      };
    case 'other':
      return {
        label: l10n.t('Other'),
        about: l10n.t('For example, provisioned throughput or a custom model.'),
      };
  }
}
