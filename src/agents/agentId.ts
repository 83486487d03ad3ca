/** The ids of the agents. They are written into files and settings, so an id never changes. */

export const AGENT_IDS = ['cline', 'cline-cli', 'claude-code', 'opencode', 'kilo', 'continue', 'aider', 'zoo'] as const;

export type AgentId = (typeof AGENT_IDS)[number];
