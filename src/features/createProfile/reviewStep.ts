/** The wizard's last step: everything that will be sent, the Regions that data may be processed in, and the button. */

import { own } from '../../core/collections';
import { InputBoxValidationSeverity, l10n, QuickPickItemKind } from 'vscode';
import { legalDescription, legalName } from '../../core/profiles/nameRules';
import { residencyOf } from '../../core/profiles/destinations';
import { modelName } from '../../core/profiles/models';
import type { CreatePlan } from '../../core/profiles/createPlan';
import { profileModelName } from '../../core/profiles/profile';
import { SOURCE_TAG } from '../../core/profiles/source';
import { destinationsText, residencyDetail } from '../../ui/labels';
import { input, pick, type Answer, type Item, type Step } from '../../ui/quickInput/step';
import { sourceTierText } from './sourceStep';
import { verdictOn } from './messages';
import type { WizardContext } from './wizard';

export type Review = 'create' | 'name' | 'description' | 'model' | 'team' | 'member' | 'tags';

/** What is to be said beside the plan. */
export interface ReviewNotes {
  /** Why the last try did not succeed. */
  readonly failure: string | undefined;
  /** Why the name is not quite what the template gives; empty when it is. */
  readonly nameNote: string;
  /** The same for the description. */
  readonly descriptionNote: string;
}

/** The review's rows. */
export function reviewItems(
  plan: CreatePlan,
  context: WizardContext,
  { failure, nameNote, descriptionNote }: ReviewNotes,
): readonly Item<Review>[] {
  const { keys, allowedRegions } = context.options;
  const residency = residencyOf(plan.source, allowedRegions);
  const others = Object.entries(plan.tags).filter(([key]) => key !== keys.team && key !== keys.member);
  return [
    failure === undefined
      ? { icon: 'check', label: l10n.t('Create profile'), value: 'create' }
      : { icon: 'refresh', label: l10n.t('Try again'), detail: failure, value: 'create' },
    { label: l10n.t('What will be created'), kind: QuickPickItemKind.Separator },
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
      value: 'model',
    },
    {
      label: l10n.t('Data may be processed in'),
      description: destinationsText(residency),
      ...residencyDetail(residency),
      value: 'model',
    },
    { label: keys.team, description: own(plan.tags, keys.team) ?? '', value: 'team' },
    { label: keys.member, description: own(plan.tags, keys.member) ?? '', value: 'member' },
    ...others.map(([key, value]): Item<Review> =>
      key === SOURCE_TAG ? { label: key, description: value } : { label: key, description: value, value: 'tags' },
    ),
  ];
}

export async function askReview(
  plan: CreatePlan,
  context: WizardContext,
  step: Step,
  notes: ReviewNotes,
): Promise<Answer<Review>> {
  return pick({
    ...step,
    placeholder: l10n.t('Press Enter to create, or choose a line to change it'),
    items: reviewItems(plan, context, notes),
  });
}

export async function askName(plan: CreatePlan, context: WizardContext, step: Step): Promise<Answer<string>> {
  const taken = new Set(context.profiles.map((profile) => profile.name));
  return input({
    ...step,
    prompt: l10n.t('The profile’s name'),
    value: plan.name,
    check: (text) =>
      taken.has(text)
        ? { message: l10n.t('There is a profile with this name already.'), severity: InputBoxValidationSeverity.Error }
        : verdictOn(text, legalName(text)),
  });
}

export async function askDescription(plan: CreatePlan, step: Step): Promise<Answer<string>> {
  return input({
    ...step,
    prompt: l10n.t('The profile’s description; it may be empty'),
    value: plan.description ?? '',
    check: (text) => (text === '' ? undefined : verdictOn(text, legalDescription(text))),
  });
}

/** Before a second profile for the same model is made, the first one is offered. */
export async function askReuse(
  step: Step,
  twins: WizardContext['profiles'],
): Promise<Answer<WizardContext['profiles'][number] | 'new'>> {
  return pick<WizardContext['profiles'][number] | 'new'>({
    ...step,
    placeholder: l10n.t('You already have a profile for this model'),
    items: [
      ...twins.map((profile) => ({
        icon: 'check' as const,
        label: l10n.t('Use {0}', profile.name),
        description: profileModelName(profile),
        detail: profile.arn,
        value: profile,
      })),
      { icon: 'add' as const, label: l10n.t('Create another one'), value: 'new' as const },
    ],
  });
}
