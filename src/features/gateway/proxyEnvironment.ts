/** The proxy of VS Code's settings for the gateway's process, which VS Code does not provide with one. */

/** VS Code's settings `http.proxy`, `http.noProxy` and `http.proxySupport`. */
export interface ProxySettings {
  readonly proxy: string;
  readonly noProxy: readonly string[];
  readonly support: string;
}

/** An environment in which the proxy of the settings comes before that of the variables, as it does in VS Code. */
export function withProxy(env: NodeJS.ProcessEnv, { proxy, noProxy, support }: ProxySettings): NodeJS.ProcessEnv {
  if (support === 'off' || proxy === '') return env;
  const except = noProxy.length === 0 ? {} : { NO_PROXY: noProxy.join(','), no_proxy: noProxy.join(',') };
  // Programs differ in which spelling they read first.
  return { ...env, HTTPS_PROXY: proxy, https_proxy: proxy, HTTP_PROXY: proxy, http_proxy: proxy, ...except };
}
