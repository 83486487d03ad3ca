/** The profiles that models stand for, by the rules that the gateway goes by. */

import type { Agent } from '../agents/agent';
import { extraRolesFor } from '../agents/extraRoles';
import type { ChosenProfiles } from '../agents/targetOfProfiles';
import { chooseProfile } from '../core/gateway/chooseProfile';
import { parseModelReference } from '../core/gateway/modelReference';
import { profileSource, type Profile } from '../core/profiles/profile';
import { refusal } from '../gateway/refusals';
import type { Connected } from './agentMachine';
import { usageError } from './output';

/** Why a model cannot be used. The message is a sentence. */
export class NoProfile extends Error {}

type Known = Pick<Connected, 'catalog' | 'rules' | 'place'>;

/** The profile of a model. Throws `NoProfile`, or a `UsageError` for what is no model. */
export function profileOf(model: string, { catalog, rules, place }: Known): Profile {
  const reference = parseModelReference(model);
  if (reference === undefined) throw usageError(`"${model}" is not the id of a model.`);
  const choice = chooseProfile(reference, { place, catalog, rules: { ...rules, passThrough: false } });
  if (choice.kind === 'profile') return choice.profile;
  throw new NoProfile(refusal(choice.kind === 'refused' ? choice.reason : 'no-profile', model).message);
}

/** The models that I have profiles for, each once. */
const myModels = ({ catalog }: Known): readonly string[] => [
  ...new Set(catalog.profiles.filter(catalog.isMine).flatMap((profile) => profileSource(profile).model ?? [])),
];

function onlyModel(known: Known): string {
  const models = myModels(known);
  const [model] = models;
  if (model === undefined)
    throw new NoProfile(
      `You have no profile in ${known.place.region}. Use Create My Profile in VS Code, then try again.`,
    );
  if (models.length > 1)
    throw new NoProfile(`You have profiles for several models. Use --model with one of these:\n${models.join('\n')}`);
  return model;
}

/** Models as they were given. The first is for the main work, the second for planning. */
export interface ModelFlags {
  readonly models: readonly string[];
  readonly small: string | undefined;
}

/** The profiles for an agent's kinds of work. Throws `NoProfile`, or a `UsageError`. */
export function chosenProfiles(agent: Agent, { models, small }: ModelFlags, known: Known): ChosenProfiles {
  const [first, second, ...others] = models;
  if (others.length > 0) throw usageError('--model can be given twice: for the main work, and for planning.');
  const main = profileOf(first ?? onlyModel(known), known);
  const roles = extraRolesFor(agent.id, profileSource(main).model ?? '');
  if (second !== undefined && !roles.includes('plan'))
    throw usageError(`${agent.name} has no other model for planning with ${first ?? ''}. Use --model once.`);
  if (small !== undefined && !roles.includes('small'))
    throw usageError(`${agent.name} has no other model for background calls. Leave out --small.`);
  return {
    main,
    ...(second === undefined ? {} : { plan: profileOf(second, known) }),
    ...(small === undefined ? {} : { small: profileOf(small, known) }),
  };
}
