/** CountTokens: how many tokens of input a call would have. It costs nothing and is not metered. */

import { validation } from '../errors';
import { isFields, type Fields, type Input } from '../input';
import type { Operation } from '../operation';
import { identify } from './invocation';
import { countInput } from './tokens';

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

/** The prompt's parts in the order that the model reads them. */
function promptOf(input: Input): readonly unknown[] {
  const requested = input.object('input');
  const [converse, invoke] = [requested?.object('converse'), requested?.object('invokeModel')];
  if ((converse === undefined) === (invoke === undefined)) {
    throw validation('Exactly one of input.converse and input.invokeModel must be given.');
  }
  if (converse) return [converse.fields.toolConfig, converse.fields.system, converse.fields.messages];
  const body = invoke ? bodyOf(invoke) : {};
  return [body.tools, body.system, body.messages ?? body.prompt ?? body.inputText];
}

const countTokens: Operation = (input, context) => {
  const { model } = identify(input, context);
  if (model.provider !== 'Anthropic') throw validation("The provided model doesn't support counting tokens.");
  return { body: { inputTokens: countInput(context.account, model.id, promptOf(input), false).input } };
};

export const countTokensOperations: Readonly<Record<string, Operation>> = { CountTokens: countTokens };
