/** What a request asks for, by its method and path. */

import { secretIn, type SecretText } from '../core/gateway/secretForm';

export const OPERATIONS = [
  'converse',
  'converse-stream',
  'invoke',
  'invoke-with-response-stream',
  'count-tokens',
] as const;
/** An operation of Bedrock's runtime, as its path ends. */
export type RuntimeOperation = (typeof OPERATIONS)[number];

/**
 * - `runtime`: an operation on a model, named as it was sent.
 * - `list-profiles`, `get-profile`: Bedrock's control plane, answered from what is known.
 * - `unknown`: anything else.
 */
export type Route =
  | { readonly kind: 'runtime'; readonly operation: RuntimeOperation; readonly model: string }
  | { readonly kind: 'list-profiles'; readonly type: 'SYSTEM_DEFINED' | 'APPLICATION' }
  | { readonly kind: 'get-profile'; readonly identifier: string }
  | { readonly kind: 'unknown' };

/** A target without the secret that it may begin with. */
export interface Target {
  readonly secret: SecretText | undefined;
  /** Begins with a slash; with its query. */
  readonly path: string;
}

/** Takes the secret off a target's first part. */
export function splitTarget(target: string): Target {
  const [, first = '', rest = ''] = /^\/([^/?]*)(.*)$/s.exec(target) ?? [];
  const secret = secretIn(first);
  return secret === undefined ? { secret, path: target } : { secret, path: rest === '' ? '/' : rest };
}

const RUNTIME = new RegExp(`^/model/([^?]+)/(${OPERATIONS.join('|')})$`);
const isOperation = (text: string | undefined): text is RuntimeOperation =>
  OPERATIONS.some((operation) => operation === text);

/** The route of a path from which the secret was taken off. */
export function routeOf(method: string, pathAndQuery: string): Route {
  const [path = '', query = ''] = pathAndQuery.split('?', 2);
  if (method === 'POST') {
    const [, model, operation] = RUNTIME.exec(path) ?? [];
    if (model !== undefined && isOperation(operation)) return { kind: 'runtime', operation, model };
  }
  if (method === 'GET') {
    if (/^\/inference-profiles\/?$/.test(path)) {
      const type = new URLSearchParams(query).get('type') === 'APPLICATION' ? 'APPLICATION' : 'SYSTEM_DEFINED';
      return { kind: 'list-profiles', type };
    }
    const [, identifier] = /^\/inference-profiles\/(.+)$/.exec(path) ?? [];
    if (identifier !== undefined) return { kind: 'get-profile', identifier };
  }
  return { kind: 'unknown' };
}
