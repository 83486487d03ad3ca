/** The status of the tags, and what can be done, in one list. */

import { env, l10n, QuickPickItemKind } from 'vscode';
import { backfillChoice } from '../../core/billing/costAllocationTags';
import type { Snapshot } from '../../store/snapshot';
import type { Answer } from '../../ui/quickInput/answer';
import { pick, type PickItem } from '../../ui/quickInput/pick';
import { agoText } from '../../ui/messages/problems';
import { keysToActivate, type TagKeyState, type TagStates } from './tagStates';
import { statusCheckCostText, keySentence, activationSteps } from './messages';
import { whenText } from '../../ui/dates';

/** What the user wants to do. */
export type StatusChoice = 'activate' | 'backfill' | 'message' | 'refresh';

const separator = (label: string): PickItem<StatusChoice> => ({ label, kind: QuickPickItemKind.Separator });

function keyItem(state: TagKeyState): PickItem<StatusChoice> {
  const icons = { active: 'pass', inactive: 'warning', unknown: 'question' } as const;
  const texts = { active: l10n.t('Active'), inactive: l10n.t('Inactive'), unknown: l10n.t('Unknown') };
  const icon = state.activatedAt === undefined ? icons[state.status] : 'clock';
  return {
    icon,
    label: state.key,
    description: state.activatedAt === undefined ? texts[state.status] : l10n.t('Activating'),
    detail: keySentence(state, env.language),
  };
}

function activateItem({ keys }: TagStates): readonly PickItem<StatusChoice>[] {
  const names = keysToActivate(keys);
  if (names.length === 0) return [];
  return [
    {
      icon: 'check',
      label: l10n.t('Activate {0}…', names.join(', ')),
      detail: l10n.t('Cost data by this tag is available within 24 hours.'),
      value: 'activate',
    },
  ];
}

/** A backfill applies the current status of the tags, so at least one has to be active. */
function backfillItem({ keys }: TagStates, { costTags }: Snapshot, now: number): readonly PickItem<StatusChoice>[] {
  if (!keys.some(({ status }) => status === 'active')) return [];
  const { running, notBefore, earliest } = backfillChoice(costTags.value?.backfills ?? [], now);
  const label = { icon: 'history' as const, label: l10n.t('Backfill tags…') };
  if (running !== undefined)
    return [{ ...label, description: l10n.t('In progress'), detail: l10n.t('From {0}.', running.from) }];
  if (notBefore !== undefined)
    return [{ ...label, detail: l10n.t('The next request is possible from {0}.', whenText(notBefore, env.language)) }];
  const waiting = keys.flatMap(({ key, activatedAt }) => (activatedAt === undefined ? [] : [key]));
  // There is one request a day, and it would leave out what is not active by then.
  if (waiting.length > 0) return [{ ...label, detail: l10n.t('Wait until {0} is active.', waiting.join(', ')) }];
  return [
    {
      ...label,
      detail: l10n.t('Backfill to {0} at the earliest; one request per 24 hours.', earliest),
      value: 'backfill',
    },
  ];
}

function actionItems(states: TagStates, snapshot: Snapshot, now: number): readonly PickItem<StatusChoice>[] {
  const { asOf } = snapshot.costTags;
  const message: PickItem<StatusChoice> = {
    icon: 'mail',
    label: l10n.t('Copy message to payer'),
    detail: l10n.t('What to activate, how and why. Nothing is sent from here.'),
    value: 'message',
  };
  const refresh: PickItem<StatusChoice> = {
    icon: 'refresh',
    label: l10n.t('Refresh'),
    ...(asOf === undefined ? {} : { description: l10n.t('as of {0}', agoText(now - asOf)) }),
    ...(snapshot.sample ? {} : { detail: statusCheckCostText() }),
    value: 'refresh',
  };
  if (states.isMemberAccount) return [message, refresh];
  const waiting = keysToActivate(states.keys).length > 0;
  return [...activateItem(states), ...backfillItem(states, snapshot, now), ...(waiting ? [message] : []), refresh];
}

/** The list's rows: actions first, so that Enter runs the most useful one. */
export function statusItems(states: TagStates, snapshot: Snapshot, now: number): readonly PickItem<StatusChoice>[] {
  const steps = activationSteps(states, env.language);
  return [
    ...actionItems(states, snapshot, now),
    separator(states.isMemberAccount ? l10n.t('According to the bill') : l10n.t('Tags')),
    ...states.keys.map(keyItem),
    ...(steps.length === 0 ? [] : [separator(l10n.t('Steps'))]),
    ...steps.map(({ step, date, done }): PickItem<StatusChoice> => ({
      icon: done ? 'check' : 'circle-large-outline',
      label: step,
      description: [done ? l10n.t('Done') : l10n.t('Pending'), date].filter((part) => part !== '').join(' · '),
    })),
  ];
}

export const askStatus = (states: TagStates, snapshot: Snapshot): Promise<Answer<StatusChoice>> =>
  pick({
    title: l10n.t('Cost Allocation Tags'),
    sample: snapshot.sample,
    placeholder: states.isMemberAccount
      ? l10n.t('Only the administrator of the payer account can activate the tags')
      : l10n.t('The bill can be grouped by these tags while they are active'),
    items: statusItems(states, snapshot, Date.now()),
  });
