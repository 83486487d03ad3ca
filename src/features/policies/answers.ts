/** What was answered about a policy, as what it is made of. No VS Code: the table of requests is held against what comes out here. */

import type { PolicyIdentity, PolicyInput, PolicySource } from '../../core/policies/input';
import type { MoneyGroup } from '../../core/policies/permissions';
import type { TemplateId } from '../../core/policies/templates';
import type { OwnerKeys } from '../../core/profiles/profile';
import { exampleOf } from './identityFit';

/** Whose team it is: one that is named, the one that a session's attribute says, or whichever a developer writes. */
export type TeamChoice =
  { readonly from: 'name' | 'attribute'; readonly text: string } | { readonly from: 'anybody'; readonly text: '' };

/** What is asked, with what is offered first. */
export interface Draft {
  readonly template: TemplateId;
  readonly identity: PolicyIdentity['kind'];
  /** The session's attribute that the member tag has to be; of Identity Center alone. */
  readonly memberAttribute: string;
  readonly team: TeamChoice;
  readonly regions: readonly string[];
  readonly sources: 'all' | 'used';
  readonly money: readonly MoneyGroup[];
  readonly exceptRoles: string;
  readonly scpFor: 'account' | 'all-accounts';
  readonly refuseUntagged: boolean;
  readonly refuseDelegated: boolean;
}

/** The account and the settings that a policy is made for. */
export interface Place {
  readonly account: string;
  readonly partition: string;
  readonly tagKeys: OwnerKeys;
  readonly allowedRegions: readonly string[];
  readonly extraTags: Readonly<Record<string, string>>;
  readonly requiredTags: Readonly<Record<string, readonly string[]>>;
  /** What profiles here are copied from. */
  readonly sourcesInUse: readonly PolicySource[];
  /** Who calls, as an example of what a member tag has to be. */
  readonly userId: string;
  readonly session: string | undefined;
}

/** The attributes that are offered first: what Identity Center's own examples call them. */
export const MEMBER_ATTRIBUTE = 'email';
export const TEAM_ATTRIBUTE = 'team';

/** The templates that are for one team. */
export const hasTeam = (template: TemplateId): boolean => template === 'developer' || template === 'team-lead';

function identityOf({ template, identity, memberAttribute, team }: Draft): PolicyIdentity {
  if (identity === 'userid') return { kind: 'userid' };
  const bound = template === 'developer' && team.from === 'attribute' ? { teamAttribute: team.text } : {};
  return { kind: 'identity-center', memberAttribute, ...bound };
}

/**
 * The team's name. An empty one is no team, and keeps the policy from being made: also where an attribute was chosen of which this
 * policy knows nothing.
 */
function teamOf({ template, identity, team }: Draft): Pick<PolicyInput, 'teamValue'> {
  if (!hasTeam(template) || (template === 'developer' && team.from === 'anybody')) return {};
  if (template === 'developer' && identity === 'identity-center' && team.from === 'attribute') return {};
  return { teamValue: team.from === 'name' ? team.text : '' };
}

export const rolesOf = (text: string): readonly string[] => text.split(/[\s,]+/).filter((role) => role !== '');

/** What the policy is made of. */
export function inputOf(draft: Draft, place: Place): PolicyInput {
  const { account, partition, tagKeys, allowedRegions, extraTags, requiredTags, sourcesInUse } = place;
  const identity = identityOf(draft);
  const example = exampleOf(identity, place.userId, place.session);
  return {
    account,
    partition,
    regions: draft.regions,
    destinationRegions: allowedRegions.length === 0 ? 'any' : allowedRegions,
    tagKeys,
    extraTagKeys: Object.keys(extraTags),
    requiredTags,
    sources: draft.sources === 'all' ? 'all' : sourcesInUse,
    identity,
    ...(example === undefined ? {} : { exampleMember: example }),
    ...teamOf(draft),
    money: draft.money,
    alarmPrefix: 'BedrockTally',
    exceptRoles: rolesOf(draft.exceptRoles),
    scpFor: draft.scpFor,
    refuseUntagged: draft.refuseUntagged,
    refuseDelegated: draft.refuseDelegated,
  };
}

/** Whether this answer lacks the team that its policy is for. */
export const lacksTeam = (draft: Draft): boolean => teamOf(draft).teamValue === '';
