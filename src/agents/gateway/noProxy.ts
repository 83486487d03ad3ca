/**
 * Calls to the gateway must not be sent through an HTTP proxy: where a proxy is set, loopback has to be excepted from
 * it. Our exception is the address and, behind it, the address with the port, by which it is recognized as ours.
 */

import { variable, type HostMachine } from '../hostMachine';

const PROXIES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'https_proxy', 'http_proxy', 'all_proxy'];
const NAMES = ['NO_PROXY', 'no_proxy'] as const;
const LOOPBACK = '127.0.0.1';
const OURS = /(?:^|,)127\.0\.0\.1,127\.0\.0\.1:\d+(?=,|$)/g;

const exceptsLoopback = (list: string): boolean =>
  list.split(/[\s,]+/).some((entry) => entry === '*' || entry === LOOPBACK);

/** Variables as an agent has them: `own` are those in the file to write, `other` those with lower precedence. */
export interface ProxyVariables {
  readonly own: (name: string) => string | undefined;
  readonly other: (name: string) => string | undefined;
}

/** A variable to set; without a value it is removed. */
export type VariableEdit = readonly [name: string, value: string | undefined];

/** What must be set so that the gateway is reached directly; empty where no proxy is set, or loopback is excepted. */
export function proxyException({ own, other }: ProxyVariables, url: string): readonly VariableEdit[] {
  const valueOf = (name: string): string => own(name) ?? other(name) ?? '';
  if (PROXIES.every((name) => valueOf(name) === '')) return [];
  const ours = `${LOOPBACK},${new URL(url).host}`;
  return NAMES.flatMap((name): readonly VariableEdit[] => {
    const list = valueOf(name);
    // The name in small letters is read first by many programs, but only where it is set.
    if (exceptsLoopback(list) || (list === '' && name === 'no_proxy')) return [];
    return [[name, list === '' ? ours : `${list},${ours}`]];
  });
}

/** What must be set so that our exception is gone again. */
export const withoutProxyException = ({ own, other }: ProxyVariables): readonly VariableEdit[] =>
  NAMES.flatMap((name): readonly VariableEdit[] => {
    const list = own(name);
    if (list === undefined || list.search(OURS) < 0) return [];
    const rest = list.replace(OURS, '').replace(/^,/, '');
    return [[name, rest === '' || rest === other(name) ? undefined : rest]];
  });

/** The variable whose proxy would carry the calls of an agent that has no place for an exception. */
export function proxyInEnvironment(host: HostMachine): string | undefined {
  const proxy = PROXIES.find((name) => variable(host, name) !== undefined);
  const lists = NAMES.flatMap((name) => variable(host, name) ?? []);
  return proxy !== undefined && !lists.some(exceptsLoopback) ? proxy : undefined;
}
