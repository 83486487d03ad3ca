/** What agents are given of our connection, in one place for all of them: the AWS profile that it resolved, and the endpoint. */

import { l10n } from 'vscode';
import { profileToHandOn, type CredentialSource } from '../../core/credentialSource';
import type { Snapshot } from '../../ledger/snapshot';
import { loadAws } from '../lazy';
import type { Note } from './warnings';

export interface AgentConnection {
  /** Empty where our credentials come from no profile. */
  readonly awsProfile: string;
  /** Undefined: AWS's own. */
  readonly endpoint: string | undefined;
  readonly source: CredentialSource;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The simulator inside us is nobody's endpoint, and its profile is made up. */
const SAMPLE: AgentConnection = {
  awsProfile: 'sample',
  endpoint: undefined,
  source: { kind: 'profile', name: 'sample' },
};

/** Where the AWS SDK calls Bedrock's models by the environment; not every agent looks there by itself. */
function endpointOf(env: Environment): string | undefined {
  const found = [env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME, env.AWS_ENDPOINT_URL].find((text) => (text ?? '') !== '');
  return found !== undefined && URL.canParse(found) ? found : undefined;
}

/** As our own connection has it, so that an agent calls as the same caller and at the same place. */
export async function agentConnection({ choice, sample }: Snapshot, env: Environment): Promise<AgentConnection> {
  if (sample) return SAMPLE;
  const source = await (await loadAws()).credentialSourceOf(choice?.awsProfile ?? '');
  const own = choice?.endpoint ?? '';
  return { awsProfile: profileToHandOn(source), endpoint: own === '' ? endpointOf(env) : own, source };
}

/** What to know where no AWS profile can be written; empty where one can. */
export function connectionNotes(agent: string, { source }: AgentConnection): readonly Note[] {
  const title = l10n.t('No AWS profile to write');
  switch (source.kind) {
    case 'profile':
      return [];
    case 'environment':
      return [
        {
          title,
          text: l10n.t(
            'Your connection uses keys from the environment (AWS_ACCESS_KEY_ID), which have no name: {0} can sign in only where it is started with the same variables.',
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
            'Your connection uses the credentials of this machine or container, which have no name: {0} can sign in only where it finds them by itself.',
            agent,
          ),
          severe: true,
        },
      ];
    case 'unknown-profile':
      return [
        {
          title,
          text: l10n.t('There is no AWS profile {0} in your AWS config files: choose one that is there.', source.name),
          severe: true,
        },
      ];
  }
}
