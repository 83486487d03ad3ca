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

const pins = join(repository, 'test/host/runtime');
const shims = ['spdlog', 'native-watchdog'];
const pinned = [
  'package.json',
  'package-lock.json',
  'vscode/npm-shrinkwrap.json',
  ...shims.map((name) => `vscode/shims/${name}.cjs`),
];
const vscodeIn = (runtime: string): string => join(runtime, 'node_modules/code-server/lib/vscode');

/** Raise it when the steps below change while the lock files stay the same. */
const recipe = 1;

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256').update(`${recipe} ${process.platform} ${process.arch}`);
  for (const file of pinned) hash.update(await readFile(join(pins, file)));
  return hash.digest('hex').slice(0, 12);
}

function requireSupportedMachine(): void {
  if (process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)) return;
  throw new Error(
    `The test host can be installed on Linux (x64, arm64), not on ${process.platform} ${process.arch}. ` +
      'Where desktop VS Code can be downloaded, BEDROCK_TALLY_DESKTOP=1 runs the integration tests in that.',
  );
}

/** Everything npm brings, in `staging`; `home` is where it will be moved to. */
async function install(staging: string, home: string, log: (line: string) => void): Promise<void> {
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  await cp(join(pins, 'package.json'), join(staging, 'package.json'));
  await cp(join(pins, 'package-lock.json'), join(staging, 'package-lock.json'));
  log('installing VS Code’s server, Node.js, a browser and fonts from npm');
  await npm(staging, ['ci', '--omit=dev']);
  // code-server's install script would do the next step. Its own lock lacks one package, so that "npm ci" refuses it: ours replaces it.
  log('installing what VS Code’s server needs');
  await copyFile(join(pins, 'vscode/npm-shrinkwrap.json'), join(vscodeIn(staging), 'npm-shrinkwrap.json'));
  await npm(vscodeIn(staging), ['ci', '--omit=dev']);
  for (const name of shims) {
    await copyFile(
      join(pins, `vscode/shims/${name}.cjs`),
      join(vscodeIn(staging), `node_modules/@vscode/${name}/index.js`),
    );
  }
  log('unpacking the browser');
  await unpackChromium(staging, home);
  await writeFile(join(staging, 'stamp'), `${await fingerprint()}\n`);
}

async function removeOthers(cache: string, current: string): Promise<void> {
  if (process.env.BEDROCK_TALLY_CACHE) return; // may be shared with clones that have other pins
  for (const name of await readdir(cache)) {
    if (name.startsWith('runtime-') && name !== current) await rm(join(cache, name), { recursive: true, force: true });
  }
}

async function describe(runtime: string): Promise<Runtime> {
  const vscode = vscodeIn(runtime);
  const product: unknown = JSON.parse(await readFile(join(vscode, 'package.json'), 'utf8'));
  const version = typeof product === 'object' && product !== null && 'version' in product ? product.version : undefined;
  if (typeof version !== 'string') throw new Error(`No version in ${vscode}/package.json`);
  const node = join(runtime, `node_modules/node-linux-${process.arch}/bin/node`);
  return { node, vscode, vscodeVersion: version, chromium: chromiumOf(runtime) };
}

/**
 * Installs the test host into the cache, once for each state of its lock files, and says where it lies. Needs npm and its registry, no root
 * and no compiler; runs no package's install script. Several processes may call it at once.
 * @throws Error that tells what to do, on an unsupported machine or when npm fails.
 */
export async function provision(
  log: (line: string) => void = (line) => {
    console.log(`[test host] ${line}`);
  },
): Promise<Runtime> {
  requireSupportedMachine();
  const cache = cacheDirectory();
  const name = `runtime-${await fingerprint()}`;
  const home = join(cache, name);
  const isReady = (): boolean => existsSync(join(home, 'stamp'));
  if (!isReady()) {
    await mkdir(cache, { recursive: true });
    const waiting = (): void => {
      log('waiting for another process that is installing the same');
    };
    await withLock(join(cache, 'lock'), waiting, async () => {
      if (isReady()) return;
      const started = Date.now();
      const staging = join(cache, `${name}.staging`);
      await install(staging, home, log);
      await rm(home, { recursive: true, force: true });
      await rename(staging, home);
      await removeOthers(cache, name);
      log(`installed in ${((Date.now() - started) / 1000).toFixed(0)} s`);
    });
  }
  return describe(home);
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
