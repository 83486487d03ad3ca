/** CountTokens: how many tokens of input a call would have. It costs nothing and is not metered. */

import { validation } from '../errors';
import { checkCachePoints } from '../inference/cachePointRules';
import { claudeOf } from '../inference/modelRules';
import { readPrompt, type Prompt } from '../inference/prompt';
import type { Api } from '../inference/refusals';
import { isFields, type Fields, type Input } from '../input';
import type { Context, Operation } from '../operation';
import { identify, type Target } from './invocation';

/** The body of an InvokeModel call, which JSON carries in base64. */
function bodyOf(invoke: Input): Fields {
  try {
    const value: unknown = JSON.parse(Buffer.from(invoke.text('body') ?? '', 'base64').toString('utf8'));
    if (isFields(value)) return value;
  } catch {
    // Refused below.
  }
  throw validation('Malformed input request, please reformat your input and try again.');
}

/** The prompt of the call, and which operation it would be of. */
function promptOf(input: Input): { readonly api: Api; readonly prompt: Prompt } {
  const requested = input.object('input');
  const [converse, invoke] = [requested?.object('converse'), requested?.object('invokeModel')];
  if ((converse === undefined) === (invoke === undefined)) {
    throw validation('Exactly one of input.converse and input.invokeModel must be given.');
  }
  if (converse) return { api: 'converse', prompt: readPrompt(converse.fields) };
  return { api: 'invoke', prompt: readPrompt(invoke ? bodyOf(invoke) : {}) };
}

/** Claude since 3.5; profiles of any kind are reported to be refused, unless the settings say otherwise. */
function counts({ model, metricModelId }: Target, { account }: Context): boolean {
  const { version = 0 } = claudeOf(model) ?? {};
  return version >= 305 && (metricModelId === model.id || account.settings.countTokensOfProfiles === 'count');
}

const countTokens: Operation = (input, context) => {
  const target = identify(input, context);
  if (!counts(target, context)) throw validation("The provided model doesn't support counting tokens.");
  const { api, prompt } = promptOf(input);
  checkCachePoints(api, target.model, prompt);
  return { body: { inputTokens: prompt.tokens } };
};

export const countTokensOperations: Readonly<Record<string, Operation>> = { CountTokens: countTokens };
