/**
 * The settings locations of an agent: a table for each agent, which reading, drift, warnings, the file watch and
 * verification all use. Only locations in the table are read, so each table is taken from the agent's code and
 * documentation, and checked with the real program.
 */

import { readdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { HostMachine } from '../../hostMachine';
import type { Format } from '../../documents/document';

/** What a location may set. `availability`: whether a model that another location names may be used at all. */
export type ProvidedSetting = 'model' | 'region' | 'awsProfile' | 'credentials' | 'availability';

/**
 * How the values of a location count. `settings`: merged key by key, later rows over earlier ones. `work`: each file is
 * a separate kind of work, which may name a model. `variables`: it sets variables of the environment. `credentials`:
 * only whether it has keys for Bedrock is read. `aws`: AWS's shared files, of which a profile's Region is read.
 */
export type LocationKind = 'settings' | 'work' | 'variables' | 'credentials' | 'aws';

/** How a file is read; `frontmatter` is the YAML head of a Markdown file. */
export type LocationFormat = Format | 'frontmatter' | 'dotenv' | 'ini';

/** One row of an agent's table. The row with the highest precedence is the last. */
export interface SettingsLocation {
  readonly name: string;
  readonly kind: LocationKind;
  readonly format: LocationFormat;
  readonly provides: readonly ProvidedSetting[];
  /** Who wrote it: a folder's files may come from anybody. */
  readonly from: 'user' | 'folder' | 'managed';
  /** The agent writes it often for other reasons: it is not watched, and read whenever something else has changed. */
  readonly unwatched?: true;
  /**
   * Files, or patterns of files: `FOLDER/*.json` are those in a folder, in the order of their names; `**` includes
   * those below it; a name after `*` is that file in each folder.
   */
  readonly paths: (host: HostMachine) => readonly string[];
}

/** Limits of what is read in a folder of settings: files, and levels of folders. */
const MAX_FILES = 500;
const MAX_FOLDER_DEPTH = 5;

const isPattern = (path: string): boolean => path.includes('*');

/** The part of a pattern before its first star: a folder. */
const folderOf = (pattern: string): string => dirname(pattern.slice(0, pattern.indexOf('*') + 1));

async function below(folder: string, depth: number, found: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (found.length >= MAX_FILES) return;
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) await below(path, depth - 1, found);
    else if (!entry.isDirectory()) found.push(path);
  }
}

/** The files of a path or a pattern; a plain path is returned as it is, whether it exists or not. Never rejects. */
export async function filesAt(path: string): Promise<readonly string[]> {
  if (!isPattern(path)) return [path];
  const folder = folderOf(path);
  const rest = path.slice(folder.length + 1).split(sep);
  const depth = rest[0] === '**' ? MAX_FOLDER_DEPTH : rest.length - 1;
  const last = rest.at(-1) ?? '';
  const found: string[] = [];
  await below(folder, depth, found);
  const isWanted = (name: string): boolean =>
    last.startsWith('*') ? name.endsWith(last.slice(1)) && !name.startsWith('.') : name === last;
  return found.filter((file) => isWanted(file.slice(file.lastIndexOf(sep) + 1)));
}

/** What is watched for a location: the file itself, or any file of a folder, as `FOLDER/*`. */
export const watchedPath = (path: string): string => (isPattern(path) ? join(folderOf(path), '*') : path);

/** All paths of a table, each once, as they are watched. */
export const watchedLocations = (locations: readonly SettingsLocation[], host: HostMachine): readonly string[] => [
  ...new Set(
    locations
      .filter(({ unwatched }) => unwatched !== true)
      .flatMap(({ paths }) => paths(host))
      .map(watchedPath),
  ),
];
