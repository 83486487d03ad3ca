/** `bedrock-tally gateway service …`: shows, installs and removes the gateway as a service of the user. */

import { execFile } from 'node:child_process';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { messageOf } from '../core/secrets/hideSecrets';
import { myGatewayPaths } from '../gateway/paths';
import { EXIT, usageError, type Output } from './output';
import { serviceEnvironment, serviceFor, type Service, type ServiceCommand } from './serviceTexts';

/** A copy of the command line: the one of an extension is deleted when the extension is updated. */
async function copiedScript(): Promise<string> {
  return join((await myGatewayPaths()).folder, 'service', 'cli.js');
}

async function myService(): Promise<Service> {
  const { platform, env, execPath } = process;
  const service = serviceFor({
    platform,
    home: homedir(),
    uid: process.getuid?.() ?? 0,
    node: execPath,
    script: await copiedScript(),
    env: serviceEnvironment(env),
  });
  if (service === undefined) throw usageError(`Services of the user are not supported on ${platform}.`);
  return service;
}

const lineOf = ({ command }: ServiceCommand): string => command.join(' ');

function show({ file, text, install }: Service, output: Output): void {
  output.line(`File: ${file}\n\n${text}`);
  output.line(`Then run:\n${install.map(lineOf).join('\n')}`);
}

async function runAll(commands: readonly ServiceCommand[]): Promise<void> {
  for (const { command, optional } of commands) {
    const [program, ...args] = command;
    const ran = promisify(execFile)(program, args, { windowsHide: true });
    await (optional === true ? ran.catch(() => undefined) : ran);
  }
}

async function install(service: Service): Promise<void> {
  const script = await copiedScript();
  const [, own = ''] = process.argv;
  await mkdir(dirname(script), { recursive: true, mode: 0o700 });
  if (own !== script) await copyFile(own, script);
  await mkdir(dirname(service.file), { recursive: true });
  await writeFile(service.file, service.encoding === 'utf8' ? service.text : `\uFEFF${service.text}`, {
    encoding: service.encoding,
    mode: 0o600,
  });
  await runAll(service.install);
}

async function remove(service: Service): Promise<void> {
  await runAll(service.remove);
  await rm(service.file, { force: true });
  await rm(dirname(await copiedScript()), { recursive: true, force: true });
  await runAll(service.removed);
}

/** Nothing is installed without `--yes`: what would be is shown instead. */
export async function serviceCommand(args: readonly string[], output: Output): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { yes: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [action, ...others] = positionals;
  if (others.length > 0 || (action !== 'show' && action !== 'install' && action !== 'remove'))
    throw usageError('gateway service needs one of show, install or remove.');
  const service = await myService();
  try {
    if (action === 'show') show(service, output);
    else if (action === 'remove') {
      await remove(service);
      output.line(`The service was removed, and ${service.file} deleted.`);
    } else if (values.yes === true) {
      await install(service);
      output.line(`The service was installed as ${service.file}. Remove it with: bedrock-tally gateway service remove`);
    } else {
      show(service, output);
      output.line('\nNothing was installed. Add --yes to install it.');
    }
    return EXIT.done;
  } catch (error) {
    output.log(messageOf(error));
    return EXIT.failed;
  }
}
