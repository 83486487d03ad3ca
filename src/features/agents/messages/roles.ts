/** Names of an agent's roles, and what overrides them. */

import { l10n } from 'vscode';
import type { AgentId } from '../../../agents/agentId';
import type { Override } from '../../../agents/binding';

/** What takes precedence over a file, for a tooltip. */
export function overrideText({ kind, name, of, value }: Override): string {
  const isVariable = kind === 'variable';
  switch (of) {
    case 'credentials':
      return isVariable
        ? l10n.t('{0} is used to sign in instead of the AWS profile.', name)
        : l10n.t('The file {0} contains credentials that are used instead of the AWS profile.', name);
    case 'model':
      return isVariable
        ? l10n.t('The environment variable {0} overrides the model: {1}', name, value)
        : l10n.t('The file {0} overrides the model: {1}', name, value);
    case 'region':
      return isVariable
        ? l10n.t('The environment variable {0} overrides the Region: {1}', name, value)
        : l10n.t('The file {0} overrides the Region: {1}', name, value);
    case 'awsProfile':
      return isVariable
        ? l10n.t('The environment variable {0} overrides the AWS profile: {1}', name, value)
        : l10n.t('The file {0} overrides the AWS profile: {1}', name, value);
  }
}

/** The name of a role. Roles that a user has named, such as an agent of OpenCode, keep their names. */
export function roleName(role: string): string {
  const names: Readonly<Record<string, string>> = {
    main: l10n.t('Main work'),
    small: l10n.t('Background calls'),
    plan: l10n.t('Planning'),
    act: l10n.t('Acting'),
    editor: l10n.t('Editing'),
    sonnet: l10n.t('Sonnet family'),
    opus: l10n.t('Opus family'),
    haiku: l10n.t('Haiku family'),
    fable: l10n.t('Fable family'),
    subagents: l10n.t('Subagents'),
    workflows: l10n.t('Workflow subagents'),
    automatic: l10n.t('Auto mode'),
    classifier: l10n.t('Background checks'),
    vscode: l10n.t('VS Code extension'),
    'act-legacy': l10n.t('Acting (older Cline version)'),
    'plan-legacy': l10n.t('Planning (older Cline version)'),
  };
  return Object.hasOwn(names, role) ? (names[role] ?? role) : role;
}

/** The name of a role in one agent. In Continue the roles are entries of a list, which users name. */
export const roleText = (agent: AgentId, role: string): string => (agent === 'continue' ? role : roleName(role));
