/** `bedrock-tally gateway`: runs the gateway in the foreground until it is stopped. */

import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ConnectionChoice } from '../core/awsApi';
import { asProblem } from '../core/problem';
import { hideSecrets } from '../core/secrets/hideSecrets';
import { IDLE_MS, withGateway } from '../gateway/client';
import { myGatewayPaths, type GatewayPaths } from '../gateway/paths';
import type { GatewayProcess } from '../gateway/process/gatewayProcess';
import type { RunResult } from '../gateway/process/runProcess';
import { Secrets } from '../gateway/secrets';
import { SettingsFile } from '../gateway/settings';
import { CONNECTION_FLAGS, connectionOf, type ConnectionFlags } from './connection';
import { runHere } from './gatewayProcess';
import { strangerText } from './gatewayStatus';
import { EXIT, readPort, type Output } from './output';

/** Between two attempts while somebody else has the port. */
const RETRY_MS = 15_000;

interface Options extends ConnectionFlags {
  readonly port: number | undefined;
  readonly json: boolean;
  /** Where a gateway is running already, it is kept running, and its place is taken when it ends. */
  readonly stay: boolean;
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...CONNECTION_FLAGS,
      port: { type: 'string' },
      json: { type: 'boolean' },
      stay: { type: 'boolean' },
    },
  });
  const { port, json = false, stay = false, ...flags } = values;
  return { ...flags, port: port === undefined ? undefined : readPort(port), json, stay };
}

/** Issues a secret for whoever started the command. Throws a `Problem`. */
async function secretFor(choice: ConnectionChoice, paths: GatewayPaths): Promise<string> {
  const [{ resolveCredentials }, { outgoingAgents }] = await Promise.all([
    import('../aws/signing'),
    import('../http/outgoing'),
  ]);
  const connecting = { log: () => undefined, agents: outgoingAgents(process.env) };
  const { caller } = await resolveCredentials(choice, connecting, new AbortController().signal);
  const { awsProfile, region, endpoint } = choice;
  const place = { awsProfile, region, endpoint, account: caller.account };
  return new Secrets(paths.secrets).issue({ agent: 'command-line', project: undefined, place }, Date.now());
}

/** The first line is all that a program needs to call the gateway. */
function announce(url: string, isRunning: boolean, { json }: Options, output: Output): void {
  if (json) output.line(JSON.stringify({ url }));
  else output.line(isRunning ? `The gateway is already running at ${url}` : `The gateway is running at ${url}`);
}

async function started(options: Options, output: Output, log: (line: string) => void): Promise<RunResult | undefined> {
  const paths = await myGatewayPaths();
  const choice = connectionOf(options, process.env, await new SettingsFile(paths.settings).get());
  const result = await runAsOwn(options, log);
  if (result.kind === 'stranger') {
    output.log(strangerText(result.port));
    return undefined;
  }
  const base = `http://127.0.0.1:${result.kind === 'started' ? result.process.port : result.port}`;
  try {
    announce(
      choice === undefined ? base : `${base}/${await secretFor(choice, paths)}`,
      result.kind === 'running',
      options,
      output,
    );
    return result;
  } catch (error) {
    const { code, message } = asProblem(error);
    output.log(`No connection to AWS (${code}): ${hideSecrets(message)}`);
    // Agents that have a secret can use it as soon as their credentials are there.
    if (options.profile === undefined && options.region === undefined) {
      announce(base, result.kind === 'running', options, output);
      return result;
    }
    if (result.kind === 'started') await result.process.stop();
    return undefined;
  }
}

/** Resolves to the exit code when the gateway has ended. */
export async function runCommand(args: readonly string[], output: Output, stop: AbortSignal): Promise<number> {
  const options = readOptions(args);
  const log = (line: string): void => {
    output.log(hideSecrets(line));
  };
  const first = await started(options, output, log);
  if (first === undefined) return EXIT.failed;
  if (!options.stay) {
    if (first.kind === 'started') await untilEnded(first.process, stop);
    return EXIT.done;
  }
  let result: RunResult = first;
  while (await mustGoOn(result, output, stop)) result = await runAsOwn(options, log);
  return EXIT.done;
}

/** Waits until a gateway has ended. Answers whether another one is to take its place. */
async function mustGoOn(result: RunResult, output: Output, stop: AbortSignal): Promise<boolean> {
  switch (result.kind) {
    case 'started':
      await untilEnded(result.process, stop);
      return !stop.aborted && !result.process.endedByUser;
    case 'running':
      return (await keepRunning(stop)) && !stop.aborted;
    case 'stranger':
      output.log(strangerText(result.port));
      await sleep(RETRY_MS, undefined, { signal: stop }).catch(() => undefined);
      return !stop.aborted;
  }
}

const runAsOwn = ({ port }: Options, log: (line: string) => void): Promise<RunResult> =>
  runHere({ port, takeOver: 'older', stays: true, idleMs: IDLE_MS }, log);

/** Resolves when the gateway of this process has ended; it drains when `stop` is aborted. */
async function untilEnded(running: GatewayProcess, stop: AbortSignal): Promise<void> {
  const drain = (): void => {
    running.drain();
  };
  if (stop.aborted) drain();
  else stop.addEventListener('abort', drain);
  await running.ended;
  stop.removeEventListener('abort', drain);
}

/**
 * Keeps the gateway of another process running until that ends or `stop` is aborted. Answers whether it ended otherwise
 * than by the user.
 */
async function keepRunning(stop: AbortSignal): Promise<boolean> {
  const byUser = await withGateway(await myGatewayPaths(), async (channel) => {
    await channel.keep([]).catch(() => undefined);
    await new Promise<void>((resolve) => {
      channel.onLost(resolve);
      if (stop.aborted) resolve();
      stop.addEventListener('abort', () => {
        resolve();
      });
    });
    return channel.announced === 'ending';
  }).catch(() => undefined);
  return byUser !== true;
}
