/** Bedrock's runtime: the smallest call of a model that shows whether a profile works. */

import {
  ConverseCommand,
  ConverseStreamCommand,
  type ConverseCommandInput,
  type TokenUsage,
} from '@aws-sdk/client-bedrock-runtime';
import type { Invocation } from '../../core/awsApi';
import type { Arn } from '../../core/ids';
import { Problem } from '../../core/problem';
import { MAX_OUTPUT_TOKENS, PROMPT } from '../../core/verify/verify';
import type { Clients } from '../clients';

/** No temperature: newer models refuse it. */
const inputFor = (profile: Arn): ConverseCommandInput => ({
  modelId: profile,
  messages: [{ role: 'user', content: [{ text: PROMPT }] }],
  inferenceConfig: { maxTokens: MAX_OUTPUT_TOKENS },
});

function counted(usage: TokenUsage | undefined): Invocation {
  if (usage?.inputTokens === undefined || usage.outputTokens === undefined)
    throw new Problem('broken-answer', { message: 'No token counts in the answer' });
  return { input: usage.inputTokens, output: usage.outputTokens };
}

/** Sends a few words through a profile. Throws a Problem. */
export async function invoke(
  clients: Clients,
  profile: Arn,
  streamed: boolean,
  signal: AbortSignal,
): Promise<Invocation> {
  const client = clients.get('bedrockRuntimeOnce');
  if (!streamed) {
    return clients.call('bedrock:InvokeModel', signal, async (options) =>
      counted((await client.send(new ConverseCommand(inputFor(profile)), options)).usage),
    );
  }
  // What fails after the first words is thrown while they are read, so they are read within the call.
  return clients.call('bedrock:InvokeModelWithResponseStream', signal, async (options) => {
    const { stream } = await client.send(new ConverseStreamCommand(inputFor(profile)), options);
    let usage: TokenUsage | undefined;
    for await (const event of stream ?? []) usage = event.metadata?.usage ?? usage;
    return counted(usage);
  });
}
