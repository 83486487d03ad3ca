/** Which kinds of work an agent can be given a profile of their own for, beside its main work. */

import type { AgentId } from './agentId';
import { claudeFamily } from './claudeModels';

export type ExtraRole = 'small' | 'plan';

const EXTRA_ROLES: Readonly<Record<AgentId, readonly ExtraRole[]>> = {
  cline: ['plan'],
  'cline-cli': [],
  'claude-code': ['small', 'plan'],
  opencode: ['small', 'plan'],
  kilo: ['small', 'plan'],
  continue: ['small'],
  aider: ['small'],
  zoo: [],
};

/** Claude Code plans with another model only where it plans with Opus and works with Sonnet. */
const hasPlanningModel = (agent: AgentId, model: string): boolean =>
  agent !== 'claude-code' || claudeFamily(model)?.family === 'sonnet';

/** The kinds of work, by the model of the main one. */
export const extraRolesFor = (agent: AgentId, model: string): readonly ExtraRole[] =>
  EXTRA_ROLES[agent].filter((role) => role !== 'plan' || hasPlanningModel(agent, model));
