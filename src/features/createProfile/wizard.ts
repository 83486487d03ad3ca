/** *Create my profile*: model → team → member → extra tags → review → create. Back goes one step back with everything kept. */

import { l10n, ProgressLocation } from 'vscode';
import type { AwsApi } from '../../core/awsApi';
import { legalTagKey } from '../../core/profiles/nameRules';
import {
  minesFor,
  plannedDescription,
  plannedName,
  planProfile,
  type CreatePlan,
  type Templates,
} from '../../core/profiles/createPlan';
import { asProblem, isCancelled, Problem } from '../../core/problem';
import {
  ownerOf,
  type CopySource,
  type MyNames,
  type OwnerKeys,
  type Profile,
  type Tags,
} from '../../core/profiles/profile';
import type { Created } from '../../store/createProfile';
import type { Unusable } from '../agents/unusableModels';
import { sentenceFor } from '../../ui/messages/problems';
import { tagsInForm } from '../../core/profiles/tagRules';
import type { KnownForms } from './replacementStep';
import { BACK, CANCEL, pick, type Answer, type Step } from '../../ui/quickInput/step';
import { askDescription, askName, askReuse, askReview, type ReviewNotes } from './reviewStep';
import { sourceItems } from './sourceStep';
import { askMember, askTags, askTeam, requiredOf } from './tagSteps';
import { whyText } from './messages';
import { window } from '../../ui/window';

/** What the settings and the machine say. */
export interface WizardOptions {
  readonly keys: OwnerKeys;
  readonly myNames: MyNames;
  readonly team: string;
  /** My name as it is set by hand; empty where it is not. */
  readonly member: string;
  /** Names to offer for the member, the likeliest first. */
  readonly members: readonly string[];
  readonly templates: Templates;
  readonly extraTags: Tags;
  readonly requiredTags: Readonly<Record<string, readonly string[]>>;
  readonly allowedRegions: readonly string[];
  readonly outside: 'warn' | 'block';
  /** Everything is the simulator's, and every step says so. */
  readonly sample: boolean;
  /** Models that an agent of this window cannot use; none where it is not there. */
  readonly unusable?: Unusable;
}

export interface WizardContext {
  readonly aws: AwsApi;
  /** Carries a plan out, once for all windows and tries. Rejects with a Problem. */
  readonly create: (plan: CreatePlan) => Promise<Created>;
  readonly profiles: readonly Profile[];
  readonly options: WizardOptions;
  readonly forms: KnownForms;
  readonly onProblem: (problem: Problem) => void;
}

export type WizardResult =
  | { readonly kind: 'created'; readonly created: Created; readonly member: string }
  | { readonly kind: 'existing'; readonly profile: Profile };

/** What has been chosen so far. */
interface Draft {
  source?: CopySource;
  team: string;
  member: string;
  tags: Tags;
  name?: string;
  description?: string;
}

type StepName = 'source' | 'reuse' | 'team' | 'member' | 'tags' | 'review';
const TOTAL = 5;
const NUMBER: Readonly<Record<StepName, number>> = { source: 1, reuse: 1, team: 2, member: 3, tags: 4, review: 5 };

function stepOf(name: StepName, sample: boolean): Step {
  const titles: Readonly<Record<StepName, string>> = {
    source: l10n.t('Create My Profile: Model'),
    reuse: l10n.t('Create My Profile: Model'),
    team: l10n.t('Create My Profile: Team'),
    member: l10n.t('Create My Profile: Member'),
    tags: l10n.t('Create My Profile: Extra Tags'),
    review: l10n.t('Create My Profile: Review'),
  };
  return { title: sample ? l10n.t('{0} (sample data)', titles[name]) : titles[name], step: NUMBER[name], of: TOTAL };
}

/** Runs the wizard. Undefined when the user cancels; rejects with a Problem when the sources cannot be listed. */
export async function runWizard(context: WizardContext): Promise<WizardResult | undefined> {
  for (const key of [context.options.keys.team, context.options.keys.member]) {
    if (legalTagKey(key).value !== key)
      throw new Problem('invalid', { message: l10n.t('“{0}”, set as a tag key, is not one that AWS takes.', key) });
  }
  const draft: Draft = { team: teamOf(context), member: '', tags: legalDefaults(context) };
  const sources = context.aws.listSources(new AbortController().signal);
  // Awaited by the first step; a failure before that must not count as unhandled.
  sources.catch(() => undefined);
  const path: StepName[] = ['source'];
  for (;;) {
    const name = path.at(-1);
    if (name === undefined) return undefined;
    const answer = await ask(name, draft, context, sources);
    if (answer === CANCEL) return undefined;
    if (answer === BACK) path.pop();
    else if (typeof answer === 'string') path.push(answer);
    else return answer;
  }
}

const teamOf = ({ options, profiles }: WizardContext): string =>
  options.team ||
  (profiles
    .map((profile) => ownerOf(profile, options.keys))
    .find(({ member }) => member !== undefined && options.myNames.includes(member))?.team ??
    '');

