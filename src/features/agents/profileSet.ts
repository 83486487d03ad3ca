/**
 * A profile set: one profile of the same owner for each model that an agent uses, so that its background calls and its
 * planning are attributed, too. Pure: which ones are there and which would have to be made.
 */

import { residencyOf } from '../../core/profiles/destinations';
import {
  myProfilesFor,
  missingTags,
  planProfile,
  type CreatePlan,
  type ProfileTemplates,
} from '../../core/profiles/createPlan';
import {
  ownerOf,
  profileSource,
  type CopySource,
  type MyNames,
  type OwnerKeys,
  type Profile,
  type Tags,
} from '../../core/profiles/profile';
import { prefixOf, SOURCE_TAG } from '../../core/profiles/source';
import type { ChosenProfiles } from '../../agents/targetOfProfiles';
import type { UnsupportedModels } from '../../ui/unsupportedModels';
import type { AgentId } from '../../agents/agentId';
import { extraRolesFor, type ExtraRole } from '../../agents/extraRoles';
import { claudeFamily } from '../../agents/claudeModels';

/** A kind of work. */
export type Work = 'main' | ExtraRole;

/** For which kinds of work an agent can be given a profile of their own, beside the main one. */
export const extraRoles = (agent: AgentId, main: Profile): readonly ExtraRole[] =>
  extraRolesFor(agent, profileSource(main).model ?? '');

/** Whether a model can do a kind of work in an agent. */
export const isSuitable = (agent: AgentId, role: Work, { model }: CopySource): boolean =>
  agent !== 'claude-code' || role !== 'plan' || claudeFamily(model)?.family === 'opus';

/** What a kind of work is given: the main profile, one that is there, or one that would be made. */
export type RoleChoice =
  | { readonly kind: 'main' }
  | { readonly kind: 'reuse'; readonly profile: Profile }
  | { readonly kind: 'create'; readonly plan: CreatePlan };

/** `main`: the model of the main work where it is not that of the profile that the user began with. */
export type RoleChoices = Readonly<Partial<Record<Work, RoleChoice | undefined>>>;

/** What settings and the list of profiles contribute to a set. */
export interface ProfileSetContext {
  readonly profiles: readonly Profile[];
  readonly keys: OwnerKeys;
  readonly mine: MyNames;
  readonly templates: ProfileTemplates;
  readonly requiredTags: Readonly<Record<string, readonly string[]>>;
  readonly allowedRegions: readonly string[];
  readonly outside: 'warn' | 'block';
  /** Models that the agent cannot use. */
  readonly unsupported?: UnsupportedModels;
}

/** Whether a source may be used at all. */
export const isAllowed = (source: CopySource, { allowedRegions, outside }: ProfileSetContext): boolean =>
  outside === 'warn' || !residencyOf(source, allowedRegions).leaves;

/** The tags of the main profile but those that name its source. */
function extraTagsOf(main: Profile, { keys }: ProfileSetContext): Tags {
  const own = new Set([keys.team, keys.member, SOURCE_TAG]);
  return Object.fromEntries(Object.entries(main.tags ?? {}).filter(([key]) => !own.has(key)));
}

/** Whether a set can be made for a profile's owner: both are known, and what the settings require of tags is there. */
export function canHaveSet(main: Profile, { keys, requiredTags }: ProfileSetContext): boolean {
  const { team, member } = ownerOf(main, keys);
  return team !== undefined && member !== undefined && missingTags(requiredTags, main.tags ?? {}).length === 0;
}

/** A profile for a source, of the main one's owner: the one that is there, or the plan of one. */
export function choiceFor(
  source: CopySource,
  main: Profile,
  context: ProfileSetContext,
  taken: ReadonlySet<string>,
): RoleChoice {
  const { keys, mine, profiles, templates } = context;
  const owner = ownerOf(main, keys);
  if (profileSource(main).id === source.id) return { kind: 'main' };
  const [there] = myProfilesFor(profiles, source, keys, mine).filter((one) => {
    const other = ownerOf(one, keys);
    return other.team === owner.team && other.member === owner.member;
  });
  if (there !== undefined) return { kind: 'reuse', profile: there };
  const choice = { source, team: owner.team ?? '', member: owner.member ?? '', extraTags: extraTagsOf(main, context) };
  return { kind: 'create', plan: planProfile(choice, keys, templates, taken) };
}

