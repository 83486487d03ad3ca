/** Statements about profiles: seeing, creating, tagging, deleting and invoking them. */

import { both, type Part } from './document';
import type { PolicyInput } from './input';
import { createsTagged, editsTagged, isTagged, teamBinding, type Scope } from './owners';
import { actionsOf } from './permissions';
import { copySources, homeProfiles, modelLegs } from './resources';

/** Converse and its stream are these two as well: IAM has no action of their names. */
export const INVOKE = actionsOf('invoke');

/** Lists and metrics know no resource: AWS takes them for all or for none. */
export const seeParts = (input: PolicyInput): readonly Part[] => [
  {
    statement: {
      Sid: 'SeeProfilesAndTokens',
      Effect: 'Allow',
      Action: actionsOf('list'),
      Resource: ['*'],
    },
    sentence:
      'List profiles, models and tags, and read token counts from CloudWatch; AWS allows these only for the whole account.',
    values: [],
  },
  {
    statement: {
      Sid: 'ReadProfiles',
      Effect: 'Allow',
      Action: actionsOf('read'),
      Resource: homeProfiles(input),
    },
    sentence: 'Read the details and the tags of every profile.',
    values: [],
  },
];

/** A sentence with its values. */
type Said = readonly [sentence: string, values: readonly string[]];

/** Which team a profile may name is said as it is bound: by its name, by an attribute, or not at all. */
function createSaid(input: PolicyInput, scope: Scope): Said {
  const { team, member } = input.tagKeys;
  if (scope === 'team')
    return [
      'Create a profile only with the team in its tag {1} and a name in its tag {0}; one of another team cannot be taken over.',
      [member, team],
    ];
  const binding = teamBinding(input);
  switch (binding.from) {
    case 'name':
      return [
        'Create a profile only with your own name in its tag {0} and the team {2} in its tag {1}; one that is tagged for somebody else or for another team cannot be taken over.',
        [member, team, binding.text],
      ];
    case 'attribute':
      return [
        'Create a profile only with your own name in its tag {0} and the team that your attribute {2} says in its tag {1}; one that is tagged for somebody else or for another team cannot be taken over.',
        [member, team, binding.text],
      ];
    case 'anybody':
      return [
        'Create a profile only with your own name in its tag {0} and any team in its tag {1}, also another than your own; one that is tagged for somebody else cannot be taken over.',
        [member, team],
      ];
  }
}

const EDIT_OWN_BOUND = 'Change the tags of your own profiles, but neither to another name nor to another team.';
const EDIT_OWN_FREE = 'Change the tags of your own profiles, to any team, but not to another name.';
const EDIT_TEAM = "Change the tags of the team's profiles, but not to another team.";

function editSentence(input: PolicyInput, scope: Scope): string {
  if (scope === 'team') return EDIT_TEAM;
  return teamBinding(input).from === 'anybody' ? EDIT_OWN_FREE : EDIT_OWN_BOUND;
}

const DELETE_SENTENCE: Readonly<Record<Scope, string>> = {
  own: "Delete your own profiles and nobody else's; but one without a name can be made one's own first, which IAM cannot tell from creating one.",
  team: "Delete the team's profiles and no other team's; but one without a team can be given to the team first, which IAM cannot tell from creating one.",
};

/**
 * Creating asks for the new profile, with its tags, and for the source, which has none. Tagging at creation is an action of its own;
 * the same statement would let an untagged profile be claimed, which AWS offers no way to tell from a new one.
 */
export function createParts(input: PolicyInput, scope: Scope): readonly Part[] {
  const [createSentence, createValues] = createSaid(input, scope);
  const name = scope === 'own' ? 'Own' : 'Team';
  return [
    {
      statement: {
        Sid: `Create${name}Profiles`,
        Effect: 'Allow',
        Action: actionsOf('create'),
        Resource: homeProfiles(input),
        Condition: createsTagged(input, scope),
      },
      sentence: createSentence,
      values: createValues,
    },
    {
      statement: {
        Sid: 'CopySources',
        Effect: 'Allow',
        Action: ['bedrock:CreateInferenceProfile'],
        Resource: copySources(input),
      },
      sentence: 'Copy a new profile from one of the allowed models or system profiles.',
      values: [],
    },
    {
      statement: {
        Sid: `Edit${name}Tags`,
        Effect: 'Allow',
        Action: ['bedrock:TagResource'],
        Resource: homeProfiles(input),
        Condition: editsTagged(input, scope),
      },
      sentence: editSentence(input, scope),
      values: [],
    },
    {
      statement: {
        Sid: `Delete${name}Profiles`,
        Effect: 'Allow',
        Action: actionsOf('delete'),
        Resource: homeProfiles(input),
        Condition: isTagged(input, scope),
      },
      sentence: DELETE_SENTENCE[scope],
      values: [],
    },
  ];
}

/**
 * Invoking asks for the profile and for each model it leads to. Which profile is one's own is read from `aws:ResourceTag`. This depends
 * on Bedrock filling that key in for the two invoke actions on application profiles: AWS's authorization reference lists it for the resource
 * type, and AWS's own managed policies for SageMaker Unified Studio rely on it. Were it missing, nothing could be invoked, never too much.
 */
export function invokeParts(input: PolicyInput): readonly Part[] {
  const { resources, requestedRegions } = modelLegs(input);
  const throughProfile = { ArnLike: { 'bedrock:InferenceProfileArn': homeProfiles(input) } };
  return [
    {
      statement: {
        Sid: 'InvokeOwnProfiles',
        Effect: 'Allow',
        Action: INVOKE,
        Resource: homeProfiles(input),
        Condition: isTagged(input, 'own'),
      },
      sentence: "Invoke your own profiles and nobody else's.",
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
            : both(throughProfile, { StringEquals: { 'aws:RequestedRegion': requestedRegions } }),
      },
      sentence:
        'Reach the allowed models, in every Region that a profile may route to, only through an application inference profile.',
      values: [],
    },
  ];
}
