/**
 * Enforcement: refuses what carries nobody's tags, and allows nothing by itself.
 *
 * Only foundation models are named, so custom, imported and provisioned models, guardrails and everything else stay as they were.
 * `ArnNotLike` holds where the key is missing: a model that is invoked directly has no `bedrock:InferenceProfileArn`, and one that is
 * invoked through a system profile has that profile's.
 */

import { both, type Condition, type Part, type PolicyKind } from './document';
import type { PolicyInput } from './input';
import { INVOKE } from './profileParts';
import { everyModel, profilesIn } from './resources';

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
  resource: string,
  condition: Condition,
  sentence: string,
  values: readonly string[] = [],
): Part {
  const held = Object.keys(condition).length === 0 ? {} : { Condition: condition };
  return {
    statement: { Sid: sid, Effect: 'Deny', Action: actions, Resource: [resource], ...held },
    sentence,
    values,
  };
}

/** The statements of enforcement. */
export function enforcementParts(input: PolicyInput, kind: PolicyKind): readonly Part[] {
  const profiles = profilesIn(forEveryAccount(input, kind) ? { ...input, account: '*' } : input, '*');
  const whom = forWhom(input, kind);
  const untagged = ([name, key]: readonly [string, string]): Part =>
    refusal(
      `RefuseWithout${name}Tag`,
      INVOKE,
      profiles,
      both(whom, { Null: { [`aws:ResourceTag/${key}`]: 'true' } }),
      'Refuse application inference profiles without the tag {0}.',
      [key],
    );
  return [
    refusal(
      'RefuseModelsWithoutProfile',
      INVOKE,
      everyModel(input),
      both(whom, { ArnNotLike: { 'bedrock:InferenceProfileArn': profiles } }),
      'Refuse every foundation model that is not invoked through an application inference profile; services that invoke models in your name, such as knowledge bases and batch jobs, need their roles among the exceptions.',
    ),
    refusal(
      'RefuseOtherEndpoint',
      ['bedrock-mantle:CreateInference'],
      '*',
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
  ];
}
