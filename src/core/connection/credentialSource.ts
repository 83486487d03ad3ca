/** Where a connection's credentials come from. This is the only place that decides which AWS profile is in use. */

/** An AWS profile of the shared config files, with what matters here. */
export interface NamedProfile {
  readonly name: string;
  /** `other`: nothing in it signs in. */
  readonly kind: string;
  /** It requires the code of an MFA device. */
  readonly needsMfa?: boolean;
}

/**
 * - `profile`: an AWS profile of the shared config files, by its name, which is there.
 * - `unknown-profile`: the one that is named is not there.
 * - `environment`: keys in variables, which name no profile.
 * - `machine`: a role of the container or the machine, or a web identity; no profile either.
 */
export type CredentialSource =
  | { readonly kind: 'profile'; readonly name: string; readonly needsMfa: boolean }
  | { readonly kind: 'unknown-profile'; readonly name: string }
  | { readonly kind: 'environment' | 'machine' };

const isSet = (text: string | undefined): text is string => text !== undefined && text !== '';

const used = ({ name, needsMfa = false }: NamedProfile): CredentialSource => ({ kind: 'profile', name, needsMfa });

/**
 * Resolves AWS's default credential chain, in the SDK's order: the profile that is named, by our setting or by
 * AWS_PROFILE; keys in the environment; the profile `default`, where it signs in; the machine.
 * @param awsProfile of our connection; empty is the default chain.
 */
export function credentialSource(
  awsProfile: string,
  env: Readonly<Record<string, string | undefined>>,
  profiles: readonly NamedProfile[],
): CredentialSource {
  const named = awsProfile === '' ? env.AWS_PROFILE : awsProfile;
  if (isSet(named)) {
    const found = profiles.find(({ name }) => name === named);
    return found === undefined ? { kind: 'unknown-profile', name: named } : used(found);
  }
  if (isSet(env.AWS_ACCESS_KEY_ID) && isSet(env.AWS_SECRET_ACCESS_KEY)) return { kind: 'environment' };
  const standard = profiles.find(({ name }) => name === 'default');
  return standard === undefined || standard.kind === 'other' ? { kind: 'machine' } : used(standard);
}

/** The AWS profile that an agent can be given; empty where there is none that is there. */
export const profileForAgents = (source: CredentialSource): string => (source.kind === 'profile' ? source.name : '');
