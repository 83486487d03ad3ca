/**
 * The answers about a policy, and the input of the policy that they make. Without VS Code, so that unit tests can
 * evaluate the policies.
 */

import type { PolicyIdentity, PolicyInput, PolicySource } from '../../core/policies/input';
import type { CostGroup } from '../../core/policies/permissions';
import type { TemplateId } from '../../core/policies/templates';
import type { OwnerKeys } from '../../core/profiles/profile';
import { exampleMember } from './identityFit';

/** Where the team comes from: a given name, an attribute of the session, or any name. */
export type TeamChoice =
  { readonly from: 'name' | 'attribute'; readonly text: string } | { readonly from: 'any'; readonly text: '' };

export interface PolicyAnswers {
  readonly template: TemplateId;
  readonly identity: PolicyIdentity['kind'];
  /** The session's attribute that the member tag has to equal; only with Identity Center. */
  readonly memberAttribute: string;
  readonly team: TeamChoice;
  readonly regions: readonly string[];
  readonly sources: 'all' | 'used';
  readonly costGroups: readonly CostGroup[];
  /** ARNs of roles, separated by commas or spaces. */
  readonly exceptRoles: string;
  readonly scpFor: 'account' | 'all-accounts';
  readonly denyUntagged: boolean;
  readonly denyOtherModels: boolean;
}

/** The account and the settings that a policy is made for. */
export interface PolicyAccount {
  readonly account: string;
  readonly partition: string;
  readonly tagKeys: OwnerKeys;
  readonly allowedRegions: readonly string[];
  readonly extraTags: Readonly<Record<string, string>>;
  readonly requiredTags: Readonly<Record<string, readonly string[]>>;
  /** What the listed profiles are copied from. */
  readonly sourcesInUse: readonly PolicySource[];
  /** The caller, as an example of the value of a member tag. */
  readonly userId: string;
  readonly session: string | undefined;
}

/** The attributes that are offered first, named as in Identity Center's documentation. */
export const MEMBER_ATTRIBUTE = 'email';
export const TEAM_ATTRIBUTE = 'team';

/** The templates that are for one team. */
export const hasTeam = (template: TemplateId): boolean => template === 'developer' || template === 'team-lead';

function identityOf({ template, identity, memberAttribute, team }: PolicyAnswers): PolicyIdentity {
  if (identity === 'userid') return { kind: 'userid' };
  const bound = template === 'developer' && team.from === 'attribute' ? { teamAttribute: team.text } : {};
  return { kind: 'identity-center', memberAttribute, ...bound };
}

/**
 * The team's name. An empty one is no team, so that no policy can be made; also where an attribute was chosen that this
 * policy cannot have.
 */
function teamOf({ template, identity, team }: PolicyAnswers): Pick<PolicyInput, 'teamValue'> {
  if (!hasTeam(template) || (template === 'developer' && team.from === 'any')) return {};
  if (template === 'developer' && identity === 'identity-center' && team.from === 'attribute') return {};
  return { teamValue: team.from === 'name' ? team.text : '' };
}

export const rolesOf = (text: string): readonly string[] => text.split(/[\s,]+/).filter((role) => role !== '');

/** The input of the policy. */
export function inputOf(answers: PolicyAnswers, account: PolicyAccount): PolicyInput {
  const { partition, tagKeys, allowedRegions, extraTags, requiredTags, sourcesInUse } = account;
  const identity = identityOf(answers);
  const example = exampleMember(identity, account.userId, account.session);
  return {
    account: account.account,
    partition,
    regions: answers.regions,
    destinationRegions: allowedRegions.length === 0 ? 'any' : allowedRegions,
    tagKeys,
    extraTagKeys: Object.keys(extraTags),
    requiredTags,
    sources: answers.sources === 'all' ? 'all' : sourcesInUse,
    identity,
    ...(example === undefined ? {} : { exampleMember: example }),
    ...teamOf(answers),
    costGroups: answers.costGroups,
    alarmPrefix: 'BedrockTally',
    exceptRoles: rolesOf(answers.exceptRoles),
    scpFor: answers.scpFor,
    denyUntagged: answers.denyUntagged,
    denyOtherModels: answers.denyOtherModels,
  };
}

/** Whether the team is missing that the policy is for. */
export const lacksTeam = (answers: PolicyAnswers): boolean => teamOf(answers).teamValue === '';
