/** How the tags stand, and what can be done about it, in one list. */

import { env, l10n, QuickPickItemKind } from 'vscode';
import { backfillChoice } from '../../core/billing/costAllocationTags';
import type { Snapshot } from '../../store/snapshot';
import type { Answer } from '../../ui/quickInput/answer';
import { pick, type PickItem } from '../../ui/quickInput/pick';
import { agoText } from '../../ui/messages/problems';
import { toActivate, type TagState, type TagStates } from './tagStates';
import { askPrice, keySentence, ladderOf, whenText } from './messages';

export type StatusChoice = 'activate' | 'backfill' | 'message' | 'again';

const separator = (label: string): PickItem<StatusChoice> => ({ label, kind: QuickPickItemKind.Separator });

function keyItem(state: TagState): PickItem<StatusChoice> {
  const icons = { active: 'pass', inactive: 'warning', unknown: 'question' } as const;
  const texts = { active: l10n.t('active'), inactive: l10n.t('not active'), unknown: l10n.t('not known') };
  const icon = state.activating === undefined ? icons[state.status] : 'clock';
  return {
    icon,
    label: state.key,
    description: state.activating === undefined ? texts[state.status] : l10n.t('being activated'),
    detail: keySentence(state, env.language),
  };
}

function activateItem({ keys }: TagStates): readonly PickItem<StatusChoice>[] {
  const names = toActivate(keys);
  if (names.length === 0) return [];
  return [
    {
      icon: 'check',
      label: l10n.t('Activate {0}…', names.join(', ')),
      detail: l10n.t('It is on the bill within 24 hours, from then on.'),
      value: 'activate',
    },
  ];
}

/** A backfill sets the tags as they are now, so there must be one that is active. */
function backfillItem({ keys }: TagStates, { costTags }: Snapshot, now: number): readonly PickItem<StatusChoice>[] {
  if (!keys.some(({ status }) => status === 'active')) return [];
  const { running, notBefore, earliest } = backfillChoice(costTags.value?.backfills ?? [], now);
  const label = { icon: 'history' as const, label: l10n.t('Fill in the time before…') };
  if (running !== undefined)
    return [{ ...label, description: l10n.t('under way'), detail: l10n.t('From {0} on.', running.from) }];
  if (notBefore !== undefined)
    return [{ ...label, detail: l10n.t('AWS takes another one from {0} on.', whenText(notBefore, env.language)) }];
  const waiting = keys.flatMap(({ key, activating }) => (activating === undefined ? [] : [key]));
  // There is one in a day, and it would leave out what is not active by then.
  if (waiting.length > 0)
    return [{ ...label, detail: l10n.t('Worth while once it is active: {0}.', waiting.join(', ')) }];
  return [
    {
      ...label,
      detail: l10n.t('A backfill reaches back to {0} at most, and AWS takes one in 24 hours.', earliest),
      value: 'backfill',
    },
  ];
}

function ownActions(states: TagStates, snapshot: Snapshot, now: number): readonly PickItem<StatusChoice>[] {
  const { asOf } = snapshot.costTags;
  const message: PickItem<StatusChoice> = {
    icon: 'mail',
    label: l10n.t('Copy a message to whoever pays'),
    detail: l10n.t('What to activate, how and why, ready to be sent. Nothing is sent from here.'),
    value: 'message',
  };
  const again: PickItem<StatusChoice> = {
    icon: 'refresh',
    label: l10n.t('Ask again'),
    ...(asOf === undefined ? {} : { description: l10n.t('asked {0}', agoText(now - asOf)) }),
    ...(snapshot.sample ? {} : { detail: askPrice() }),
    value: 'again',
  };
  if (states.member) return [message, again];
  const waiting = toActivate(states.keys).length > 0;
  return [...activateItem(states), ...backfillItem(states, snapshot, now), ...(waiting ? [message] : []), again];
}

/** The list's rows: what can be done first, so that Enter does what helps most. */
export function statusItems(states: TagStates, snapshot: Snapshot, now: number): readonly PickItem<StatusChoice>[] {
  const steps = ladderOf(states, env.language);
  return [
    ...ownActions(states, snapshot, now),
    separator(states.member ? l10n.t('By the bill') : l10n.t('Tags')),
    ...states.keys.map(keyItem),
    ...(steps.length === 0 ? [] : [separator(l10n.t('Steps'))]),
    ...steps.map(({ step, date, done }): PickItem<StatusChoice> => ({
      icon: done ? 'check' : 'circle-large-outline',
      label: step,
      description: [done ? l10n.t('done') : l10n.t('to come'), date].filter((part) => part !== '').join(' · '),
    })),
  ];
}

export const askStatus = (states: TagStates, snapshot: Snapshot): Promise<Answer<StatusChoice>> =>
  pick({
    title: l10n.t('Cost Allocation Tags'),
    sample: snapshot.sample,
    placeholder: states.member
      ? l10n.t('This account does not pay the bill: whoever manages the paying account can activate the tags')
      : l10n.t('The bill tells who has spent what while these tags are active'),
    items: statusItems(states, snapshot, Date.now()),
  });
