/** One agent's home and workspace, with the gateway between it and the simulator. */

import { join } from 'node:path';
import { arn, accountId, region } from '../../src/core/ids';
import type { AgentId } from '../../src/agents/agentId';
import type { GatewayRoute } from '../../src/agents/target';
import type { CallRecord } from '../../src/core/gateway/callRecord';
import type { TokenCounts } from '../../src/core/usage/usage';
import type { ShownRefusal } from '../../src/gateway/activity';
import { Journal, readJournal } from '../../src/gateway/journal';
import { Secrets, type SecretUse } from '../../src/gateway/secrets';
import { startGateway, type Gateway } from '../../src/gateway/server';
import { catalogOf } from '../unit/gateway/testGateway';
import { AWS_PROFILE, REGION, Session } from './session';

const ACCOUNT = accountId('111122223333');
/** The gateway's own: a call that is not made with them went past it. */
const GATEWAY_KEYS = { accessKeyId: 'AKIAEXAMPLEGATEWAY01', secretAccessKey: 'simulator', account: ACCOUNT };
const END = Number.MAX_SAFE_INTEGER;
const KINDS = ['input', 'output', 'cacheRead', 'cacheWrite'] as const;

/** A call as the simulator recorded it. */
interface UpstreamCall {
  readonly modelId: string;
  readonly isOurs: boolean;
  readonly cachePoints: number;
  readonly toolResults: number;
}

export class GatewaySession {
  /** Calls of the runtime that agents made to the gateway. */
  asked = 0;

  private constructor(
    readonly session: Session,
    private readonly gateway: Gateway,
    private readonly secrets: Secrets,
  ) {}

  /** Starts it on a machine of its own, with a gateway that knows the profiles that are made on it. */
  static async start(): Promise<GatewaySession> {
    const session = await Session.start();
    const { url } = session.simulator;
    const secrets = new Secrets(join(session.root, 'secrets'));
    const log: string[] = [];
    let asked = (): void => undefined;
    const gateway = await startGateway({
      port: 0,
      secrets,
      aws: {
        open: () => ({
          runtimeUrl: () => Promise.resolve(new URL(url)),
          credentials: () => Promise.resolve(GATEWAY_KEYS),
          catalog: () => catalogOf(url, REGION),
        }),
      },
      rules: () => {
        asked();
        return { allowedRegions: [], requiredTags: {}, passThrough: false, othersProfiles: false };
      },
      journal: new Journal(join(session.root, 'journal'), (error) => {
        throw error;
      }),
      log: (line) => log.push(line),
    });
    const made = new GatewaySession(session, gateway, secrets);
    asked = () => (made.asked += 1);
    return made;
  }

  /** A route with a new secret. */
  async route(agent: AgentId, project?: string): Promise<GatewayRoute> {
    const place = { awsProfile: AWS_PROFILE, account: ACCOUNT, region: region(REGION), endpoint: '' };
    const use: SecretUse = { agent, project, place };
    return { url: this.gateway.url, secret: await this.secrets.issue(use, Date.now()) };
  }

  /** What the gateway refused, and so did not send on. */
  refusals(): readonly ShownRefusal[] {
    return this.gateway.activity.refusals;
  }

  /** Questions for the number of tokens, which cost nothing: they are asked of the profile first. */
  tokenCounts(): number {
    const { calls } = this.session.simulator;
    return calls.select({ operation: 'CountTokens' }).filter(({ modelId }) => modelId?.startsWith('arn:')).length;
  }

  /** Calls that reached a model, in their order. */
  upstream(): readonly UpstreamCall[] {
    const calls = this.session.simulator.calls.select({ service: 'bedrock-runtime' });
    return calls
      .filter(({ operation }) => operation !== 'CountTokens')
      .map(({ modelId = '', accessKeyId, invocation }) => ({
        modelId,
        isOurs: accessKeyId === GATEWAY_KEYS.accessKeyId,
        cachePoints: invocation?.cachePoints ?? 0,
        toolResults: invocation?.toolResults ?? 0,
      }));
  }

  journal(): Promise<readonly CallRecord[]> {
    return readJournal(join(this.session.root, 'journal'), 0, END);
  }

  /** What the journal and the simulator's meter say was used of a profile. */
  async used(profile: string): Promise<{ readonly journal: TokenCounts; readonly metered: TokenCounts }> {
    const calls = (await this.journal()).filter((call) => call.profile === profile);
    const sum = (kind: keyof TokenCounts): number =>
      calls.reduce((total, { tokens }) => total + (tokens?.[kind] ?? 0), 0);
    const served = this.session.simulator.served(arn(profile), 0, END);
    const of = (count: (kind: keyof TokenCounts) => number): TokenCounts =>
      Object.fromEntries(KINDS.map((kind) => [kind, count(kind)])) as unknown as TokenCounts;
    return { journal: of(sum), metered: of((kind) => served[kind]) };
  }

  async end(): Promise<void> {
    await this.gateway.close();
    await this.session.end();
  }
}
