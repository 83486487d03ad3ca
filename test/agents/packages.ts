/** Packages from npm at pinned versions, each installed once into a cache. None of their install scripts is run. */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { withLock } from '../host/lock';
import { npm } from '../host/npm';
import { repository } from '../host/paths';

const cache = resolve(process.env.BEDROCK_TALLY_AGENTS_CACHE ?? join(repository, '.cache/agents'));

/** A package's name, its version, and the path of a file in it. */
export type Package = readonly [name: string, version: string, path: string];

/** Whether npm found no such package: the makers have none for this platform. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error && /\bE404\b|ETARGET|notarget/.test(error.message);

async function install([name, version]: Package, home: string): Promise<void> {
  const staging = `${home}.staging`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  await writeFile(join(staging, 'package.json'), '{ "private": true }\n');
  console.log(`[agents] installing ${name} ${version}`);
  try {
    await npm(staging, ['install', '--omit=dev', '--no-package-lock', `${name}@${version}`]);
  } catch (error) {
    if (!isMissing(error)) throw error;
    console.log(`[agents] there is no ${name} ${version}`);
  }
  await rename(staging, home);
}

/** Removes what other pinned versions of the same group installed. */
async function removeOthers(group: string, current: string): Promise<void> {
  for (const other of await readdir(cache)) {
    if (other.startsWith(`${group}-`) && other !== current)
      await rm(join(cache, other), { recursive: true, force: true });
  }
}

/**
 * Installs the packages of a group that are not there yet, and returns where the file of each lies; undefined where npm
 * has no such package. Several processes may call it at once. @throws Error when npm fails.
 */
export async function installPackages<Key extends string>(
  group: string,
  packages: Readonly<Record<Key, Package>>,
): Promise<Readonly<Record<Key, string | undefined>>> {
  const folder = `${group}-${createHash('sha256').update(JSON.stringify(packages)).digest('hex').slice(0, 12)}`;
  const keys = Object.keys(packages) as Key[];
  await mkdir(join(cache, folder), { recursive: true });
  const reportWaiting = (): void => {
    console.log('[agents] waiting for another process that is installing the same');
  };
  const location = (key: Key): string => join(cache, folder, key);
  await withLock(join(cache, 'lock'), reportWaiting, async () => {
    for (const key of keys) if (!existsSync(location(key))) await install(packages[key], location(key));
    await removeOthers(group, folder);
  });
  const found = keys.map((key) => {
    const [name, , path] = packages[key];
    const file = join(location(key), 'node_modules', name, path);
    return [key, existsSync(file) ? file : undefined];
  });
  return Object.fromEntries(found) as Record<Key, string | undefined>;
}
