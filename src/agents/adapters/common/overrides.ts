/** Variables and files that take precedence over the file that an adapter writes. */

import { BEARER, inEnvironment } from './credentials';
import { proxyInEnvironment } from '../../gateway/noProxy';
import { warning, type Warning } from '../../warnings';
import { variable, type HostMachine } from '../../hostMachine';
import type { Override } from '../../binding';

/** Those of the variables that are set, as overrides of a file. */
export function variables(host: HostMachine, of: Override['of'], ...names: readonly string[]): readonly Override[] {
  return names.flatMap((name) => {
    const value = variable(host, name);
    return value === undefined ? [] : [{ kind: 'variable' as const, name, of, value }];
  });
}

/** A warning for each variable or file that overrides the file that is written. */
export function overrideWarnings(overrides: readonly Override[]): readonly Warning[] {
  const seen = new Set<string>();
  return overrides.flatMap(({ kind, name, of, value }) => {
    if (seen.has(name)) return [];
    seen.add(name);
    return [
      kind === 'file'
        ? warning('file-wins', { file: name, of, value })
        : warning('variable-wins', { variable: name, of, value }),
    ];
  });
}

/** A warning for a proxy that would carry calls to the gateway, for agents without a place for an exception. */
export function proxyWarnings(agent: string, host: HostMachine): readonly Warning[] {
  const proxy = proxyInEnvironment(host);
  return proxy === undefined ? [] : [warning('proxy-carries-calls', { variable: proxy, agent })];
}

/** Warnings for a variable that is used instead of the AWS profile. */
export const credentialWarnings = (host: HostMachine): readonly Warning[] =>
  inEnvironment(host, BEARER).map((one) => warning('other-credentials', { ...one }));
