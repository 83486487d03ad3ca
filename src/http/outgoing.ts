/**
 * Outgoing connections of a program that is not VS Code: through the proxies and with the certificates of its
 * environment. In an extension host VS Code sees to both.
 */

import { Agent as ProxyableAgent, type AgentConnectOpts } from 'agent-base';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { Agent as HttpAgent, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { namesProxy, proxyFor } from './proxySettings';

/** For Node's requests, and for the AWS SDK's. */
export interface OutgoingAgents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpAgent;
}

/** Idle connections are closed before AWS does so: a call on one that is just being closed would be lost. */
const IDLE_MS = 20_000;
const KEPT = { keepAlive: true, timeout: IDLE_MS };

/** Since Node.js 22.15. */
type WithCertificates = typeof tls & {
  readonly getCACertificates?: (type: 'default' | 'system') => readonly string[];
};

const fileOf = (path: string | undefined): readonly string[] =>
  path === undefined || path === '' ? [] : [readFileSync(path, 'utf8')];

/**
 * What is trusted beside Node's own authorities: those of the system, and of `AWS_CA_BUNDLE`. Undefined where there is
 * nothing beside them; Node reads `NODE_EXTRA_CA_CERTS` itself. Throws where the bundle cannot be read.
 */
function trustedContext(env: NodeJS.ProcessEnv): tls.SecureContext | undefined {
  const { getCACertificates } = tls as WithCertificates;
  const more = [...(getCACertificates?.('system') ?? []), ...fileOf(env.AWS_CA_BUNDLE)];
  if (more.length === 0) return undefined;
  const own = getCACertificates?.('default') ?? [...tls.rootCertificates, ...fileOf(env.NODE_EXTRA_CA_CERTS)];
  return tls.createSecureContext({ ca: [...new Set([...own, ...more])] });
}

/** Takes each connection to the proxy that its URL is reached through, or directly. */
class ByProxy extends ProxyableAgent {
  private readonly proxied = new Map<string, HttpsProxyAgent<string>>();

  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly direct: OutgoingAgents,
    options: object,
  ) {
    super(options);
  }

  override connect(_request: ClientRequest, { secureEndpoint, host, port }: AgentConnectOpts): HttpAgent {
    const proxy = proxyFor(new URL(`${secureEndpoint ? 'https' : 'http'}://${host ?? ''}:${port}`), this.env);
    if (proxy === undefined) return secureEndpoint ? this.direct.httpsAgent : this.direct.httpAgent;
    const agent = this.proxied.get(proxy.href) ?? new HttpsProxyAgent(proxy.href, KEPT);
    this.proxied.set(proxy.href, agent);
    return agent;
  }

  override destroy(): void {
    for (const agent of [this.direct.httpAgent, this.direct.httpsAgent, ...this.proxied.values()]) agent.destroy();
    super.destroy();
  }
}

/** By the path of the bundle: making one takes long, and hundreds of certificates are read for it. */
const contexts = new Map<string, tls.SecureContext | undefined>();

function contextOf(env: NodeJS.ProcessEnv): tls.SecureContext | undefined {
  const { AWS_CA_BUNDLE: bundle = '' } = env;
  if (!contexts.has(bundle)) contexts.set(bundle, trustedContext(env));
  return contexts.get(bundle);
}

/** Makes agents of their own: destroying them cuts nobody else's connections. */
export function outgoingAgents(env: NodeJS.ProcessEnv): OutgoingAgents {
  const context = contextOf(env);
  const secure = context === undefined ? {} : { secureContext: context };
  const direct = { httpAgent: new HttpAgent(KEPT), httpsAgent: new HttpsAgent({ ...KEPT, ...secure }) };
  if (!namesProxy(env)) return direct;
  const agent = new ByProxy(env, direct, { keepAlive: true, ...secure });
  return { httpAgent: agent, httpsAgent: agent };
}
