/** Compares an agent's binding with the profiles that are known. Pure. */

import { ownValue } from '../core/collections';
import { parseArn } from '../core/ids';
import {
  isMine,
  ownerOf,
  profileIdOf,
  profileSource,
  type MyNames,
  type Owner,
  type OwnerKeys,
  type Profile,
} from '../core/profiles/profile';
import type { AgentId } from './agentId';
import { refusesTemperature } from './claudeModels';
import type { BrokenReason } from './documents/document';
import {
  effectiveModel,
  effectiveRegion,
  type Binding,
  type GatewayBinding,
  type RoleBinding,
  type Unresolved,
} from './binding';
import { splitGeo } from '../core/profiles/models';

/** All listed profiles, with account and Regions: of an ARN from elsewhere it is unknown whether it was deleted. */
export interface ProfileDirectory {
  readonly profiles: readonly Profile[];
  readonly account: string;
  readonly regions: readonly string[];
  readonly keys: OwnerKeys;
  readonly mine: MyNames;
  /** This user's gateway on this machine; undefined where it is not known. */
  readonly gateway?: KnownGateway | undefined;
}

/** A gateway, and whether it answers. `stranger`: another program answers on its port. */
export interface KnownGateway {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly state: 'running' | 'stopped' | 'stranger';
}

export type Drift =
  /** Bound to the profile that is expected, or, where none is, to one of mine. */
  | { readonly kind: 'mine'; readonly profile: Profile }
  | { readonly kind: 'another-of-mine'; readonly profile: Profile }
  /** The owner's member is undefined where the profile has no such tag. */
  | { readonly kind: 'other-owner'; readonly profile: Profile; readonly owner: Owner }
  | { readonly kind: 'deleted'; readonly arn: string }
  /** Of an account or a Region that was not listed. */
  | { readonly kind: 'unknown-profile'; readonly arn: string }
  /** What it uses has no tags. */
  | { readonly kind: 'untracked'; readonly reason: 'system-profile' | 'model'; readonly model: string }
  /** The same, because nothing is set for one kind of work: the agent uses its default model. */
  | { readonly kind: 'untracked'; readonly reason: 'not-set'; readonly role: string }
  | { readonly kind: 'wrong-region'; readonly region: string; readonly expected: string; readonly profile?: Profile }
  /** No Region is set: it depends on how the agent is started, or the calls fail. */
  | { readonly kind: 'no-region'; readonly expected: string; readonly profile: Profile }
  /** A list in the agent's settings excludes the model: calls fail, or use another model. */
  | { readonly kind: 'blocked'; readonly file: string; readonly keyPath: string; readonly model: string }
  /** The file has a reference that could not be resolved. */
  | { readonly kind: 'unresolved'; readonly of: Unresolved['of']; readonly reference: string }
  /** The agent uses the limits and prices of another model than the profile's. */
  | { readonly kind: 'wrong-base-model'; readonly model: string; readonly expected: string; readonly profile: Profile }
  /** Another provider than Amazon Bedrock is used; `wasSet`: the agent was set to a profile here. */
  | { readonly kind: 'other-provider'; readonly role: string; readonly provider: string; readonly wasSet: boolean }
  /**
   * Our change is no longer there: the agent, or another window of it, has restored its earlier settings. Without a
   * model, none is set.
   */
  | { readonly kind: 'reverted'; readonly model?: string }
  /** The files name a profile of mine, but this window's agent has read them earlier. */
  | { readonly kind: 'needs-reload'; readonly profile: Profile }
  /** Mine, without the prompt caching that the agent could do. */
  | { readonly kind: 'caching-off'; readonly profile: Profile }
  /** Mine, of a model that refuses the temperature that the agent sends. */
  | { readonly kind: 'temperature-refused'; readonly profile: Profile; readonly model: string }
  /** Mine, in a list from which the user selects; no file shows which entry is selected. */
  | { readonly kind: 'unknown-selection'; readonly profile: Profile }
  /** Set to the gateway, which makes calls for this model through a profile of mine. */
  | { readonly kind: 'through-gateway'; readonly profile: Profile; readonly model: string }
  /** Set to the gateway, which has no profile of mine for the model: it refuses its calls. */
  | { readonly kind: 'gateway-no-profile'; readonly model: string }
  /** Set to a gateway at another address than ours, such as with a port of an earlier time. */
  | { readonly kind: 'other-gateway'; readonly url: string; readonly expected: string }
  /** Set to our gateway, without a secret that it could accept. */
  | { readonly kind: 'gateway-no-secret'; readonly url: string }
  /** Set to our gateway, which does not run: calls fail, some only after minutes. */
  | { readonly kind: 'gateway-stopped'; readonly url: string }
  /** Set to our gateway's address, where another program answers. */
  | { readonly kind: 'gateway-stranger'; readonly url: string }
  | { readonly kind: 'not-configured' }
  | {
      readonly kind: 'unreadable';
      readonly reason: BrokenReason | 'hidden';
      readonly file?: string;
      readonly detail?: string;
    };

