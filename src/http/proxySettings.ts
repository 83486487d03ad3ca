/** Which proxy a URL is reached through, by the environment as curl and AWS's tools read it. */

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** Lower case comes first, as curl has it; an empty variable is not set. */
function variable(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return [env[name.toLowerCase()], env[name]].find((value) => value !== undefined && value.trim() !== '')?.trim();
}

/** Programs on this machine are never reached through a proxy. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** Whether an entry of NO_PROXY is for a host: itself and what is under it, with a port only for that port. */
function isExcepted(entry: string, host: string, port: string): boolean {
  const [, name = '', onPort] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? [];
  if (name === '*') return true;
  if (onPort !== undefined && onPort !== port) return false;
  const domain = name.replace(/^\*?\./, '');
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}

/** The proxy for a URL; undefined where it is reached directly. Throws for a proxy that is no URL. */
export function proxyFor(url: URL, env: NodeJS.ProcessEnv): URL | undefined {
  const scheme = url.protocol.slice(0, -1).toUpperCase();
  const proxy = variable(env, `${scheme}_PROXY`) ?? variable(env, 'ALL_PROXY');
  if (proxy === undefined || isLoopback(url.hostname)) return undefined;
  const port = url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? '') : url.port;
  const entries = (variable(env, 'NO_PROXY') ?? '').toLowerCase().split(/[\s,]+/);
  if (entries.some((entry) => isExcepted(entry, url.hostname, port))) return undefined;
  return new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
}

/** Whether any proxy is named. */
export const namesProxy = (env: NodeJS.ProcessEnv): boolean =>
  ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'].some((name) => variable(env, name) !== undefined);
