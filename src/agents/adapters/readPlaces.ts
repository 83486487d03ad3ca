/** Reads the files of an agent's table, each as its agent reads it. */

import type { AgentHost, AgentId, BrokenBinding } from '../agent';
import { broken } from './common';
import { parseAs } from '../changes/filePlan';
import { readState } from '../documents/files';
import type { ParseResult } from '../documents/json';
import { filesAt, type Place, type PlaceFormat } from './place';
import type { Json } from '../changes/plan';
import { parseYaml } from '../documents/yaml';

/** A file that could be read. */
export interface Values {
  readonly kind: 'values';
  readonly path: string;
  readonly value: Readonly<Record<string, Json>>;
  /** Undefined for what stands for a file that is about to be written. */
  readonly place?: Place | undefined;
}

/** A file that was read, or why not. */
export type Read =
  | { readonly kind: 'absent'; readonly path: string; readonly place?: Place | undefined }
  | {
      readonly kind: 'broken';
      readonly path: string;
      readonly binding: BrokenBinding;
      readonly place?: Place | undefined;
    }
  | Values;

const UNQUOTED = /^['"]?(.*?)['"]?$/s;

/** `NAME=value` lines, with or without `export`; a later line beats an earlier one. */
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

function parseText(text: string, format: PlaceFormat): ParseResult {
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
      return parseAs(text, format);
  }
}

/** Reads one file; never rejects. */
export async function readFileAs(agent: AgentId, path: string, format: PlaceFormat, place?: Place): Promise<Read> {
  const state = await readState(path);
  if (state.kind === 'absent') return { kind: 'absent', path, place };
  const parsed = state.kind === 'broken' ? { broken: state.reason, where: '' } : parseText(state.text, format);
  if (!('broken' in parsed)) return { kind: 'values', path, value: parsed.value, place };
  return { kind: 'broken', path, binding: broken(agent, path, parsed.broken, parsed.where), place };
}

/** Reads all that a table names, in its order, each file once at its strongest; never rejects. */
export async function readPlaces(agent: AgentId, places: readonly Place[], host: AgentHost): Promise<readonly Read[]> {
  const wanted = await Promise.all(
    places.flatMap((place) => place.paths(host).map(async (path) => ({ place, files: await filesAt(path) }))),
  );
  const reads = await Promise.all(
    wanted.flatMap(({ place, files }) => files.map((file) => readFileAs(agent, file, place.format, place))),
  );
  return reads.filter(
    ({ path, place }, index) => !reads.some((later, at) => at > index && later.path === path && later.place === place),
  );
}

export const isValues = (one: Read): one is Values => one.kind === 'values';

/** The files of one kind. What stands for a file that is about to be written counts as settings. */
export const ofKind = (files: readonly Values[], kind: Place['kind']): readonly Values[] =>
  files.filter(({ place }) => (place?.kind ?? 'settings') === kind);
