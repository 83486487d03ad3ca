/** Reads a settings file of any format into its values. */

import { MAX_BYTES, requireFileText } from './files';
import { parseJson, type ParseResult } from './json';
import { AgentProblem } from '../problem';
import { parseYaml } from './yaml';
import type { Format, Json } from './document';

/** A file of an agent as its values. `value` is empty where there is no file. */
export interface LoadedDocument {
  readonly path: string;
  readonly format: Format;
  readonly exists: boolean;
  readonly value: Readonly<Record<string, Json>>;
}

/** A change of a larger file would block the window. Settings of all agents are far smaller. Characters. */
const MAX_CHARACTERS: Readonly<Record<Format, number>> = { json: MAX_BYTES, jsonc: 512 * 1024, yaml: 256 * 1024 };

/** Reads a text as its agent does; never throws. */
export function parseFormat(text: string, format: Format): ParseResult {
  if (text.length > MAX_CHARACTERS[format]) return { broken: 'too-large', where: '' };
  return format === 'yaml' ? parseYaml(text) : parseJson(text, format === 'jsonc');
}

/** Reads a file. @throws AgentProblem `broken` for what we do not understand in full. */
export async function loadDocument(path: string, format: Format): Promise<LoadedDocument> {
  const state = await requireFileText(path);
  if (state === undefined) return { path, format, exists: false, value: {} };
  const parsed = parseFormat(state.text, format);
  if ('broken' in parsed) throw new AgentProblem('broken', { path, reason: parsed.broken, where: parsed.where });
  return { path, format, exists: true, value: parsed.value };
}
