/** A machine of its own for the gateway's process: a scratch home, the built command line, and nothing left running. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { build, type Plugin } from 'esbuild';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cliBuild } from '../../../../build/cli.mjs';
import { ensureGateway, type EnsureOptions, type RunningGateway } from '../../../../src/gateway/client';
import { gatewayPaths, type GatewayPaths } from '../../../../src/gateway/paths';
import { readKey } from '../../../../src/gateway/process/key';
import { probe } from '../../../../src/gateway/process/probe';
import { readState } from '../../../../src/gateway/process/state';
import { isProcessAlive } from '../../../../src/system/processAlive';
import { KEYS } from '../testGateway';

const REPOSITORY = resolve(import.meta.dirname, '../../../..');
const built = new Map<string, Promise<string>>();

/** The command line as it is packaged, of the repository's version or another one; each is built once. */
export function builtCli(version = ''): Promise<string> {
  const known = built.get(version) ?? buildCli(version);
  built.set(version, known);
  return known;
}

async function buildCli(version: string): Promise<string> {
  const outdir = await mkdtemp(join(tmpdir(), 'cli-build-'));
  process.once('exit', () => {
    rmSync(outdir, { recursive: true, force: true });
  });
  const options = cliBuild(false);
  const otherVersion: Plugin = {
    name: 'other-version',
    setup: (build) => {
      build.onLoad({ filter: /package\.json$/ }, ({ path }) =>
        path === join(REPOSITORY, 'package.json')
          ? { contents: JSON.stringify({ version }), loader: 'json' }
          : undefined,
      );
    },
  };
  const plugins = [...(options.plugins ?? []), ...(version === '' ? [] : [otherVersion])];
  await build({ ...options, plugins, absWorkingDir: REPOSITORY, outdir, logLevel: 'error' });
  return join(outdir, 'cli.js');
}

/** Waits until something holds; fails with what is being waited for when it does not come about. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, mostMs = 20_000): Promise<void> {
  const end = Date.now() + mostMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new assert.AssertionError({ message: `It did not come about: ${what}` });
    await sleep(10);
  }
}

export class Machine {
  readonly lines: string[] = [];
  private readonly gateways: RunningGateway[] = [];
  private readonly pids = new Set<number>();
  private readonly children: ChildProcess[] = [];

  private constructor(
    readonly home: string,
    readonly cli: string,
    readonly paths: GatewayPaths,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  static async make(env: NodeJS.ProcessEnv = {}): Promise<Machine> {
    const home = await mkdtemp(join(tmpdir(), 'gateway-home-'));
    const cli = await builtCli();
    const own = { PATH: process.env.PATH, HOME: home, USERPROFILE: home, LOCALAPPDATA: home, XDG_STATE_HOME: home };
    const all = { ...own, AWS_EC2_METADATA_DISABLED: 'true', ...env };
    const child = spawn(process.execPath, [cli, 'gateway', 'paths'], {
      env: all,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [folder] = (await once(child.stdout, 'data')) as [Buffer];
    return new Machine(home, cli, gatewayPaths(folder.toString().trim()), all);
  }

  /** Gives the user an AWS profile with keys that the simulator accepts. */
  async addAwsProfile(name: string): Promise<void> {
    const { accessKeyId, secretAccessKey } = KEYS;
    const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}`;
    await mkdir(join(this.home, '.aws'), { recursive: true });
    await writeFile(join(this.home, '.aws', 'credentials'), `[${name}]\n${keys}\n`);
  }

  /** How a window on this machine starts the gateway. */
  options(more: Partial<EnsureOptions> = {}): EnsureOptions {
    const program = { command: process.execPath, args: [this.cli], env: this.env };
    return { paths: this.paths, program, version: '0.1.0', log: (line) => this.lines.push(line), ...more };
  }

  /** A window's gateway. */
  async window(more: Partial<EnsureOptions> = {}): Promise<RunningGateway> {
    const gateway = await ensureGateway(this.options(more));
    this.gateways.push(gateway);
    this.pids.add((await gateway.status()).pid);
    return gateway;
  }

  /** Runs a command of the command line in the foreground. */
  run(...args: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, [this.cli, ...args], { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.children.push(child);
    return child;
  }

  /** The process that has the port; undefined where none of ours has. */
  async pid(): Promise<number | undefined> {
    const state = await readState(this.paths.state);
    const key = await readKey(this.paths.key);
    if (state === undefined || key === undefined) return undefined;
    const channel = await probe(state.port, key);
    if (typeof channel === 'string') return undefined;
    try {
      const { pid } = await channel.status();
      this.pids.add(pid);
      return pid;
    } catch {
      return undefined;
    } finally {
      channel.close();
    }
  }

  log(): Promise<string> {
    return readFile(this.paths.log, 'utf8').catch(() => '');
  }

  async close(): Promise<void> {
    for (const gateway of this.gateways) gateway.dispose();
    await this.pid();
    for (const pid of this.pids) if (isProcessAlive(pid)) process.kill(pid, 'SIGKILL');
    for (const child of this.children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    for (const pid of this.pids) await until('its processes have ended', () => !isProcessAlive(pid));
    await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}
