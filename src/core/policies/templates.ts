/** The policies that can be generated for an account. Pure: the page shows and copies them. */

import { explained, type ExplainedDocument, type PolicyKind } from './document';
import { enforcementParts } from './enforcement';
import { inputProblems, type PolicyInput } from './input';
import { isWrite, moneyParts, type MoneyGroup } from './money';
import { createParts, invokeParts, seeParts } from './profileParts';

export const TEMPLATE_IDS = ['developer', 'team-lead', 'read-only', 'enforce-identity', 'enforce-scp'] as const;
export type TemplateId = (typeof TEMPLATE_IDS)[number];

export interface PolicyTemplate extends ExplainedDocument {
  readonly id: TemplateId;
  /** The key under which the page has the policy's title. */
  readonly titleKey: `policy.${TemplateId}`;
}

/** What a team lead has whether it was asked for or not. */
const LEAD_MONEY: readonly MoneyGroup[] = ['bill', 'tag-status'];

const make: Readonly<Record<TemplateId, (input: PolicyInput, money: readonly MoneyGroup[]) => ExplainedDocument>> = {
  developer: (input, money) =>
    explained('identity', [
      ...seeParts(input),
      ...createParts(input, 'own'),
      ...invokeParts(input),
      ...moneyParts(input, money),
    ]),
  'team-lead': (input, money) =>
    explained('identity', [
      ...seeParts(input),
      ...createParts(input, 'team'),
      ...moneyParts(input, [...LEAD_MONEY, ...money]),
    ]),
  'read-only': (input, money) =>
    explained('identity', [
      ...seeParts(input),
      ...moneyParts(
        input,
        money.filter((group) => !isWrite(group)),
      ),
    ]),
  'enforce-identity': (input) => enforcement(input, 'identity'),
  'enforce-scp': (input) => enforcement(input, 'scp'),
};

const enforcement = (input: PolicyInput, kind: PolicyKind): ExplainedDocument =>
  explained(kind, enforcementParts(input, kind));

/**
 * Every policy that the input allows to be made. An unsound input makes none, so that nothing half bound can be copied; without a team
 * only the team lead's is left out. `inputProblems` says why.
 */
export function policyTemplates(input: PolicyInput): readonly PolicyTemplate[] {
  const problems = inputProblems(input);
  if (problems.some(({ code }) => code !== 'no-team')) return [];
  const ids = problems.length === 0 ? TEMPLATE_IDS : TEMPLATE_IDS.filter((id) => id !== 'team-lead');
  return ids.map((id) => ({ id, titleKey: `policy.${id}` as const, ...make[id](input, input.money ?? []) }));
}
