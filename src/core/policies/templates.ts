/** The policies that can be generated for an account. Pure: the page shows and copies them. */

import { explained, type ExplainedDocument, type Part, type PolicyKind } from './document';
import { enforcementNotes, enforcementParts } from './enforcement';
import { inputProblems, type PolicyInput } from './input';
import { moneyParts } from './money';
import { developerNotes } from './notes';
import { isWrite, MONEY_GROUPS, type MoneyGroup } from './permissions';
import { createParts, invokeParts, seeParts } from './profileParts';

export const TEMPLATE_IDS = ['developer', 'team-lead', 'read-only', 'enforce-identity', 'enforce-scp'] as const;
export type TemplateId = (typeof TEMPLATE_IDS)[number];

export interface PolicyTemplate extends ExplainedDocument {
  readonly id: TemplateId;
  /** The key under which the page has the policy's title. */
  readonly titleKey: `policy.${TemplateId}`;
}

/** What has to do with money and is in a policy whether it was asked for or not: a team lead sees everything. */
const ALWAYS: Readonly<Partial<Record<TemplateId, readonly MoneyGroup[]>>> = {
  'team-lead': ['bill', 'tag-status', 'budgets-read', 'anomalies-read', 'alarms-read'],
};

/** What may be added to a policy: a reader changes nothing, and enforcement allows nothing. */
export function moneyChoices(id: TemplateId): readonly MoneyGroup[] {
  if (id === 'enforce-identity' || id === 'enforce-scp') return [];
  return MONEY_GROUPS.filter((group) => !(id === 'read-only' && isWrite(group)) && !ALWAYS[id]?.includes(group));
}

/** What a policy has of the groups that are wished for. */
const moneyOf = (id: TemplateId, wished: readonly MoneyGroup[]): readonly MoneyGroup[] => {
  const choices = moneyChoices(id);
  return [...(ALWAYS[id] ?? []), ...wished.filter((group) => choices.includes(group))];
};

const make: Readonly<Record<TemplateId, (input: PolicyInput, money: readonly Part[]) => ExplainedDocument>> = {
  developer: (input, money) =>
    explained(
      'identity',
      [...seeParts(input), ...createParts(input, 'own'), ...invokeParts(input), ...money],
      developerNotes(input),
    ),
  'team-lead': (input, money) => explained('identity', [...seeParts(input), ...createParts(input, 'team'), ...money]),
  'read-only': (input, money) => explained('identity', [...seeParts(input), ...money]),
  'enforce-identity': (input) => enforcement(input, 'identity'),
  'enforce-scp': (input) => enforcement(input, 'scp'),
};

const enforcement = (input: PolicyInput, kind: PolicyKind): ExplainedDocument =>
  explained(kind, enforcementParts(input, kind), enforcementNotes(input, kind));

/**
 * Every policy that the input allows to be made. An unsound input makes none, so that nothing half bound can be copied; without a team
 * only the team lead's is left out. `inputProblems` says why.
 */
export function policyTemplates(input: PolicyInput): readonly PolicyTemplate[] {
  const problems = inputProblems(input);
  if (problems.some(({ code }) => code !== 'no-team')) return [];
  const ids = problems.length === 0 ? TEMPLATE_IDS : TEMPLATE_IDS.filter((id) => id !== 'team-lead');
  return ids.map((id) => ({
    id,
    titleKey: `policy.${id}` as const,
    ...make[id](input, moneyParts(input, moneyOf(id, input.money ?? []))),
  }));
}
