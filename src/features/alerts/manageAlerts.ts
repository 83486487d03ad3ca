/** AWS's own alerts: what is there, and new ones. What would be made is shown exactly before it is. */

import * as vscode from 'vscode';
import type { Alert, AlertPlan } from '../../core/alerts/alerts';
import { asProblem, isCancelled, type Problem } from '../../core/problem';
import type { AwsApi } from '../../core/awsApi';
import type { Store } from '../../store/store';
import { BACK, CANCEL, type Answer } from '../../ui/quickInput/step';
import { showProblem } from '../../ui/showProblem';
import { keptTo, type AlertContext } from './context';
import { askAll, titled } from '../../ui/quickInput/steps';
import { askList, askOne, type Listed, type Shelf } from './list';
import { alarmQuestions, alarmStart } from './newAlarm';
import { anomalyQuestions, anomalyStart } from './newAnomalyMonitor';
import { budgetQuestions, budgetStart } from './newBudget';
import { kindText, titleOf, type AlertKind } from './messages';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** Shows the list until it is left. Nothing is asked of Cost Explorer's API before the user has agreed to what that costs. */
export async function manageAlerts(store: Store): Promise<void> {
  const { sample } = store.snapshot;
  const desk = new Desk(await keptTo(store), sample);
  // Looking at the simulator costs nothing.
  let looking = sample ? desk.look() : undefined;
  for (;;) {
    const choice = await askList(desk.shelf, looking);
    looking = undefined;
    if (choice === CANCEL || choice === BACK) {
      desk.leave();
      return;
    }
    switch (choice.do) {
      case 'look':
        looking = desk.look();
        break;
      case 'show':
        if (!(await show(choice.alert, desk))) return;
        break;
      case 'delete':
        await remove(choice.alert, desk);
        break;
      case 'new':
        if (!(await make(choice.kind, desk, store))) return;
        looking = desk.made ? desk.look() : undefined;
    }
  }
}

/** What is known while the command runs. */
class Desk {
  #listed: Listed | undefined;
  #problem: Problem | undefined;
  #looking = new AbortController();
  readonly #refused = new Map<AlertKind, Problem>();
  /** Something was made that the list does not hold yet. */
  made = false;

  constructor(
    readonly aws: () => AwsApi,
    readonly sample: boolean,
  ) {}

  get shelf(): Shelf {
    return { sample: this.sample, listed: this.#listed, problem: this.#problem, refused: this.#refused };
  }

  /** Whether it was agreed to look. */
  get looked(): boolean {
    return this.#listed !== undefined || this.#problem !== undefined;
  }

  /** Looks at what there is. Never rejects: what went wrong is on the shelf. */
  async look(): Promise<Shelf> {
    this.made = false;
    this.#looking.abort();
    this.#looking = new AbortController();
    try {
      this.#listed = await this.aws().alerts.list(this.#looking.signal);
      this.#problem = undefined;
    } catch (error) {
      if (!isCancelled(error)) this.#problem = asProblem(error);
    }
    return this.shelf;
  }

  /** Nobody wants the answer any more. */
  leave(): void {
    this.#looking.abort();
  }

  isTaken(plan: AlertPlan): boolean {
    return this.#listed?.alerts.some(({ kind, name }) => kind === plan.kind && name === plan.name) ?? false;
  }

  /** Takes a new one, or one that is gone, into account without asking again. */
  refuse(kind: AlertKind, problem: Problem): void {
    this.#refused.set(kind, problem);
  }

  gone(alert: Alert): void {
    if (this.#listed === undefined) return;
    this.#listed = { ...this.#listed, alerts: this.#listed.alerts.filter(({ id }) => id !== alert.id) };
  }
}

const contextOf = (desk: Desk, store: Store): AlertContext => ({
  snapshot: store.snapshot,
  aws: desk.aws,
  isTaken: (plan) => desk.isTaken(plan),
  isThere: async (plan) => {
    if (!desk.looked) return undefined;
    const { problem } = await desk.look();
    return problem === undefined ? desk.isTaken(plan) : undefined;
  },
  refused: (plan, problem) => {
    desk.refuse(plan.kind, problem);
  },
});

/** Asks for a new one and makes it. False when the user has left. */
async function make(kind: AlertKind, desk: Desk, store: Store): Promise<boolean> {
  const made = await askNew(kind, contextOf(desk, store));
  if (made === CANCEL) return false;
  if (made === BACK) return true;
  const text = l10n.t('{0} {1} is created.', kindText(kind), made.name);
  void window.showInformationMessage(desk.sample ? l10n.t('Sample data: {0}', text) : text);
  desk.made = desk.looked;
  return desk.looked;
}

async function askNew(kind: AlertKind, context: AlertContext): Promise<Answer<{ readonly name: string }>> {
  const title = (about: string): string => titled(titleOf(kind)(about), context.snapshot.sample);
  switch (kind) {
    case 'budget':
      return askAll(title, budgetStart(context), budgetQuestions(context));
    case 'anomaly':
      return askAll(title, anomalyStart(context), anomalyQuestions(context));
    case 'alarm':
      return askAll(title, alarmStart(), alarmQuestions(context));
  }
}

/** Shows one. False when the user has left. */
async function show(alert: Alert, desk: Desk): Promise<boolean> {
  const answer = await askOne(alert, desk.sample);
  if (answer === 'delete') await remove(alert, desk);
  return answer !== CANCEL;
}

async function isSure({ kind, name }: Alert, sample: boolean): Promise<boolean> {
  const yes = l10n.t('Delete');
  const detail = [
    ...(sample ? [l10n.t('This is sample data: nothing is deleted at AWS.')] : []),
    l10n.t('{0}: AWS warns nobody by it any more. It cannot be undone.', kindText(kind)),
    ...(kind === 'anomaly' && !sample
      ? [l10n.t('Deleting it takes about five requests to Cost Explorer’s API, at most $0.01 each.')]
      : []),
  ].join('\n\n');
  return (await window.showWarningMessage(l10n.t('Delete {0}?', name), { modal: true, detail }, yes)) === yes;
}

async function remove(alert: Alert, desk: Desk): Promise<void> {
  if (!(await isSure(alert, desk.sample))) return;
  try {
    await window.withProgress(
      { location: vscode.ProgressLocation.Window, title: l10n.t('Deleting {0}…', alert.name) },
      () => desk.aws().alerts.remove(alert, new AbortController().signal),
    );
    desk.gone(alert);
    void window.showInformationMessage(l10n.t('{0} is deleted.', alert.name));
  } catch (error) {
    // Not awaited: the list is shown again beside it.
    showProblem(error);
  }
}
