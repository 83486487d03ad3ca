/**
 * What AWS says when it refuses a call of a model, by its own words: one table. Where a row names an error, only that one is meant, so that
 * foreign text that happens to hold the words is not taken for AWS's. What stands in no row stays what it is.
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
 * - `model-access`: nobody has asked for access to the model; `use-case`: Anthropic's form was not filled in; `marketplace`: who calls may
 *   not subscribe; `payment`: no valid means of payment; `country`: the maker does not serve where the request comes from.
 * - `organization`: a service control policy refuses; `destination`: a policy refuses a Region that the profile routes to; `permission`:
 *   the caller's own policies do not allow it. `region` is the one that was refused, empty for global routing.
 * - `daily-quota`: no tokens are left for today; `busy`: throttled or overloaded at the moment.
 * - `parameter-refused`: the model no longer takes a parameter, such as temperature; `unknown-beta`: the request names a beta that Bedrock
 *   does not know; `no-profiles-here`: this API takes no application inference profile.
 * - `other`: what the problem itself says.
 */
export type InvokeFailureCode = (typeof INVOKE_FAILURES)[number];

interface Row {
  readonly pattern: RegExp;
  readonly code: InvokeFailureCode;
  /** The name of the error that says so; absent: several do. */
  readonly error?: 'ValidationException';
}

/** In this order: what is more exact comes first. A group named `parameter` is the one that was refused. */
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

export interface Recognised {
  readonly code: InvokeFailureCode;
  readonly parameter?: string;
}

/** What AWS's words mean; undefined for those that are not known. @param text the error's name, a colon, and its message. */
export function recognise(text: string): Recognised | undefined {
  for (const { pattern, code, error } of ROWS) {
    const match = error === undefined || text.startsWith(`${error}:`) ? pattern.exec(text) : null;
    if (match === null) continue;
    const parameter = match.groups?.parameter;
    return { code, ...(parameter === undefined ? {} : { parameter }) };
  }
  return undefined;
}
