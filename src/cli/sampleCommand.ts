/** `bedrock-tally gateway --sample`: runs the gateway on sample data until it is stopped. */

import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { messageOf } from '../core/secrets/hideSecrets';
import { EXIT, readPort, type Output } from './output';
import { startSampleGateway, type SampleGateway } from './sampleGateway';

interface Options {
  readonly port: number;
  readonly json: boolean;
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { sample: { type: 'boolean' }, json: { type: 'boolean' }, port: { type: 'string' } },
  });
  return { port: readPort(values.port ?? '0'), json: values.json === true };
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
export async function sampleCommand(args: readonly string[], output: Output, stop: AbortSignal): Promise<number> {
  const options = readOptions(args);
  let gateway: SampleGateway;
  try {
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
