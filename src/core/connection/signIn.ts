/**
 * How an AWS profile of the shared config signs in, as the AWS SDK for JavaScript resolves it: its kind of credentials,
 * and what is missing.
 */

/** The lines of a profile or of an sso-session; values may be secret and are never returned. */
export type ProfileLines = Readonly<Record<string, string | undefined>>;

/** AWS's config and credentials files: the lines of each AWS profile by its name. */
export interface SharedConfig {
  readonly profiles: ReadonlyMap<string, ProfileLines>;
  /** By the name of the `[sso-session NAME]` section. */
  readonly ssoSessions: ReadonlyMap<string, ProfileLines>;
}

/** The kind of credentials that a chain of AWS profiles ends in. */
export type SignInKind = 'keys' | 'sso' | 'login' | 'web-identity' | 'process' | 'environment' | 'none';

/** Why an AWS profile cannot give credentials, whatever its user does beside editing the files. */
export interface ProfileFlaw {
  /**
   * `line`: lines are missing in the profile; `section`: the profile refers to a section that is in no file; `circle`:
   * source_profile leads back to a profile; `value`: a value that the SDK does not know; `file`: a file that it names
   * cannot be read.
   */
  readonly kind: 'line' | 'section' | 'circle' | 'value' | 'file';
  /** The AWS profile that has it, which need not be the one in use. */
  readonly awsProfile: string;
  /** What is missing or wrong, as the files name it, such as `sso_role_name` or `[sso-session corp]`. */
  readonly what: string;
}

/** How an AWS profile gets its credentials. */
export interface SignIn {
  readonly kind: SignInKind;
  /** The AWS profile whose credentials are used in the end. */
  readonly awsProfile: string;
  /** The AWS profiles on the way, the used one first. */
  readonly chain: readonly string[];
  /** The MFA devices whose codes are required. */
  readonly mfaSerials: readonly string[];
  readonly flaw?: ProfileFlaw;
}

const SSO_LINES = ['sso_session', 'sso_start_url', 'sso_account_id', 'sso_region', 'sso_role_name'] as const;
const CREDENTIAL_SOURCES = ['EcsContainer', 'Ec2InstanceMetadata', 'Environment'];

const isSet = (lines: ProfileLines, ...names: readonly string[]): boolean =>
  names.every((name) => lines[name] !== undefined);

/** Whether a profile assumes a role with the credentials of another one, or with those of the machine. */
export const assumesRole = (lines: ProfileLines): boolean =>
  isSet(lines, 'role_arn') && isSet(lines, 'source_profile') !== isSet(lines, 'credential_source');

/** The kind of a profile's own lines, in the SDK's order. */
export function credentialKindOf(lines: ProfileLines): Exclude<SignInKind, 'environment'> {
  if (isSet(lines, 'aws_access_key_id', 'aws_secret_access_key')) return 'keys';
  if (isSet(lines, 'web_identity_token_file', 'role_arn')) return 'web-identity';
  if (isSet(lines, 'credential_process')) return 'process';
  if (SSO_LINES.some((name) => isSet(lines, name))) return 'sso';
  return isSet(lines, 'login_session') ? 'login' : 'none';
}

const missing = (awsProfile: string, names: readonly string[]): Pick<SignIn, 'flaw'> =>
  names.length === 0 ? {} : { flaw: { kind: 'line', awsProfile, what: names.join(', ') } };

function ssoFlaw(awsProfile: string, lines: ProfileLines, { ssoSessions }: SharedConfig): Pick<SignIn, 'flaw'> {
  const name = lines.sso_session;
  const session = name === undefined ? lines : ssoSessions.get(name);
  if (session === undefined) return { flaw: { kind: 'section', awsProfile, what: `[sso-session ${name ?? ''}]` } };
  const own = ['sso_account_id', 'sso_role_name'].filter((line) => !isSet(lines, line));
  const shared = ['sso_start_url', 'sso_region'].filter((line) => !isSet(session, line));
  if (shared.length > 0 && name !== undefined)
    return { flaw: { kind: 'line', awsProfile, what: `[sso-session ${name}]: ${shared.join(', ')}` } };
  return missing(awsProfile, [...shared, ...own]);
}

/** What a profile without a complete set of any kind lacks; nothing where nothing was begun. */
function lacking(awsProfile: string, lines: ProfileLines): Pick<SignIn, 'flaw'> {
  const keys = ['aws_access_key_id', 'aws_secret_access_key'];
  if (keys.some((name) => isSet(lines, name)))
    return missing(
      awsProfile,
      keys.filter((name) => !isSet(lines, name)),
    );
  if (isSet(lines, 'web_identity_token_file') || isSet(lines, 'source_profile'))
    return missing(awsProfile, ['role_arn']);
  return isSet(lines, 'role_arn') ? missing(awsProfile, ['source_profile']) : {};
}

function sourceFlaw(awsProfile: string, lines: ProfileLines): Pick<SignIn, 'flaw'> {
  const value = lines.credential_source ?? '';
  if (CREDENTIAL_SOURCES.includes(value)) return {};
  return { flaw: { kind: 'value', awsProfile, what: `credential_source = ${value}` } };
}

/** Follows a profile to the credentials that it rests on. Undefined where there is no such profile. */
export function resolveSignIn(name: string, config: SharedConfig): SignIn | undefined {
  const visited = new Set<string>();
  const mfaSerials: string[] = [];
  let at = name;
  for (let lines = config.profiles.get(at); ; lines = config.profiles.get(at)) {
    const end = { awsProfile: at, chain: [...visited, at], mfaSerials };
    if (lines === undefined) {
      const [from] = [...visited].slice(-1);
      if (from === undefined) return undefined;
      return { ...end, kind: 'none', flaw: { kind: 'section', awsProfile: from, what: `[profile ${at}]` } };
    }
    // Keys of a source count before its role; a profile may name itself as its source for that.
    const isEnd = visited.size > 0 && credentialKindOf(lines) === 'keys';
    if (visited.size > 0 && isSet(lines, 'credential_source') && !isSet(lines, 'role_arn'))
      return { ...end, kind: 'environment', ...sourceFlaw(at, lines) };
    if (isEnd || !assumesRole(lines)) {
      const kind = credentialKindOf(lines);
      if (kind === 'sso') return { ...end, kind, ...ssoFlaw(at, lines, config) };
      return { ...end, kind, ...(kind === 'none' ? lacking(at, lines) : {}) };
    }
    if (lines.mfa_serial !== undefined) mfaSerials.push(lines.mfa_serial);
    const source = lines.source_profile;
    if (source === undefined) return { ...end, kind: 'environment', ...sourceFlaw(at, lines) };
    const isCircle = visited.has(source) || source === at;
    if (isCircle && credentialKindOf(config.profiles.get(source) ?? {}) !== 'keys') {
      const what = [...visited, at, source].join(' → ');
      return { ...end, kind: 'none', flaw: { kind: 'circle', awsProfile: at, what } };
    }
    visited.add(at);
    at = source;
  }
}

/** Whether signing in again with AWS's own tools renews the credentials. */
export const isRenewedBySigningIn = ({ kind }: Pick<SignIn, 'kind'>): boolean => kind === 'sso' || kind === 'login';

/**
 * Whether an AWS profile needs the code of an MFA device. Only a person who is there can give it: no agent can, so
 * that it is not to be written into an agent's settings without a warning.
 */
export const needsMfa = (name: string, config: SharedConfig): boolean =>
  (resolveSignIn(name, config)?.mfaSerials.length ?? 0) > 0;
