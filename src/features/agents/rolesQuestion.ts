/** Asks for the models, or the profiles, of an agent's kinds of work. */

import * as vscode from 'vscode';
import type { Agent } from '../../agents/agent';
import type { CreatePlan } from '../../core/profiles/createPlan';
import { residencyOf } from '../../core/profiles/destinations';
import { modelName } from '../../core/profiles/models';
import type { CopySource, Profile } from '../../core/profiles/profile';
import { SOURCE_TAG } from '../../core/profiles/source';
import { compareUsable } from '../../core/profiles/sourceOrder';
import { destinationsText, modelText, residencyDetail } from '../../ui/labels';
import { CANCEL, isUnanswered, type Answer } from '../../ui/quickInput/answer';
import { pick, type PickItem } from '../../ui/quickInput/pick';
import type { Question, QuestionStep } from '../../ui/quickInput/steps';
import {
  isAllowed,
  isSuitable,
  mainModel,
  onlyOwnRoles,
  plansToCreate,
  withSource,
  type ProfileSetContext,
  type RoleChoice,
  type RoleChoices,
  type Work,
} from './profileSet';
import { extraRolesFor } from '../../agents/extraRoles';

const { l10n } = vscode;

/** What the questions depend on. */
export interface SetFlow {
  readonly agent: Agent;
  readonly main: Profile;
  readonly set: ProfileSetContext;
  readonly sources: readonly CopySource[];
  /** Undefined where the agent cannot use the gateway. */
  readonly gatewayReason: string | undefined;
  readonly sample: boolean;
}

/** By ARN, one profile for everything or one for each kind of work; or the models, through the gateway. */
export type Scope = 'one' | 'set' | 'gateway';

export interface SetAnswers {
  readonly scope: Scope;
  /** By ARN. */
  readonly set: RoleChoices;
  /** Through the gateway. */
  readonly gateway: RoleChoices;
}

/** Through the gateway, the allowed Regions are never left, whatever may be chosen by ARN. */
export const contextFor = ({ set }: SetFlow, scope: Scope): ProfileSetContext =>
  scope === 'gateway' ? { ...set, outside: 'block' } : set;

/** A kind of work, for people. */
export function workText(role: Work): string {
  switch (role) {
    case 'main':
      return l10n.t('Main work');
    case 'small':
      return l10n.t('Background calls');
    case 'plan':
      return l10n.t('Planning');
  }
}

/** The profile for a kind of work, and whether it exists. */
export function choiceText(part: RoleChoice | undefined, main: Profile): string {
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

/** Those with a model for each kind of work. */
type MultipleScope = Exclude<Scope, 'one'>;
type Edit = 'go' | Work;

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

/** Through the gateway, an agent is given models; the profiles stand behind them. */
function choiceRow(flow: SetFlow, scope: MultipleScope, parts: RoleChoices, role: Work): PickItem<Edit> {
  const { main } = flow;
  const label = workText(role);
  // By ARN, the main work is what the user began with.
  if (scope === 'set')
    return role === 'main'
      ? { label, description: main.name }
      : { label, description: choiceText(parts[role], main), value: role };
  const choice = parts[role];
  const model =
    choice === undefined || choice.kind === 'main' ? mainModel(parts, main) : mainModel({ main: choice }, main);
  const profile = choice?.kind === 'main' && role !== 'main' ? choiceText(parts.main, main) : choiceText(choice, main);
  return { label, description: l10n.t('{0} · profile {1}', modelName(model), profile), value: role };
}

function setItems(flow: SetFlow, scope: MultipleScope, parts: RoleChoices): readonly PickItem<Edit>[] {
  const count = plansToCreate(parts).length;
  const proceed =
    count === 0
      ? l10n.t('Continue')
      : count === 1
        ? l10n.t('Create 1 profile and continue')
        : l10n.t('Create {0} profiles and continue', count);
  const roles: readonly Work[] = ['main', ...extraRolesFor(flow.agent.id, mainModel(parts, flow.main))];
  return [
    { icon: 'check', label: proceed, detail: nextText(flow.agent.name, count), value: 'go' },
    ...roles.map((role) => choiceRow(flow, scope, parts, role)),
    ...plansToCreate(parts).flatMap((plan) => creationItems(plan, flow)),
  ];
}

/** Shows the choice for each kind of work, with what would be created, until the user continues. */
export const rolesQuestion = (flow: SetFlow, scope: MultipleScope): Question<SetAnswers> => ({
  about: scope === 'set' ? l10n.t('Profile Set') : l10n.t('Models'),
  when: (answers) => answers.scope === scope,
  counted: false,
  ask: async (answers, step) => {
    const { agent, main } = flow;
    let parts = answers[scope];
    for (;;) {
      const answer = await pick<Edit>({
        ...step,
        placeholder: l10n.t('Press Enter to continue, or choose a line to change it'),
        items: setItems(flow, scope, parts),
      });
      if (isUnanswered(answer)) return answer;
      if (answer === 'go') return { [scope]: parts };
      const source = await askSource(flow, scope, answer, step);
      if (source === CANCEL) return CANCEL;
      if (isUnanswered(source)) continue;
      const changed =
        source === 'main'
          ? { ...parts, [answer]: { kind: 'main' } as const }
          : withSource(parts, answer, source, main, contextFor(flow, scope));
      parts = onlyOwnRoles(agent.id, changed, main);
      step.saveAnswer({ [scope]: parts });
    }
  },
});

/** The model for a kind of work. Where I have a profile for it, that one is used. */
function askSource(
  flow: SetFlow,
  scope: MultipleScope,
  role: Work,
  step: QuestionStep<SetAnswers>,
): Promise<Answer<CopySource | 'main'>> {
  const { agent, main, sources } = flow;
  const set = contextFor(flow, scope);
  const rows = [...sources]
    .filter((source) => !source.retired && isAllowed(source, set) && isSuitable(agent.id, role, source))
    .sort(compareUsable((model) => set.unsupported?.(model) !== undefined))
    .map((source) => ({ label: modelName(source.model), description: source.id, value: source }));
  const asMain: PickItem<CopySource | 'main'> =
    role === 'main'
      ? { label: modelText(main), description: main.name, value: 'main' }
      : { label: l10n.t('Same as main work'), description: main.name, value: 'main' };
  return pick<CopySource | 'main'>({
    ...step,
    title: l10n.t('Use in {0}: {1}', agent.name, workText(role)),
    back: true,
    placeholder: l10n.t('Choose the model for this kind of work'),
    items: [asMain, ...rows],
  });
}
