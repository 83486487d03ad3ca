/** Statements about profiles: reading, creating, tagging, deleting and invoking them. */

import { allOf, type ExplainedStatement } from './document';
import type { Explanation } from './explanations';
import type { PolicyInput } from './input';
import { createCondition, editCondition, taggedCondition, teamBinding, type OwnerScope } from './ownerConditions';
import { actionsOf } from './permissions';
import { copySources, homeProfiles, invokableModels } from './resources';

/** Also allows Converse and its stream: IAM has no actions of their names. */
export const INVOKE = actionsOf('invoke');

/** Lists and metrics have no resources: AWS allows them for the whole account or not at all. */
export const readStatements = (input: PolicyInput): readonly ExplainedStatement[] => [
  {
    statement: { Sid: 'ListProfilesAndTokens', Effect: 'Allow', Action: actionsOf('list'), Resource: ['*'] },
    code: 'list',
    values: [],
  },
  {
    statement: { Sid: 'ReadProfiles', Effect: 'Allow', Action: actionsOf('read'), Resource: homeProfiles(input) },
    code: 'read-profiles',
    values: [],
  },
];

/** Which team a new profile may name: a given one, the one of an attribute, or any. */
function createExplanation(input: PolicyInput, scope: OwnerScope): Explanation {
  const { team, member } = input.tagKeys;
  if (scope === 'team') return { code: 'create-in-team', values: [member, team] };
  const binding = teamBinding(input);
  switch (binding.from) {
    case 'name':
      return { code: 'create-own-in-team', values: [member, team, binding.text] };
    case 'attribute':
      return { code: 'create-own-in-attribute-team', values: [member, team, binding.text] };
    case 'any':
      return { code: 'create-own-in-any-team', values: [member, team] };
  }
}

function editCode(input: PolicyInput, scope: OwnerScope): Explanation['code'] {
  if (scope === 'team') return 'edit-team';
  return teamBinding(input).from === 'any' ? 'edit-own-in-any-team' : 'edit-own';
}

/**
 * Creating needs permission for the new profile, with its tags, and for the source, which has none. Tagging at creation
 * is an action of its own; the same statement lets an untagged profile be claimed, because IAM cannot distinguish it
 * from a new one.
 */
export function createStatements(input: PolicyInput, scope: OwnerScope): readonly ExplainedStatement[] {
  const name = scope === 'own' ? 'Own' : 'Team';
  return [
    {
      statement: {
        Sid: `Create${name}Profiles`,
        Effect: 'Allow',
        Action: actionsOf('create'),
        Resource: homeProfiles(input),
        Condition: createCondition(input, scope),
      },
      ...createExplanation(input, scope),
    },
    {
      statement: {
        Sid: 'CopySources',
        Effect: 'Allow',
        Action: ['bedrock:CreateInferenceProfile'],
        Resource: copySources(input),
      },
      code: 'copy-sources',
      values: [],
    },
    {
      statement: {
        Sid: `Edit${name}Tags`,
        Effect: 'Allow',
        Action: ['bedrock:TagResource'],
        Resource: homeProfiles(input),
        Condition: editCondition(input, scope),
      },
      code: editCode(input, scope),
      values: [],
    },
    {
      statement: {
        Sid: `Delete${name}Profiles`,
        Effect: 'Allow',
        Action: actionsOf('delete'),
        Resource: homeProfiles(input),
        Condition: taggedCondition(input, scope),
      },
      code: scope === 'own' ? 'delete-own' : 'delete-team',
      values: [],
    },
  ];
}

/**
 * Invoking needs permission for the profile and for each model that it routes to. `aws:ResourceTag` shows whose profile
 * it is. This depends on Bedrock setting that key for the two invoke actions on application profiles: AWS's
 * authorization reference lists it for the resource type, and AWS's managed policies for SageMaker Unified Studio rely
 * on it. Without it nothing could be invoked, never too much.
 */
export function invokeStatements(input: PolicyInput): readonly ExplainedStatement[] {
  const { resources, requestedRegions } = invokableModels(input);
  const throughProfile = { ArnLike: { 'bedrock:InferenceProfileArn': homeProfiles(input) } };
  return [
    {
      statement: {
        Sid: 'InvokeOwnProfiles',
        Effect: 'Allow',
        Action: INVOKE,
        Resource: homeProfiles(input),
        Condition: taggedCondition(input, 'own'),
      },
      code: 'invoke-own',
      values: [],
    },
    {
      statement: {
        Sid: 'InvokeModelsThroughProfiles',
        Effect: 'Allow',
        Action: INVOKE,
        Resource: resources,
        Condition:
          requestedRegions === undefined
            ? throughProfile
            : allOf(throughProfile, { StringEquals: { 'aws:RequestedRegion': requestedRegions } }),
      },
      code: 'invoke-models',
      values: [],
    },
  ];
}
