/** Bedrock's paths. */

import { serialization } from '../errors';
import { isFields, type Fields } from '../input';
import type { Service } from '../operation';

interface Route {
  readonly service: Service;
  readonly name: string;
  readonly method: string;
  readonly path: RegExp;
  /** What the part in the path is called. */
  readonly label?: string;
  /** Where the body goes: its fields are the parameters, or it is one parameter, as bytes. */
  readonly body?: 'fields' | 'bytes';
}

const control = (name: string, method: string, path: RegExp, more: Partial<Route> = {}): Route => ({
  service: 'bedrock',
  name,
  method,
  path,
  ...more,
});
const profile = { label: 'inferenceProfileIdentifier' };
const runtime = (name: string, end: string, body: 'fields' | 'bytes'): Route => ({
  service: 'bedrock-runtime',
  name,
  method: 'POST',
  path: new RegExp(`^/model/([^/]+)/${end}$`),
  label: 'modelId',
  body,
});

const ROUTES: readonly Route[] = [
  control('CreateInferenceProfile', 'POST', /^\/inference-profiles$/, { body: 'fields' }),
  control('ListInferenceProfiles', 'GET', /^\/inference-profiles$/),
  control('GetInferenceProfile', 'GET', /^\/inference-profiles\/(.+)$/, profile),
  control('DeleteInferenceProfile', 'DELETE', /^\/inference-profiles\/(.+)$/, profile),
  control('TagResource', 'POST', /^\/tagResource$/, { body: 'fields' }),
  control('UntagResource', 'POST', /^\/untagResource$/, { body: 'fields' }),
  control('ListTagsForResource', 'POST', /^\/listTagsForResource$/, { body: 'fields' }),
  control('ListFoundationModels', 'GET', /^\/foundation-models$/),
  control('GetFoundationModel', 'GET', /^\/foundation-models\/(.+)$/, { label: 'modelIdentifier' }),
  runtime('Converse', 'converse', 'fields'),
  runtime('ConverseStream', 'converse-stream', 'fields'),
  runtime('CountTokens', 'count-tokens', 'fields'),
  runtime('InvokeModel', 'invoke', 'bytes'),
  runtime('InvokeModelWithResponseStream', 'invoke-with-response-stream', 'bytes'),
];

export interface RestCall {
  readonly service: Service;
  readonly name: string;
  /** Reads the parameters; throws SerializationException for a body that is not JSON. */
  readonly fields: () => Fields;
}

function parse(body: Buffer): Fields {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (isFields(value)) return value;
  } catch {
    // Refused below, as for JSON of another kind.
  }
  throw serialization('The request body is not a JSON object.');
}

function decode(label: string): string {
  try {
    return decodeURIComponent(label);
  } catch {
    throw serialization('The path is not well encoded.');
  }
}

/** What a request asks for; undefined when no operation has this path. */
export function routeRest(method: string, url: URL, body: Buffer): RestCall | undefined {
  // A trailing slash is what is left of an empty label.
  const path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname;
  for (const route of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (!match) continue;
    const label = route.label === undefined ? {} : { [route.label]: decode(match[1] ?? '') };
    const fields = (): Fields => ({
      ...Object.fromEntries(url.searchParams),
      ...(route.body === 'fields' ? parse(body) : {}),
      ...(route.body === 'bytes' ? { body } : {}),
      ...label,
    });
    return { service: route.service, name: route.name, fields };
  }
  return undefined;
}
