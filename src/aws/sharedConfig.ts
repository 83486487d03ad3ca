/**
 * What the machine's shared AWS config and credentials files offer. Keys and tokens in them are ignored, never
 * returned.
 */

import { getSSOTokenFilepath, loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { credentialSource, type CredentialSource } from '../core/connection/credentialSource';
import { profileNames } from '../core/connection/awsProfileNames';
import {
  assumesRole,
  needsMfa,
  credentialKindOf,
  resolveSignIn,
  type ProfileLines,
  type SharedConfig,
  type SignIn,
} from '../core/connection/signIn';

/** `unreadable`: it is in the files, but the AWS SDK for JavaScript skips it for the characters of its name. */
export type AwsProfileKind =
  'sso' | 'login' | 'assume-role' | 'web-identity' | 'process' | 'keys' | 'other' | 'unreadable';

/** A profile of the shared config; not to be mixed up with an inference profile. */
export interface AwsProfile {
  readonly name: string;
  readonly kind: AwsProfileKind;
  readonly region: string | undefined;
  readonly ssoAccount: string | undefined;
  /** It needs the code of an MFA device, which no agent can give. */
  readonly needsMfa: boolean;
}

const SESSION = 'sso-session.';

/** Reads the files afresh; an unreadable or missing file holds nothing. */
export async function readSharedConfig(): Promise<SharedConfig> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const profiles = new Map<string, ProfileLines>();
  const ssoSessions = new Map<string, ProfileLines>();
  for (const name of new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])) {
    const lines: ProfileLines = { ...configFile[name], ...credentialsFile[name] };
    if (name.startsWith(SESSION)) ssoSessions.set(name.slice(SESSION.length), lines);
    else if (!name.startsWith('services.')) profiles.set(name, lines);
  }
  return { profiles, ssoSessions };
}

function kindOf(lines: ProfileLines): AwsProfileKind {
  if (assumesRole(lines)) return 'assume-role';
  const kind = credentialKindOf(lines);
  return kind === 'none' ? 'other' : kind;
}

const textOf = (path: string | undefined, name: string): Promise<string> =>
  readFile(present(path) ?? join(homedir(), '.aws', name), 'utf8').catch(() => '');

/** What the SDK's reader takes as a name; such a one that it skips has no lines. */
const READABLE = /^[\w@+.%:/-]+$/;

/** Names that stand in the files and that the SDK's reader skips. */
async function skippedNames(known: ReadonlyMap<string, unknown>): Promise<readonly string[]> {
  const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = process.env;
  const texts = [textOf(AWS_CONFIG_FILE, 'config'), textOf(AWS_SHARED_CREDENTIALS_FILE, 'credentials')] as const;
  const [config, credentials] = await Promise.all(texts);
  return profileNames(config, credentials).filter((name) => !known.has(name));
}

const readableProfiles = (config: SharedConfig): readonly AwsProfile[] =>
  [...config.profiles].map(([name, lines]) => ({
    name,
    kind: kindOf(lines),
    region: lines.region,
    ssoAccount: lines.sso_account_id,
    needsMfa: needsMfa(name, config),
  }));

/** Reads the files afresh; an unreadable or missing file offers nothing. Sorted, `default` first. */
export async function listAwsProfiles(): Promise<readonly AwsProfile[]> {
  const config = await readSharedConfig();
  const skipped = (await skippedNames(config.profiles)).map((name): AwsProfile => ({
    name,
    kind: READABLE.test(name) ? 'other' : 'unreadable',
    region: undefined,
    ssoAccount: undefined,
    needsMfa: false,
  }));
  return [...readableProfiles(config), ...skipped].sort(
    (a, b) => Number(b.name === 'default') - Number(a.name === 'default') || a.name.localeCompare(b.name),
  );
}

/** Which credentials a connection comes to on this machine. @param awsProfile empty is the default chain. */
export const credentialSourceOf = async (awsProfile: string): Promise<CredentialSource> =>
  credentialSource(awsProfile, process.env, await listAwsProfiles());
/** The AWS profile that a choice leads to: the named one, or what AWS's own tools would take. */
export const effectiveProfileName = (awsProfile: string): string =>
  present(awsProfile) ?? present(process.env.AWS_PROFILE) ?? 'default';

/** How the credentials of a choice come about now. */
export async function currentSignIn(awsProfile: string): Promise<SignIn> {
  const config = await readSharedConfig();
  const source = credentialSource(awsProfile, process.env, readableProfiles(config));
  const none = { awsProfile: '', chain: [], mfaSerials: [] };
  switch (source.kind) {
    case 'environment':
      return { ...none, kind: 'environment' };
    case 'machine':
      // A profile `default` that is incomplete gives no credentials; the result has what is missing.
      return resolveSignIn('default', config) ?? { ...none, kind: 'none' };
    case 'profile':
    case 'unknown-profile':
      return resolveSignIn(source.name, config) ?? { ...none, awsProfile: source.name, kind: 'none' };
  }
}

/** Where a container or a pod gets its credentials from. */
const OF_CONTAINERS = /^AWS_(?:CONTAINER_CREDENTIALS|WEB_IDENTITY)_/;

/**
 * Whether the default chain has no source of credentials on this machine. An instance's role is not checked.
 */
export async function isChainEmpty(): Promise<boolean> {
  if (Object.keys(process.env).some((name) => OF_CONTAINERS.test(name) && present(process.env[name]) !== undefined))
    return false;
  const { kind, flaw } = await currentSignIn('');
  return kind === 'none' && flaw === undefined && present(process.env.AWS_PROFILE) === undefined;
}

/** Whether somebody has ever signed in to what an SSO profile uses, whether or not that holds. */
export async function hasSsoToken(awsProfile: string): Promise<boolean> {
  const lines = (await readSharedConfig()).profiles.get(awsProfile);
  const id = lines?.sso_session ?? lines?.sso_start_url;
  return id !== undefined && existsSync(getSSOTokenFilepath(id));
}

/** The Region that AWS's own tools would use: the environment's for the default chain, else the profile's. */
export async function defaultRegion(awsProfile: string): Promise<string | undefined> {
  // Set but empty is not set, as for AWS's own tools.
  const fromEnvironment = present(process.env.AWS_REGION) ?? present(process.env.AWS_DEFAULT_REGION);
  const ofProfile = (await readSharedConfig()).profiles.get(effectiveProfileName(awsProfile))?.region;
  return awsProfile === '' ? (fromEnvironment ?? ofProfile) : (ofProfile ?? fromEnvironment);
}

const present = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
