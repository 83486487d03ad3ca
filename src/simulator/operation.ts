/** What the HTTP side and the services agree on. */

import type { Usage } from './inference/tokens';
import type { Input } from './input';
import type { CallerIdentity } from './scenario';
import type { SimulatedAccount } from './account';

export type Service = 'bedrock' | 'bedrock-runtime' | 'cloudwatch' | 'tagging' | 'sts' | 'pricing' | 'budgets' | 'ce';

/** What calls are counted and made to fail under: the bulk price list is files, and no service with operations. */
export type CountedService = Service | 'price-list';

/** Who calls, in which Region and which account. */
export interface Context {
  readonly account: SimulatedAccount;
  readonly region: string;
  readonly caller: CallerIdentity;
  readonly now: number;
  /** A fault asks for an incomplete answer. */
  readonly partial?: boolean;
}

/** Tokens of one call of a model, and how many cache points it named. */
export interface Invocation extends Usage {
  readonly cachePoints: number;
}

/**
 * What an operation answers. `body` holds texts, numbers, dates, lists, maps and objects; the protocol writes them its
 * own way.
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
