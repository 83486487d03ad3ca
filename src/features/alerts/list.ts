/** The list of what is ours at AWS, and what can be made. */

import { l10n, QuickPickItemKind, ThemeIcon } from 'vscode';
import type { Alert, Alerts } from '../../core/alerts/alerts';
import type { Problem } from '../../core/problem';
import { pick, type Answer, type Item } from '../../ui/quickInput/step';
import type { Icon } from '../../ui/inert';
import { sentenceFor } from '../../ui/messages/problems';
import { kindOf } from './answers';
import { titled } from '../../ui/quickInput/steps';
import { ICONS, kindText, KINDS, newText, saysOf, type AlertKind } from './messages';

export type Listed = Awaited<ReturnType<Alerts['list']>>;

/** What was chosen of the list. */
export type Choice =
  | { readonly do: 'new'; readonly kind: AlertKind }
  | { readonly do: 'look' }
  | { readonly do: 'show'; readonly alert: Alert }
  | { readonly do: 'delete'; readonly alert: Alert };

export interface Shelf {
  readonly sample: boolean;
  /** Undefined until it was agreed to look. */
  readonly listed: Listed | undefined;
  /** Why the last look did not succeed. */
  readonly problem: Problem | undefined;
  /** Kinds that AWS did not let us make. */
  readonly refused: ReadonlyMap<AlertKind, Problem>;
}

const separator = (label: string): Item<Choice> => ({ label, kind: QuickPickItemKind.Separator });

/** Looking costs something because anomaly monitors are a part of Cost Explorer's API. */
const lookText = (): string => l10n.t('At most $0.04: anomaly monitors take 1 to 4 requests to Cost Explorer’s API.');

function alertItem(alert: Alert): Item<Choice> {
  return {
    icon: ICONS[alert.kind],
    label: alert.name,
    detail: [kindText(alert.kind), saysOf(alert)].filter((part) => part !== '').join(' · '),
    buttons: [{ iconPath: new ThemeIcon('trash'), tooltip: l10n.t('Delete {0}', alert.name) }],
    value: { do: 'show', alert },
    pressed: { do: 'delete', alert },
  };
}

const deniedItem = (action: string): Item<Choice> => ({
  icon: 'lock',
  label: l10n.t('{0}: not listed', kindText(kindOf(action))),
  detail: l10n.t('Ask your administrator for {0}.', action),
});

function thereItems({ listed, problem, sample }: Shelf): readonly Item<Choice>[] {
  const look = (icon: Icon, label: string, detail?: string): Item<Choice> => ({
    icon,
    label,
    ...(detail === undefined ? {} : { detail }),
    value: { do: 'look' },
  });
  if (problem !== undefined) return [look('refresh', l10n.t('Look again'), sentenceFor(problem))];
  if (listed === undefined) return [look('search', l10n.t('Show what there is'), lookText())];
  const none: readonly Item<Choice>[] =
    listed.alerts.length + listed.denied.length === 0
      ? [{ label: l10n.t('Nothing yet'), detail: l10n.t('Only what Bedrock Tally has made is listed here.') }]
      : [];
  return [
    ...listed.alerts.map(alertItem),
    ...listed.denied.map(deniedItem),
    ...none,
    look('refresh', l10n.t('Look again'), sample ? undefined : lookText()),
  ];
}

function newItem(kind: AlertKind, { refused }: Shelf): Item<Choice> {
  const { label, detail } = newText(kind);
  const problem = refused.get(kind);
  return problem === undefined
    ? { icon: 'add', label, detail, value: { do: 'new', kind } }
    : { icon: 'lock', label, detail: sentenceFor(problem) };
}

/** Everything in one list: what is there first, once it is known. */
export function listItems(shelf: Shelf): readonly Item<Choice>[] {
  const there = [separator(l10n.t('Made by Bedrock Tally')), ...thereItems(shelf)];
  const fresh = [separator(l10n.t('New')), ...KINDS.map((kind) => newItem(kind, shelf))];
  return shelf.listed !== undefined && shelf.listed.alerts.length > 0 ? [...there, ...fresh] : [...fresh, ...there];
}

/** Asks at once; while AWS is looked at, the list says so and fills itself. */
export const askList = (shelf: Shelf, looking: Promise<Shelf> | undefined): Promise<Answer<Choice>> =>
  pick({
    title: titled(l10n.t('AWS Budgets, Alarms and Anomaly Alerts'), shelf.sample),
    step: 0,
    of: 0,
    placeholder: l10n.t('AWS keeps these and warns even while VS Code is closed'),
    items: looking === undefined ? listItems(shelf) : looking.then(listItems),
  });

/** One that exists, with what can be done with it: a button on a row is not for every keyboard. */
export const askOne = (alert: Alert, sample: boolean): Promise<Answer<'delete'>> =>
  pick<'delete'>({
    title: titled(alert.name, sample),
    step: 0,
    of: 0,
    back: true,
    placeholder: [kindText(alert.kind), saysOf(alert)].filter((part) => part !== '').join(' · '),
    items: [
      { icon: 'trash', label: l10n.t('Delete…'), value: 'delete' },
      { label: l10n.t('Known to AWS as'), description: alert.id },
    ],
  });
