/**
 * Asks how an agent reaches its models, by a profile's ARN or through the gateway, and whether its background calls and
 * planning get profiles of their own. Creates profiles that do not exist yet.
 */

import * as vscode from 'vscode';
import type { Agent } from '../../agents/agent';
import { staysWithin } from '../../core/gateway/chooseProfile';
import { profileDestinations } from '../../core/profiles/destinations';
import type { CreatePlan } from '../../core/profiles/createPlan';
import { isMine, type CopySource, type Profile } from '../../core/profiles/profile';
import { isUnanswered } from '../../ui/quickInput/answer';
import { pick, type PickItem } from '../../ui/quickInput/pick';
import { askInSteps, type Question } from '../../ui/quickInput/steps';
import { modelText } from '../../ui/labels';
import { setting } from '../../ui/settings/settings';
import { requiredTags } from '../../ui/settings/tagRules';
import type { FlowContext } from './flowContext';
import {
  canHaveSet,
  chosenProfiles,
  extraRoles,
  plansToCreate,
  proposedSet,
  type ProfileSetContext,
} from './profileSet';
import { gatewayReason } from './messages/gatewayReason';
import {
  choiceText,
  contextFor,
  rolesQuestion,
  workText,
  type Scope,
  type SetAnswers,
  type SetFlow,
} from './rolesQuestion';
import type { ChosenProfiles } from '../../agents/targetOfProfiles';
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

/** The profiles for each kind of work; undefined when the user cancels. Asks only where the agent has several kinds. */
export async function askProfileSet(
  context: FlowContext,
  agent: Agent,
  main: Profile,
): Promise<ChosenProfiles | undefined> {
  const { sample, ownership } = context.store.snapshot;
  const unsupported = agent.id === 'cline' ? { unsupported: await unsupportedInCline(sample) } : {};
  const set = { ...contextOf(context), ...unsupported };
  const reason = gatewayReason(agent.id);
  if (extraRoles(agent.id, main).length === 0 && reason === undefined) return { main };
  if (!isMine(main, ownership.keys, ownership.myNames) || !canHaveSet(main, set)) return { main };
  const sources = await sourcesOf(context);
  const flow: SetFlow = { agent, main, set, sources, gatewayReason: reason, sample };
  const answers = await askInSteps<SetAnswers>({
    title: (about) => l10n.t('Use in {0}: {1}', agent.name, about),
    sample,
    start: {
      scope: 'one',
      set: proposedSet(agent.id, main, sources, set),
      gateway: proposedSet(agent.id, main, sources, contextFor(flow, 'gateway')),
    },
    questions: [scopeQuestion(flow), rolesQuestion(flow, 'set'), rolesQuestion(flow, 'gateway')],
  });
  if (isUnanswered(answers)) return undefined;
  if (answers.scope === 'one') return { main };
  const parts = answers[answers.scope];
  const created = await create(context, plansToCreate(parts));
  const chosen = { ...chosenProfiles(main, parts, created), createdNames: [...created.keys()] };
  return answers.scope === 'gateway' ? { ...chosen, throughGateway: true } : chosen;
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

/** The other way to the models. Sample data has no gateway in the editor: its profiles are of no AWS. */
function gatewayItems({ gatewayReason: reason, sample, main, set }: SetFlow): readonly PickItem<Scope>[] {
  if (reason === undefined) return [];
  const item: PickItem<Scope> = { icon: 'broadcast', label: l10n.t('Through the gateway') };
  if (sample) return [{ ...item, detail: l10n.t('Not available with sample data.') }];
  if (!staysWithin(profileDestinations(main), set.allowedRegions))
    return [{ ...item, detail: l10n.t('Not available: requests with {0} can leave the allowed Regions.', main.name) }];
  return [{ ...item, description: l10n.t('recommended'), detail: reason, value: 'gateway' }];
}

const scopeQuestion = (flow: SetFlow): Question<SetAnswers> => ({
  about: l10n.t('Profiles'),
  counted: false,
  ask: async ({ scope, set: parts }, step) => {
    const { agent, main } = flow;
    const works = extraRoles(agent.id, main);
    const detail = works.map((role) => l10n.t('{0}: {1}', workText(role), choiceText(parts[role], main))).join(' · ');
    const set: PickItem<Scope> = { icon: 'layers', label: l10n.t('A profile for each role'), detail, value: 'set' };
    const answer = await pick<Scope>({
      ...step,
      placeholder:
        works.length === 0
          ? l10n.t('Choose how {0} reaches its model', agent.name)
          : l10n.t('Choose whether one profile is used for everything'),
      items: [
        {
          icon: 'person',
          label: l10n.t('Only {0}', main.name),
          description: modelText(main),
          detail: works.length === 0 ? l10n.t('By its ARN.') : l10n.t('Also used for background calls and planning.'),
          value: 'one',
        },
        ...(works.length === 0 ? [] : [set]),
        ...gatewayItems(flow),
      ],
      active: scope,
    });
    return isUnanswered(answer) ? answer : { scope: answer };
  },
});

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
