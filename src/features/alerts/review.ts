/** The last question: every field of every request as it would be sent. Only from here something is made. */

import * as vscode from 'vscode';
import { ALERT_PREFIX, type AlertPlan, type AlertRequest } from '../../core/alerts/alerts';
import { asProblem, isCancelled, mayHaveHappened } from '../../core/problem';
import { BACK, CANCEL, input, pick, type Answer, type Item, type Step } from '../../ui/quickInput/step';
import { sentenceFor } from '../../ui/messages/problems';
import { fieldsOf, isAlertName, requestText } from './answers';
import type { AlertContext } from './context';
import type { Question } from '../../ui/quickInput/steps';
import { wrong } from './questions';
import { RequestDocument } from './requestDocument';
import { createText, kindText, notesOf, summaryOf } from './messages';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** Letters of one row. */
const WIDEST = 60;

type Review = 'create' | 'name' | 'document';

/** The rows: the button, what is to be said, and the requests field by field. */
export function reviewItems(
  plan: AlertPlan,
  requests: readonly AlertRequest[],
  { failure, taken }: { readonly failure: string | undefined; readonly taken: boolean },
): readonly Item<Review>[] {
  const { Separator } = vscode.QuickPickItemKind;
  const create: Item<Review> =
    failure === undefined
      ? {
          icon: 'check',
          label: createText(plan.kind),
          detail: summaryOf(plan),
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
        ? { detailIcon: 'warning' as const, detail: l10n.t('There is one of this name already: choose another.') }
        : {}),
      value: 'name',
    },
    { icon: 'json', label: l10n.t('Show as JSON'), description: l10n.t('to read in an editor'), value: 'document' },
    { label: l10n.t('To know'), kind: Separator },
    ...notesOf(plan).map((note): Item<Review> => ({ icon: 'info', label: '', description: note })),
    ...requests.flatMap(({ action, input: sent }): readonly Item<Review>[] => [
      { label: l10n.t('{0}, word for word', action), kind: Separator },
      // The first row shares its line with the heading.
      ...fieldsOf(sent).map((field, index) => fieldItem(field, index === 0 ? WIDEST / 2 : WIDEST)),
    ]),
  ];
}

/** What does not fit beside its path stands below it, so that nothing is cut off. */
const fieldItem = ({ path, value }: ReturnType<typeof fieldsOf>[number], widest: number): Item<Review> =>
  path.length + value.length > widest ? { label: path, detail: value } : { label: path, description: value };

/** Shows what a plan would send, and sends it when that is confirmed. It answers nothing new but the name. */
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

interface Shown {
  readonly step: Step;
  readonly document: RequestDocument;
}

async function review<Draft extends { readonly name: string }>(
  start: Draft,
  planOf: (draft: Draft) => AlertPlan,
  context: AlertContext,
  { step, document }: Shown,
): Promise<Answer<Partial<Draft>>> {
  let draft = start;
  let failure: string | undefined;
  for (;;) {
    const plan = planOf(draft);
    const requests = await context.aws().alerts.preview(plan, new AbortController().signal);
    document.text = requestText(requests);
    const answer = await pick({
      ...step,
      placeholder: l10n.t('This is what AWS is sent. Press Enter to create it, or Escape to make nothing'),
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
        if (name !== BACK) draft = { ...draft, name };
        failure = undefined;
        break;
      }
      case 'document':
        if (!(await document.read(kindText(plan.kind)))) return CANCEL;
        break;
      default:
        return answer;
    }
  }
}

const askName = (plan: AlertPlan, step: Step): Promise<Answer<string>> =>
  input({
    ...step,
    prompt: l10n.t('Its name at AWS. It begins with {0}, so that it is known as made here.', ALERT_PREFIX),
    value: plan.name,
    check: (text) =>
      isAlertName(text)
        ? undefined
        : wrong(
            l10n.t('A name such as “{0} platform” is needed: letters, digits and spaces, at most 100.', ALERT_PREFIX),
          ),
  });

/** Sends it. Answers why it was not made, or nothing when it was. */
async function create(plan: AlertPlan, context: AlertContext): Promise<string | undefined> {
  try {
    const { alerts } = context.aws();
    await window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: l10n.t('Creating {0}…', plan.name) },
      () => alerts.create(plan, new AbortController().signal),
    );
    return undefined;
  } catch (error) {
    if (isCancelled(error)) return l10n.t('It was cancelled.');
    const problem = asProblem(error);
    if (problem.code === 'denied') context.refused(plan, problem);
    const sentence = sentenceFor(problem);
    if (!mayHaveHappened(problem)) return sentence;
    const isThere = await context.isThere(plan).catch(() => undefined);
    if (isThere === true) return undefined;
    return isThere === false
      ? l10n.t('{0} AWS has none of this name: it was not made.', sentence)
      : l10n.t('{0} Whether it was made is not known. Trying again is safe: it never makes a second one.', sentence);
  }
}
