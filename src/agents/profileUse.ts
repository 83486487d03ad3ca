/** Which agents would lose their model with a profile. Pure. */

import { chooseProfile, type CallRules, type PlaceCatalog } from '../core/gateway/chooseProfile';
import { parseModelReference } from '../core/gateway/modelReference';
import { accountId, parseArn, region, type Arn, type ProfileId } from '../core/ids';
import { homeRegion } from '../core/profiles/profile';
import type { Binding } from './binding';

/** What is known of one agent. */
export interface ReadAgent {
  /** For people. */
  readonly name: string;
  readonly binding: Binding;
  /** Whether its extension is installed in this window. */
  readonly installed: boolean;
}

export interface ProfileUse {
  /**
   * Names of the agents that name the profile, by its ARN or its id, for any kind of work, and of those whose model the
   * gateway invokes through it.
   */
  readonly using: readonly string[];
  /** Names of those that may: a file of theirs is broken, or has a reference that could not be resolved. */
  readonly unknown: readonly string[];
}

interface Profile {
  readonly arn: Arn;
  readonly id: ProfileId;
}

/** What the gateway chooses profiles by. */
export interface GatewayChoice extends Pick<PlaceCatalog, 'profiles' | 'isMine'> {
  readonly rules: CallRules;
}

/**
 * Whether the gateway would invoke a model through the profile. An agent's file does not name the place of its calls,
 * so that the profile's is assumed.
 */
function isChosen(model: string, profile: Profile, { profiles, isMine, rules }: GatewayChoice): boolean {
  const reference = parseModelReference(model);
  const { account = '', region: home = '' } = parseArn(profile.arn) ?? {};
  if (reference === undefined) return false;
  const here = profiles.filter((one) => homeRegion(one) === home && parseArn(one.arn)?.account === account);
  const choice = chooseProfile(reference, {
    place: { account: accountId(account), region: region(home) },
    catalog: { profiles: here, sources: [], isMine },
    rules,
  });
  return choice.kind === 'profile' && choice.profile.arn === profile.arn;
}

/** An override may be removed later, so that the file's model counts as well. */
function isUsing(binding: Binding, profile: Profile, choice: GatewayChoice): boolean {
  if (binding.state !== 'readable') return false;
  return binding.roles.some(({ model, overrides, gateway, provider }) =>
    [model, ...overrides.filter(({ of }) => of === 'model').map(({ value }) => value)].some(
      (name) =>
        name === profile.arn ||
        name === profile.id ||
        (gateway !== undefined && provider === undefined && isChosen(name, profile, choice)),
    ),
  );
}

/** A hidden agent that is not installed is not in use. */
function isUnknown({ binding, installed }: ReadAgent): boolean {
  if (binding.state === 'readable') return binding.roles.some(({ unresolved }) => unresolved?.of === 'model');
  return binding.state === 'broken' || (binding.state === 'hidden' && installed);
}

/** Finds the agents that use a profile, and those that may. */
export function agentsUsing(agents: readonly ReadAgent[], profile: Profile, choice: GatewayChoice): ProfileUse {
  const using = agents.filter(({ binding }) => isUsing(binding, profile, choice));
  const unknown = agents.filter((agent) => !using.includes(agent) && isUnknown(agent));
  return { using: using.map(({ name }) => name), unknown: unknown.map(({ name }) => name) };
}
