/** What is special of each agent when it makes one turn. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Agent } from '../../src/agents/agent';
import { claudeCode } from '../../src/agents/adapters/claudeCode/claudeCode';
import { clineCli } from '../../src/agents/adapters/cline/clineCli';
import { continueAgent } from '../../src/agents/adapters/continue/continue';
import { kilo, openCode } from '../../src/agents/adapters/openCode/openCode';
import type { Program } from './programs';
import type { Session, Turn } from './session';
import { TURNS } from './turns';

export interface ProgramCase {
  readonly program: Program;
  readonly agent: Agent;
  /** Whether prompts are cached with an ARN. */
  readonly caches: boolean;
  /** Whether a first turn makes a side call, which then goes to the small profile of a set. */
  readonly small: boolean;
  readonly turn: (session: Session, binary: string) => Promise<Turn>;
}

/** The redirection to the simulator is the test's own; no plan of ours holds one. */
function redirect(file: string, change: (settings: Record<string, never>) => void): void {
  const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, never>;
  change(settings);
  writeFileSync(file, JSON.stringify(settings, null, 2));
}

const openCodeTurn =
  (name: 'opencode' | 'kilo'): ProgramCase['turn'] =>
  (session, binary) => {
    redirect(join(session.home, '.config', name, `${name}.json`), (settings: { provider?: never }) => {
      const provider = settings.provider as unknown as Record<string, { options: Record<string, string> }>;
      const bedrock = provider['amazon-bedrock'];
      if (bedrock) bedrock.options.endpoint = session.simulator.url;
    });
    return TURNS[name](session, binary);
  };

/** Claude Code, asked once with options of the command line. */
export const claudeTurn = (session: Session, binary: string, ...options: readonly string[]): Promise<Turn> =>
  TURNS['claude-code'](session, binary, { options, env: { ANTHROPIC_BEDROCK_BASE_URL: session.simulator.url } });

export const PROGRAM_CASES: readonly ProgramCase[] = [
  {
    program: 'claude-code',
    agent: claudeCode,
    caches: true,
    small: false,
    turn: (session, binary) => claudeTurn(session, binary),
  },
  { program: 'opencode', agent: openCode, caches: true, small: true, turn: openCodeTurn('opencode') },
  { program: 'kilo', agent: kilo, caches: true, small: false, turn: openCodeTurn('kilo') },
  // Its endpoint is the one that our plan carries over.
  { program: 'cline', agent: clineCli, caches: false, small: false, turn: TURNS.cline },
  { program: 'continue', agent: continueAgent, caches: false, small: false, turn: TURNS.continue },
];
