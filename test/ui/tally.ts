import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index';
import { closeAtEnd } from '../host/closing';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../host/workbench';

/** A real VS Code with the extension, and the AWS that it is connected to. */
export interface Tally {
  readonly workbench: Workbench;
  readonly aws: Simulator;
  /** Invokes a model or profile so many times, as a coding agent does. */
  readonly invoke: (modelId: string, times: number) => Promise<void>;
  /** Jane of the sample company spends some dollars, so that she has spent something of every period, new ones too. */
  readonly spendDollars: () => Promise<void>;
  close(): Promise<void>;
}

/** Jane's profile of Claude Sonnet 5 in the sample company. */
export const JANES_PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/c6npq8sb3ykq';

const CONFIG = `[default]
region = us-east-1

[profile acme-dev]
region = us-east-1
`;
const CREDENTIALS = `[default]
aws_access_key_id = AKIATALLYTEST0000000
aws_secret_access_key = not-a-secret

[acme-dev]
aws_access_key_id = AKIATALLYTEST0000000
aws_secret_access_key = not-a-secret
`;

/** Writes the AWS files of a scratch home. */
export async function writeAwsFiles(home: string, config = CONFIG, credentials = CREDENTIALS): Promise<void> {
  await mkdir(join(home, '.aws'), { recursive: true });
  await writeFile(join(home, '.aws/config'), config);
  await writeFile(join(home, '.aws/credentials'), credentials);
}

export interface TallyOptions extends Omit<WorkbenchOptions, 'prepare'> {
  readonly simulator?: SimulatorOptions;
  /** One that has been started already, instead. */
  readonly aws?: Simulator;
  readonly files?: (home: string) => Promise<void>;
}

/** Opens both. Traffic is seen at once, so that no test has to wait for CloudWatch's minute. */
export const openTally = (options: TallyOptions = {}): Promise<Tally> => closeAtEnd(open(options));

/** A workbench that lists our commands. Where it does not come to that, it is closed again. */
async function openActivated(options: WorkbenchOptions): Promise<Workbench> {
  const workbench = await openWorkbench(options);
  try {
    // The palette lists our commands only once the extension has been read.
    await workbench.statusBarItem(/Bedrock profile| tok|Bedrock: /).waitFor();
    return workbench;
  } catch (error) {
    console.error(`The extension was not activated, see ${await workbench.keepEvidence('activate')}`);
    await workbench.close();
    throw error;
  }
}

async function open({ simulator, aws: started, files, ...options }: TallyOptions): Promise<Tally> {
  const aws =
    started ??
    (await startSimulator({
      scenario: 'newcomer',
      metricDelayMs: 0,
      newProfilesGetTraffic: false,
      ...simulator,
    }));
  const runtime = new BedrockRuntimeClient({
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIATALLYTEST0000000', secretAccessKey: 'not-a-secret' },
  });
  const invoke = async (modelId: string, prompt: string): Promise<void> => {
    await runtime.send(new ConverseCommand({ modelId, messages: [{ role: 'user', content: [{ text: prompt }] }] }));
  };
  let closed: Promise<void> | undefined;
  const closeAws = async (): Promise<void> => {
    runtime.destroy();
    await aws.close();
  };
  const workbench = await openActivated({
    ...options,
    // Of the machine: VS Code takes where credentials come from neither from the user's other machines nor from here
    // for them.
    machineSettings: {
      'bedrockTally.aws.endpoint': aws.url,
      'bedrockTally.aws.profile': 'acme-dev',
      ...options.machineSettings,
    },
    prepare: ({ home }) => (files ?? writeAwsFiles)(home),
  }).catch(async (error: unknown) => {
    await closeAws();
    throw error;
  });
  return {
    workbench,
    aws,
    async invoke(modelId, times) {
      for (let call = 0; call < times; call += 1) await invoke(modelId, `Please fix test number ${call}.`);
    },
    async spendDollars() {
      for (let call = 0; call < 8; call += 1) await invoke(JANES_PROFILE, 'Fix it. '.repeat(75_000));
    },
    close() {
      closed ??= workbench.close().then(closeAws);
      return closed;
    },
  };
}

/** Changes settings of the machine, as an administrator of it does: where credentials come from is one of its. */
export async function changeMachineSettings(
  { server }: Workbench,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const file = join(server.root, 'data/data/Machine/settings.json');
  const before = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(file, JSON.stringify({ ...before, ...settings }));
}

/** Changes the workspace's settings, as a team's repository does. */
export async function changeWorkspaceSettings(
  { workspace }: Workbench,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  await mkdir(join(workspace, '.vscode'), { recursive: true });
  await writeFile(join(workspace, '.vscode/settings.json'), JSON.stringify(settings));
}

/**
 * Reads again until the answer is the expected one; fails with the last answer after half a minute, which a busy
 * machine may need.
 */
export async function until<Value>(read: () => Promise<Value>, expected: Value): Promise<void> {
  const end = Date.now() + 30_000;
  let last = await read();
  while (!isDeepStrictEqual(last, expected) && Date.now() < end) {
    await sleep(100);
    last = await read();
  }
  assert.deepEqual(last, expected);
}
