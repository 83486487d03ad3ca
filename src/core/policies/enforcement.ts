/**
 * Enforcement: refuses what carries nobody's tags, and allows nothing by itself.
 *
 * Without its options only foundation models are named, so custom, imported and provisioned models, jobs, agents, guardrails and everything
 * else stay as they were: `enforcementNotes` says so.
 * `ArnNotLike` holds where the key is missing: a model that is invoked directly has no `bedrock:InferenceProfileArn`, and one that is
 * invoked through a system profile has that profile's. `StringNotLike` holds for a missing tag as well.
 */

import { both, type Condition, type Note, type Part, type PolicyKind } from './document';
import type { PolicyInput } from './input';
import { INVOKE } from './profileParts';
import { everyModel, otherModels, profilesIn } from './resources';

/** Speech models are talked to by an action of its own. */
const ENFORCED = [...INVOKE, 'bedrock:InvokeModelWithBidirectionalStream'];

/** What makes AWS run models under a role that the caller's policies do not bind. */
const DELEGATED = [
  'bedrock:CreateModelInvocationJob',
  'bedrock:CreateEvaluationJob',
  'bedrock:InvokeAgent',
  'bedrock:InvokeInlineAgent',
  'bedrock:InvokeFlow',
  'bedrock:StartFlowExecution',
  'bedrock:RetrieveAndGenerate',
];

/** Both ends of the range of a service control policy; an identity policy has only its own account. */
const forEveryAccount = (input: PolicyInput, kind: PolicyKind): boolean =>
  kind === 'scp' && input.scpFor === 'all-accounts';

/** Whom it is for: not the named roles, and of an organization only the one account unless all are meant. */
function forWhom(input: PolicyInput, kind: PolicyKind): Condition {
  const roles = input.exceptRoles ?? [];
  return both(
    roles.length === 0 ? {} : { ArnNotLike: { 'aws:PrincipalArn': roles } },
    kind === 'scp' && !forEveryAccount(input, kind) ? { StringEquals: { 'aws:PrincipalAccount': input.account } } : {},
  );
}

function refusal(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  condition: Condition,
  sentence: string,
  values: readonly string[] = [],
): Part {
  const held = Object.keys(condition).length === 0 ? {} : { Condition: condition };
  return {
    statement: { Sid: sid, Effect: 'Deny', Action: actions, Resource: resources, ...held },
    sentence,
    values,
  };
}

const MODELS_SENTENCE: Readonly<Record<PolicyKind, string>> = {
  identity: 'Refuse every foundation model that is not invoked through an application inference profile.',
  scp: "Refuse every foundation model that is not invoked through an application inference profile, also to the account's roles under which knowledge bases, agents and batch jobs run: those need to be among the exceptions.",
};

/** The statements of enforcement. */
export function enforcementParts(input: PolicyInput, kind: PolicyKind): readonly Part[] {
  const profiles = profilesIn(forEveryAccount(input, kind) ? { ...input, account: '*' } : input, '*');
  const whom = forWhom(input, kind);
  const untagged = ([name, key]: readonly [string, string]): Part =>
    refusal(
      `RefuseWithout${name}Tag`,
      ENFORCED,
      [profiles],
      both(whom, { StringNotLike: { [`aws:ResourceTag/${key}`]: '?*' } }),
      'Refuse application inference profiles whose tag {0} is missing or empty; IAM reads a key in other letters, such as {1}, as the same tag, though the bill does not.',
      [key, otherLetters(key)],
    );
  return [
    refusal(
      'RefuseModelsWithoutProfile',
      ENFORCED,
      [everyModel(input)],
      both(whom, { ArnNotLike: { 'bedrock:InferenceProfileArn': profiles } }),
      MODELS_SENTENCE[kind],
    ),
    refusal(
      'RefuseOtherEndpoint',
      ['bedrock-mantle:CreateInference'],
      ['*'],
      whom,
      "Refuse Bedrock's OpenAI-compatible endpoint, which knows no application inference profiles.",
    ),
    ...(input.refuseUntagged === true
      ? (
          [
            ['Team', input.tagKeys.team],
            ['Member', input.tagKeys.member],
          ] as const
        ).map(untagged)
      : []),
    ...(input.refuseDelegated === true ? delegatedParts(input, kind, whom) : []),
  ];
}

/** `team` for `Team`, and `TEAM` for what is in small letters already. */
const otherLetters = (key: string): string => (key === key.toLowerCase() ? key.toUpperCase() : key.toLowerCase());

/** What else runs models: jobs, agents and the like, and models that have no application inference profiles. */
function delegatedParts(input: PolicyInput, kind: PolicyKind, whom: Condition): readonly Part[] {
  const account = forEveryAccount(input, kind) ? '*' : input.account;
  return [
    refusal(
      'RefuseJobsAndAgents',
      DELEGATED,
      ['*'],
      whom,
      'Refuse batch and evaluation jobs, agents, flows, and answers from knowledge bases: they run models under roles of their own.',
    ),
    refusal(
      'RefuseOtherModels',
      ENFORCED,
      otherModels({ ...input, account }),
      whom,
      'Refuse provisioned, imported and custom models, Marketplace endpoints and prompt routers, which are not invoked through application inference profiles.',
    ),
  ];
}

/** What enforcement does not cover. */
export function enforcementNotes(input: PolicyInput, kind: PolicyKind): readonly Note[] {
  const note = (sentence: string): Note => ({ sentence, values: [] });
  const isOpen = input.refuseDelegated !== true;
  return [
    ...(isOpen && kind === 'identity'
      ? [
          note(
            'It does not cover batch and evaluation jobs, agents, flows and answers from knowledge bases: they run models under roles of their own, and who may start them needs no profile.',
          ),
        ]
      : []),
    ...(isOpen
      ? [
          note(
            'It does not cover provisioned, imported and custom models, Marketplace endpoints and prompt routers, which are not invoked through application inference profiles.',
          ),
        ]
      : []),
    kind === 'scp'
      ? note(
          'It does not bind the roles that are linked to a service, nor the roles among its exceptions: what they run is nobody’s by name.',
        )
      : note(
          'It binds only whom it is attached to: whoever may use another role, also by a service that is given one, goes past it.',
        ),
  ];
}