export interface RoleDrift {
  readonly role: RoleBinding;
  readonly drift: Drift;
}

/** `worst` is the most severe one; `roles` is empty unless the agent is set to Bedrock. */
export interface DriftReport {
  readonly worst: Drift;
  readonly roles: readonly RoleDrift[];
}

/**
 * The most severe first: what does not work, then what is attributed to another owner, then to nobody, then what only
 * differs from the plan.
 */
const SEVERITY_ORDER: readonly Drift['kind'][] = [
  'unreadable',
  'gateway-stranger',
  'gateway-stopped',
  'other-gateway',
  'gateway-no-secret',
  'gateway-no-profile',
  'deleted',
  'wrong-region',
  'no-region',
  'temperature-refused',
  'blocked',
  'other-owner',
  'reverted',
  'untracked',
  'unknown-profile',
  'unresolved',
  'wrong-base-model',
  'caching-off',
  'needs-reload',
  'other-provider',
  'another-of-mine',
  'unknown-selection',
  'mine',
  'through-gateway',
  'not-configured',
];

function untracked(model: string): Drift {
  const type = parseArn(model)?.resourceType;
  const system = type === 'inference-profile' || (type === undefined && /^[a-z-]+\.[a-z0-9-]+\./.test(model));
  return { kind: 'untracked', reason: system ? 'system-profile' : 'model', model };
}

/**
 * Ids of one model are written with and without a version: `anthropic.claude-opus-4-6-v1` is
 * `anthropic.claude-opus-4-6`.
 */
const bareModel = (model: string): string => model.replace(/(?:-v\d+)?(?::\d+)*$/, '');

/**
 * The state of an agent that reads its files when it starts and writes its memory over them, so that it may differ from
 * its files.
 */
export interface RunningState {
  /** It was started before we wrote the files. */
  readonly needsReload: boolean;
  /** The values of our keys before our last change, by key path; null for none. */
  readonly earlier: Readonly<Record<string, string | null>>;
}

/** Whether a role has the value from before our change. */
const isReverted = ({ model, provider, keyPath }: RoleBinding, { earlier }: RunningState): boolean =>
  Object.hasOwn(earlier, keyPath) && earlier[keyPath] === (provider ?? model);

function driftOfRole(
  role: RoleBinding,
  directory: ProfileDirectory,
  expected: string | undefined,
  runningState?: RunningState,
): Drift {
  if (expected !== undefined && expected !== role.model && runningState !== undefined && isReverted(role, runningState))
    return { kind: 'reverted', model: role.provider ?? role.model };
  if (role.provider !== undefined)
    return { kind: 'other-provider', role: role.role, provider: role.provider, wasSet: expected !== undefined };
  const drift = driftOfModel(role, directory, expected);
  return drift.kind === 'mine' || drift.kind === 'another-of-mine'
    ? driftOfRunningAgent(role, drift, runningState)
    : drift;
}

/** A profile of mine as the running agent uses it. */
function driftOfRunningAgent(
  { sendsTemperature, cachingOff }: RoleBinding,
  drift: Extract<Drift, { kind: 'mine' | 'another-of-mine' }>,
  runningState: RunningState | undefined,
): Drift {
  const { profile } = drift;
  const model = profileSource(profile).model ?? '';
  if (sendsTemperature === true && refusesTemperature(model)) return { kind: 'temperature-refused', profile, model };
  if (runningState?.needsReload === true) return { kind: 'needs-reload', profile };
  return cachingOff === true ? { kind: 'caching-off', profile } : drift;
}

/** Why a gateway that an agent is set to would not make its calls; undefined where nothing is known against it. */
function unusableGateway({ url, hasSecret }: GatewayBinding, known: KnownGateway | undefined): Drift | undefined {
  if (known !== undefined && known.url !== url) return { kind: 'other-gateway', url, expected: known.url };
  if (known?.state === 'stranger') return { kind: 'gateway-stranger', url };
  if (known?.state === 'stopped') return { kind: 'gateway-stopped', url };
  return hasSecret ? undefined : { kind: 'gateway-no-secret', url };
}

/** My profile for a model that is named by its id, as the gateway finds it. */
function myProfileFor(model: string, { profiles, keys, mine }: ProfileDirectory): Profile | undefined {
  const bare = bareModel(splitGeo(model).model);
  const isFor = (profile: Profile): boolean => bareModel(profileSource(profile).model ?? '') === bare;
  return profiles.find((profile) => isFor(profile) && isMine(profile, keys, mine));
}

