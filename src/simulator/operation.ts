/** The interface between the HTTP server and the services. */

import type { Usage } from './inference/tokens';
import type { Input } from './input';
import type { CallerIdentity } from './scenario';
import type { SimulatedAccount } from './account';

export type Service = 'bedrock' | 'bedrock-runtime' | 'cloudwatch' | 'tagging' | 'sts' | 'pricing' | 'budgets' | 'ce';

/** The names of services for counting and faults: the bulk price list is files, and no service with operations. */
export type CountedService = Service | 'price-list';

/** The caller, the Region and the account of a request. */
export interface Context {
  readonly account: SimulatedAccount;
  readonly region: string;
  readonly caller: CallerIdentity;
  readonly now: number;
  /** A fault asks for an incomplete answer. */
  readonly partial?: boolean;
}

/** Tokens of one call of a model, how many cache points it named, and how many results of tools it carried. */
export interface Invocation extends Usage {
  readonly cachePoints: number;
  readonly toolResults: number;
}

/**
 * The answer of an operation. `body` holds texts, numbers, dates, lists, maps and objects; each protocol writes them in
 * its form.
 */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Messages of an event stream, already encoded, instead of a body. */
  readonly stream?: readonly Uint8Array[];
  /** Only for the record of calls. */
  readonly invocation?: Invocation;
}

export type Operation = (input: Input, context: Context) => Answer;
