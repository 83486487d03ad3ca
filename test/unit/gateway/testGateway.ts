/** A gateway in front of a simulator, or of any other server, with agents that call it. */

import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  type TokenUsage,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAws } from '../../../src/aws/index';
import type { CallRules, PlaceCatalog } from '../../../src/core/gateway/chooseProfile';
import { accountId, region } from '../../../src/core/ids';
import { DEFAULT_OWNER_KEYS, isMine, type Profile } from '../../../src/core/profiles/profile';
import type { GatewayAws, SigningCredentials } from '../../../src/gateway/aws';
import { Journal, readJournal } from '../../../src/gateway/journal';
import type { CallRecord } from '../../../src/core/gateway/callRecord';
import { Secrets, type SecretUse } from '../../../src/gateway/secrets';
import type { SecretText } from '../../../src/core/gateway/secretForm';
import { startGateway, type Gateway, type GatewayLimits } from '../../../src/gateway/server';

export const ACCOUNT = accountId('111122223333');
export const KEYS: SigningCredentials = {
  accessKeyId: 'AKIAEXAMPLEJANE00001',
  secretAccessKey: 'simulator',
  account: ACCOUNT,
};
const SIGNAL = new AbortController().signal;

/** What is known of a place, as it is loaded from AWS; the profiles are Jane's. */
export async function catalogOf(url: string, where = 'us-east-1', me = 'jane.doe'): Promise<PlaceCatalog> {
  const choice = { awsProfile: '', region: region(where), endpoint: url };
  const aws = await openAws(choice, { log: () => undefined, keys: KEYS });
  const [summaries, tags, sources] = await Promise.all([
    aws.listProfiles(SIGNAL),
    aws.tagsInBulk(SIGNAL),
    aws.listSources(SIGNAL),
  ]);
  aws.dispose();
  const profiles = summaries.map((summary): Profile => ({ ...summary, tags: tags.get(summary.arn) ?? {} }));
  return {
    profiles,
    sources: [...sources.systemProfiles, ...sources.models],
    isMine: (profile) => isMine(profile, DEFAULT_OWNER_KEYS, [me]),
  };
}

export interface TestGatewayOptions {
  /** The server that stands for Bedrock's runtime. */
  readonly upstream: string;
  readonly catalog: PlaceCatalog;
  readonly credentials?: () => Promise<SigningCredentials>;
  readonly rules?: Partial<CallRules>;
  readonly limits?: Partial<GatewayLimits>;
  readonly now?: () => number;
}

export interface TestGateway {
  readonly gateway: Gateway;
  readonly secrets: Secrets;
  readonly secret: SecretText;
  readonly use: SecretUse;
  /** With the secret as its path. */
  readonly url: string;
  readonly lines: readonly string[];
  /** The folder that all of the gateway's files are in. */
  readonly folder: string;
  journal(): Promise<readonly CallRecord[]>;
  close(): Promise<void>;
}

/** AWS whose runtime is `upstream`. */
export const awsAt = ({ upstream, catalog, credentials }: TestGatewayOptions): GatewayAws => ({
  open: () => ({
    runtimeUrl: () => Promise.resolve(new URL(upstream)),
    credentials: credentials ?? (() => Promise.resolve(KEYS)),
    catalog: () => Promise.resolve(catalog),
  }),
});

/** The use of the secret of a stage. */
export const USE: SecretUse = {
  agent: 'cline',
  project: undefined,
  place: { awsProfile: 'dev', account: ACCOUNT, region: region('us-east-1'), endpoint: '' },
};

/** Starts a gateway with one secret, of Cline. */
export async function openTestGateway(options: TestGatewayOptions): Promise<TestGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  const secrets = new Secrets(join(folder, 'secrets'));
  const secret = await secrets.issue(USE, 0);
  const lines: string[] = [];
  const rules = { allowedRegions: [], requiredTags: {}, passThrough: false, othersProfiles: false, ...options.rules };
  const journalFolder = join(folder, 'journal');
  const gateway = await startGateway({
    port: 0,
    secrets,
    aws: awsAt(options),
    rules: () => rules,
    journal: new Journal(journalFolder, (error) => lines.push(String(error))),
    log: (line) => lines.push(line),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  return {
    gateway,
    secrets,
    secret,
    use: USE,
    url: `${gateway.url}/${secret}`,
    lines,
    folder,
    journal: () => readJournal(journalFolder, 0, Number.MAX_SAFE_INTEGER),
    close: async () => {
      await gateway.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** How an agent's SDK is set up. */
export const CLIENTS = {
  'HTTP/2, a secret in its path': ({ url }: TestGateway) => runtime({ endpoint: url, credentials: OTHERS }),
  'HTTP/2, a bearer token': ({ gateway, secret }: TestGateway) =>
    runtime({ endpoint: gateway.url, token: { token: secret }, authSchemePreference: ['httpBearerAuth'] }),
  'HTTP/1.1, a secret in its path': ({ url }: TestGateway) =>
    runtime({ endpoint: url, credentials: OTHERS, requestHandler: new NodeHttpHandler() }),
  'HTTP/1.1, a bearer token': ({ gateway, secret }: TestGateway) =>
    runtime({
      endpoint: gateway.url,
      token: { token: secret },
      authSchemePreference: ['httpBearerAuth'],
      requestHandler: new NodeHttpHandler(),
    }),
} as const;

/** Credentials of the agent's own; they must not reach Bedrock. */
const OTHERS = { accessKeyId: 'AKIAEXAMPLEBOB000002', secretAccessKey: 'others', sessionToken: 'others-session' };

const runtime = (config: BedrockRuntimeClientConfig): BedrockRuntimeClient =>
  new BedrockRuntimeClient({ region: 'us-east-1', maxAttempts: 1, ...config });

/** Tokens as an SDK's client received them, in the journal's form. */
export const tokensOf = (usage: TokenUsage | undefined) => ({
  input: usage?.inputTokens,
  output: usage?.outputTokens,
  cacheRead: usage?.cacheReadInputTokens,
  cacheWrite: usage?.cacheWriteInputTokens,
});
