/**
 * The owner's cost allocation tags on the page: whether the bill tells their values, and what has to happen until it
 * does.
 */

import { l10n } from 'vscode';
import { COMMANDS } from '../../manifest';
import type { PageCostTags } from '../../protocol/usagePage/state';
import type { Snapshot } from '../../store/snapshot';
import { phaseOf, pricedAt, problemOf, settledUntil } from '../billing/billModel';
import { tagStatesOf, toActivate, type TagStates } from './tagStates';
import { askPrice, keySentence, ladderOf } from './messages';

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
  const member = states?.member === true;
  return {
    phase: member && !remote.loading ? 'ready' : phaseOf(remote),
    price: pricedAt(snapshot, `${askPrice()} ${l10n.t('The answer is kept until there can be new data.')}`),
    keys: (states?.keys ?? []).map((state) => ({
      key: state.key,
      status: state.status,
      sentence: keySentence(state, locale),
    })),
    ladder: states === undefined ? [] : ladderOf(states, locale),
    actions: states === undefined ? [] : [{ id: COMMANDS.manageCostTags, label: actionText(states) }],
    ...settledUntil(remote),
    ...(member ? {} : problemOf(remote)),
  };
}

/** What the command offers that is worth most at the moment. */
function actionText({ keys, member }: TagStates): string {
  if (member) return l10n.t('Message to Payer');
  return toActivate(keys).length > 0 ? l10n.t('Activate') : l10n.t('Manage Cost Allocation Tags');
}
