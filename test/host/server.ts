import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleanEnvironment } from './environment';
import { scratchDirectory } from './paths';
import type { Runtime } from './provision';
import { writeSettings } from './settings';

/** How a VS Code server is started. */
export interface ServerOptions {
  readonly runtime: Runtime;
  /** Holds home, data, extensions and the log; a new scratch directory when left out. */
  readonly root?: string;
  /** The user's settings.json. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** For settings of scope "machine". */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** Added to a clean environment; the extension host inherits it. */
  readonly env?: Readonly<Record<string, string>>;
  /** A packaged extension to install before the start. */
  readonly vsix?: string;
  /** The directory of an extension to have installed, as it lies there. */
  readonly extensionPath?: string;
  /** The extensions of VS Code's own to have, by their folders' names; all of them when left out. */
  readonly builtIns?: readonly string[];
  /** Honours extensionDevelopmentPath and extensionTestsPath in the address; VS Code then shows no notifications. */
  readonly testDriver?: boolean;
  /** Leaves workspace trust on: the folder opens in Restricted Mode. */
  readonly workspaceTrust?: boolean;
}

/** A running VS Code server, on the loopback interface only. */
export interface Server {
  /** For example http://127.0.0.1:4000. */
  readonly origin: string;
  readonly port: number;
  readonly root: string;
  /** The scratch home directory that its extensions see. */
  readonly home: string;
  readonly logFile: string;
  /** The directory with VS Code's own logs, the extension host's included. */
  readonly logs: string;
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolve, reject) => {
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('No free port'));
      });
    });
  });
}

/**
 * Runs VS Code's server program under the guard, its output appended to `logFile`. Ends with this process, however that
 * ends.
 */
function start(options: ServerOptions, root: string, args: readonly string[]): ChildProcess {
  const log = openSync(join(root, 'server.log'), 'a');
  const program = join(options.runtime.vscode, 'out/server-main.js');
  const directories = ['--server-data-dir', join(root, 'data'), '--extensions-dir', join(root, 'extensions')];
  const child = spawn(
    options.runtime.node,
    [
      join(__dirname, 'guard.mjs'),
      options.runtime.node,
      program,
      '--accept-server-license-terms',
      ...directories,
      ...args,
    ],
    { detached: true, stdio: ['pipe', log, log], env: cleanEnvironment(join(root, 'home'), options.env), cwd: root },
  );
  closeSync(log);
  return child;
}

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function stop(child: ChildProcess): Promise<void> {
  if (ended(child)) return;
  const gone = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  child.stdin?.end();
  await Promise.race([gone, sleep(5000, undefined, { ref: false })]);
  if (!ended(child) && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
}

function failure(what: string, logFile: string): Error {
  return new Error(`${what}. The end of ${logFile}:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
}

async function installVsix(options: ServerOptions, root: string, vsix: string): Promise<void> {
  const child = start(options, root, ['--install-extension', vsix, '--force']);
  await new Promise((resolve) => child.once('exit', resolve));
  const log = join(root, 'server.log');
  if (!readFileSync(log, 'utf8').includes('was successfully installed'))
    throw failure(`${vsix} was not installed`, log);
}

/**
 * A link among the installed extensions makes VS Code run the extension from where it is built, as an installed one.
 */
async function linkExtension(root: string, extensionPath: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(extensionPath, 'package.json'), 'utf8')) as Record<string, string>;
  const name = `${manifest.publisher ?? ''}.${manifest.name ?? ''}-${manifest.version ?? ''}`;
  await mkdir(join(root, 'extensions'), { recursive: true });
  await symlink(extensionPath, join(root, 'extensions', name));
}

/** Links those of VS Code's own extensions that it has into a directory, which then is all that it has. */
async function linkBuiltIns({ vscode }: Runtime, root: string, names: readonly string[]): Promise<string> {
  const directory = join(root, 'built-in');
  await mkdir(directory, { recursive: true });
  for (const name of names) {
    const place = join(vscode, 'extensions', name);
    if (existsSync(place)) await symlink(place, join(directory, name));
  }
  return directory;
}

async function untilItAnswers(child: ChildProcess, origin: string, logFile: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (ended(child)) throw failure('VS Code’s server ended at its start', logFile);
    const answer = await fetch(`${origin}/version`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw failure('VS Code’s server did not answer within a minute', logFile);
}

/**
 * Starts VS Code's server in a scratch home and waits until it answers.
 * @throws Error with the end of its log if it does not.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const root = options.root ?? scratchDirectory('server');
  await writeSettings(root, { user: options.settings ?? {}, machine: options.machineSettings ?? {} });
  if (options.vsix) await installVsix(options, root, options.vsix);
  if (options.extensionPath) await linkExtension(root, options.extensionPath);
  const builtIns = options.builtIns && (await linkBuiltIns(options.runtime, root, options.builtIns));
  const port = await freePort();
  const child = start(options, root, [
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
    ...['--telemetry-level', 'off', '--disable-telemetry', '--disable-getting-started-override'],
    ...(builtIns ? ['--builtin-extensions-dir', builtIns] : []),
    ...(options.testDriver ? ['--enable-smoke-test-driver'] : []),
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
  ]);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const logFile = join(root, 'server.log');
  const origin = `http://127.0.0.1:${port}`;
  const close = (): Promise<void> => stop(child);
  try {
    await untilItAnswers(child, origin, logFile);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    origin,
    port,
    root,
    home: join(root, 'home'),
    logFile,
    logs: join(root, 'data/data/logs'),
    ended: exited,
    close,
  };
}

/**
 * The address that opens `folder`, a `.code-workspace` file, or an empty window, in a server's workbench, with an
 * extension under development and, if given, its tests.
 */
export function workbenchAddress(
  server: Server,
  folder: string | undefined,
  payload: readonly (readonly [string, string])[] = [],
): string {
  const address = new URL(server.origin);
  if (folder?.endsWith('.code-workspace')) address.searchParams.set('workspace', folder);
  else if (folder !== undefined) address.searchParams.set('folder', folder);
  else address.searchParams.set('ew', 'true'); // an empty window
  address.searchParams.set(
    'payload',
    JSON.stringify([['skipWelcome', 'true'], ['skipReleaseNotes', 'true'], ...payload]),
  );
  return address.href;
}

/** How the workbench names a path on its server's machine. */
export function remoteUri(server: Server, path: string): string {
  return `vscode-remote://127.0.0.1:${server.port}${encodeURI(path)}`;
}
