/** Sentences of the page about cost allocation tags. */

import { l10n } from 'vscode';
import type { CostTagStrings } from '../../protocol/usagePage/strings';

export const costTagStrings = (): CostTagStrings => ({
  costTags: l10n.t('Cost Allocation Tags'),
  costTagsText: l10n.t('Checks whether the tags that identify owners are active as cost allocation tags.'),
  checkTagStatus: l10n.t('Check Tag Status'),
  costTagsFailed: l10n.t('Couldn’t load the tag status'),
  'tagStatus.active': l10n.t('Active'),
  'tagStatus.activating': l10n.t('Activating'),
  'tagStatus.inactive': l10n.t('Inactive'),
  'tagStatus.unknown': l10n.t('Not known'),
  tagSteps: l10n.t('Activation Steps'),
  stepDone: l10n.t('Done'),
  stepPending: l10n.t('Pending'),
});
