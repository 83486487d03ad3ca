/**
 * Asks whether an agent's background calls and planning get profiles of their own, and creates those that do not exist
 * yet.
 */

import * as vscode from 'vscode';
import type { Agent } from '../../agents/agent';
import { modelName } from '../../core/profiles/models';
import { residencyOf } from '../../core/profiles/destinations';
import type { CreatePlan } from '../../core/profiles/createPlan';
import { isMine, type CopySource, type Profile } from '../../core/profiles/profile';
import { SOURCE_TAG } from '../../core/profiles/source';
import { compareUsable } from '../../core/profiles/sourceOrder';
import { CANCEL, isUnanswered, type Answer } from '../../ui/quickInput/answer';
import { pick, type PickItem } from '../../ui/quickInput/pick';
import { askInSteps, type Question, type QuestionStep } from '../../ui/quickInput/steps';
import { destinationsText, modelText, residencyDetail } from '../../ui/labels';
import { setting } from '../../ui/settings/settings';
import { requiredTags } from '../../ui/settings/tagRules';
import type { FlowContext } from './flowContext';
import {
  canHaveSet,
  chosenProfiles,
  extraRoles,
  isAllowed,
  proposedSet,
  isSuitable,
  plansToCreate,
  withSource,
  type ExtraRole,
  type RoleChoice,
  type ProfileSetContext,
  type RoleChoices,
} from './profileSet';
import type { ChosenProfiles } from './targetOfProfiles';
import { unsupportedInCline } from '../../ui/unsupportedModels';
import { window } from '../../ui/window';
import { listedProfiles } from '../../store/selectors';

const { l10n } = vscode;

function contextOf({ store }: FlowContext): ProfileSetContext {
  const { profiles, ownership } = store.snapshot;
  return {
    profiles: listedProfiles({ profiles }),
    keys: ownership.keys,
    mine: ownership.myNames,
    templates: { name: setting('create.nameTemplate'), description: setting('create.descriptionTemplate') },
    requiredTags: requiredTags(),
    allowedRegions: setting('residency.allowedRegions'),
    outside: setting('residency.outside'),
  };
}

const workText = (role: ExtraRole): string => (role === 'small' ? l10n.t('Background calls') : l10n.t('Planning'));

function choiceText(part: RoleChoice | undefined, main: Profile): string {
  switch (part?.kind) {
    case 'reuse':
      return part.profile.name;
    case 'create':
      return l10n.t('{0}, will be created', part.plan.name);
    case 'main':
    case undefined:
      return main.name;
  }
}

/** The profiles for each kind of work; undefined when the user cancels. Asks only where the agent has several kinds. */
export async function askProfileSet(
  context: FlowContext,
  agent: Agent,
  main: Profile,
): Promise<ChosenProfiles | undefined> {
  const { sample, ownership } = context.store.snapshot;
  const unsupported = agent.id === 'cline' ? { unsupported: await unsupportedInCline(sample) } : {};
  const set = { ...contextOf(context), ...unsupported };
  if (extraRoles(agent.id, main).length === 0) return { main };
  if (!isMine(main, ownership.keys, ownership.myNames) || !canHaveSet(main, set)) return { main };
  const sources = await sourcesOf(context);
  const flow: SetFlow = { agent, main, set, sources };
  const answers = await askInSteps<SetAnswers>({
    title: (about) => l10n.t('Use in {0}: {1}', agent.name, about),
    sample,
    start: { scope: 'one', parts: proposedSet(agent.id, main, sources, set) },
    questions: [scopeQuestion(flow), partsQuestion(flow)],
  });
  if (isUnanswered(answers)) return undefined;
  if (answers.scope === 'one') return { main };
  const created = await create(context, plansToCreate(answers.parts));
  return { ...chosenProfiles(main, answers.parts, created), createdNames: [...created.keys()] };
}

/** What can be copied from. Where that may not be listed, nothing is proposed. */
async function sourcesOf({ store }: FlowContext): Promise<readonly CopySource[]> {
  const { snapshot } = store;
  if (snapshot.sources.value !== undefined) return snapshot.sources.value.systemProfiles;
  try {
    const aws = await store.aws();
    return (await aws?.listSources(new AbortController().signal))?.systemProfiles ?? [];
  } catch {
    return [];
  }
}

interface SetFlow {
  readonly agent: Agent;
  readonly main: Profile;
  readonly set: ProfileSetContext;
  readonly sources: readonly CopySource[];
}

interface SetAnswers {
  /** One profile for everything, or one for each kind of work. */
  readonly scope: 'one' | 'set';
  readonly parts: RoleChoices;
}

