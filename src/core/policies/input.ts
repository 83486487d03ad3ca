/** What a policy is made for: one account's Regions, tag keys and sources, and how IAM tells one developer from another. */

import { isRegion } from '../ids';
import { tagsAreLegal } from '../profiles/nameRules';
import type { CopySource, OwnerKeys } from '../profiles/profile';
import { SOURCE_TAG } from '../profiles/source';
import type { MoneyGroup } from './permissions';

/**
 * How IAM knows a developer. With `identity-center` the member tag has to be the session's attribute (an e-mail by default), which IAM
 * Identity Center passes on only where "attributes for access control" are switched on. `userid` (`AROA…:jane@example.com` for a role's
 * session) always exists, and then the member tag has to be that whole id.
 */
export type PolicyIdentity =
  | { readonly kind: 'identity-center'; readonly memberAttribute?: string; readonly teamAttribute?: string }
  | { readonly kind: 'userid' };

export type PolicySource = Pick<CopySource, 'kind' | 'id' | 'model'>;

export interface PolicyInput {
  readonly account: string;
  readonly partition: string;
  /** The home Regions: where profiles are made and invoked. */
  readonly regions: readonly string[];
  /** Where data may be processed besides the home Regions; an empty name is what global profiles route to. */
  readonly destinationRegions: readonly string[] | 'any';
  readonly tagKeys: OwnerKeys;
  /** Keys that may be set beside the owner's. */
  readonly extraTagKeys?: readonly string[];
  /** Keys that have to be set at creation, with the allowed values; an empty list takes any value but an empty one. */
  readonly requiredTags?: Readonly<Record<string, readonly string[]>>;
  readonly sources: readonly PolicySource[] | 'all';
  readonly identity: PolicyIdentity;
  /** A value that the member tag may have under this policy, to be shown; none where it is not known. */
  readonly exampleMember?: string;
  /** The one team that the policy is for. Without it the team is taken from the identity's attribute, or any team may be named. */
  readonly teamValue?: string;
  /** Statements for the money features, where a template may have them. */
  readonly money?: readonly MoneyGroup[];
  /** Only alarms whose names begin like this can be written; all when it is empty. */
  readonly alarmPrefix?: string;
  /** Role ARNs that enforcement leaves alone; `*` within a role's name stands for the random end of a permission set's role. */
  readonly exceptRoles?: readonly string[];
  /** Enforcement as a service control policy: for this account alone wherever it is attached, or for every account under it. */
  readonly scpFor?: 'account' | 'all-accounts';
  /** Enforcement also refuses application profiles that lack an owner's tag, or have it empty. */
  readonly refuseUntagged?: boolean;
  /** Enforcement also refuses what runs models without application profiles: jobs, agents, and models of other kinds. */
  readonly refuseDelegated?: boolean;
}

/** What keeps policies from being made. `no-team` only keeps the team lead's from it. */
export interface InputProblem {
  readonly code:
    | 'account'
    | 'partition'
    | 'no-regions'
    | 'region'
    | 'no-sources'
    | 'tag-key'
    | 'same-keys'
    | 'attribute'
    | 'role'
    | 'no-team';
  readonly value: string;
}

const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/*-]*[\w+=,.@-][\w+=,.@/*-]*$/;

/** The session attribute that the member tag is held against. */
export const memberAttribute = (identity: PolicyIdentity): string =>
  identity.kind === 'userid' ? '' : (identity.memberAttribute ?? 'email');

/** Every tag key that may be set, each once: the owner's, the source's, the required and the extra ones. */
export function allowedTagKeys(input: PolicyInput): readonly string[] {
  const { team, member } = input.tagKeys;
  return [
    ...new Set([team, member, SOURCE_TAG, ...Object.keys(input.requiredTags ?? {}), ...(input.extraTagKeys ?? [])]),
  ];
}

/** IAM reads `aws:RequestTag/team` and `aws:RequestTag/Team` as the same key: such a pair cannot be told apart. */
function twins(keys: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.size === seen.add(key.toLowerCase()).size);
}

function attributes({ identity }: PolicyInput): readonly string[] {
  if (identity.kind === 'userid') return [];
  return [memberAttribute(identity), ...(identity.teamAttribute === undefined ? [] : [identity.teamAttribute])];
}

const isKey = (key: string): boolean => tagsAreLegal({ [key]: '' });
const has = (code: InputProblem['code'], values: readonly string[]): readonly InputProblem[] =>
  values.map((value) => ({ code, value }));

function needed(input: PolicyInput): readonly InputProblem[] {
  const lacksTeam =
    input.teamValue === undefined && (input.identity.kind === 'userid' || input.identity.teamAttribute === undefined);
  return [
    ...(input.regions.length === 0 ? has('no-regions', ['']) : []),
    ...(input.sources !== 'all' && input.sources.length === 0 ? has('no-sources', ['']) : []),
    ...(input.teamValue === '' || lacksTeam ? has('no-team', ['']) : []),
  ];
}

/** Everything that keeps policies from being made for an input; empty when it is sound. */
export function inputProblems(input: PolicyInput): readonly InputProblem[] {
  const { team, member } = input.tagKeys;
  const destinations = input.destinationRegions === 'any' ? [] : input.destinationRegions;
  const regions = [...input.regions, ...destinations.filter((name) => name !== '')];
  const keys = allowedTagKeys(input);
  return [
    ...(/^\d{12}$/.test(input.account) ? [] : has('account', [input.account])),
    ...(/^aws(-[a-z]+)*$/.test(input.partition) ? [] : has('partition', [input.partition])),
    ...has(
      'region',
      regions.filter((name) => !isRegion(name)),
    ),
    ...has(
      'tag-key',
      keys.filter((key) => !isKey(key)),
    ),
    ...has('same-keys', team === member ? [team] : twins(keys)),
    ...has(
      'attribute',
      attributes(input).filter((name) => !isKey(name)),
    ),
    ...has(
      'role',
      (input.exceptRoles ?? []).filter((role) => !ROLE.test(role)),
    ),
    ...needed(input),
  ];
}
