import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Manifest {
  readonly contributes?: { readonly commands?: readonly { command: string; title: string; category?: string }[] };
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));
}

/**
 * How the command palette shows a command of the extension in `extensionPath`; whatever is no id of such a command is
 * taken for a title.
 */
export async function commandTitle(extensionPath: string, titleOrId: string): Promise<string> {
  const manifest = (await readJson(join(extensionPath, 'package.json'))) as Manifest;
  const command = manifest.contributes?.commands?.find(({ command: id }) => id === titleOrId);
  if (!command) return titleOrId;
  const strings = (await readJson(join(extensionPath, 'package.nls.json'))) as Record<
    string,
    string | { message: string }
  >;
  const resolve = (text: string): string => {
    const found = /^%(.+)%$/.exec(text)?.[1];
    const value = found === undefined ? text : (strings[found] ?? text);
    return typeof value === 'string' ? value : value.message;
  };
  return command.category ? `${resolve(command.category)}: ${resolve(command.title)}` : resolve(command.title);
}
