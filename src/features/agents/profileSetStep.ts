/** Whether an agent's background calls and planning get profiles of their own, and the making of those that are not there yet. */

import * as vscode from 'vscode';
import type { Agent } from '../../agents/agent';
import { modelName } from '../../core/profiles/models';
import { residencyOf } from '../../core/profiles/destinations';
import type { CreatePlan } from '../../core/profiles/createPlan';
import { isMine, profileModelName, type CopySource, type Profile } from '../../core/profiles/profile';
import { SOURCE_TAG } from '../../core/profiles/source';
import { BACK, CANCEL, pick, type Answer, type Item } from '../../ui/quickInput/step';
import { compareFor } from '../createProfile/sourceStep';
import { destinationsText, residencyDetail } from '../../ui/labels';
import { setting } from '../../ui/settings/settings';
import { requiredTags } from '../../ui/settings/tagRules';
import type { FlowContext } from './context';
import {
  canHaveSet,
  chosenOf,
  extraRoles,
  isAllowed,
  proposedSet,
  suits,
  toCreate,
  withSource,
  type ExtraRole,
  type Part,
  type SetContext,
  type SetParts,
} from './profileSet';
import type { Chosen } from './target';
import { unusableInCline } from './unusableModels';
import { window } from '../../ui/window';

const { l10n } = vscode;

function contextOf({ store }: FlowContext): SetContext {
  const { profiles, ownership } = store.snapshot;
  return {
    profiles: profiles.value?.profiles ?? [],
    keys: ownership.keys,
    mine: ownership.myNames,
    templates: { name: setting('create.nameTemplate'), description: setting('create.descriptionTemplate') },
    requiredTags: requiredTags(),
    allowedRegions: setting('residency.allowedRegions'),
    outside: setting('residency.outside'),
  };
}

const workText = (role: ExtraRole): string => (role === 'small' ? l10n.t('Background calls') : l10n.t('Planning'));

function partText(part: Part | undefined, main: Profile): string {
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
export async function askSet(context: FlowContext, agent: Agent, main: Profile): Promise<Chosen | undefined> {
  const { sample } = context.store.snapshot;
  const unusable = agent.id === 'cline' ? { unusable: await unusableInCline(sample) } : {};
  const set = { ...contextOf(context), ...unusable };
  if (extraRoles(agent.id, main).length === 0) return { main };
  const { keys, myNames } = context.store.snapshot.ownership;
  if (!isMine(main, keys, myNames) || !canHaveSet(main, set)) return { main };
  const sources = await sourcesOf(context);
  const proposed = proposedSet(agent.id, main, sources, set);
  const answer = await askOneOrSet(agent, main, proposed);
  if (answer === BACK || answer === CANCEL) return undefined;
  if (answer === 'one') return { main };
  return editSet(context, { agent, main, set, sources }, proposed);
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

function askOneOrSet(agent: Agent, main: Profile, proposed: SetParts): Promise<Answer<'one' | 'set'>> {
  const works = extraRoles(agent.id, main);
  const detail = works.map((role) => l10n.t('{0}: {1}', workText(role), partText(proposed[role], main))).join(' · ');
  return pick<'one' | 'set'>({
    title: l10n.t('Use in {0}: Profiles', agent.name),
    step: 0,
    of: 0,
    placeholder: l10n.t('Whether all of its work goes through one profile'),
    items: [
      {
        icon: 'person',
        label: l10n.t('Only {0}', main.name),
        description: profileModelName(main),
        detail: l10n.t('Its background calls and its planning, too, go through this one.'),
        value: 'one',
      },
      { icon: 'layers', label: l10n.t('A profile for each kind of work'), detail, value: 'set' },
    ],
  });
}

interface SetFlow {
  readonly agent: Agent;
  readonly main: Profile;
  readonly set: SetContext;
  readonly sources: readonly CopySource[];
}

type Edit = 'go' | ExtraRole;

function creationItems(plan: CreatePlan, { set }: SetFlow): readonly Item<Edit>[] {
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
    ? l10n.t('What will be changed in {0} is shown next.', agent)
    : l10n.t('What will be changed in {0} is shown next. New profiles stay, whatever you answer there.', agent);

function setItems(flow: SetFlow, parts: SetParts): readonly Item<Edit>[] {
  const count = toCreate(parts).length;
  const go =
    count === 0
      ? l10n.t('Continue')
      : count === 1
        ? l10n.t('Create 1 profile and continue')
        : l10n.t('Create {0} profiles and continue', count);
  return [
    { icon: 'check', label: go, detail: nextText(flow.agent.name, count), value: 'go' },
    { label: l10n.t('Main work'), description: flow.main.name },
    ...extraRoles(flow.agent.id, flow.main).map((role): Item<Edit> => ({
      label: workText(role),
      description: partText(parts[role], flow.main),
      value: role,
    })),
    ...toCreate(parts).flatMap((plan) => creationItems(plan, flow)),
  ];
}

async function editSet(context: FlowContext, flow: SetFlow, proposed: SetParts): Promise<Chosen | undefined> {
  let parts = proposed;
  for (;;) {
    const answer = await pick<Edit>({
      title: l10n.t('Use in {0}: Profile Set', flow.agent.name),
      step: 0,
      of: 0,
      placeholder: l10n.t('Press Enter to go on, or choose a line to change it'),
      items: setItems(flow, parts),
    });
    if (answer === BACK || answer === CANCEL) return undefined;
    if (answer === 'go') {
      const made = await create(context, toCreate(parts));
      return { ...chosenOf(flow.main, parts, made), made: [...made.keys()] };
    }
    const source = await askPart(flow, answer);
    if (source === BACK || source === CANCEL) continue;
    parts =
      source === 'main'
        ? { ...parts, [answer]: { kind: 'main' } }
        : withSource(parts, answer, source, flow.main, flow.set);
  }
}

/** The model for a kind of work. A profile of mine for it is used again. */
function askPart({ agent, main, set, sources }: SetFlow, role: ExtraRole): Promise<Answer<CopySource | 'main'>> {
  const rows = [...sources]
    .filter((source) => !source.retired && isAllowed(source, set) && suits(agent.id, role, source))
    .sort(compareFor(set))
    .map((source) => ({ label: modelName(source.model), description: source.id, value: source }));
  return pick<CopySource | 'main'>({
    title: l10n.t('Use in {0}: {1}', agent.name, workText(role)),
    step: 0,
    of: 0,
    back: true,
    placeholder: l10n.t('The model for this kind of work'),
    items: [
      {
        label: l10n.t('The same as main work'),
        description: main.name,
        value: 'main',
      },
      ...rows,
    ],
  });
}

/** Makes what is not there yet. Trying again after a failure never makes one twice. Rejects with a Problem. */
async function create({ store }: FlowContext, plans: readonly CreatePlan[]): Promise<ReadonlyMap<string, Profile>> {
  const made = new Map<string, Profile>();
  const { connection } = store;
  const caller = store.snapshot.caller.value;
  if (caller === undefined) return made;
  for (const plan of plans) {
    const { profile } = await window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: l10n.t('Creating {0}…', plan.name) },
      () => store.create(plan, caller, new AbortController().signal, connection),
    );
    made.set(plan.name, profile);
  }
  return made;
}
