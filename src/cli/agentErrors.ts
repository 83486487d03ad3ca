/** Errors of commands that work on agents, as sentences. */

import { isAgentProblem } from '../agents/problem';
import { asProblem, isProblem } from '../core/problem';
import { hideSecrets } from '../core/secrets/hideSecrets';
import { GatewayError } from '../gateway/client';
import { UnreadableSettings } from '../gateway/settings';
import { agentProblemText } from './agentTexts';
import { NoProfile } from './chosenProfiles';
import { strangerText } from './gatewayStatus';

/** The sentence of an error; undefined for one that is not expected. */
function sentenceOf(error: unknown): string | undefined {
  if (isAgentProblem(error)) return agentProblemText(error);
  if (error instanceof NoProfile) return error.message;
  if (error instanceof UnreadableSettings) return `The settings in ${error.message} cannot be read.`;
  if (error instanceof GatewayError)
    return error.code === 'stranger'
      ? strangerText(error.port ?? 0)
      : `The gateway could not be started: ${hideSecrets(error.message)}`;
  if (!isProblem(error)) return undefined;
  const { code, message } = asProblem(error);
  return `No connection to AWS (${code}): ${hideSecrets(message)}`;
}

/** The sentence of an error; throws one that is not expected, such as a `UsageError`. */
export function errorText(error: unknown): string {
  const text = sentenceOf(error);
  if (text === undefined) throw error;
  return text;
}
