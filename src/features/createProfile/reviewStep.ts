/**
 * The last question: everything that will be sent, the Regions in which data may be processed, and the button that
 * creates it.
 */

import { l10n, ProgressLocation, QuickPickItemKind } from 'vscode';
import { ownValue } from '../../core/collections';
import { plannedDescription, plannedName, planProfile, type CreatePlan } from '../../core/profiles/createPlan';
import { residencyOf } from '../../core/profiles/destinations';
import { modelName } from '../../core/profiles/models';
import { normalizeDescription, normalizeName } from '../../core/profiles/nameRules';
import type { CopySource } from '../../core/profiles/profile';
import { SOURCE_TAG } from '../../core/profiles/source';
import { asProblem, isCancelled } from '../../core/problem';
import type { Created } from '../../store/createProfile';
import { destinationsText, residencyDetail } from '../../ui/labels';
import { problemSentence } from '../../ui/messages/problems';
import { CANCEL, isUnanswered, type Answer } from '../../ui/quickInput/answer';
import type { StepOptions } from '../../ui/quickInput/box';
import { input, invalid } from '../../ui/quickInput/input';
import { pick, type PickItem } from '../../ui/quickInput/pick';
import { GoTo, type QuestionStep } from '../../ui/quickInput/steps';
import { window } from '../../ui/window';
import type { Draft, WizardContext, WizardQuestion } from './context';
import { normalizationText, validateText } from './messages';
import { sourceTierText } from './sourceStep';

/** What a row answers: to create the profile, to edit a text here, or the question that changes the line. */
export type ReviewAnswer = 'create' | 'name' | 'description' | 'source' | 'team' | 'member' | 'tags';

/** What is shown beside the plan. */
export interface ReviewNotes {
  /** Why the last attempt failed. */
  readonly failure: string | undefined;
  /** Why the name differs from what the template makes; empty where it does not. */
  readonly nameNote: string;
  /** The same for the description. */
  readonly descriptionNote: string;
}

/** The review's rows. */
export function reviewItems(
  plan: CreatePlan,
  context: WizardContext,
  { failure, nameNote, descriptionNote }: ReviewNotes,
): readonly PickItem<ReviewAnswer>[] {
  const { keys, allowedRegions } = context.options;
  const residency = residencyOf(plan.source, allowedRegions);
  const others = Object.entries(plan.tags).filter(([key]) => key !== keys.team && key !== keys.member);
  return [
    failure === undefined
      ? { icon: 'check', label: l10n.t('Create profile'), value: 'create' }
      : { icon: 'refresh', label: l10n.t('Try again'), detail: failure, value: 'create' },
    { label: l10n.t('To be created'), kind: QuickPickItemKind.Separator },
    { label: l10n.t('Name'), description: plan.name, ...(nameNote === '' ? {} : { detail: nameNote }), value: 'name' },
    {
      label: l10n.t('Description'),
      description: plan.description ?? l10n.t('none'),
      ...(descriptionNote === '' ? {} : { detail: descriptionNote }),
      value: 'description',
    },
    {
      label: l10n.t('Model'),
      description: `${modelName(plan.source.model)} · ${sourceTierText(plan.source)}`,
      detail: plan.source.id,
      value: 'source',
    },
    {
      label: l10n.t('Data may be processed in'),
      description: destinationsText(residency),
      ...residencyDetail(residency),
      value: 'source',
    },
    { label: keys.team, description: ownValue(plan.tags, keys.team) ?? '', value: 'team' },
    { label: keys.member, description: ownValue(plan.tags, keys.member) ?? '', value: 'member' },
    ...others.map(([key, value]): PickItem<ReviewAnswer> =>
      key === SOURCE_TAG ? { label: key, description: value } : { label: key, description: value, value: 'tags' },
    ),
  ];
}

