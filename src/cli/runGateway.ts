/** `bedrock-tally gateway`: runs the gateway in the foreground until it is stopped. */

import { parseArgs } from 'node:util';
import type { ConnectionChoice } from '../core/awsApi';
import { asProblem } from '../core/problem';
import { hideSecrets } from '../core/secrets/hideSecrets';
import { GatewayError, IDLE_MS, withGateway } from '../gateway/client';
import { myGatewayPaths, type GatewayPaths } from '../gateway/paths';
import type { RunResult } from '../gateway/process/runProcess';
import { Secrets } from '../gateway/secrets';
import { SettingsFile } from '../gateway/settings';
import { CONNECTION_FLAGS, connectionOf, type ConnectionFlags } from './connection';
import { runHere } from './gatewayProcess';
import { EXIT, readPort, type Output } from './output';

interface Options extends ConnectionFlags {
  readonly port: number | undefined;
  readonly json: boolean;
  readonly stay: boolean;
  readonly takeOver: boolean;
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...CONNECTION_FLAGS,
      port: { type: 'string' },
      json: { type: 'boolean' },
      stay: { type: 'boolean' },
      'take-over': { type: 'boolean' },
    },
  });
  const { port, json = false, stay = false, 'take-over': takeOver = false, ...flags } = values;
  return { ...flags, port: port === undefined ? undefined : readPort(port), json, stay, takeOver };
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

/** The sentence for a port that cannot be used. */
export const strangerText = (port: number): string =>
  `Port ${port} of the gateway is used by another program, or kept by the system. Nothing was started elsewhere: agents are pointed at this port. Stop that program, or choose another port with --port and point the agents at the gateway again.`;

async function started(options: Options, output: Output, log: (line: string) => void): Promise<RunResult | undefined> {
  const paths = await myGatewayPaths();
  const choice = connectionOf(options, process.env, await new SettingsFile(paths.settings).get());
  const takeOver = options.takeOver ? 'any' : 'older';
  const result = await runHere({ port: options.port, takeOver, stays: true, idleMs: IDLE_MS }, log);
  if (result.kind === 'stranger') {
    output.log(strangerText(result.port));
    return undefined;
  }
  if (result.kind === 'running' && options.stay) await withGateway(paths, (channel) => channel.stay(true));
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
  const result = await started(options, output, log);
  if (result === undefined) return EXIT.failed;
  if (result.kind !== 'started') return EXIT.done;
  const running = result.process;
  const drain = (): void => {
    running.drain();
  };
  if (stop.aborted) drain();
  else stop.addEventListener('abort', drain);
  await running.ended;
  return EXIT.done;
}

/** Writes what the gateway is doing. The exit code says whether it runs. */
export async function statusCommand(args: readonly string[], output: Output): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } });
  const write = (state: string, more: object, text: readonly string[]): void => {
    if (values.json === true) output.line(JSON.stringify({ state, ...more }));
    else for (const line of text) output.line(line);
  };
  try {
    const status = await withGateway(await myGatewayPaths(), (channel) => channel.status());
    if (status === undefined) {
      write('stopped', {}, ['The gateway is not running.']);
      return EXIT.failed;
    }
    const { port, version, pid, calls, runningCalls, leases, stays, places, refusals } = status;
    write('running', status, [
      `The gateway is running at http://127.0.0.1:${port} (version ${version}, process ${pid}).`,
      `Calls since its start: ${calls}; running: ${runningCalls}. Windows: ${leases}${stays ? '; it stays without any' : ''}.`,
      ...places.map(
        ({ awsProfile, account, region, problem }) =>
          `${awsProfile === '' ? 'Default credentials' : `AWS profile ${awsProfile}`}, account ${account}, ${region}: ${problem ?? 'no problem'}`,
      ),
      ...refusals.map(({ time, code, what }) => `${new Date(time).toISOString()} refused: ${code} ${what}`.trimEnd()),
    ]);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    write('stranger', { port: error.port }, [strangerText(error.port ?? 0)]);
    return EXIT.failed;
  }
}

/** Ends the gateway when its running calls have ended. */
export async function stopCommand(args: readonly string[], output: Output): Promise<number> {
  parseArgs({ args: [...args], options: {} });
  const stopped = await withGateway(await myGatewayPaths(), async (channel) => {
    const { runningCalls } = await channel.status();
    await channel.drain();
    return runningCalls;
  });
  if (stopped === undefined) output.line('The gateway is not running.');
  else
    output.line(
      stopped === 0
        ? 'The gateway has stopped.'
        : `The gateway accepts no more calls, and stops after ${stopped} running ones.`,
    );
  return EXIT.done;
}
