/** Credentials that are used instead of the AWS profile that an agent is set to. */

import type { ParsedFile } from './readLocations';
import { variable, type HostMachine } from '../../hostMachine';
import type { Override } from '../../binding';

/** A variable or a key with credentials; `file` where a file holds it. Never a value. */
export interface Credential {
  readonly variable: string;
  readonly file?: string;
}

/** A Bedrock API key, which every AWS SDK prefers to an AWS profile. */
export const BEARER = 'AWS_BEARER_TOKEN_BEDROCK';
/** The first of the pair that makes static keys. */
export const STATIC_KEY = 'AWS_ACCESS_KEY_ID';

/** Those of the variables that the environment sets. */
export const inEnvironment = (host: HostMachine, ...names: readonly string[]): readonly Credential[] =>
  names.filter((name) => variable(host, name) !== undefined).map((name) => ({ variable: name }));

/** The files that have a value under a key, which is called `label`. */
export const inFiles = (
  files: readonly ParsedFile[],
  has: (file: ParsedFile) => boolean,
  label: string,
): readonly Credential[] => files.filter(has).map(({ path }) => ({ variable: label, file: path }));

export const overrideOf = ({ variable: name, file }: Credential): Override => ({
  kind: file === undefined ? 'variable' : 'file',
  name: file ?? name,
  of: 'credentials',
  value: '',
});
