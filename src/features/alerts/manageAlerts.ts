/**
 * *Manage Alerts*: AWS's own alerts that Bedrock Tally has created, and new ones. Requests are shown exactly before
 * they are sent.
 */

import { confirm } from '../../ui/confirm';
import * as vscode from 'vscode';
import type { Alert, AlertPlan } from '../../core/alerts/alerts';
import { asProblem, isCancelled, type Problem } from '../../core/problem';
import type { AwsApi } from '../../core/awsApi';
import type { Store } from '../../store/store';
import { BACK, CANCEL, isUnanswered, type Answer } from '../../ui/quickInput/answer';
import { askInSteps } from '../../ui/quickInput/steps';
import { pinConnection } from '../../ui/pinConnection';
import { showProblem } from '../../ui/showProblem';
import type { AlertContext } from './context';
import { askAlert, askList, type AlertList, type ListState } from './list';
import { alarmQuestions, alarmStart } from './newAlarm';
import { anomalyQuestions, anomalyStart } from './newAnomalyMonitor';
import { budgetQuestions, budgetStart } from './newBudget';
import { createdText, deleteWarnings, alertTitle, type AlertKind } from './messages';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** Shows the list until it is left. Cost Explorer's API is not called before the user has agreed to what that costs. */
export async function manageAlerts(store: Store): Promise<void> {
  const { sample } = store.snapshot;
  const session = new AlertSession(await pinConnection(store), sample);
  // The simulator charges nothing.
  let loading = sample ? session.load() : undefined;
  for (;;) {
    const choice = await askList(session.state, loading);
    loading = undefined;
    if (isUnanswered(choice)) {
      session.cancelLoading();
      return;
    }
    switch (choice.action) {
      case 'refresh':
        loading = session.load();
        break;
      case 'show':
        if (!(await show(choice.alert, session))) return;
        break;
      case 'delete':
        await remove(choice.alert, session);
        break;
      case 'create':
        if (!(await create(choice.kind, session, store))) return;
        loading = session.isOutdated ? session.load() : undefined;
    }
  }
}

/** What is known while the command runs. */
class AlertSession {
  #list: AlertList | undefined;
  #problem: Problem | undefined;
  #loading = new AbortController();
  readonly #denied = new Map<AlertKind, Problem>();
  /** Whether an alert was created that the list does not have yet. */
  isOutdated = false;

  constructor(
    readonly aws: () => AwsApi,
    readonly sample: boolean,
  ) {}

  get state(): ListState {
    return { sample: this.sample, list: this.#list, problem: this.#problem, denied: this.#denied };
  }

  /** Whether the user has agreed to load the list. */
  get isAgreed(): boolean {
    return this.#list !== undefined || this.#problem !== undefined;
  }

  /** Loads the list. Never rejects: the state has what went wrong. */
  async load(): Promise<ListState> {
    this.isOutdated = false;
    this.#loading.abort();
    this.#loading = new AbortController();
    try {
      this.#list = await this.aws().alerts.list(this.#loading.signal);
      this.#problem = undefined;
    } catch (error) {
      if (!isCancelled(error)) this.#problem = asProblem(error);
    }
    return this.state;
  }

  cancelLoading(): void {
    this.#loading.abort();
  }

  isTaken(plan: AlertPlan): boolean {
    return this.#list?.alerts.some(({ kind, name }) => kind === plan.kind && name === plan.name) ?? false;
  }

  setDenied(kind: AlertKind, problem: Problem): void {
    this.#denied.set(kind, problem);
  }

  /** Removes a deleted alert from the list without loading it again. */
  forget(alert: Alert): void {
    if (this.#list === undefined) return;
    this.#list = { ...this.#list, alerts: this.#list.alerts.filter(({ id }) => id !== alert.id) };
  }
}

const contextOf = (session: AlertSession, store: Store): AlertContext => ({
  snapshot: store.snapshot,
  aws: session.aws,
  isTaken: (plan) => session.isTaken(plan),
  exists: async (plan) => {
    if (!session.isAgreed) return undefined;
    const { problem } = await session.load();
    return problem === undefined ? session.isTaken(plan) : undefined;
  },
  onDenied: (plan, problem) => {
    session.setDenied(plan.kind, problem);
  },
});

/** Asks for a new alert and creates it. False when the user has left. */
async function create(kind: AlertKind, session: AlertSession, store: Store): Promise<boolean> {
  const created = await askNew(kind, contextOf(session, store));
  if (created === CANCEL) return false;
  if (created === BACK) return true;
  const text = createdText(kind, created.name);
  void window.showInformationMessage(session.sample ? l10n.t('Sample data: {0}', text) : text);
  session.isOutdated = session.isAgreed;
  return session.isAgreed;
}

async function askNew(kind: AlertKind, context: AlertContext): Promise<Answer<{ readonly name: string }>> {
  const options = { title: alertTitle(kind), sample: context.snapshot.sample, back: true };
  switch (kind) {
    case 'budget':
      return askInSteps({ ...options, start: budgetStart(context), questions: budgetQuestions(context) });
    case 'anomaly':
      return askInSteps({ ...options, start: anomalyStart(context), questions: anomalyQuestions(context) });
    case 'alarm':
      return askInSteps({ ...options, start: alarmStart(), questions: alarmQuestions(context) });
  }
}

/** Shows one alert. False when the user has left. */
async function show(alert: Alert, session: AlertSession): Promise<boolean> {
  const answer = await askAlert(alert, session.sample);
  if (answer === 'delete') await remove(alert, session);
  return answer !== CANCEL;
}

const confirmDelete = ({ kind, name }: Alert, sample: boolean): Promise<boolean> =>
  confirm(l10n.t('Delete {0}?', name), deleteWarnings(kind, sample), l10n.t('Delete'));

async function remove(alert: Alert, session: AlertSession): Promise<void> {
  if (!(await confirmDelete(alert, session.sample))) return;
  try {
    await window.withProgress(
      { location: vscode.ProgressLocation.Window, title: l10n.t('Deleting {0}…', alert.name) },
      () => session.aws().alerts.remove(alert, new AbortController().signal),
    );
    session.forget(alert);
    void window.showInformationMessage(l10n.t('{0} was deleted.', alert.name));
  } catch (error) {
    // Not awaited: the list is shown again beside it.
    showProblem(error);
  }
}
