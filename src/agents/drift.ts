/** Whether an agent invokes what it should: its binding held against the profiles that are known. Pure. */

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
import { effectiveModel, effectiveRegion, type Binding, type RoleBinding, type Unresolved } from './binding';

/** All profiles that were listed, and where: of an ARN from elsewhere nobody can say whether it was deleted. */
export interface ProfileDirectory {
  readonly profiles: readonly Profile[];
  readonly account: string;
  readonly regions: readonly string[];
  readonly keys: OwnerKeys;
  readonly mine: MyNames;
}

export type Drift =
  /** Bound to the profile that is expected, or, where none is, to one of mine. */
  | { readonly kind: 'mine'; readonly profile: Profile }
  | { readonly kind: 'another-of-mine'; readonly profile: Profile }
  /** An owner without a member is a profile of nobody known. */
  | { readonly kind: 'other-owner'; readonly profile: Profile; readonly owner: Owner }
  | { readonly kind: 'deleted'; readonly arn: string }
  /** Of an account or a Region that was not listed. */
  | { readonly kind: 'unknown-profile'; readonly arn: string }
  /** Nobody's tags are on what it uses. */
  | { readonly kind: 'untracked'; readonly reason: 'system-profile' | 'model'; readonly model: string }
  /** The same, since nothing is set for one kind of work: the agent takes a model of its own for it. */
  | { readonly kind: 'untracked'; readonly reason: 'not-set'; readonly role: string }
  | { readonly kind: 'wrong-region'; readonly region: string; readonly expected: string; readonly profile?: Profile }
  /** Nothing says which Region: it is taken from wherever the agent is started, or the calls fail. */
  | { readonly kind: 'no-region'; readonly expected: string; readonly profile: Profile }
  /** A list of the agent's settings keeps it from using the model: its calls fail, or go to another model. */
  | { readonly kind: 'blocked'; readonly file: string; readonly keyPath: string; readonly model: string }
  /** The file refers to a value that is not known here. */
  | { readonly kind: 'unresolved'; readonly of: Unresolved['of']; readonly reference: string }
  /** Limits and prices are taken from another model than the profile's. */
  | { readonly kind: 'wrong-base-model'; readonly model: string; readonly expected: string; readonly profile: Profile }
  /** Another provider than Amazon Bedrock takes the calls; `wasSet`: it was set to a profile here. */
  | { readonly kind: 'other-provider'; readonly role: string; readonly provider: string; readonly wasSet: boolean }
  /**
   * What was set here is gone: the agent, or another window of it, has written its earlier settings back. No model:
   * none is set.
   */
  | { readonly kind: 'reverted'; readonly model?: string }
  /** The files name a profile of mine; this window's agent has read them before they did. */
  | { readonly kind: 'needs-reload'; readonly profile: Profile }
  /** Mine, without the prompt caching that the agent could do. */
  | { readonly kind: 'caching-off'; readonly profile: Profile }
  /** Mine, of a model that refuses the temperature that the agent sends with each call. */
  | { readonly kind: 'temperature-refused'; readonly profile: Profile; readonly model: string }
  /** Mine, in a list of which a person chooses one; no file says which one is in use. */
  | { readonly kind: 'unknown-selection'; readonly profile: Profile }
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

/** `worst` is what to tell first; `roles` is empty unless the agent is set to Bedrock. */
export interface DriftReport {
  readonly worst: Drift;
  readonly roles: readonly RoleDrift[];
}

/**
 * Worst first: what does not work, then what somebody else pays, then what nobody is named for, then what is only not
 * as planned.
 */
const SEVERITY_ORDER: readonly Drift['kind'][] = [
  'unreadable',
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

/** An agent that reads its files when it starts, and writes its memory over them, may differ from what they say. */
export interface RunningState {
  /** It has started before the files were written by us. */
  readonly needsReload: boolean;
  /** What stood under our keys before our last change, by key path; null for nothing. */
  readonly earlier: Readonly<Record<string, string | null>>;
}

/** Whether a role says again what it said before our change. */
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

function driftOfModel(role: RoleBinding, directory: ProfileDirectory, expected: string | undefined): Drift {
  const model = effectiveModel(role);
  if (role.unset === true) return { kind: 'untracked', reason: 'not-set', role: role.role };
  if (role.unresolved?.of === 'model' && model === role.model) return { kind: 'unresolved', ...role.unresolved };
  const id = profileIdOf(model);
  if (id === undefined) return untracked(model);
  const { region: home = '', account = '' } = parseArn(model) ?? {};
  const profile = directory.profiles.find(({ arn }) => arn === model);
  const region = effectiveRegion(role);
  if (profile === undefined) {
    const listed = account === directory.account && directory.regions.includes(home);
    return { kind: listed ? 'deleted' : 'unknown-profile', arn: model };
  }
  if (role.blocked !== undefined) return { kind: 'blocked', ...role.blocked, model };
  if (region !== undefined && region !== home) return { kind: 'wrong-region', region, expected: home, profile };
  if (!isMine(profile, directory.keys, directory.mine)) {
    return { kind: 'other-owner', profile, owner: ownerOf(profile, directory.keys) };
  }
  if (region === undefined && role.unresolved !== undefined) return { kind: 'unresolved', ...role.unresolved };
  if (region === undefined) return { kind: 'no-region', expected: home, profile };
  const source = profileSource(profile).model;
  // An override changes the model alone: what the file says of limits is another's then.
  if (role.baseModel !== undefined && source !== undefined && bareModel(role.baseModel) !== bareModel(source)) {
    return { kind: 'wrong-base-model', model: role.baseModel, expected: source, profile };
  }
  return { kind: expected === undefined || expected === model ? 'mine' : 'another-of-mine', profile };
}

/** Continue's file is a list, and which entry of it is in use it keeps to itself. */
const withUnknownSelection = (agent: AgentId, drift: Drift): Drift =>
  agent === 'continue' && drift.kind === 'mine' ? { kind: 'unknown-selection', profile: drift.profile } : drift;

/** Nothing is set any more, although it was set here by us. */
const driftWithoutRoles = (
  expected: Readonly<Record<string, string>>,
  runningState: RunningState | undefined,
): Drift =>
  runningState !== undefined && Object.keys(expected).length > 0 ? { kind: 'reverted' } : { kind: 'not-configured' };

/**
 * Holds a binding against what is known.
 * @param expected the ARN that each role should have, by the agent's own word for it; `''` is for all others. None: any
 * of mine.
 * @param memory for agents that keep their settings in memory.
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
