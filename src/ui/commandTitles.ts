/**
 * Commands and settings by their names, for advice: what does not exist does not compile, and a new title is used at
 * once.
 */

import { fieldOf } from '../core/collections';
import { extensions } from 'vscode';
import { COMMANDS, SETTINGS_SECTION, type Settings } from '../manifest';

const EXTENSION = 'bedrock-tally.bedrock-tally';

/** This extension's package.json, in the user's language. */
export const manifest = (): unknown => extensions.getExtension(EXTENSION)?.packageJSON;

/** A command as the palette and the menus call it, in quotes. */
export function commandText(name: keyof typeof COMMANDS): string {
  const listed = fieldOf(fieldOf(manifest(), 'contributes'), 'commands');
  const commands: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const found = commands.find((command) => fieldOf(command, 'command') === COMMANDS[name]);
  const title = fieldOf(found, 'title');
  // In another language than English VS Code keeps the original beside it.
  const text = fieldOf(title, 'value') ?? title;
  return `“${typeof text === 'string' ? text.replace(/…$/, '') : COMMANDS[name]}”`;
}

/** A setting as settings.json calls it. */
export const settingText = (key: keyof Settings): string => `${SETTINGS_SECTION}.${key}`;
