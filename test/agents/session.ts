/**
 * What one agent runs in: a home, AWS files with keys that nobody checks, the simulator with a profile in it, and
 * one bounded turn.
 */

import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BedrockClient, CreateInferenceProfileCommand } from '@aws-sdk/client-bedrock';
import { startSimulator, type Simulator } from '../../src/simulator/index';
import { scratchDirectory } from '../host/paths';
import { endWithUs } from '../host/processGroups';
import type { HostMachine } from '../../src/agents/hostMachine';
import type { ProfileTarget } from '../../src/agents/target';

export const REGION = 'us-west-2';
export const AWS_PROFILE = 'dev';
export const KEY_ID = 'AKIAEXAMPLEJANE00001';
const TURN_MS = 120_000;
/** Jane's: the simulator takes an unknown access key for hers. */
const TAGS = [
  { key: 'Team', value: 'platform' },
  { key: 'MemberName', value: 'jane.doe' },
] as const;

/** What one turn said, and how it ended. */
export interface Turn {
  readonly code: number | string;
  readonly output: string;
}

export class Session {
  readonly root = scratchDirectory('agents');
  readonly home = join(this.root, 'home');
  readonly workspace = join(this.root, 'work');
  readonly storage = join(this.root, 'storage');

  private constructor(readonly simulator: Simulator) {
    for (const folder of [this.home, this.workspace, join(this.home, '.aws')]) mkdirSync(folder, { recursive: true });
    // Another Region than the profile's, so that an agent that takes it from here is found out.
    writeFileSync(join(this.home, '.aws/config'), `[profile ${AWS_PROFILE}]\nregion = us-east-1\n`);
    const keys = `aws_access_key_id = ${KEY_ID}\naws_secret_access_key = simulator\n`;
    writeFileSync(join(this.home, '.aws/credentials'), `[${AWS_PROFILE}]\n${keys}`);
  }

  static async start(): Promise<Session> {
    return new Session(await startSimulator({ scenario: 'empty', metricDelayMs: 0 }));
  }

  /** Makes Jane's profile of a geographic source in the simulator. */
  async profile(model: string, name: string): Promise<ProfileTarget> {
    const client = new BedrockClient({
      region: REGION,
      endpoint: this.simulator.url,
      credentials: { accessKeyId: KEY_ID, secretAccessKey: 'simulator' },
    });
    const copyFrom = `arn:aws:bedrock:${REGION}:111122223333:inference-profile/us.${model}`;
    const { inferenceProfileArn: arn = '' } = await client.send(
      new CreateInferenceProfileCommand({ inferenceProfileName: name, modelSource: { copyFrom }, tags: [...TAGS] }),
    );
    client.destroy();
    const limits = { context: 200_000, output: 32_000 };
    const { url: endpoint } = this.simulator;
    return { arn, model, region: REGION, awsProfile: AWS_PROFILE, endpoint, limits, prices: { input: 3, output: 15 } };
  }

  host(): HostMachine {
    const { home, workspace } = this;
    return { home, workspace, env: {}, platform: process.platform, now: Date.now };
  }

  /**
   * The environment of a shell in which nothing but the home is set; whatever would leave this machine finds no way
   * out.
   */
  private env(more: Readonly<Record<string, string>>): Record<string, string> {
    const nowhere = 'http://127.0.0.1:9';
    return {
      PATH: process.env.PATH ?? '',
      HOME: this.home,
      USERPROFILE: this.home,
      TMPDIR: this.root,
      TERM: 'dumb',
      CI: '1',
      AWS_CONFIG_FILE: join(this.home, '.aws/config'),
      AWS_SHARED_CREDENTIALS_FILE: join(this.home, '.aws/credentials'),
      AWS_ENDPOINT_URL: this.simulator.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      HTTP_PROXY: nowhere,
      HTTPS_PROXY: nowhere,
      NO_PROXY: '127.0.0.1,localhost',
      ...more,
    };
  }

  /** Runs a program to its end, at most two minutes; then it is ended with all that it started. */
  turn(command: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Turn> {
    const [file = '', ...args] = command;
    const child = spawn(file, args, {
      cwd: this.workspace,
      env: this.env(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that its helpers end with it.
      detached: process.platform !== 'win32',
    });
    const forget = child.pid === undefined || process.platform === 'win32' ? undefined : endWithUs(child.pid);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const end = (): void => {
      if (child.pid === undefined) return;
      if (process.platform === 'win32') {
        spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
        return;
      }
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended, and its helpers too.
      }
    };
    return new Promise((resolve) => {
      const timer = setTimeout(end, TURN_MS);
      const finish = (code: number | string): void => {
        clearTimeout(timer);
        end();
        forget?.();
        resolve({ code, output });
      };
      child.on('error', (error) => {
        finish(error.message);
      });
      child.on('exit', (code, signal) => {
        finish(code ?? signal ?? 'unknown');
      });
    });
  }

  async end(): Promise<void> {
    await this.simulator.close();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}
