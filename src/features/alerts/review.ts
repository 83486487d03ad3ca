/** The last question: every field of every request as it would be sent. Alerts are created only from here. */

import * as vscode from 'vscode';
import { ALERT_PREFIX, type AlertPlan, type AlertRequest } from '../../core/alerts/alerts';
import { asProblem, isCancelled, mayHaveHappened } from '../../core/problem';
import { CANCEL, isUnanswered, type Answer } from '../../ui/quickInput/answer';
import type { StepOptions } from '../../ui/quickInput/box';
import { input, invalid } from '../../ui/quickInput/input';
import { pick, type PickItem } from '../../ui/quickInput/pick';
import type { Question } from '../../ui/quickInput/steps';
import { problemSentence } from '../../ui/messages/problems';
import { requestFields, isAlertName, requestText } from './answers';
import type { AlertContext } from './context';
import { RequestDocument } from './requestDocument';
import { createButtonText, alertKindText, notesOf, summaryText } from './messages';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** Characters that fit into one row. */
const ROW_LENGTH = 60;

type AlertReview = 'create' | 'name' | 'document';

/** The rows: the button, notes, and the requests field by field. */
export function reviewItems(
  plan: AlertPlan,
  requests: readonly AlertRequest[],
  { failure, taken }: { readonly failure: string | undefined; readonly taken: boolean },
): readonly PickItem<AlertReview>[] {
  const { Separator } = vscode.QuickPickItemKind;
  const create: PickItem<AlertReview> =
    failure === undefined
      ? {
          icon: 'check',
          label: createButtonText(plan.kind),
          detail: summaryText(plan),
          value: 'create',
        }
      : { icon: 'refresh', label: l10n.t('Try again'), detail: failure, value: 'create' };
  return [
    create,
    {
      icon: 'edit',
      label: l10n.t('Name'),
      description: plan.name,
      ...(taken
        ? { detailIcon: 'warning' as const, detail: l10n.t('This name is already used: choose another one.') }
        : {}),
      value: 'name',
    },
    { icon: 'json', label: l10n.t('Show as JSON'), description: l10n.t('opens in an editor'), value: 'document' },
    { label: l10n.t('Notes'), kind: Separator },
    ...notesOf(plan).map((note): PickItem<AlertReview> => ({ icon: 'info', label: '', description: note })),
    ...requests.flatMap(({ action, input: sent }): readonly PickItem<AlertReview>[] => [
      { label: l10n.t('Request {0}', action), kind: Separator },
      // The first row shares its line with the heading.
      ...requestFields(sent).map((field, index) => fieldItem(field, index === 0 ? ROW_LENGTH / 2 : ROW_LENGTH)),
    ]),
  ];
}

/** A value that does not fit beside its path is shown below it, so that nothing is cut off. */
const fieldItem = ({ path, value }: ReturnType<typeof requestFields>[number], length: number): PickItem<AlertReview> =>
  path.length + value.length > length ? { label: path, detail: value } : { label: path, description: value };

/** Shows what a plan would send, and sends it once that is confirmed. Of the answers it changes only the name. */
export const reviewOf = <Draft extends { readonly name: string }>(
  planOf: (draft: Draft) => AlertPlan,
  context: AlertContext,
): Question<Draft> => ({
  about: l10n.t('Review'),
  ask: async (draft, step) => {
    const document = new RequestDocument();
    try {
      return await review(draft, planOf, context, { step, document });
    } finally {
      document.dispose();
    }
  },
});

interface RequestPreview {
  readonly step: StepOptions;
  readonly document: RequestDocument;
}

async function review<Draft extends { readonly name: string }>(
  start: Draft,
  planOf: (draft: Draft) => AlertPlan,
  context: AlertContext,
  { step, document }: RequestPreview,
): Promise<Answer<Partial<Draft>>> {
  let draft = start;
  let failure: string | undefined;
  for (;;) {
    const plan = planOf(draft);
    const requests = await context.aws().alerts.preview(plan, new AbortController().signal);
    document.text = requestText(requests);
    const answer = await pick({
      ...step,
      placeholder: l10n.t('This is what is sent to AWS. Press Enter to create it, or Escape to cancel'),
      items: reviewItems(plan, requests, { failure, taken: context.isTaken(plan) }),
    });
    switch (answer) {
      case 'create':
        failure = await create(plan, context);
        if (failure === undefined) return { name: plan.name } as Partial<Draft>;
        break;
      case 'name': {
        const name = await askName(plan, step);
        if (name === CANCEL) return CANCEL;
        if (!isUnanswered(name)) draft = { ...draft, name };
        failure = undefined;
        break;
      }
      case 'document':
        if (!(await document.open(alertKindText(plan.kind)))) return CANCEL;
        break;
      default:
        return answer;
    }
  }
}

const askName = (plan: AlertPlan, step: StepOptions): Promise<Answer<string>> =>
  input({
    ...step,
    prompt: l10n.t('Name at AWS. Names of alerts created here begin with {0}.', ALERT_PREFIX),
    value: plan.name,
    validate: (text) =>
      isAlertName(text)
        ? undefined
        : invalid(l10n.t('Enter a name such as “{0} platform”: at most 100 letters, digits and spaces.', ALERT_PREFIX)),
  });

/** Sends the requests. Answers why the alert was not created, or nothing where it was. */
async function create(plan: AlertPlan, context: AlertContext): Promise<string | undefined> {
  try {
    const { alerts } = context.aws();
    await window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: l10n.t('Creating {0}…', plan.name) },
      () => alerts.create(plan, new AbortController().signal),
    );
    return undefined;
  } catch (error) {
    if (isCancelled(error)) return l10n.t('Canceled.');
    const problem = asProblem(error);
    if (problem.code === 'denied') context.onDenied(plan, problem);
    const sentence = problemSentence(problem);
    if (!mayHaveHappened(problem)) return sentence;
    const exists = await context.exists(plan).catch(() => undefined);
    if (exists === true) return undefined;
    return exists === false
      ? l10n.t('{0} It was not created: AWS has no alert of this name.', sentence)
      : l10n.t('{0} It may have been created. You can safely try again: no second one is created.', sentence);
  }
}
