/** The policies that can be made for an account. */

import { explainedDocument, type ExplainedDocument, type ExplainedStatement, type PolicyKind } from './document';
import { enforcementNotes, enforcementStatements } from './enforcement';
import { inputProblems, type PolicyInput } from './input';
import { costStatements } from './costStatements';
import { developerNotes } from './notes';
import { COST_GROUPS, isWrite, type CostGroup } from './permissions';
import { createStatements, invokeStatements, readStatements } from './profileStatements';

export const TEMPLATE_IDS = ['developer', 'team-lead', 'read-only', 'enforce-identity', 'enforce-scp'] as const;
export type TemplateId = (typeof TEMPLATE_IDS)[number];

export interface PolicyTemplate extends ExplainedDocument {
  readonly id: TemplateId;
}

/** Cost groups that a template always has: a team lead reads everything. */
const ALWAYS: Readonly<Partial<Record<TemplateId, readonly CostGroup[]>>> = {
  'team-lead': ['bill', 'tag-status', 'budgets-read', 'anomalies-read', 'alarms-read'],
};

/** Cost groups that may be added: the read-only policy changes nothing, and enforcement allows nothing. */
export function costGroupChoices(id: TemplateId): readonly CostGroup[] {
  if (id === 'enforce-identity' || id === 'enforce-scp') return [];
  return COST_GROUPS.filter((group) => !(id === 'read-only' && isWrite(group)) && !ALWAYS[id]?.includes(group));
}

/** The cost groups of a policy, of those that are requested. */
const costGroupsOf = (id: TemplateId, requested: readonly CostGroup[]): readonly CostGroup[] => {
  const choices = costGroupChoices(id);
  return [...(ALWAYS[id] ?? []), ...requested.filter((group) => choices.includes(group))];
};

const make: Readonly<
  Record<TemplateId, (input: PolicyInput, costs: readonly ExplainedStatement[]) => ExplainedDocument>
> = {
  developer: (input, costs) =>
    explainedDocument(
      'identity',
      [...readStatements(input), ...createStatements(input, 'own'), ...invokeStatements(input), ...costs],
      developerNotes(input),
    ),
  'team-lead': (input, costs) =>
    explainedDocument('identity', [...readStatements(input), ...createStatements(input, 'team'), ...costs]),
  'read-only': (input, costs) => explainedDocument('identity', [...readStatements(input), ...costs]),
  'enforce-identity': (input) => enforcement(input, 'identity'),
  'enforce-scp': (input) => enforcement(input, 'scp'),
};

const enforcement = (input: PolicyInput, kind: PolicyKind): ExplainedDocument =>
  explainedDocument(kind, enforcementStatements(input, kind), enforcementNotes(input, kind));

/**
 * Every policy that can be made of the input. An invalid input makes none, so that no incomplete policy can be copied;
 * without a team only the team lead's is left out. `inputProblems` has the reasons.
 */
export function policyTemplates(input: PolicyInput): readonly PolicyTemplate[] {
  const problems = inputProblems(input);
  if (problems.some(({ code }) => code !== 'no-team')) return [];
  const ids = problems.length === 0 ? TEMPLATE_IDS : TEMPLATE_IDS.filter((id) => id !== 'team-lead');
  return ids.map((id) => ({
    id,
    ...make[id](input, costStatements(input, costGroupsOf(id, input.costGroups ?? []))),
  }));
}
