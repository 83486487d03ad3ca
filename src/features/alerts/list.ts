/** The list of the alerts that Bedrock Tally has created at AWS, and of what can be created. */

import { l10n, QuickPickItemKind, ThemeIcon } from 'vscode';
import type { Alert, AlertsApi } from '../../core/alerts/alerts';
import type { Problem } from '../../core/problem';
import type { Answer } from '../../ui/quickInput/answer';
import { pick, type PickItem } from '../../ui/quickInput/pick';
import type { Icon } from '../../ui/inert';
import { problemSentence } from '../../ui/messages/problems';
import { kindOfPermission } from './answers';
import {
  ALERT_ICONS,
  alertKindText,
  ALERT_KINDS,
  listCostText,
  newAlertText,
  notListedText,
  statusText,
  type AlertKind,
} from './messages';

export type AlertList = Awaited<ReturnType<AlertsApi['list']>>;

/** What was chosen in the list. */
export type ListChoice =
  | { readonly action: 'create'; readonly kind: AlertKind }
  | { readonly action: 'refresh' }
  | { readonly action: 'show'; readonly alert: Alert }
  | { readonly action: 'delete'; readonly alert: Alert };

export interface ListState {
  readonly sample: boolean;
  /** Undefined until the user agrees to load it. */
  readonly list: AlertList | undefined;
  /** Why the list could not be loaded the last time. */
  readonly problem: Problem | undefined;
  /** Kinds that AWS did not allow to be created. */
  readonly denied: ReadonlyMap<AlertKind, Problem>;
}

const separator = (label: string): PickItem<ListChoice> => ({ label, kind: QuickPickItemKind.Separator });

function alertItem(alert: Alert): PickItem<ListChoice> {
  return {
    icon: ALERT_ICONS[alert.kind],
    label: alert.name,
    detail: [alertKindText(alert.kind), statusText(alert)].filter((part) => part !== '').join(' · '),
    buttons: [{ iconPath: new ThemeIcon('trash'), tooltip: l10n.t('Delete {0}', alert.name) }],
    value: { action: 'show', alert },
    buttonValue: { action: 'delete', alert },
  };
}

const deniedItem = (permission: string): PickItem<ListChoice> => ({
  icon: 'lock',
  label: notListedText(kindOfPermission(permission)),
  detail: l10n.t('Ask your administrator for {0}.', permission),
});

function existingItems({ list, problem, sample }: ListState): readonly PickItem<ListChoice>[] {
  const refresh = (icon: Icon, label: string, detail?: string): PickItem<ListChoice> => ({
    icon,
    label,
    ...(detail === undefined ? {} : { detail }),
    value: { action: 'refresh' },
  });
  if (problem !== undefined) return [refresh('refresh', l10n.t('Refresh'), problemSentence(problem))];
  if (list === undefined) return [refresh('search', l10n.t('Load alerts'), listCostText())];
  const none: readonly PickItem<ListChoice>[] =
    list.alerts.length + list.denied.length === 0
      ? [{ label: l10n.t('None yet'), detail: l10n.t('Only alerts created by Bedrock Tally are listed.') }]
      : [];
  return [
    ...list.alerts.map(alertItem),
    ...list.denied.map(deniedItem),
    ...none,
    refresh('refresh', l10n.t('Refresh'), sample ? undefined : listCostText()),
  ];
}

function createItem(kind: AlertKind, { denied }: ListState): PickItem<ListChoice> {
  const { label, detail } = newAlertText(kind);
  const problem = denied.get(kind);
  return problem === undefined
    ? { icon: 'add', label, detail, value: { action: 'create', kind } }
    : { icon: 'lock', label, detail: problemSentence(problem) };
}

/** Everything in one list: the existing alerts first, once there are any. */
function listItems(state: ListState): readonly PickItem<ListChoice>[] {
  const existing = [separator(l10n.t('Created by Bedrock Tally')), ...existingItems(state)];
  const create = [separator(l10n.t('New')), ...ALERT_KINDS.map((kind) => createItem(kind, state))];
  return (state.list?.alerts.length ?? 0) > 0 ? [...existing, ...create] : [...create, ...existing];
}

/** Opens the list at once; while it is loading, it shows that and fills itself. */
export const askList = (state: ListState, loading: Promise<ListState> | undefined): Promise<Answer<ListChoice>> =>
  pick({
    title: l10n.t('AWS Budgets, Alarms and Anomaly Alerts'),
    sample: state.sample,
    placeholder: l10n.t('Managed by AWS: alerts are also sent while VS Code is closed'),
    items: loading === undefined ? listItems(state) : loading.then(listItems),
  });

/** One alert with what can be done with it: the buttons of the list's rows cannot be reached by every keyboard. */
export const askAlert = (alert: Alert, sample: boolean): Promise<Answer<'delete'>> =>
  pick<'delete'>({
    title: alert.name,
    sample,
    back: true,
    placeholder: [alertKindText(alert.kind), statusText(alert)].filter((part) => part !== '').join(' · '),
    items: [
      { icon: 'trash', label: l10n.t('Delete…'), value: 'delete' },
      { label: l10n.t('AWS identifier'), description: alert.id },
    ],
  });
