/** The SDK's clients of one connection: each is made when it is first used. */

import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { BudgetsClient } from '@aws-sdk/client-budgets';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { PricingClient } from '@aws-sdk/client-pricing';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { STSClient } from '@aws-sdk/client-sts';
import type { Agent as HttpAgent } from 'node:http';
import type { ConnectionChoice } from '../core/awsApi';
import { credentialsOf } from './credentials';
import { meterMetrics, meterRequests, type Meter } from './metering';
import { retryOnlyUnbilled } from './paidRetries';
import { billingRegion, pricingRegion } from './partitions';
import type { Timeouts } from './timeouts';

/** Keys that are given instead of being resolved: the simulator's, and those that were resolved before. */
export interface FixedKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Node's agents that connections are made with. */
export interface ConnectionAgents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpAgent;
}

/** What the clients of a connection have in common. */
interface ClientContext {
  readonly config: ReturnType<typeof sharedConfig>;
  readonly meter: Meter;
}

/** All clients by name. A client that ends in `Once` never retries: its requests must not be carried out twice. */
export interface SdkClients {
  readonly bedrock: BedrockClient;
  /** For invoking models: AWS charges for each attempt. */
  readonly bedrockRuntimeOnce: BedrockRuntimeClient;
  readonly cloudWatch: CloudWatchClient;
  readonly tagging: ResourceGroupsTaggingAPIClient;
  readonly costExplorer: CostExplorerClient;
  /** Retries only requests that AWS has not charged for. For queries: they are billed even if the answer is lost. */
  readonly costExplorerQueries: CostExplorerClient;
  readonly costExplorerOnce: CostExplorerClient;
  readonly budgets: BudgetsClient;
  readonly budgetsOnce: BudgetsClient;
  readonly pricing: PricingClient;
}

/** Returns the client of a name, the same one each time. */
export type GetClient = <Name extends keyof SdkClients>(name: Name) => SdkClients[Name];

type ClientTable = { readonly [Name in keyof SdkClients]: (context: ClientContext) => SdkClients[Name] };

/** How each client is made. */
const CLIENTS: ClientTable = {
  bedrock: ({ config }) => new BedrockClient(config),
  bedrockRuntimeOnce: ({ config }) => new BedrockRuntimeClient({ ...config, maxAttempts: 1 }),
  cloudWatch: ({ config, meter }) => {
    const client = new CloudWatchClient(config);
    meterMetrics(client, meter);
    return client;
  },
  tagging: ({ config }) => new ResourceGroupsTaggingAPIClient(config),
  costExplorer: (context) => costExplorer(context),
  costExplorerQueries: (context) => retryOnlyUnbilled(costExplorer(context)),
  costExplorerOnce: (context) => costExplorer(context, 1),
  budgets: ({ config }) => new BudgetsClient(inRegion(config, billingRegion)),
  budgetsOnce: ({ config }) => new BudgetsClient({ ...inRegion(config, billingRegion), maxAttempts: 1 }),
  pricing: ({ config }) => new PricingClient(inRegion(config, pricingRegion)),
};

/** A client of Cost Explorer. Every request is billed, so every request is metered. */
function costExplorer({ config, meter }: ClientContext, maxAttempts = config.maxAttempts): CostExplorerClient {
  const client = new CostExplorerClient({ ...inRegion(config, billingRegion), maxAttempts });
  meterRequests(client, meter);
  return client;
}

/** The configuration for a service that a whole partition has in one Region. */
const inRegion = <Config extends { region: string }>(
  config: Config,
  regionOf: (region: string) => string | undefined,
): Config => ({ ...config, region: regionOf(config.region) ?? config.region });

/** Keys in the SDK's form. */
const sdkKeys = ({ accessKeyId, secretAccessKey, sessionToken }: FixedKeys) => ({
  accessKeyId,
  secretAccessKey,
  ...(sessionToken === undefined ? {} : { sessionToken }),
});

/** The configuration of the first client. */
function firstConfig(
  choice: ConnectionChoice,
  credentials: FixedKeys | ReturnType<typeof credentialsOf>,
  { timeouts: { connectMs, answerMs }, agents }: Pick<SdkClientOptions, 'timeouts' | 'agents'>,
) {
  return {
    region: choice.region as string,
    credentials: typeof credentials === 'function' ? credentials : sdkKeys(credentials),
    maxAttempts: 3,
    // With an API key of Bedrock from the environment, the caller would be another one than the one that we show.
    authSchemePreference: ['sigv4'],
    userAgentAppId: 'bedrock-tally',
    requestHandler: { connectionTimeout: connectMs, requestTimeout: answerMs, throwOnRequestTimeout: true, ...agents },
    ...(choice.endpoint === '' ? {} : { endpoint: choice.endpoint }),
  };
}

/** The configuration of all further clients: they share the connections and the credentials of the first one. */
function sharedConfig(sts: STSClient, config: ReturnType<typeof firstConfig>) {
  const { requestHandler, credentials } = sts.config;
  return { ...config, requestHandler, credentials };
}

export interface SdkClientOptions {
  readonly choice: ConnectionChoice;
  readonly keys: FixedKeys | undefined;
  readonly timeouts: Timeouts;
  /** Those of the SDK unless given. */
  readonly agents: ConnectionAgents | undefined;
  readonly meter: Meter;
}

/** The first client, and the others, which are made when they are first used. */
export function sdkClients({ choice, keys, timeouts, agents, meter }: SdkClientOptions): {
  readonly sts: STSClient;
  readonly get: GetClient;
} {
  // Credentials end before the call that needs them, so that the error names what was waited for.
  const deadlineMs = timeouts.deadlineMs * 0.9;
  const handler = (): STSClient['config']['requestHandler'] => sts.config.requestHandler;
  const first = firstConfig(choice, keys ?? credentialsOf({ choice, handler, deadlineMs }), { timeouts, agents });
  const sts = new STSClient(first);
  const context = { config: sharedConfig(sts, first), meter };
  const made: { -readonly [Name in keyof SdkClients]?: SdkClients[Name] } = {};
  return { sts, get: (name) => (made[name] ??= CLIENTS[name](context)) };
}
