/**
 * The messages with which AWS rejects a call of a model, in one table. Where a row names an error, the message has to
 * be of that error, so that other text with the same words is not mistaken for it. What no row matches keeps its
 * general problem.
 */

export const INVOKE_FAILURES = [
  'model-access',
  'use-case',
  'marketplace',
  'payment',
  'country',
  'organization',
  'destination',
  'permission',
  'profile-gone',
  'model-retired',
  'no-on-demand',
  'daily-quota',
  'parameter-refused',
  'unknown-beta',
  'no-profiles-here',
  'busy',
  'other',
] as const;

/**
 * - `model-access`: access to the model was not requested; `use-case`: Anthropic's form was not submitted;
 *   `marketplace`: the caller is not allowed to subscribe; `payment`: no valid payment method; `country`: the provider
 *   does not support where the request comes from.
 * - `organization`: a service control policy denies it; `destination`: a policy denies a Region that the profile routes
 *   to; `permission`: the caller's own policies do not allow it. `region` is the one that was denied, empty for global
 *   routing.
 * - `daily-quota`: no tokens are left for today; `busy`: throttled or overloaded at the moment.
 * - `parameter-refused`: the model no longer supports a parameter, such as temperature; `unknown-beta`: the request
 *   names a beta that Bedrock does not support; `no-profiles-here`: this API does not support application inference
 *   profiles.
 * - `other`: anything else; the problem has its message.
 */
export type InvokeFailureCode = (typeof INVOKE_FAILURES)[number];

interface Row {
  readonly pattern: RegExp;
  readonly code: InvokeFailureCode;
  /** The name of the error, where only that one is meant. */
  readonly error?: 'ValidationException';
}

/** In this order: the more specific ones come first. A group named `parameter` is the one that was rejected. */
const ROWS: readonly Row[] = [
  { pattern: /use case details|use case form/i, code: 'use-case' },
  { pattern: /INVALID_PAYMENT|payment instrument/i, code: 'payment' },
  { pattern: /aws-marketplace:|AWS Marketplace/i, code: 'marketplace' },
  { pattern: /unsupported countr|not (supported|allowed) (in|from) .*(countr|territor)/i, code: 'country' },
  {
    pattern: /don['’]t have access to the model|model access is (denied|not)|not authorized to access .*model/i,
    code: 'model-access',
  },
  {
    pattern: /[`'"]?(?<parameter>[a-z][\w.]*)[`'"]? is deprecated for this model/i,
    code: 'parameter-refused',
    error: 'ValidationException',
  },
  { pattern: /invalid beta flag/i, code: 'unknown-beta', error: 'ValidationException' },
  {
    pattern: /inference profiles? (is|are) not supported (by|for|with|in) this (API|operation)/i,
    code: 'no-profiles-here',
    error: 'ValidationException',
  },
  { pattern: /end of its life|marked by provider as legacy|has been (retired|deprecated)/i, code: 'model-retired' },
  { pattern: /on-demand throughput/i, code: 'no-on-demand' },
  { pattern: /too many tokens per day|tokens per day|daily (token )?(quota|limit)/i, code: 'daily-quota' },
];

export interface RecognizedFailure {
  readonly code: InvokeFailureCode;
  readonly parameter?: string;
}

/** Recognizes a message; undefined where no row matches. @param text the error's name, a colon, and its message. */
export function recognizeFailure(text: string): RecognizedFailure | undefined {
  for (const { pattern, code, error } of ROWS) {
    const match = error === undefined || text.startsWith(`${error}:`) ? pattern.exec(text) : null;
    if (match === null) continue;
    const parameter = match.groups?.parameter;
    return { code, ...(parameter === undefined ? {} : { parameter }) };
  }
  return undefined;
}