/** Default tags from the settings, without those that the wizard asks for itself; a required tag with one allowed value is filled in. */
function legalDefaults(context: WizardContext): Tags {
  const { options, forms } = context;
  const only = Object.entries(requiredOf(context)).flatMap(([key, values]): [string, string][] =>
    values.length === 1 && values[0] !== undefined ? [[key, values[0]]] : [],
  );
  const { legal: filled } = tagsInForm(Object.fromEntries(only), forms.table);
  const { legal: extra } = tagsInForm(options.extraTags, forms.table);
  const { team, member } = options.keys;
  return Object.fromEntries(Object.entries({ ...filled, ...extra }).filter(([key]) => key !== team && key !== member));
}

/** Asks one step. Answers the next step's name, or the wizard's result. */
async function ask(
  name: StepName,
  draft: Draft,
  context: WizardContext,
  sources: ReturnType<AwsApi['listSources']>,
): Promise<Answer<StepName | WizardResult>> {
  const step = stepOf(name, context.options.sample);
  switch (name) {
    case 'source': {
      const items = sources.then((list) => sourceItems(list, context.profiles, context.options));
      const source = await pick<CopySource>({
        ...step,
        placeholder: l10n.t('The model that your agent is to use'),
        items,
        ...(draft.source === undefined ? {} : { active: draft.source }),
      });
      if (source === BACK || source === CANCEL) return source;
      draft.source = source;
      return twinsOf(draft, context).length > 0 ? 'reuse' : 'team';
    }
    case 'reuse': {
      const answer = await askReuse({ ...step, step: 2 }, twinsOf(draft, context));
      if (answer === BACK || answer === CANCEL) return answer;
      return answer === 'new' ? 'team' : { kind: 'existing', profile: answer };
    }
    case 'team': {
      const team = await askTeam(context, step, draft.team);
      if (team === BACK || team === CANCEL) return team;
      draft.team = team;
      return 'member';
    }
    case 'member': {
      const member = await askMember(context, step, draft.member);
      if (member === BACK || member === CANCEL) return member;
      draft.member = member;
      return 'tags';
    }
    case 'tags': {
      const tags = await askTags(context, step, draft.tags);
      if (tags === BACK || tags === CANCEL) return tags;
      draft.tags = tags;
      return 'review';
    }
    case 'review':
      return review(draft, context, step);
  }
}

const twinsOf = ({ source }: Draft, { profiles, options }: WizardContext): readonly Profile[] =>
  source === undefined ? [] : minesFor(profiles, source, options.keys, options.myNames);

/** The plan of what has been chosen, and why its name differs from what the template gives. */
function planOf(
  draft: Draft,
  source: CopySource,
  { options, profiles, forms }: WizardContext,
): { readonly plan: CreatePlan } & Pick<ReviewNotes, 'nameNote' | 'descriptionNote'> {
  const choice = { source, team: draft.team, member: draft.member, extraTags: draft.tags };
  const templates = { ...options.templates, forms: forms.table };
  const planned = planProfile(choice, options.keys, templates, new Set(profiles.map((profile) => profile.name)));
  const named = draft.name === undefined ? {} : { name: draft.name };
  const described =
    draft.description === undefined ? {} : { description: draft.description === '' ? undefined : draft.description };
  const nameNote = draft.name === undefined ? whyText(plannedName(choice, templates)) : '';
  const descriptionNote = draft.description === undefined ? whyText(plannedDescription(choice, templates)) : '';
  return { plan: { ...planned, ...named, ...described }, nameNote, descriptionNote };
}

async function review(draft: Draft, context: WizardContext, step: Step): Promise<Answer<StepName | WizardResult>> {
  const { source } = draft;
  if (source === undefined) return 'source';
  let failure: string | undefined;
  for (;;) {
    const { plan, ...notes } = planOf(draft, source, context);
    const answer = await askReview(plan, context, step, { failure, ...notes });
    switch (answer) {
      case 'create': {
        const result = await create(plan, context);
        if ('created' in result) return { kind: 'created', created: result.created, member: draft.member };
        failure = result.failure;
        break;
      }
      case 'name': {
        const name = await askName(plan, context, step);
        if (name === CANCEL) return CANCEL;
        if (name !== BACK) draft.name = name;
        break;
      }
      case 'description': {
        const description = await askDescription(plan, step);
        if (description === CANCEL) return CANCEL;
        if (description !== BACK) draft.description = description;
        break;
      }
      case 'model':
        return 'source';
      default:
        return answer;
    }
  }
}

/** Carries the plan out. Once it is sent it is not cancelled: what AWS does cannot be taken back by closing a box. */
async function create(
  plan: CreatePlan,
  { create: carryOut, onProblem }: WizardContext,
): Promise<{ readonly created: Created } | { readonly failure: string }> {
  try {
    const created = await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t('Creating {0}…', plan.name) },
      () => carryOut(plan),
    );
    return { created };
  } catch (error) {
    if (isCancelled(error)) return { failure: l10n.t('It was cancelled.') };
    const problem = asProblem(error);
    onProblem(problem);
    return { failure: l10n.t('{0} Trying again is safe: it never makes a second profile.', sentenceFor(problem)) };
  }
}
