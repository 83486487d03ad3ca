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

const opencodeTurn =
  (name: 'opencode' | 'kilo'): ProgramCase['turn'] =>
  (session, binary) => {
    const prefix = name.toUpperCase();
    const off = [
      'AUTOUPDATE',
      'MODELS_FETCH',
      'LSP_DOWNLOAD',
      'SHARE',
      'SESSION_INGEST',
      'PRESENCE',
      'DEFAULT_PLUGINS',
    ];
    redirect(join(session.home, '.config', name, `${name}.json`), (settings: { provider?: never }) => {
      const provider = settings.provider as unknown as Record<string, { options: Record<string, string> }>;
      const bedrock = provider['amazon-bedrock'];
      if (bedrock) bedrock.options.endpoint = session.simulator.url;
    });
    return session.turn(
      [binary, 'run', 'say hi'],
      Object.fromEntries(off.map((what) => [`${prefix}_DISABLE_${what}`, '1'])),
    );
  };

/** Claude Code, asked once with options of the command line. */
export const claudeTurn = (session: Session, binary: string, ...options: readonly string[]): Promise<Turn> =>
  session.turn([binary, ...options, '-p', 'say hi'], {
    ANTHROPIC_BEDROCK_BASE_URL: session.simulator.url,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
  });

export const PROGRAM_CASES: readonly ProgramCase[] = [
  {
    program: 'claude-code',
    agent: claudeCode,
    caches: true,
    small: false,
    turn: (session, binary) => claudeTurn(session, binary),
  },
  { program: 'opencode', agent: openCode, caches: true, small: true, turn: opencodeTurn('opencode') },
  { program: 'kilo', agent: kilo, caches: true, small: false, turn: opencodeTurn('kilo') },
  {
    program: 'cline',
    agent: clineCli,
    caches: false,
    small: false,
    // Its endpoint is the one that our plan carries over.
    turn: (session, binary) => {
      const data = join(session.home, '.cline/data');
      return session.turn([binary, '--data-dir', data, '-c', session.workspace, '--retries', '1', '--json', 'say hi']);
    },
  },
  {
    program: 'continue',
    agent: continueAgent,
    caches: false,
    small: false,
    turn: (session, script) =>
      session.turn(
        [process.execPath, script, '-p', 'say hi', '--config', join(session.home, '.continue/config.yaml')],
        {
          CONTINUE_TELEMETRY_ENABLED: '0',
        },
      ),
  },
];
