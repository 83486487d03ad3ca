/** What a policy is made of: an account's Regions, tag keys and sources, and how IAM identifies developers. */

import { isRegion } from '../ids';
import { areTagsValid } from '../profiles/nameRules';
import type { CopySource, OwnerKeys } from '../profiles/profile';
import { SOURCE_TAG } from '../profiles/source';
import type { CostGroup } from './permissions';

/**
 * How IAM identifies a developer. With `identity-center` the member tag has to equal an attribute of the session (the
 * email by default), which IAM Identity Center passes on only where "attributes for access control" are enabled.
 * `userid` (`AROA…:jane@example.com` for a role's session) always exists, and the member tag then has to be that whole
 * id.
 */
export type PolicyIdentity =
  | { readonly kind: 'identity-center'; readonly memberAttribute?: string; readonly teamAttribute?: string }
  | { readonly kind: 'userid' };

export type PolicySource = Pick<CopySource, 'kind' | 'id' | 'model'>;

export interface PolicyInput {
  readonly account: string;
  readonly partition: string;
  /** The home Regions: where profiles are created and invoked. */
  readonly regions: readonly string[];
  /** Where data may be processed besides the home Regions; an empty name is what global profiles route to. */
  readonly destinationRegions: readonly string[] | 'any';
  readonly tagKeys: OwnerKeys;
  /** Keys that may be set beside the owner's. */
  readonly extraTagKeys?: readonly string[];
  /** Keys that have to be set at creation, with the allowed values; an empty list allows any value but an empty one. */
  readonly requiredTags?: Readonly<Record<string, readonly string[]>>;
  readonly sources: readonly PolicySource[] | 'all';
  readonly identity: PolicyIdentity;
  /** A value that the member tag may have under this policy, as an example; missing where none is known. */
  readonly exampleMember?: string;
  /** The team that the policy is for. Without it the team comes from the identity's attribute, or is any team. */
  readonly teamValue?: string;
  /** Permissions for cost features, where a template may have them. */
  readonly costGroups?: readonly CostGroup[];
  /** Only alarms whose names begin like this can be written; all when it is empty. */
  readonly alarmPrefix?: string;
  /**
   * ARNs of roles to which enforcement does not apply; `*` in a name matches the random end of a permission set's
   * role.
   */
  readonly exceptRoles?: readonly string[];
  /**
   * Enforcement as a service control policy: for this account alone wherever it is attached, or for every account under
   * it.
   */
  readonly scpFor?: 'account' | 'all-accounts';
  /** Enforcement also denies application profiles whose owner tags are missing or empty. */
  readonly denyUntagged?: boolean;
  /** Enforcement also denies what runs models without application profiles: jobs, agents, and models of other kinds. */
  readonly denyOtherModels?: boolean;
}

/** Why policies cannot be made. `no-team` concerns only the team lead's. */
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

/** The session attribute that the member tag has to equal. */
export const memberAttribute = (identity: PolicyIdentity): string =>
  identity.kind === 'userid' ? '' : (identity.memberAttribute ?? 'email');

/** Every tag key that may be set, each once: the owner's, the source's, the required and the extra ones. */
export function allowedTagKeys(input: PolicyInput): readonly string[] {
  const { team, member } = input.tagKeys;
  return [
    ...new Set([team, member, SOURCE_TAG, ...Object.keys(input.requiredTags ?? {}), ...(input.extraTagKeys ?? [])]),
  ];
}

/** IAM reads `aws:RequestTag/team` and `aws:RequestTag/Team` as the same key: such a pair cannot be distinguished. */
function twins(keys: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return keys.filter((key) => seen.size === seen.add(key.toLowerCase()).size);
}

function attributes({ identity }: PolicyInput): readonly string[] {
  if (identity.kind === 'userid') return [];
  return [memberAttribute(identity), ...(identity.teamAttribute === undefined ? [] : [identity.teamAttribute])];
}

const isTagKey = (key: string): boolean => areTagsValid({ [key]: '' });
const problems = (code: InputProblem['code'], values: readonly string[]): readonly InputProblem[] =>
  values.map((value) => ({ code, value }));

function missing(input: PolicyInput): readonly InputProblem[] {
  const lacksTeam =
    input.teamValue === undefined && (input.identity.kind === 'userid' || input.identity.teamAttribute === undefined);
  return [
    ...(input.regions.length === 0 ? problems('no-regions', ['']) : []),
    ...(input.sources !== 'all' && input.sources.length === 0 ? problems('no-sources', ['']) : []),
    ...(input.teamValue === '' || lacksTeam ? problems('no-team', ['']) : []),
  ];
}

/** Why policies cannot be made of an input; empty where it is valid. */
export function inputProblems(input: PolicyInput): readonly InputProblem[] {
  const { team, member } = input.tagKeys;
  const destinations = input.destinationRegions === 'any' ? [] : input.destinationRegions;
  const regions = [...input.regions, ...destinations.filter((name) => name !== '')];
  const keys = allowedTagKeys(input);
  return [
    ...(/^\d{12}$/.test(input.account) ? [] : problems('account', [input.account])),
    ...(/^aws(-[a-z]+)*$/.test(input.partition) ? [] : problems('partition', [input.partition])),
    ...problems(
      'region',
      regions.filter((name) => !isRegion(name)),
    ),
    ...problems(
      'tag-key',
      keys.filter((key) => !isTagKey(key)),
    ),
    ...problems('same-keys', team === member ? [team] : twins(keys)),
    ...problems(
      'attribute',
      attributes(input).filter((name) => !isTagKey(name)),
    ),
    ...problems(
      'role',
      (input.exceptRoles ?? []).filter((role) => !ROLE.test(role)),
    ),
    ...missing(input),
  ];
}
