/** Where the gateway of a user on a host keeps its files. */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { posix, win32 } from 'node:path';
import { promisify } from 'node:util';

/** Of the machine and the user. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** Names the host: hosts that share a home keep their files apart by it. */
  readonly host: string;
}

export interface GatewayPaths {
  readonly folder: string;
  /** A file for each secret that was issued. */
  readonly secrets: string;
  readonly journal: string;
  /** What windows write for the gateway and the command line. */
  readonly settings: string;
  /** The key by which windows, command line and gateway prove themselves to each other. */
  readonly key: string;
  /** The port. */
  readonly state: string;
  /** What the process wrote: refusals and errors, without secrets. */
  readonly log: string;
}

const SAFE_NAME = /[^a-z0-9.-]+/gi;

/** The text's beginning, for people, and a part of its hash, so that no two hosts have the same. */
function folderName(host: string): string {
  const [name = ''] = host.split('\n');
  const hash = createHash('sha256').update(host).digest('hex').slice(0, 8);
  return `${name.replace(SAFE_NAME, '-').slice(0, 40)}-${hash}`;
}

/** The folder for the state of a user's programs: the system's own, as far as it has one. */
function stateFolder({ platform, env, home }: Machine): string {
  if (platform === 'win32') return env.LOCALAPPDATA ?? win32.join(home, 'AppData', 'Local');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support');
  const { XDG_STATE_HOME = '' } = env;
  return posix.isAbsolute(XDG_STATE_HOME) ? XDG_STATE_HOME : posix.join(home, '.local', 'state');
}

/** The gateway's folder on a machine. Nothing is read or made. */
export function gatewayFolder(machine: Machine): string {
  const path = machine.platform === 'win32' ? win32 : posix;
  return path.join(stateFolder(machine), 'bedrock-tally', 'gateway', folderName(machine.host));
}

/** The files in the gateway's folder. */
export function gatewayPaths(folder: string): GatewayPaths {
  const path = folder.includes('\\') ? win32 : posix;
  const join = (name: string): string => path.join(folder, name);
  return {
    folder,
    secrets: join('secrets'),
    journal: join('journal'),
    settings: join('settings.v1.json'),
    key: join('key'),
    state: join('state.v1.json'),
    log: join('gateway.log'),
  };
}

/** The hardware's id: the name of a Mac changes with the network that it is in. */
async function macIdentity(): Promise<string> {
  const args = ['-rd1', '-c', 'IOPlatformExpertDevice'];
  const { stdout } = await promisify(execFile)('/usr/sbin/ioreg', args).catch(() => ({ stdout: '' }));
  return `mac\n${/"IOPlatformUUID" = "([^"]+)"/.exec(stdout)?.[1] ?? ''}`;
}

/** What names this host. Linux: its name and its machine id, since containers may share either with another host. */
async function hostIdentity(): Promise<string> {
  if (process.platform === 'darwin') return macIdentity();
  if (process.platform === 'win32') return hostname().toLowerCase();
  const machineId = await readFile('/etc/machine-id', 'utf8').catch(() => '');
  return `${hostname()}\n${machineId.trim()}`;
}

/** Of the user that this process runs as. */
export async function myGatewayPaths(): Promise<GatewayPaths> {
  const { platform, env } = process;
  return gatewayPaths(gatewayFolder({ platform, env, home: homedir(), host: await hostIdentity() }));
}
