/** The real AWS clients, pointed at a simulator. */

import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { STSClient } from '@aws-sdk/client-sts';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import assert from 'node:assert/strict';
import type { Simulator } from '../../../src/simulator/index';

export const HOUR = 60 * 60_000;
/** A Friday afternoon in New York. */
export const FRIDAY = Date.parse('2026-11-20T20:00:00Z');
export const SONNET_5 = 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-5';

export const config = (
  simulator: Pick<Simulator, 'url'>,
  region = 'us-east-1',
  accessKeyId = 'AKIAEXAMPLEJANE00001',
) => ({
  endpoint: simulator.url,
  region,
  credentials: { accessKeyId, secretAccessKey: 'simulator' },
  maxAttempts: 1,
});

export interface Clients {
  readonly bedrock: BedrockClient;
  readonly runtime: BedrockRuntimeClient;
  readonly cloudwatch: CloudWatchClient;
  readonly cborCloudwatch: CloudWatchClient;
  readonly tagging: ResourceGroupsTaggingAPIClient;
  readonly sts: STSClient;
}

export function clients(simulator: Simulator, region?: string, accessKeyId?: string): Clients {
  const settings = config(simulator, region, accessKeyId);
  return {
    bedrock: new BedrockClient(settings),
    runtime: new BedrockRuntimeClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    cborCloudwatch: new CloudWatchClient({ ...settings, protocol: SmithyRpcV2CborProtocol }),
    tagging: new ResourceGroupsTaggingAPIClient(settings),
    sts: new STSClient(settings),
  };
}

/** A header as AWS signs it, for requests made by hand. */
export const signedFor = (service: string, region = 'us-east-1') =>
  `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLEJANE00001/20261120/${region}/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=0123456789abcdef`;

/** A request of the query protocol, as older clients send it. */
export async function query(simulator: Simulator, service: string, form: Record<string, string>) {
  const response = await fetch(simulator.url, {
    method: 'POST',
    headers: { authorization: signedFor(service), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form),
  });
  return { status: response.status, xml: await response.text(), requestId: response.headers.get('x-amzn-requestid') };
}

/** The error of a promise that must be refused. */
export async function refusal(
  promise: Promise<unknown>,
): Promise<Error & { readonly $metadata?: { readonly httpStatusCode?: number } }> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof Error);
    return error;
  }
  throw new assert.AssertionError({ message: 'The request was not refused.' });
}

export async function refusedAs(promise: Promise<unknown>, name: string, status?: number): Promise<Error> {
  const error = await refusal(promise);
  assert.equal(error.name, name, error.message);
  if (status !== undefined) assert.equal(error.$metadata?.httpStatusCode, status);
  return error;
}
