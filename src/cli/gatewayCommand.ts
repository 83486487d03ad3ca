/** `bedrock-tally gateway`: runs the gateway until it is told to stop. */

import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { messageOf } from '../core/secrets/hideSecrets';
import type { SampleGateway } from './sampleGateway';
import { myGatewayPaths } from '../gateway/paths';
import { EXIT, usageError, type Output } from './output';

export const GATEWAY_USAGE = 'bedrock-tally gateway --sample [--port N] [--json]';

interface Options {
  readonly port: number;
  readonly json: boolean;
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { sample: { type: 'boolean' }, json: { type: 'boolean' }, port: { type: 'string' } },
  });
  if (values.sample !== true) throw usageError('Only the gateway on sample data is available yet: add --sample.');
  const port = values.port ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw usageError(`--port must be a whole number from 0 to 65535, not "${port}".`);
  return { port: Number(port), json: values.json === true };
}

/** The first line is all that a program needs to call the gateway. */
function announce({ url }: SampleGateway, { json }: Options, output: Output): void {
  if (json) {
    output.line(JSON.stringify({ url }));
    return;
  }
  output.line(`The gateway runs on sample data at ${url}`);
  output.line('Try it:');
  output.line(
    `curl ${url}/model/anthropic.claude-sonnet-5/converse -d '{"messages":[{"role":"user","content":[{"text":"Hello"}]}]}'`,
  );
}

/** Resolves to the exit code when `stop` is aborted. */
export async function gatewayCommand(args: readonly string[], output: Output, stop: AbortSignal): Promise<number> {
  if (args[0] === 'process') return (await import('./gatewayProcess')).processCommand(args.slice(1), output, stop);
  if (args[0] === 'paths') {
    output.line((await myGatewayPaths()).folder);
    return EXIT.done;
  }
  const options = readOptions(args);
  let gateway: SampleGateway;
  try {
    const { startSampleGateway } = await import('./sampleGateway');
    gateway = await startSampleGateway(options.port, output.log);
  } catch (error) {
    output.log(messageOf(error));
    return EXIT.failed;
  }
  announce(gateway, options, output);
  if (!stop.aborted) await once(stop, 'abort');
  await gateway.close();
  return EXIT.done;
}
