/** `bedrock-tally gateway status` and `gateway stop`: with the gateway that runs, whoever started it. */

import { parseArgs } from 'node:util';
import { GatewayError, stopGateway, withGateway } from '../gateway/client';
import { myGatewayPaths } from '../gateway/paths';
import { EXIT, type Output } from './output';

/** The sentence for a port that cannot be used. */
export const strangerText = (port: number): string =>
  `Port ${port} of the gateway is used by another program, or kept by the system. Nothing was started elsewhere: agents are pointed at this port. Stop that program, or choose another port with --port and point the agents at the gateway again.`;

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
  const stopped = await stopGateway(await myGatewayPaths());
  output.line(
    stopped ? 'The gateway accepts no more calls, and ends with its running ones.' : 'The gateway is not running.',
  );
  return EXIT.done;
}
