/** A scratch machine: a home and an open folder, both below one folder that goes when the story is over. */

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Clock } from '../../../src/agents/changes/apply';
import { HAIKU, profileArn } from '../core/builders';
import type { HostMachine } from '../../../src/agents/hostMachine';
import type { ProfileTarget, Target } from '../../../src/agents/target';

export const SONNET_46 = 'anthropic.claude-sonnet-4-6';
export const SONNET_5 = 'anthropic.claude-sonnet-5';
export const OPUS_47 = 'anthropic.claude-opus-4-7';
export const JANE = profileArn('jane00000000');
export const JANE_SMALL = profileArn('janesmall000');
export const JANE_PLAN = profileArn('janeplan0000');

export const target = (arn: string = JANE, model = SONNET_46, more: Partial<ProfileTarget> = {}): ProfileTarget => ({
  arn,
  model,
  region: 'eu-west-1',
  awsProfile: 'dev',
  limits: { context: 200_000, output: 64_000 },
  prices: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
  ...more,
});

export const ONE: Target = { roles: { main: target() } };
export const SET: Target = {
  roles: { main: target(), small: target(JANE_SMALL, HAIKU), plan: target(JANE_PLAN, OPUS_47) },
};

export class Machine {
  readonly root = mkdtempSync(join(tmpdir(), 'bedrock-tally-agents-'));
  readonly home = join(this.root, 'home');
  readonly workspace = join(this.root, 'work');
  readonly clock: Clock = { now: () => 1_700_000_000_000 };

  constructor() {
    mkdirSync(this.home);
    mkdirSync(this.workspace);
  }

  host(env: HostMachine['env'] = {}, more: Partial<HostMachine> = {}): HostMachine {
    const { home, workspace } = this;
    return { home, workspace, env, platform: 'linux', now: () => Date.UTC(2026, 10, 21), ...more };
  }

  /** Writes a file below the root; objects as indented JSON. Answers its path. */
  write(path: string, content: unknown, mode = 0o644): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    chmodSync(file, mode);
    return file;
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  json(path: string): unknown {
    return JSON.parse(this.read(path));
  }

  exists(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** Fails where a file has other permissions. Windows knows only whether it can be written. */
  assertMode(path: string, mode: number): void {
    const known = process.platform === 'win32' ? 0o200 : 0o7777;
    assert.equal(statSync(join(this.root, path)).mode & known, mode & known);
  }

  /** The whole path of a file below the root. */
  path(path: string): string {
    return join(this.root, path);
  }

  /** Makes a folder a Git repository. */
  git(folder = 'work'): void {
    execFileSync('git', ['init', '--quiet', this.path(folder)]);
  }

  /** The names of files with a text in them, among all that Git has or would add. */
  searchGit(text: string, folder = 'work'): string {
    const git = (...args: readonly string[]): string => {
      const { stdout } = spawnSync('git', ['-C', this.path(folder), ...args], { encoding: 'utf8' });
      return stdout;
    };
    git('add', '--all');
    return git('grep', '--cached', '--name-only', '--fixed-strings', '-e', text);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
