/** Reads the files of an agent's table, each as its agent reads it. */

import { readFileState } from '../../documents/files';
import type { ParseResult } from '../../documents/json';
import { filesAt, type SettingsLocation, type LocationFormat } from './settingsLocation';
import { parseYaml } from '../../documents/yaml';
import type { AgentId } from '../../agentId';
import type { HostMachine } from '../../hostMachine';
import type { Json } from '../../documents/document';
import { brokenBinding, type BrokenBinding } from '../../binding';
import { parseFormat } from '../../documents/load';

/** A file that could be read. */
export interface ParsedFile {
  readonly kind: 'parsed';
  readonly path: string;
  readonly value: Readonly<Record<string, Json>>;
  /** Undefined for the expected content of a file that is about to be written. */
  readonly location?: SettingsLocation | undefined;
}

/** A file that was read, or why not. */
export type FileReading =
  | { readonly kind: 'absent'; readonly path: string; readonly location?: SettingsLocation | undefined }
  | {
      readonly kind: 'broken';
      readonly path: string;
      readonly binding: BrokenBinding;
      readonly location?: SettingsLocation | undefined;
    }
  | ParsedFile;

const UNQUOTED = /^['"]?(.*?)['"]?$/s;

/** `NAME=value` lines, with or without `export`; a later line overrides an earlier one. */
function parseDotenv(text: string): ParseResult {
  const lines = text.split(/\r?\n/).flatMap((line): readonly (readonly [string, string])[] => {
    const [, name, rest = ''] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const bare = /^['"]/.test(rest) ? rest.trim() : rest.replace(/\s+#.*$/, '').trim();
    return [[name, UNQUOTED.exec(bare)?.[1] ?? '']];
  });
  return { value: Object.fromEntries(lines) };
}

/** The Regions of AWS profiles, as `{NAME: {region}}`. Nothing else of the file is kept. */
function parseIni(text: string): ParseResult {
  const regions = new Map<string, Json>();
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    const head = /^\s*\[\s*(?:profile\s+)?['"]?([^\]'"]+?)['"]?\s*\]/.exec(line);
    if (head !== null) section = head[1] ?? '';
    const region = /^region\s*=\s*([\w-]+)/.exec(line)?.[1];
    if (section !== '' && region !== undefined) regions.set(section, { region });
  }
  return { value: Object.fromEntries(regions) };
}

/** The YAML between the first two lines of dashes; a file without is an empty one. */
function parseFrontmatter(text: string): ParseResult {
  const [, head] = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n?---[ \t]*(?:\r?\n|$)/.exec(text) ?? [];
  return head === undefined ? { value: {} } : parseYaml(head);
}

function parseText(text: string, format: LocationFormat): ParseResult {
  switch (format) {
    case 'frontmatter':
      return parseFrontmatter(text);
    case 'dotenv':
      return parseDotenv(text);
    case 'ini':
      return parseIni(text);
    case 'json':
    case 'jsonc':
    case 'yaml':
      return parseFormat(text, format);
  }
}

/** Reads one file; never rejects. */
export async function readFileAs(
  agent: AgentId,
  path: string,
  format: LocationFormat,
  location?: SettingsLocation,
): Promise<FileReading> {
  const state = await readFileState(path);
  if (state.kind === 'absent') return { kind: 'absent', path, location };
  const parsed = state.kind === 'broken' ? { broken: state.reason, where: '' } : parseText(state.text, format);
  if (!('broken' in parsed)) return { kind: 'parsed', path, value: parsed.value, location };
  return { kind: 'broken', path, binding: brokenBinding(agent, path, parsed.broken, parsed.where), location };
}

/** Reads all files of a table, in its order, each file once at its last location; never rejects. */
export async function readLocations(
  agent: AgentId,
  locations: readonly SettingsLocation[],
  host: HostMachine,
): Promise<readonly FileReading[]> {
  const wanted = await Promise.all(
    locations.flatMap((location) =>
      location.paths(host).map(async (path) => ({ location, files: await filesAt(path) })),
    ),
  );
  const reads = await Promise.all(
    wanted.flatMap(({ location, files }) => files.map((file) => readFileAs(agent, file, location.format, location))),
  );
  return reads.filter(
    ({ path, location }, index) =>
      !reads.some((later, at) => at > index && later.path === path && later.location === location),
  );
}

export const isParsed = (one: FileReading): one is ParsedFile => one.kind === 'parsed';

/** The files of one kind. The expected content of a file that is about to be written counts as settings. */
export const filesOfKind = (files: readonly ParsedFile[], kind: SettingsLocation['kind']): readonly ParsedFile[] =>
  files.filter(({ location }) => (location?.kind ?? 'settings') === kind);
