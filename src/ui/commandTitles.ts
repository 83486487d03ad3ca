/** Commands and settings by their names, for advice: what does not exist does not compile, and a new title is told at once. */

import { extensions } from 'vscode';
import { COMMANDS, SECTION, type Settings } from '../manifest';

const EXTENSION = 'bedrock-tally.bedrock-tally';

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;

/** This extension's package.json, in the user's language. */
export const manifest = (): unknown => extensions.getExtension(EXTENSION)?.packageJSON;

/** A command as the palette and the menus call it, in quotes. */
export function commandText(name: keyof typeof COMMANDS): string {
  const listed = field(field(manifest(), 'contributes'), 'commands');
  const commands: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const found = commands.find((command) => field(command, 'command') === COMMANDS[name]);
  const title = field(found, 'title');
  // In another language than English VS Code keeps the original beside it.
  const text = field(title, 'value') ?? title;
  return `“${typeof text === 'string' ? text.replace(/…$/, '') : COMMANDS[name]}”`;
}

/** A setting as settings.json calls it. */
export const settingText = (key: keyof Settings): string => `${SECTION}.${key}`;
