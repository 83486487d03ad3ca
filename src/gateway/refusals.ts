/**
 * What the gateway refuses, in the form of Bedrock's own errors, so that agents show the sentence. The sentences are
 * English like AWS's own: they are read in agents, not in the editor.
 */

import type { ChoiceRefusal } from '../core/gateway/chooseProfile';

export type RefusalCode =
  | ChoiceRefusal
  | 'address'
  | 'origin'
  | 'secret'
  | 'operation'
  | 'model'
  | 'settings'
  | 'account'
  | 'expired'
  | 'credentials'
  | 'unreachable'
  | 'too-large';

/** An answer in Bedrock's form. */
export interface Refusal {
  readonly status: number;
  /** The name of the exception. */
  readonly name: string;
  readonly message: string;
}

const denied = { status: 403, name: 'AccessDeniedException' };
const invalid = { status: 400, name: 'ValidationException' };
const unavailable = { status: 503, name: 'ServiceUnavailableException' };

/** Each refusal; `what` is the model, the place or the reason that it is about. */
const REFUSALS: Readonly<Record<RefusalCode, (what: string) => Refusal>> = {
  address: () => ({ ...invalid, message: 'This request isn’t addressed to the Bedrock Tally gateway.' }),
  origin: () => ({ ...denied, message: 'The Bedrock Tally gateway doesn’t accept requests of web pages.' }),
  secret: () => ({
    ...denied,
    message:
      'The Bedrock Tally gateway doesn’t know the secret of this request. Point the agent at the gateway again, in Bedrock Tally.',
  }),
  operation: (what) => ({
    status: 404,
    name: 'UnknownOperationException',
    message: `The Bedrock Tally gateway doesn’t support ${what}.`,
  }),
  model: () => ({ ...invalid, message: 'The provided model identifier is invalid.' }),
  'no-profile': (what) => ({
    ...denied,
    message: `You have no application inference profile for ${what}. Use Create My Profile in Bedrock Tally, then try again.`,
  }),
  'not-mine': (what) => ({ ...denied, message: `The profile ${what} isn’t yours, so Bedrock Tally doesn’t use it.` }),
  'unknown-profile': (what) => ({
    status: 404,
    name: 'ResourceNotFoundException',
    message: `Bedrock Tally knows no profile ${what} in this account and Region.`,
  }),
  'other-place': (what) => ({
    ...denied,
    message: `${what} is in another account or Region than the one this agent was pointed at.`,
  }),
  residency: (what) => ({
    ...denied,
    message: `Requests to ${what} could be processed outside the allowed Regions. Choose another source in Bedrock Tally.`,
  }),
  tags: (what) => ({
    ...denied,
    message: `Your profile for ${what} lacks required tags. Edit its tags or create another one in Bedrock Tally.`,
  }),
  unsupported: (what) => ({ ...denied, message: `No application inference profile can stand for ${what}.` }),
  settings: (what) => ({
    ...denied,
    message: `Bedrock Tally can’t read its settings in ${what}, so it doesn’t know which calls are allowed. Open VS Code, or delete the file.`,
  }),
  account: () => ({
    ...denied,
    message:
      'The AWS profile of this agent now belongs to another account. Point the agent at the gateway again, in Bedrock Tally.',
  }),
  expired: () => ({
    status: 403,
    name: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  }),
  credentials: (what) => ({
    status: 403,
    name: 'UnrecognizedClientException',
    message: `Bedrock Tally has no AWS credentials for this agent: ${what}`,
  }),
  unreachable: (what) => ({ ...unavailable, message: `Bedrock Tally could not reach Amazon Bedrock: ${what}` }),
  'too-large': () => ({
    status: 413,
    name: 'RequestEntityTooLargeException',
    message: 'The request is larger than Amazon Bedrock accepts.',
  }),
};

/** The answer for a refusal. @param what what it is about, such as a model; free of secrets. */
export const refusal = (code: RefusalCode, what = ''): Refusal => REFUSALS[code](what);
