/** Variables and files that take precedence over the file that an adapter writes. */

import { BEARER, inEnvironment } from './credentials';
import { warning, type Warning } from '../../warnings';
import { variable, type HostMachine } from '../../hostMachine';
import type { Override } from '../../binding';

/** Variables of the environment that are set, as what wins over a file. */
export function variables(host: HostMachine, of: Override['of'], ...names: readonly string[]): readonly Override[] {
  return names.flatMap((name) => {
    const value = variable(host, name);
    return value === undefined ? [] : [{ kind: 'variable' as const, name, of, value }];
  });
}

/** What wins over the file that is planned, told once for each variable or file. */
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

/** A variable that signs in by itself, past the AWS profile. */
export const credentialWarnings = (host: HostMachine): readonly Warning[] =>
  inEnvironment(host, BEARER).map((one) => warning('other-credentials', { ...one }));
