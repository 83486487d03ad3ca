/** Starts the gateway's process so that it outlives who started it. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, stat, truncate } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import type { GatewayPaths } from '../paths';

/** How the command line is run. */
export interface Program {
  /** Node.js, or what acts as it by the environment (`ELECTRON_RUN_AS_NODE`). */
  readonly command: string;
  /** Up to and including the path of the command line. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** The first line of the process. */
const lineSchema = v.variant('kind', [
  v.object({ kind: v.picklist(['started', 'running', 'stranger']), port: v.number() }),
  v.object({ kind: v.literal('failed'), message: v.string() }),
]);
export type StartLine = v.InferOutput<typeof lineSchema>;

const LARGEST_LOG = 1024 * 1024;
const START_MS = 20_000;

/**
 * Credentials that stand in the environment of a window alone would outlive it in the process. They are passed with
 * the window's lease instead. Variables of tools and of later SDKs count too: whatever of AWS's is a key, a secret, a
 * token or a password, by the words in its name. Paths of files stay.
 */
const CREDENTIAL = /^AWS_.*(?:KEY|SECRET|TOKEN|PASSWORD|PASSPHRASE|CREDENTIAL_EXPIRATION)(?:_|$)/i;
const FILE = /_FILE$/i;
/** It opens the container's own credentials, which no window has brought, and is of use in the container alone. */
const OF_CONTAINER = /^AWS_CONTAINER_AUTHORIZATION_TOKEN$/i;

const isOfWindow = (name: string): boolean => CREDENTIAL.test(name) && !FILE.test(name) && !OF_CONTAINER.test(name);

/** The environment of the process: without the window's credentials and without what VS Code sets for its own. */
export function processEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isOfWindow(name) && !/^VSCODE_/i.test(name)));
}

/** Where the process writes what goes wrong. One that has grown large is begun anew. */
async function openLog(file: string) {
  const found = await stat(file).catch(() => undefined);
  if (found !== undefined && found.size > LARGEST_LOG) await truncate(file).catch(() => undefined);
  return open(file, 'a', 0o600);
}

/**
 * Node.js gives the young generation of its heap 16 MB and more, which a process that passes streams on fills with what
 * is soon garbage. With this it stays tens of megabytes smaller, and is no slower (`npm run bench`).
 */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=1'];

/** Starts the process. Resolves to what it reports; never rejects. */
export async function spawnGateway(
  { command, args, env }: Program,
  paths: GatewayPaths,
  idleMs: number,
): Promise<StartLine> {
  await mkdir(paths.folder, { recursive: true, mode: 0o700 });
  const log = await openLog(paths.log);
  try {
    const child = spawn(command, [...NODE_FLAGS, ...args, 'gateway', 'process', '--idle-ms', String(idleMs)], {
      cwd: paths.folder,
      detached: true,
      env: processEnvironment(env),
      stdio: ['ignore', 'pipe', log.fd],
      windowsHide: true,
    });
    child.unref();
    const { stdout } = child;
    if (stdout === null) throw new Error('The process has no output.');
    const lines = createInterface(stdout);
    const failed = once(child, 'error').then(([error]) => String(error));
    const ended = once(child, 'close').then(([code]) => `It ended with exit code ${String(code)}.`);
    const line = once(lines, 'line', { signal: AbortSignal.timeout(START_MS) }).then(([text]) => String(text));
    const first = await Promise.race([line, failed.then(failure), ended.then(failure)]).catch((error: unknown) =>
      failure(String(error)),
    );
    lines.close();
    stdout.destroy();
    return v.parse(lineSchema, JSON.parse(first) as unknown);
  } catch (error) {
    return { kind: 'failed', message: String(error) };
  } finally {
    await log.close();
  }
}

const failure = (message: string): string => JSON.stringify({ kind: 'failed', message });
