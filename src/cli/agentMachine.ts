/** The machine that commands work on: the user's own, or one of sample data. */

import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { ChangeHistory } from '../agents/changes/changeHistory';
import type { HostMachine } from '../agents/hostMachine';
import type { AwsApi } from '../core/awsApi';
import { profileForAgents, type CredentialSource } from '../core/connection/credentialSource';
import { callerNames } from '../core/connection/sessionName';
import type { CallRules, PlaceCatalog } from '../core/gateway/chooseProfile';
import { ensureGateway } from '../gateway/client';
import { myGatewayPaths } from '../gateway/paths';
import { readState } from '../gateway/process/state';
import { Secrets, type SecretPlace } from '../gateway/secrets';
import { SettingsFile } from '../gateway/settings';
import { connectionOf, type ConnectionFlags } from './connection';
import { loadCatalog } from './loadCatalog';
import { usageError } from './output';
import { SAMPLE_RULES, startSampleGateway } from './sampleGateway';
import { VERSION } from './version';

/** AWS as the caller, and what is known of the profiles there. */
export interface Connected {
  readonly aws: AwsApi;
  readonly place: SecretPlace;
  readonly catalog: PlaceCatalog;
  readonly rules: CallRules;
  /** What agents are given of the connection. */
  readonly forAgents: { readonly awsProfile: string; readonly endpoint: string | undefined };
  readonly source: CredentialSource['kind'];
}

export interface AgentMachine {
  readonly host: HostMachine;
  readonly changes: ChangeHistory;
  readonly secrets: Secrets;
  /** The folder of the gateway's journal. */
  readonly journal: string;
  /** Throws a `Problem`, or a `UsageError` where no Region is given. */
  connect(flags: ConnectionFlags): Promise<Connected>;
  /** Starts the gateway where it does not run. Answers `http://127.0.0.1:PORT`. Throws a `GatewayError`. */
  startGateway(): Promise<string>;
  close(): Promise<void>;
}

const set = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

/** The endpoint that agents are given: not every one reads the variables by itself. */
function endpointForAgents({ endpoint }: Pick<SecretPlace, 'endpoint'>, env: NodeJS.ProcessEnv): string | undefined {
  const found = set(endpoint) ?? set(env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME) ?? set(env.AWS_ENDPOINT_URL);
  return found !== undefined && URL.canParse(found) ? found : undefined;
}

async function connectToAws(
  flags: ConnectionFlags,
  settingsFile: string,
  opened: (aws: AwsApi) => void,
): Promise<Connected> {
  const settings = await new SettingsFile(settingsFile).get();
  const choice = connectionOf(flags, process.env, settings);
  if (choice === undefined)
    throw usageError('No Region is given: use --region, or AWS_REGION, or connect in VS Code once.');
  const [{ openAws, credentialSourceOf }, { outgoingAgents }] = await Promise.all([
    import('../aws/index'),
    import('../http/outgoing'),
  ]);
  const aws = await openAws(choice, { log: () => undefined, agents: outgoingAgents(process.env) });
  opened(aws);
  const { signal } = new AbortController();
  const caller = await aws.whoAmI(signal);
  const { ownerKeys, myNames } = settings;
  const names = myNames.length > 0 ? myNames : callerNames(caller);
  const { awsProfile, region, endpoint } = choice;
  const source = await credentialSourceOf(awsProfile);
  return {
    aws,
    place: { awsProfile, region, endpoint, account: caller.account },
    catalog: await loadCatalog(aws, { ownerKeys, myNames: names }, signal),
    rules: settings,
    forAgents: { awsProfile: profileForAgents(source), endpoint: endpointForAgents(choice, process.env) },
    source: source.kind,
  };
}

/** The user's own. @param project a folder; the current one unless given. */
export async function thisMachine(project: string | undefined, log: (line: string) => void): Promise<AgentMachine> {
  const paths = await myGatewayPaths();
  const { port } = (await readState(paths.state)) ?? {};
  const opened: AwsApi[] = [];
  return {
    host: {
      home: homedir(),
      env: process.env,
      platform: process.platform,
      workspace: resolve(project ?? process.cwd()),
      now: Date.now,
      ...(port === undefined ? {} : { gateway: `http://127.0.0.1:${String(port)}` }),
    },
    changes: new ChangeHistory(join(dirname(dirname(paths.folder)), 'agents', basename(paths.folder)), Date.now),
    secrets: new Secrets(paths.secrets),
    journal: paths.journal,
    connect: (flags) => connectToAws(flags, paths.settings, (aws) => opened.push(aws)),
    startGateway: async () => {
      const [, cli = ''] = process.argv;
      const program = { command: process.execPath, args: [cli], env: process.env };
      const gateway = await ensureGateway({ paths, program, version: VERSION, log });
      gateway.dispose();
      return gateway.url;
    },
    close: () => {
      for (const aws of opened) aws.dispose();
      return Promise.resolve();
    },
  };
}

/** One with a home that is made for this and removed, and a simulated AWS. Nothing of the user's is read. */
export async function sampleMachine(log: (line: string) => void): Promise<AgentMachine> {
  const gateway = await startSampleGateway(0, log);
  const home = join(gateway.folder, 'home');
  const workspace = join(gateway.folder, 'work');
  await Promise.all([mkdir(home), mkdir(workspace)]);
  const { place, aws, secrets, journal, address } = gateway;
  return {
    host: {
      home,
      env: {},
      managed: join(gateway.folder, 'managed'),
      platform: process.platform,
      workspace,
      now: Date.now,
      gateway: address,
    },
    changes: new ChangeHistory(join(gateway.folder, 'agents'), Date.now),
    secrets,
    journal,
    connect: async () => ({
      aws,
      place,
      catalog: await gateway.catalog(),
      rules: SAMPLE_RULES,
      forAgents: { awsProfile: 'sample', endpoint: undefined },
      source: 'profile',
    }),
    startGateway: () => Promise.resolve(address),
    close: () => gateway.close(),
  };
}