/** A model with its real name, whose calls go to the gateway. */
function driftOfNamedModel(
  role: RoleBinding,
  model: string,
  directory: ProfileDirectory,
  expected: string | undefined,
): Drift {
  const profile = myProfileFor(model, directory);
  if (profile === undefined) return { kind: 'gateway-no-profile', model };
  if (role.blocked !== undefined) return { kind: 'blocked', ...role.blocked, model };
  const isExpected = expected === undefined || expected === model || expected === profile.arn;
  return isExpected ? { kind: 'through-gateway', profile, model } : { kind: 'another-of-mine', profile };
}

function driftOfModel(role: RoleBinding, directory: ProfileDirectory, expected: string | undefined): Drift {
  const model = effectiveModel(role);
  const unusable = role.gateway === undefined ? undefined : unusableGateway(role.gateway, directory.gateway);
  if (unusable !== undefined) return unusable;
  if (role.unset === true) return { kind: 'untracked', reason: 'not-set', role: role.role };
  if (role.unresolved?.of === 'model' && model === role.model) return { kind: 'unresolved', ...role.unresolved };
  const id = profileIdOf(model);
  if (role.gateway !== undefined && id === undefined) return driftOfNamedModel(role, model, directory, expected);
  if (id === undefined) return untracked(model);
  const { region: home = '', account = '' } = parseArn(model) ?? {};
  const profile = directory.profiles.find(({ arn }) => arn === model);
  const region = effectiveRegion(role);
  if (profile === undefined) {
    const listed = account === directory.account && directory.regions.includes(home);
    return { kind: listed ? 'deleted' : 'unknown-profile', arn: model };
  }
  if (role.blocked !== undefined) return { kind: 'blocked', ...role.blocked, model };
  // The gateway calls the profile in its own Region, whatever the agent is set to.
  const isDirect = role.gateway === undefined;
  if (isDirect && region !== undefined && region !== home)
    return { kind: 'wrong-region', region, expected: home, profile };
  if (!isMine(profile, directory.keys, directory.mine)) {
    return { kind: 'other-owner', profile, owner: ownerOf(profile, directory.keys) };
  }
  if (role.gateway !== undefined) return { kind: 'through-gateway', profile, model };
  if (region === undefined && role.unresolved !== undefined) return { kind: 'unresolved', ...role.unresolved };
  if (region === undefined) return { kind: 'no-region', expected: home, profile };
  const source = profileSource(profile).model;
  // An override changes the model alone; the limits in the file are then another model's.
  if (role.baseModel !== undefined && source !== undefined && bareModel(role.baseModel) !== bareModel(source)) {
    return { kind: 'wrong-base-model', model: role.baseModel, expected: source, profile };
  }
  return { kind: expected === undefined || expected === model ? 'mine' : 'another-of-mine', profile };
}

/** Continue's file is a list, and does not show which entry is selected. */
const withUnknownSelection = (agent: AgentId, drift: Drift): Drift =>
  agent === 'continue' && drift.kind === 'mine' ? { kind: 'unknown-selection', profile: drift.profile } : drift;

/** No role is set to Bedrock, although we may have set one. */
const driftWithoutRoles = (
  expected: Readonly<Record<string, string>>,
  runningState: RunningState | undefined,
): Drift =>
  runningState !== undefined && Object.keys(expected).length > 0 ? { kind: 'reverted' } : { kind: 'not-configured' };

/**
 * Compares a binding with the profiles that are known.
 * @param expected the ARN that each role should have, by its name; `''` is for all others. Empty: any of mine.
 * @param runningState for agents that keep their settings in memory.
 */
export function driftOf(
  binding: Binding,
  directory: ProfileDirectory,
  expected: Readonly<Record<string, string>> = {},
  runningState?: RunningState,
): DriftReport {
  switch (binding.state) {
    case 'absent':
      return { worst: driftWithoutRoles(expected, runningState), roles: [] };
    case 'hidden':
      return { worst: { kind: 'unreadable', reason: 'hidden' }, roles: [] };
    case 'broken': {
      const { reason, file, detail } = binding;
      return { worst: { kind: 'unreadable', reason, file, detail }, roles: [] };
    }
    case 'readable': {
      const roles = binding.roles.map((role) => ({
        role,
        drift: driftOfRole(role, directory, ownValue(expected, role.role) ?? expected[''], runningState),
      }));
      const drifts = roles.map(({ drift }) => drift);
      const worst = SEVERITY_ORDER.flatMap((kind) => drifts.filter((drift) => drift.kind === kind))[0];
      return { worst: withUnknownSelection(binding.agent, worst ?? driftWithoutRoles(expected, runningState)), roles };
    }
  }
}
