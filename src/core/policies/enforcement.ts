/**
 * Enforcement: denies what is not invoked through application inference profiles, and allows nothing by itself.
 *
 * Without its options it names only foundation models, so custom, imported and provisioned models, jobs, agents,
 * guardrails and everything else stay as they were: `enforcementNotes` has a note about that. `ArnNotLike` holds where
 * the key is missing: a model that is invoked directly has no `bedrock:InferenceProfileArn`, and one that is invoked
 * through a system profile has that profile's. `StringNotLike` holds for a missing tag as well.
 */

import { allOf, type Condition, type ExplainedStatement, type PolicyKind } from './document';
import type { ExplanationCode, Note, NoteCode } from './explanations';
import type { PolicyInput } from './input';
import { INVOKE } from './profileStatements';
import { everyModel, otherModels, profilesIn } from './resources';

/** Speech models have an action of their own. */
const MODEL_ACTIONS = [...INVOKE, 'bedrock:InvokeModelWithBidirectionalStream'];

/** Actions that make AWS run models under a role to which the caller's policies do not apply. */
const DELEGATING_ACTIONS = [
  'bedrock:CreateModelInvocationJob',
  'bedrock:CreateEvaluationJob',
  'bedrock:InvokeAgent',
  'bedrock:InvokeInlineAgent',
  'bedrock:InvokeFlow',
  'bedrock:StartFlowExecution',
  'bedrock:RetrieveAndGenerate',
];

/** A service control policy may be for all accounts under it; an identity policy is for its own account. */
const isForAllAccounts = (input: PolicyInput, kind: PolicyKind): boolean =>
  kind === 'scp' && input.scpFor === 'all-accounts';

/** Whom it applies to: not the excepted roles, and in an organization only the one account unless it is for all. */
function principalCondition(input: PolicyInput, kind: PolicyKind): Condition {
  const roles = input.exceptRoles ?? [];
  return allOf(
    roles.length === 0 ? {} : { ArnNotLike: { 'aws:PrincipalArn': roles } },
    kind === 'scp' && !isForAllAccounts(input, kind) ? { StringEquals: { 'aws:PrincipalAccount': input.account } } : {},
  );
}

function denyStatement(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  condition: Condition,
  code: ExplanationCode,
  values: readonly string[] = [],
): ExplainedStatement {
  const conditions = Object.keys(condition).length === 0 ? {} : { Condition: condition };
  return {
    statement: { Sid: sid, Effect: 'Deny', Action: actions, Resource: resources, ...conditions },
    code,
    values,
  };
}

/** The statements of enforcement. */
export function enforcementStatements(input: PolicyInput, kind: PolicyKind): readonly ExplainedStatement[] {
  const profiles = profilesIn(isForAllAccounts(input, kind) ? { ...input, account: '*' } : input, '*');
  const principals = principalCondition(input, kind);
  const untagged = ([name, key]: readonly [string, string]): ExplainedStatement =>
    denyStatement(
      `DenyWithout${name}Tag`,
      MODEL_ACTIONS,
      [profiles],
      allOf(principals, { StringNotLike: { [`aws:ResourceTag/${key}`]: '?*' } }),
      'deny-untagged',
      [key, otherLetters(key)],
    );
  return [
    denyStatement(
      'DenyModelsWithoutProfile',
      MODEL_ACTIONS,
      [everyModel(input)],
      allOf(principals, { ArnNotLike: { 'bedrock:InferenceProfileArn': profiles } }),
      kind === 'scp' ? 'deny-models-in-organization' : 'deny-models',
    ),
    denyStatement('DenyOtherEndpoint', ['bedrock-mantle:CreateInference'], ['*'], principals, 'deny-other-endpoint'),
    ...(input.denyUntagged === true
      ? (
          [
            ['Team', input.tagKeys.team],
            ['Member', input.tagKeys.member],
          ] as const
        ).map(untagged)
      : []),
    ...(input.denyOtherModels === true ? otherModelStatements(input, kind, principals) : []),
  ];
}

/** `team` for `Team`, and `TEAM` for a key in small letters. */
const otherLetters = (key: string): string => (key === key.toLowerCase() ? key.toUpperCase() : key.toLowerCase());

/** What else runs models: jobs, agents and the like, and models that have no application inference profiles. */
function otherModelStatements(
  input: PolicyInput,
  kind: PolicyKind,
  principals: Condition,
): readonly ExplainedStatement[] {
  const account = isForAllAccounts(input, kind) ? '*' : input.account;
  return [
    denyStatement('DenyJobsAndAgents', DELEGATING_ACTIONS, ['*'], principals, 'deny-jobs-and-agents'),
    denyStatement(
      'DenyOtherModels',
      MODEL_ACTIONS,
      otherModels({ ...input, account }),
      principals,
      'deny-other-models',
    ),
  ];
}

/** What enforcement does not cover. */
export function enforcementNotes(input: PolicyInput, kind: PolicyKind): readonly Note[] {
  const isOpen = input.denyOtherModels !== true;
  const codes: readonly NoteCode[] = [
    ...(isOpen && kind === 'identity' ? (['jobs-are-not-covered'] as const) : []),
    ...(isOpen ? (['other-models-are-not-covered'] as const) : []),
    kind === 'scp' ? 'linked-roles-are-exempt' : 'only-attached-identities',
  ];
  return codes.map((code) => ({ code, values: [] }));
}