/** The plan made of the answers, and why its texts differ from what the templates make. */
function planOf(
  draft: Draft,
  source: CopySource,
  { options, profiles, replacements }: WizardContext,
): { readonly plan: CreatePlan } & Pick<ReviewNotes, 'nameNote' | 'descriptionNote'> {
  const choice = { source, team: draft.team, member: draft.member, extraTags: draft.tags };
  const templates = { ...options.templates, replacements: replacements.table };
  const planned = planProfile(choice, options.keys, templates, new Set(profiles.map((profile) => profile.name)));
  const name = draft.name === undefined ? {} : { name: draft.name };
  const description =
    draft.description === undefined ? {} : { description: draft.description === '' ? undefined : draft.description };
  const nameNote = draft.name === undefined ? normalizationText(plannedName(choice, templates)) : '';
  const descriptionNote =
    draft.description === undefined ? normalizationText(plannedDescription(choice, templates)) : '';
  return { plan: { ...planned, ...name, ...description }, nameNote, descriptionNote };
}

export const reviewQuestion = (context: WizardContext): WizardQuestion => ({
  about: l10n.t('Review'),
  ask: async (draft, step) =>
    draft.source === undefined ? new GoTo('source') : review(draft.source, draft, context, step),
});

async function review(
  source: CopySource,
  start: Draft,
  context: WizardContext,
  step: QuestionStep<Draft>,
): Promise<Answer<Partial<Draft>> | GoTo> {
  let draft = start;
  let failure: string | undefined;
  const keep = (part: Pick<Partial<Draft>, 'name' | 'description'>): void => {
    draft = { ...draft, ...part };
    step.saveAnswer(part);
  };
  for (;;) {
    const { plan, ...notes } = planOf(draft, source, context);
    const answer = await pick({
      ...step,
      placeholder: l10n.t('Press Enter to create, or choose a line to change it'),
      items: reviewItems(plan, context, { failure, ...notes }),
    });
    if (isUnanswered(answer)) return answer;
    switch (answer) {
      case 'create': {
        const result = await create(plan, context);
        if ('created' in result) return { result: { ...result, kind: 'created', member: draft.member } };
        failure = result.failure;
        break;
      }
      case 'name': {
        const name = await askName(plan, context, step);
        if (name === CANCEL) return CANCEL;
        if (!isUnanswered(name)) keep({ name });
        break;
      }
      case 'description': {
        const description = await askDescription(plan, step);
        if (description === CANCEL) return CANCEL;
        if (!isUnanswered(description)) keep({ description });
        break;
      }
      default:
        return new GoTo(answer);
    }
  }
}

function askName(plan: CreatePlan, context: WizardContext, step: StepOptions): Promise<Answer<string>> {
  const taken = new Set(context.profiles.map((profile) => profile.name));
  return input({
    ...step,
    prompt: l10n.t('The profile’s name'),
    value: plan.name,
    validate: (text) =>
      taken.has(text)
        ? invalid(l10n.t('A profile with this name already exists.'))
        : validateText(text, normalizeName(text)),
  });
}

const askDescription = (plan: CreatePlan, step: StepOptions): Promise<Answer<string>> =>
  input({
    ...step,
    prompt: l10n.t('The profile’s description (optional)'),
    value: plan.description ?? '',
    validate: (text) => (text === '' ? undefined : validateText(text, normalizeDescription(text))),
  });

/** Creates the profile. A request that is sent is not cancelled: closing a box cannot undo what AWS has done. */
async function create(
  plan: CreatePlan,
  { create: createProfile, onProblem }: WizardContext,
): Promise<{ readonly created: Created } | { readonly failure: string }> {
  try {
    const created = await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t('Creating {0}…', plan.name) },
      () => createProfile(plan),
    );
    return { created };
  } catch (error) {
    if (isCancelled(error)) return { failure: l10n.t('Canceled.') };
    const problem = asProblem(error);
    onProblem(problem);
    return { failure: l10n.t('{0} You can safely try again: no second profile is created.', problemSentence(problem)) };
  }
}
