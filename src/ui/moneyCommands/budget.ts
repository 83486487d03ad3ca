/** Setting a soft budget: for whom, for how long, how much. It is kept in the settings, and warns; it stops nothing. */

import * as vscode from 'vscode';
import type { BudgetPeriod } from '../../contract';
import { parsePrice } from '../../core/money';
import type { Ledger } from '../../ledger/ledger';
import type { BudgetScope } from '../../ledger/snapshot';
import { setSetting, setting } from '../settings';
import { window } from '../window';

const { l10n } = vscode;

/** Asks step by step; Escape at any of them leaves the settings as they are. */
export async function setBudget(ledger: Ledger): Promise<void> {
  const scope = await chooseScope(ledger);
  if (scope === undefined) return;
  const period = await choosePeriod(scope);
  if (period === undefined) return;
  const amount = await enterAmount(scope);
  if (amount === undefined) return;
  await setSetting(`budget.${scope}.period`, period);
  await setSetting(`budget.${scope}.amount`, amount);
}

async function chooseScope({ snapshot }: Ledger): Promise<BudgetScope | undefined> {
  const described = (scope: BudgetScope): string => {
    const amount = setting(`budget.${scope}.amount`);
    return amount > 0
      ? l10n.t('now ${0} a {1}', amount, periodText(setting(`budget.${scope}.period`)))
      : l10n.t('none');
  };
  const chosen = await window.showQuickPick(
    [
      { label: l10n.t('My budget'), description: described('mine'), scope: 'mine' as const },
      { label: l10n.t('My team’s budget'), description: described('team'), scope: 'team' as const },
    ],
    {
      title: l10n.t('Set Budget'),
      placeHolder: snapshot.sample
        ? l10n.t('Sample data: the budget is kept in your settings all the same')
        : l10n.t('A soft budget warns in the status bar; it stops nothing'),
    },
  );
  return chosen?.scope;
}

export function periodText(period: BudgetPeriod): string {
  switch (period) {
    case 'day':
      return l10n.t('day');
    case 'week':
      return l10n.t('week');
    case 'month':
      return l10n.t('month');
  }
}

async function choosePeriod(scope: BudgetScope): Promise<BudgetPeriod | undefined> {
  const now = setting(`budget.${scope}.period`);
  const items = [
    { label: l10n.t('Each day'), detail: l10n.t('From midnight, local time'), period: 'day' as const },
    { label: l10n.t('Each week'), detail: l10n.t('From Monday, local time'), period: 'week' as const },
    { label: l10n.t('Each month'), detail: l10n.t('AWS’s billing month, UTC'), period: 'month' as const },
  ];
  const chosen = await window.showQuickPick(
    items.map((item) => (item.period === now ? { ...item, description: l10n.t('set now') } : item)),
    { title: l10n.t('Set Budget: Period') },
  );
  return chosen?.period;
}

async function enterAmount(scope: BudgetScope): Promise<number | undefined> {
  const now = setting(`budget.${scope}.amount`);
  const text = await window.showInputBox({
    title: l10n.t('Set Budget: Amount'),
    prompt: l10n.t('US dollars; 0 removes the budget. Enter to save, Escape to cancel.'),
    value: now > 0 ? String(now) : '',
    placeHolder: '50',
    validateInput: (value) =>
      parsePrice(value.trim()) === undefined ? l10n.t('An amount such as 50 or 12.50 is needed.') : undefined,
  });
  return text === undefined ? undefined : Number(text.trim());
}
