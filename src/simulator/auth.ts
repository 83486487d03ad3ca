/** Reads an Authorization header. The signature is not verified: there is no secret to verify it with. */

import { REGIONS } from './catalog';
import { incompleteSignature, missingAuthentication, unrecognizedClient, wrongScope, type Protocol } from './errors';
import type { Service } from './operation';

export interface Credential {
  readonly accessKeyId: string;
  readonly region: string;
}

const SIGNING_NAMES: Readonly<Record<Service, string>> = {
  bedrock: 'bedrock',
  'bedrock-runtime': 'bedrock',
  cloudwatch: 'monitoring',
  tagging: 'tagging',
  sts: 'sts',
  pricing: 'pricing',
  budgets: 'budgets',
  ce: 'ce',
};

/** Services that answer from these Regions alone. */
const HOMES: Readonly<Partial<Record<Service, readonly string[]>>> = {
  pricing: ['us-east-1', 'eu-central-1', 'ap-south-1'],
  budgets: ['us-east-1'],
  ce: ['us-east-1'],
};

/**
 * The caller and the Region of a request. Throws AWS's error for a missing, malformed or wrongly scoped header. A
 * Bedrock API key (bearer token) names no Region; the scenario's is used.
 */
export function readCredential(
  header: string | undefined,
  service: Service,
  protocol: Protocol,
  home: string,
): Credential {
  if (header === undefined || header === '') throw missingAuthentication(protocol);
  if (header.startsWith('Bearer ') && SIGNING_NAMES[service] === 'bedrock')
    return { accessKeyId: 'bearer', region: home };
  if (!header.startsWith('AWS4-HMAC-SHA256')) throw missingAuthentication(protocol);
  const missing = ['Credential', 'SignedHeaders', 'Signature'].filter(
    (name) => !new RegExp(`[ ,]${name}=[^, ]+`).test(header),
  );
  if (missing.length > 0 || !header.startsWith('AWS4-HMAC-SHA256 ')) {
    throw incompleteSignature(missing.map((name) => `Authorization header requires '${name}' parameter.`).join(' '));
  }
  const scope = /Credential=([^,\s]+)/.exec(header)?.[1]?.split('/') ?? [];
  const [terminal, name, region, date, ...key] = scope.reverse();
  if (terminal !== 'aws4_request' || !name || !region || !/^\d{8}$/.test(date ?? '') || key.length !== 1 || !key[0]) {
    throw incompleteSignature(
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.',
    );
  }
  if (name !== SIGNING_NAMES[service]) {
    throw wrongScope(`Credential should be scoped to correct service: '${SIGNING_NAMES[service]}'.`);
  }
  if (!REGIONS.has(region)) throw unrecognizedClient();
  if (HOMES[service]?.includes(region) === false) {
    throw wrongScope('Credential should be scoped to a valid region.');
  }
  return { accessKeyId: key[0], region };
}
