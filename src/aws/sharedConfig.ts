/** What the machine's shared AWS config and credentials files offer. Keys and tokens in them are looked past, never returned. */

import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import { credentialSource, type CredentialSource } from '../core/credentialSource';

export type AwsProfileKind = 'sso' | 'login' | 'assume-role' | 'web-identity' | 'process' | 'keys' | 'other';

/** A profile of the shared config; not to be mixed up with an inference profile. */
export interface AwsProfile {
  readonly name: string;
  readonly kind: AwsProfileKind;
  readonly region: string | undefined;
  readonly ssoAccount: string | undefined;
}

type Entry = Readonly<Record<string, string | undefined>>;

function kindOf(entry: Entry): AwsProfileKind {
  if (entry.sso_session !== undefined || entry.sso_start_url !== undefined) return 'sso';
  if (entry.login_session !== undefined) return 'login';
  if (entry.web_identity_token_file !== undefined) return 'web-identity';
  if (entry.role_arn !== undefined) return 'assume-role';
  if (entry.credential_process !== undefined) return 'process';
  return entry.aws_access_key_id === undefined ? 'other' : 'keys';
}

/** Reads the files afresh; an unreadable or missing file offers nothing. Sorted, `default` first. */
export async function listAwsProfiles(): Promise<readonly AwsProfile[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  const profiles = [...names]
    .filter((name) => !name.includes('sso-session.') && !name.startsWith('services.'))
    .map((name): AwsProfile => {
      const entry: Entry = { ...configFile[name], ...credentialsFile[name] };
      return { name, kind: kindOf(entry), region: entry.region, ssoAccount: entry.sso_account_id };
    });
  return profiles.sort(
    (a, b) => Number(b.name === 'default') - Number(a.name === 'default') || a.name.localeCompare(b.name),
  );
}

/** Which credentials a connection comes to on this machine. @param awsProfile empty is the default chain. */
export const credentialSourceOf = async (awsProfile: string): Promise<CredentialSource> =>
  credentialSource(awsProfile, process.env, await listAwsProfiles());

/** The Region that AWS's own tools would use: the environment's for the default chain, else the profile's. */
export async function defaultRegion(awsProfile: string): Promise<string | undefined> {
  // Set but empty is not set, as for AWS's own tools.
  const fromEnvironment = present(process.env.AWS_REGION) ?? present(process.env.AWS_DEFAULT_REGION);
  const profiles = await listAwsProfiles();
  const name = awsProfile === '' ? (present(process.env.AWS_PROFILE) ?? 'default') : awsProfile;
  const ofProfile = profiles.find((profile) => profile.name === name)?.region;
  return awsProfile === '' ? (fromEnvironment ?? ofProfile) : (ofProfile ?? fromEnvironment);
}

const present = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
