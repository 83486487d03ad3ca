/** One turn of each program with a prompt, by its settings alone. */

import { join } from 'node:path';
import type { Program } from './programs';
import type { Session, Turn } from './session';

export interface TurnOptions {
  readonly prompt?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Further options of its command line. */
  readonly options?: readonly string[];
}

type MakeTurn = (session: Session, binary: string, options?: TurnOptions) => Promise<Turn>;

const PROMPT = 'say hi';

const OFF = ['AUTOUPDATE', 'MODELS_FETCH', 'LSP_DOWNLOAD', 'SHARE', 'SESSION_INGEST', 'PRESENCE', 'DEFAULT_PLUGINS'];

const openCodeTurn =
  (prefix: string): MakeTurn =>
  (session, binary, { prompt = PROMPT, env, options = [] } = {}) =>
    session.turn([binary, 'run', ...options, prompt], {
      ...Object.fromEntries(OFF.map((what) => [`${prefix}_DISABLE_${what}`, '1'])),
      ...env,
    });

export const TURNS: Readonly<Record<Program, MakeTurn>> = {
  'claude-code': (session, binary, { prompt = PROMPT, env, options = [] } = {}) =>
    session.turn([binary, ...options, '-p', prompt], {
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      ...env,
    }),
  opencode: openCodeTurn('OPENCODE'),
  kilo: openCodeTurn('KILO'),
  cline: (session, binary, { prompt = PROMPT, env, options = [] } = {}) => {
    const data = join(session.home, '.cline/data');
    const fixed = ['--data-dir', data, '-c', session.workspace, '--retries', '1', '--json'];
    return session.turn([binary, ...fixed, ...options, prompt], env);
  },
  continue: (session, script, { prompt = PROMPT, env, options = [] } = {}) => {
    const config = join(session.home, '.continue/config.yaml');
    return session.turn([process.execPath, script, ...options, '-p', prompt, '--config', config], {
      CONTINUE_TELEMETRY_ENABLED: '0',
      ...env,
    });
  },
};
