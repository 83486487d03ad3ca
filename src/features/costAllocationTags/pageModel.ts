/**
 * The owner's cost allocation tags on the page: whether the bill shows their values, and what has to happen until it
 * does.
 */

import { l10n } from 'vscode';
import { COMMANDS } from '../../manifest';
import type { PageCostTags } from '../../protocol/usagePage/state';
import type { Snapshot } from '../../store/snapshot';
import { phaseOf, pricedAt, problemOf, noNewDataBefore } from '../../ui/requestState';
import { tagStatesOf, keysToActivate, type TagStates } from './tagStates';
import { statusCheckPriceText, keySentence, activationSteps } from './messages';

/** The time in milliseconds since 1970, and the language of dates. */
export interface TagContext {
  readonly now: number;
  readonly locale: string;
}

/**
 * An account that does not pay the bill cannot ask: what the bill shows, and whom to ask, is an answer all the same.
 */
export function costTagsOf(snapshot: Snapshot, { now, locale }: TagContext): PageCostTags {
  const remote = snapshot.costTags;
  const states = tagStatesOf(snapshot, now);
  const isMemberAccount = states?.isMemberAccount === true;
  return {
    phase: isMemberAccount && !remote.loading ? 'ready' : phaseOf(remote),
    price: pricedAt(snapshot, statusCheckPriceText()),
    keys: (states?.keys ?? []).map((state) => ({
      key: state.key,
      status: state.activatedAt === undefined ? state.status : 'activating',
      sentence: keySentence(state, locale),
    })),
    activationSteps: states === undefined ? [] : activationSteps(states, locale),
    actions: states === undefined ? [] : [{ id: COMMANDS.manageCostTags, label: actionText(states) }],
    ...noNewDataBefore(remote),
    ...(isMemberAccount ? {} : problemOf(remote)),
  };
}

/** What the command offers that is worth most at the moment. */
function actionText({ keys, isMemberAccount }: TagStates): string {
  if (isMemberAccount) return l10n.t('Message to Payer');
  return keysToActivate(keys).length > 0 ? l10n.t('Activate…') : l10n.t('Manage Cost Allocation Tags…');
}
