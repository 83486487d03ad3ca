/** `bedrock-tally gateway process`: the gateway as windows start it, in a process of its own. */

import { parseArgs } from 'node:util';
import type { CallRules } from '../core/gateway/chooseProfile';
import { hideSecrets, messageOf } from '../core/secrets/hideSecrets';
import { IDLE_MS } from '../gateway/client';
import { myGatewayPaths } from '../gateway/paths';
import { runGatewayProcess, type RunOptions, type RunResult } from '../gateway/process/runProcess';
import { SettingsFile } from '../gateway/settings';
import { awsPlaces } from './awsPlaces';
import { EXIT, type Output } from './output';
import { VERSION } from './version';

/** What differs between the ways to run the gateway. */
export type OwnOptions = Pick<RunOptions, 'port' | 'takeOver' | 'stays' | 'idleMs'>;

/** Runs the gateway with real AWS in this process. Throws where its folder cannot be written to. */
export async function runHere(own: OwnOptions, log: (line: string) => void): Promise<RunResult> {
  const paths = await myGatewayPaths();
  const settings = new SettingsFile(paths.settings);
  const rules = (): Promise<CallRules> => settings.get();
  return runGatewayProcess({
    ...own,
    paths,
    version: VERSION,
    rules,
    log,
    aws: (running) =>
      awsPlaces({
        settings: () => settings.get(),
        windowCredentials: (awsProfile) => running().windowCredentials(awsProfile),
        log,
      }),
  });
}

/** Writes one line, and then runs until nobody needs it any more. */
export async function processCommand(args: readonly string[], output: Output, stop: AbortSignal): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { 'idle-ms': { type: 'string' } } });
  const idleMs = Number(values['idle-ms'] ?? IDLE_MS);
  const log = (line: string): void => {
    output.log(`${new Date().toISOString()} ${hideSecrets(line)}`);
  };
  let result: RunResult;
  try {
    result = await runHere({ port: undefined, takeOver: 'older', stays: false, idleMs }, log);
  } catch (error) {
    output.line(JSON.stringify({ kind: 'failed', message: messageOf(error) }));
    return EXIT.failed;
  }
  if (result.kind !== 'started') {
    output.line(JSON.stringify({ kind: result.kind, port: result.port }));
    return result.kind === 'running' ? EXIT.done : EXIT.failed;
  }
  const running = result.process;
  output.line(JSON.stringify({ kind: 'started', port: running.port }));
  stop.addEventListener('abort', () => {
    running.drain();
  });
  await running.ended;
  return EXIT.done;
}
