/**
 * The real programs, from npm at pinned versions, each installed once into the cache. None of their install scripts is
 * run.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { withLock } from '../host/lock';
import { npm } from '../host/npm';
import { repository } from '../host/paths';

const cache = resolve(process.env.BEDROCK_TALLY_AGENTS_CACHE ?? join(repository, '.cache/agents'));

const SYSTEMS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { win32: 'windows' };
const system = `${SYSTEMS[process.platform] ?? process.platform}-${process.arch}`;
const ending = process.platform === 'win32' ? '.exe' : '';

/**
 * The package that carries each program and the program's place in it. The makers' own packages only choose between one
 * of these for each platform; each is complete in itself.
 */
const PACKAGES = {
  'claude-code': [`@anthropic-ai/claude-code-${process.platform}-${process.arch}`, '2.1.329', `claude${ending}`],
  opencode: [`opencode-${system}`, '1.18.33', `bin/opencode${ending}`],
  kilo: [`@kilocode/cli-${system}`, '7.7.7', `bin/kilo${ending}`],
  cline: [`@cline/cli-${system}`, '3.0.65', `bin/cline${ending}`],
  continue: ['@continuedev/cli', '1.5.47', 'dist/cn.js'],
} as const;

export type Program = keyof typeof PACKAGES;

const name = `programs-${createHash('sha256').update(JSON.stringify(PACKAGES)).digest('hex').slice(0, 12)}`;

/** Whether npm found no such package: the makers have none for this platform. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error && /\bE404\b|ETARGET|notarget/.test(error.message);

async function install(program: Program, home: string): Promise<void> {
  const [packageName, version] = PACKAGES[program];
  const staging = `${home}.staging`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  await writeFile(join(staging, 'package.json'), '{ "private": true }\n');
  console.log(`[agents] installing ${packageName} ${version}`);
  try {
    await npm(staging, ['install', '--omit=dev', '--no-package-lock', `${packageName}@${version}`]);
  } catch (error) {
    if (!isMissing(error)) throw error;
    console.log(`[agents] there is no ${packageName} ${version}`);
  }
  await rename(staging, home);
}

/** Removes programs that other pinned versions installed. */
async function removeOthers(): Promise<void> {
  for (const other of await readdir(cache)) {
    if (other.startsWith('programs-') && other !== name) await rm(join(cache, other), { recursive: true, force: true });
  }
}

/**
 * Installs the programs that are not there yet, and says where each lies; undefined where its makers have none for this
 * platform. Several processes may call it at once. @throws Error when npm fails.
 */
export async function installPrograms(): Promise<Readonly<Record<Program, string | undefined>>> {
  await mkdir(join(cache, name), { recursive: true });
  const reportWaiting = (): void => {
    console.log('[agents] waiting for another process that is installing the same');
  };
  const location = (program: Program): string => join(cache, name, program);
  await withLock(join(cache, 'lock'), reportWaiting, async () => {
    for (const program of Object.keys(PACKAGES) as Program[]) {
      if (!existsSync(location(program))) await install(program, location(program));
    }
    await removeOthers();
  });
  const found = (Object.keys(PACKAGES) as Program[]).map((program) => {
    const [packageName, , path] = PACKAGES[program];
    const file = join(location(program), 'node_modules', packageName, path);
    return [program, existsSync(file) ? file : undefined];
  });
  return Object.fromEntries(found) as Record<Program, string | undefined>;
}
