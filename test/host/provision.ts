import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromiumOf, unpackChromium, type Chromium } from './chromium';
import { withLock } from './lock';
import { npm } from './npm';
import { cacheDirectory, repository } from './paths';

/** What the test host runs, installed. */
export interface Runtime {
  /** The Node.js that VS Code's server wants. */
  readonly node: string;
  /** The root of VS Code's server. */
  readonly vscode: string;
  /** For example 1.139.1. */
  readonly vscodeVersion: string;
  readonly chromium: Chromium;
}

/**
 * The versions of VS Code that tests can run in: the oldest that npm has and the manifest admits, and the newest that
 * npm has.
 */
const versions = ['oldest', 'newest'] as const;
export type VsCodeChoice = (typeof versions)[number];

/** The version that BEDROCK_TALLY_VSCODE names; the newest when it names none. */
export function chosenVersion(): VsCodeChoice {
  const named = process.env.BEDROCK_TALLY_VSCODE ?? 'newest';
  const choice = versions.find((version) => version === named);
  if (!choice) throw new Error(`BEDROCK_TALLY_VSCODE is ${named}, which is none of ${versions.join(', ')}.`);
  return choice;
}

/** What is installed for itself: each has a folder of lock files in test/host/runtime, and one in the cache. */
type Part = VsCodeChoice | 'browser';

const pins = join(repository, 'test/host/runtime');
/**
 * Packages with a native part that an install script would build, and what stands in for them. A version of VS Code has
 * some of them.
 */
const shims = {
  '@vscode/spdlog': 'spdlog.cjs',
  '@vscode/native-watchdog': 'native-watchdog.cjs',
  'native-watchdog': 'native-watchdog.cjs',
} as const;
const pinned = (part: Part): string[] =>
  part === 'browser'
    ? ['browser/package.json', 'browser/package-lock.json']
    : [
        ...['package.json', 'package-lock.json', 'vscode-lock.json'].map((name) => `${part}/${name}`),
        ...new Set(Object.values(shims).map((name) => `shims/${name}`)),
      ];
const vscodeIn = (home: string): string => join(home, 'node_modules/code-server/lib/vscode');

/** Raise it when the steps below change while the lock files stay the same. */
const recipe = 2;

async function fingerprint(part: Part): Promise<string> {
  const hash = createHash('sha256').update(`${recipe} ${process.platform} ${process.arch}`);
  for (const file of pinned(part)) hash.update(await readFile(join(pins, file)));
  return hash.digest('hex').slice(0, 12);
}

function requireSupportedMachine(): void {
  if (process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)) return;
  throw new Error(
    `The test host can be installed on Linux (x64, arm64), not on ${process.platform} ${process.arch}. ` +
      'Where desktop VS Code can be downloaded, BEDROCK_TALLY_DESKTOP=1 runs the integration tests in that.',
  );
}

/**
 * code-server's install script would do this. Its own lock lacks one package, so that "npm ci" refuses it: ours
 * replaces it.
 */
async function installServer(version: VsCodeChoice, vscode: string): Promise<void> {
  await copyFile(join(pins, version, 'vscode-lock.json'), join(vscode, 'npm-shrinkwrap.json'));
  await npm(vscode, ['ci', '--omit=dev']);
  for (const [name, file] of Object.entries(shims)) {
    const place = join(vscode, 'node_modules', name);
    if (existsSync(place)) await copyFile(join(pins, 'shims', file), join(place, 'index.js'));
  }
}

/** Everything that npm brings for a part, in `staging`; `home` is where it will be moved to. */
async function install(part: Part, staging: string, home: string, log: (line: string) => void): Promise<void> {
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) await cp(join(pins, part, name), join(staging, name));
  log(part === 'browser' ? 'installing a browser and fonts from npm' : `installing the ${part} VS Code from npm`);
  await npm(staging, ['ci', '--omit=dev']);
  await (part === 'browser' ? unpackChromium(staging, home) : installServer(part, vscodeIn(staging)));
  await writeFile(join(staging, 'stamp'), `${await fingerprint(part)}\n`);
}

/** Removes what earlier lock files of the same part brought. */
async function removeOthers(cache: string, part: Part, current: string): Promise<void> {
  if (process.env.BEDROCK_TALLY_CACHE) return; // may be shared with clones that have other lock files
  for (const name of await readdir(cache)) {
    if (name.startsWith(`${part}-`) && name !== current) await rm(join(cache, name), { recursive: true, force: true });
  }
}

/** Installs a part where it is not there yet. Returns its directory. */
async function provisionPart(part: Part, log: (line: string) => void): Promise<string> {
  const cache = cacheDirectory();
  const name = `${part}-${await fingerprint(part)}`;
  const home = join(cache, name);
  const isReady = (): boolean => existsSync(join(home, 'stamp'));
  if (isReady()) return home;
  await mkdir(cache, { recursive: true });
  const waiting = (): void => {
    log('waiting for another process that is installing the same');
  };
  await withLock(join(cache, 'lock'), waiting, async () => {
    if (isReady()) return;
    const started = Date.now();
    const staging = join(cache, `${name}.staging`);
    await install(part, staging, home, log);
    await rm(home, { recursive: true, force: true });
    await rename(staging, home);
    await removeOthers(cache, part, name);
    log(`installed in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  });
  return home;
}

/** The version of VS Code that tests run in, for example 1.139.1. code-server 4.x.y carries VS Code 1.x.y. */
export async function vscodeVersion(): Promise<string> {
  const file = join(pins, chosenVersion(), 'package.json');
  const { dependencies } = JSON.parse(await readFile(file, 'utf8')) as { dependencies: Record<string, string> };
  const version = dependencies['code-server']?.replace(/^4\./, '1.');
  if (version === undefined) throw new Error(`${file} names no version of code-server.`);
  return version;
}

const print = (line: string): void => {
  console.log(`[test host] ${line}`);
};

/**
 * Installs the test host into the cache, once for each state of its lock files, and returns where it is. Needs npm and
 * its registry, no root and no compiler; runs no package's install script. Several processes may call it at once.
 * @throws Error that says what to do, on an unsupported machine or when npm fails.
 */
export async function provision(log = print): Promise<Runtime> {
  requireSupportedMachine();
  const home = await provisionPart(chosenVersion(), log);
  const browser = await provisionPart('browser', log);
  const vscode = vscodeIn(home);
  const node = join(home, `node_modules/node-linux-${process.arch}/bin/node`);
  return { node, vscode, vscodeVersion: await vscodeVersion(), chromium: chromiumOf(browser) };
}

if (require.main === module) {
  provision().then(
    (runtime) => {
      console.log(`[test host] VS Code ${runtime.vscodeVersion} in ${runtime.vscode}`);
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
}
