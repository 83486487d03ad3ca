/**
 * The part of our connection that agents get, the same for all of them: the AWS profile that it resolved, and the
 * endpoint.
 */

import { l10n } from 'vscode';
import { profileForAgents, type CredentialSource } from '../../core/connection/credentialSource';
import type { Snapshot } from '../../store/snapshot';
import type { Note } from './messages/warnings';

export interface AgentConnection {
  /** Empty where our credentials come from no profile. */
  readonly awsProfile: string;
  /** Undefined: AWS's own. */
  readonly endpoint: string | undefined;
  readonly source: CredentialSource;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The sample data's simulator is no endpoint for agents, and its profile is invented. */
const SAMPLE: AgentConnection = {
  awsProfile: 'sample',
  endpoint: undefined,
  source: { kind: 'profile', name: 'sample', needsMfa: false },
};

/** The endpoint of Bedrock's runtime that the environment sets; not every agent reads it by itself. */
function endpointOf(env: Environment): string | undefined {
  const found = [env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME, env.AWS_ENDPOINT_URL].find((text) => (text ?? '') !== '');
  return found !== undefined && URL.canParse(found) ? found : undefined;
}

/** The values of our connection, so that an agent uses the same identity and endpoint. */
export async function agentConnection({ choice, sample }: Snapshot, env: Environment): Promise<AgentConnection> {
  if (sample) return SAMPLE;
  const source = await (await import('../../aws/index')).credentialSourceOf(choice?.awsProfile ?? '');
  const own = choice?.endpoint ?? '';
  return { awsProfile: profileForAgents(source), endpoint: own === '' ? endpointOf(env) : own, source };
}

/** No agent can prompt for a code, so that its calls fail. */
const mfaNote = (agent: string, name: string): Note => ({
  title: l10n.t('The AWS profile requires an MFA code'),
  text: l10n.t(
    '{0} can’t prompt for the MFA code that the AWS profile {1} requires, so its requests fail. Choose a profile without MFA, such as one with temporary credentials.',
    agent,
    name,
  ),
  severe: true,
});

/** Whether there is a name that can be written into an agent's settings. */
export const canHandOn = ({ awsProfile }: AgentConnection): boolean => awsProfile !== '';

/** Notes about the credentials before an agent is set; empty where it signs in as we do. */
export function connectionNotes(agent: string, { source }: AgentConnection): readonly Note[] {
  const title = l10n.t('No AWS profile');
  switch (source.kind) {
    case 'profile':
      return source.needsMfa ? [mfaNote(agent, source.name)] : [];
    case 'environment':
      return [
        {
          title,
          text: l10n.t(
            'Your connection uses keys from the environment (AWS_ACCESS_KEY_ID) instead of an AWS profile. {0} can sign in only if it is started with the same environment variables.',
            agent,
          ),
          severe: true,
        },
      ];
    case 'machine':
      return [
        {
          title,
          text: l10n.t(
            'Your connection uses the credentials of this machine or container instead of an AWS profile. {0} can sign in only if it finds them itself.',
            agent,
          ),
          severe: true,
        },
      ];
    case 'unknown-profile':
      return [
        {
          title,
          text: l10n.t('The AWS profile {0} isn’t in your AWS config files. Choose another profile.', source.name),
          severe: true,
        },
      ];
  }
}