const scopeQuestion = ({ agent, main }: SetFlow): Question<SetAnswers> => ({
  about: l10n.t('Profiles'),
  counted: false,
  ask: async ({ scope, parts }, step) => {
    const works = extraRoles(agent.id, main);
    const detail = works.map((role) => l10n.t('{0}: {1}', workText(role), choiceText(parts[role], main))).join(' · ');
    const answer = await pick<'one' | 'set'>({
      ...step,
      placeholder: l10n.t('Choose whether one profile is used for everything'),
      items: [
        {
          icon: 'person',
          label: l10n.t('Only {0}', main.name),
          description: modelText(main),
          detail: l10n.t('Also used for background calls and planning.'),
          value: 'one',
        },
        { icon: 'layers', label: l10n.t('A profile for each role'), detail, value: 'set' },
      ],
      active: scope,
    });
    return isUnanswered(answer) ? answer : { scope: answer };
  },
});

type Edit = 'go' | ExtraRole;

function creationItems(plan: CreatePlan, { set }: SetFlow): readonly PickItem<Edit>[] {
  const residency = residencyOf(plan.source, set.allowedRegions);
  return [
    { label: l10n.t('Will be created: {0}', plan.name), kind: vscode.QuickPickItemKind.Separator },
    { label: l10n.t('Model'), description: modelName(plan.source.model), detail: plan.source.id },
    {
      label: l10n.t('Data may be processed in'),
      description: destinationsText(residency),
      ...residencyDetail(residency),
    },
    ...Object.entries(plan.tags)
      .filter(([key]) => key !== SOURCE_TAG)
      .map(([key, value]) => ({ label: key, description: value })),
  ];
}

const nextText = (agent: string, count: number): string =>
  count === 0
    ? l10n.t('Next, review the changes to {0}.', agent)
    : l10n.t('Next, review the changes to {0}. New profiles are kept even if you cancel there.', agent);

function setItems(flow: SetFlow, parts: RoleChoices): readonly PickItem<Edit>[] {
  const count = plansToCreate(parts).length;
  const proceed =
    count === 0
      ? l10n.t('Continue')
      : count === 1
        ? l10n.t('Create 1 profile and continue')
        : l10n.t('Create {0} profiles and continue', count);
  return [
    { icon: 'check', label: proceed, detail: nextText(flow.agent.name, count), value: 'go' },
    { label: l10n.t('Main work'), description: flow.main.name },
    ...extraRoles(flow.agent.id, flow.main).map((role): PickItem<Edit> => ({
      label: workText(role),
      description: choiceText(parts[role], flow.main),
      value: role,
    })),
    ...plansToCreate(parts).flatMap((plan) => creationItems(plan, flow)),
  ];
}

const partsQuestion = (flow: SetFlow): Question<SetAnswers> => ({
  about: l10n.t('Profile Set'),
  when: ({ scope }) => scope === 'set',
  counted: false,
  ask: async ({ parts: start }, step) => {
    let parts = start;
    for (;;) {
      const answer = await pick<Edit>({
        ...step,
        placeholder: l10n.t('Press Enter to continue, or choose a line to change it'),
        items: setItems(flow, parts),
      });
      if (isUnanswered(answer)) return answer;
      if (answer === 'go') return { parts };
      const source = await askPart(flow, answer, step);
      if (source === CANCEL) return CANCEL;
      if (isUnanswered(source)) continue;
      parts =
        source === 'main'
          ? { ...parts, [answer]: { kind: 'main' } }
          : withSource(parts, answer, source, flow.main, flow.set);
      step.saveAnswer({ parts });
    }
  },
});

/** The model for a kind of work. Where I have a profile for it, that one is used. */
function askPart(
  { agent, main, set, sources }: SetFlow,
  role: ExtraRole,
  step: QuestionStep<SetAnswers>,
): Promise<Answer<CopySource | 'main'>> {
  const rows = [...sources]
    .filter((source) => !source.retired && isAllowed(source, set) && isSuitable(agent.id, role, source))
    .sort(compareUsable((model) => set.unsupported?.(model) !== undefined))
    .map((source) => ({ label: modelName(source.model), description: source.id, value: source }));
  return pick<CopySource | 'main'>({
    ...step,
    title: l10n.t('Use in {0}: {1}', agent.name, workText(role)),
    back: true,
    placeholder: l10n.t('Choose the model for this kind of work'),
    items: [
      {
        label: l10n.t('Same as main work'),
        description: main.name,
        value: 'main',
      },
      ...rows,
    ],
  });
}

/** Creates what does not exist yet. Trying again after a failure never creates one twice. Rejects with a Problem. */
async function create({ store }: FlowContext, plans: readonly CreatePlan[]): Promise<ReadonlyMap<string, Profile>> {
  const created = new Map<string, Profile>();
  const { connection } = store;
  const caller = store.snapshot.caller.value;
  if (caller === undefined) return created;
  for (const plan of plans) {
    const { profile } = await window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: l10n.t('Creating {0}…', plan.name) },
      () => store.create(plan, caller, new AbortController().signal, connection),
    );
    created.set(plan.name, profile);
  }
  return created;
}