/**
 * Sources for a kind of work, the best first: Haiku for background calls, Opus for planning, where data goes as with
 * the main one.
 */
export function sourcesFor(
  role: ExtraRole,
  main: Profile,
  sources: readonly CopySource[],
  context: ProfileSetContext,
): readonly CopySource[] {
  const family = role === 'small' ? 'haiku' : 'opus';
  const geo = geoOf(main);
  return sources
    .filter((source) => !source.retired && claudeFamily(source.model)?.family === family && isAllowed(source, context))
    .sort(
      (a, b) =>
        Number(context.unsupported?.(a.model) !== undefined) - Number(context.unsupported?.(b.model) !== undefined) ||
        Number(prefixOf(b) === geo) - Number(prefixOf(a) === geo) ||
        (claudeFamily(b.model)?.version ?? 0) - (claudeFamily(a.model)?.version ?? 0) ||
        a.id.localeCompare(b.id),
    );
}

/** As `prefixOf` of its source. */
const geoOf = (main: Profile): string => profileSource(main).geo;

/** Sets a kind of work to a source. Two kinds of one source share a profile, also one that is still to be made. */
export function withSource(
  parts: RoleChoices,
  role: Work,
  source: CopySource,
  main: Profile,
  context: ProfileSetContext,
): RoleChoices {
  const planned = plansToCreate({ ...parts, [role]: undefined });
  const same = planned.find((plan) => plan.source.id === source.id);
  if (same !== undefined) return { ...parts, [role]: { kind: 'create', plan: same } };
  const taken = new Set([...context.profiles, ...planned].map(({ name }) => name));
  const choice = choiceFor(source, main, context, taken);
  // The main work may have another model than the profile that the user began with.
  const isAsMain = role === 'main' || parts.main === undefined || parts.main.kind === 'main';
  const chosen: RoleChoice = choice.kind === 'main' && !isAsMain ? { kind: 'reuse', profile: main } : choice;
  return { ...parts, [role]: chosen };
}

/** The model of the main work. */
export function mainModel({ main: choice }: RoleChoices, main: Profile): string {
  switch (choice?.kind) {
    case 'reuse':
      return profileSource(choice.profile).model ?? '';
    case 'create':
      return choice.plan.source.model;
    case 'main':
    case undefined:
      return profileSource(main).model ?? '';
  }
}

/** Without choices for kinds of work that the agent does not have with this model. */
export function onlyOwnRoles(agent: AgentId, parts: RoleChoices, main: Profile): RoleChoices {
  const roles = extraRolesFor(agent, mainModel(parts, main));
  const keep = (role: ExtraRole): RoleChoice | undefined => (roles.includes(role) ? parts[role] : undefined);
  return { main: parts.main, small: keep('small'), plan: keep('plan') };
}

/** What is proposed: for planning only where the agent plans with a model of its own. */
export function proposedSet(
  agent: AgentId,
  main: Profile,
  sources: readonly CopySource[],
  context: ProfileSetContext,
): RoleChoices {
  let parts: RoleChoices = {};
  for (const role of extraRoles(agent, main)) {
    const [source] = sourcesFor(role, main, sources, context);
    const isOptional = role === 'plan' && (agent === 'opencode' || agent === 'kilo');
    if (source === undefined || isOptional) parts = { ...parts, [role]: { kind: 'main' } };
    else parts = withSource(parts, role, source, main, context);
  }
  return parts;
}

/** Plans of what has to be made, each once. */
export function plansToCreate({ main, small, plan }: RoleChoices): readonly CreatePlan[] {
  const plans = [main, small, plan].flatMap((part) => (part?.kind === 'create' ? [part.plan] : []));
  return plans.filter((one, index) => plans.findIndex(({ name }) => name === one.name) === index);
}

/** What was chosen, once all of it is there. `made` holds the new profiles by their planned names. */
export function chosenProfiles(main: Profile, parts: RoleChoices, made: ReadonlyMap<string, Profile>): ChosenProfiles {
  const of = (part: RoleChoice | undefined): Profile | undefined => {
    switch (part?.kind) {
      case 'reuse':
        return part.profile;
      case 'create':
        return made.get(part.plan.name);
      case 'main':
      case undefined:
        return undefined;
    }
  };
  // What is as the main work follows its model.
  return { main: of(parts.main) ?? main, small: of(parts.small), plan: of(parts.plan) };
}
