/** Injected faults, for each call and in each protocol. */

import { CreateInferenceProfileCommand, ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { clients, FRIDAY, query, refusal, refusedAs, signedFor, SONNET_5, type Clients } from './helpers';

describe('Faults', () => {
  let simulator: Simulator;
  let aws: Clients;
  beforeEach(async () => {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY });
    aws = clients(simulator);
  });
  afterEach(() => simulator.close());

  const list = () =>
    aws.bedrock.send(new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', maxResults: 1000 }));
  const everything: Record<string, () => Promise<unknown>> = {
    ListInferenceProfiles: list,
    GetResources: () => aws.tagging.send(new GetResourcesCommand({})),
    ListMetrics: () => aws.cloudwatch.send(new ListMetricsCommand({})),
    GetCallerIdentity: () => aws.sts.send(new GetCallerIdentityCommand({})),
    Converse: () =>
      aws.runtime.send(
        new ConverseCommand({
          modelId: 'amazon.nova-lite-v1:0',
          messages: [{ role: 'user', content: [{ text: 'x' }] }],
        }),
      ),
  };

  for (const [operation, send] of Object.entries(everything)) {
    it(`can make ${operation} fail in every way, and work again`, async () => {
      const expect = { throttle: /Throttling/, serverError: /Internal/, deny: /AccessDenied/, expired: /ExpiredToken/ };
      for (const [kind, name] of Object.entries(expect)) {
        simulator.faults.add({ kind: kind as keyof typeof expect, operation, times: 1 });
        assert.match((await refusal(send())).name, name);
      }
      simulator.faults.add({ kind: 'invalidRegion', operation, times: 1 });
      assert.match((await refusal(send())).name, /UnrecognizedClientException|InvalidClientTokenId/);
      for (const kind of ['reset', 'drop'] as const) {
        simulator.faults.add({ kind, operation, times: 1 });
        assert.equal((await refusal(send())).$metadata?.httpStatusCode, undefined);
      }
      await send();
      assert.equal(simulator.calls.count(operation), 8);
    });
  }

  it('can hang until the client gives up', async () => {
    const clear = simulator.faults.add({ kind: 'hang', operation: 'ListInferenceProfiles' });
    const abort = new AbortController();
    setTimeout(() => {
      abort.abort();
    }, 50);
    const command = new ListInferenceProfilesCommand({});
    const error = await refusal(aws.bedrock.send(command, { abortSignal: abort.signal }));
    assert.equal(error.name, 'AbortError');
    clear();
    await list();
    assert.equal(simulator.calls.maxInFlight('bedrock') <= 2, true);
  });

  it('can carry out an operation and lose its answer', async () => {
    simulator.faults.add({ kind: 'drop', operation: 'CreateInferenceProfile', times: 1 });
    const command = new CreateInferenceProfileCommand({
      inferenceProfileName: 'lost and found',
      clientRequestToken: 'once',
      modelSource: { copyFrom: SONNET_5 },
    });
    await refusal(aws.bedrock.send(command));
    const { inferenceProfileArn: arn } = await aws.bedrock.send(command);
    const { inferenceProfileSummaries: profiles = [] } = await list();
    const found = profiles.filter(({ inferenceProfileName: name }) => name === 'lost and found');
    assert.deepEqual(
      found.map(({ inferenceProfileArn }) => inferenceProfileArn),
      [arn],
    );
  });

  it('denies in the words of AWS', async () => {
    simulator.faults.add({ kind: 'deny', operation: 'ListInferenceProfiles' });
    const error = await refusedAs(list(), 'AccessDeniedException', 403);
    assert.match(
      error.message,
      /^User: arn:aws:sts::111122223333:assumed-role\/\S+ is not authorized to perform: bedrock:ListInferenceProfiles on resource: /,
    );
  });

  it('has the query protocol’s own names', async () => {
    const ask = () => query(simulator, 'sts', { Action: 'GetCallerIdentity', Version: '2011-06-15' });
    for (const [kind, status, code] of [
      ['throttle', 400, 'Throttling'],
      ['expired', 403, 'ExpiredToken'],
      ['deny', 403, 'AccessDenied'],
      ['invalidRegion', 403, 'InvalidClientTokenId'],
      ['serverError', 500, 'InternalFailure'],
    ] as const) {
      simulator.faults.add({ kind, times: 1 });
      const answer = await ask();
      assert.equal(answer.status, status);
      assert.match(
        answer.xml,
        new RegExp(`<ErrorResponse .*<Code>${code}</Code><Message>.+</Message></Error><RequestId>`),
      );
    }
    assert.match((await ask()).xml, /<Arn>arn:aws:sts::111122223333:assumed-role/);
  });

  it('can be slow, and answer CloudWatch in part', async () => {
    simulator.faults.add({ kind: 'latency', ms: 60, times: 1 });
    const start = performance.now();
    const { inferenceProfileSummaries: [jane] = [] } = await list();
    assert.ok(performance.now() - start > 50);
    const ModelId = jane?.inferenceProfileId ?? '';
    const Metric = {
      Namespace: 'AWS/Bedrock',
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'ModelId', Value: ModelId }],
    };
    const command = new GetMetricDataCommand({
      MetricDataQueries: [{ Id: 'a', MetricStat: { Metric, Period: 3600, Stat: 'Sum' } }],
      StartTime: new Date(FRIDAY - 24 * 3_600_000),
      EndTime: new Date(FRIDAY),
    });
    const whole = await aws.cloudwatch.send(command);
    simulator.faults.add({ kind: 'partial', operation: 'GetMetricData', times: 1 });
    const part = await aws.cloudwatch.send(command);
    assert.equal(part.MetricDataResults?.[0]?.StatusCode, 'PartialData');
    assert.ok((part.Messages?.length ?? 0) > 0);
    assert.ok((part.MetricDataResults[0].Values?.length ?? 0) < (whole.MetricDataResults?.[0]?.Values?.length ?? 0));
    assert.equal(simulator.calls.billedMetrics, 2);
  });
});

describe('Authorization', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ scenario: 'empty' });
  });
  after(() => simulator.close());

  const ask = async (authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization };
    const response = await fetch(`${simulator.url}/inference-profiles`, { headers });
    return [response.status, response.headers.get('x-amzn-errortype')?.split(':')[0] ?? ''] as const;
  };

  it('is required, whole, and for the right service and a Region that exists', async () => {
    assert.deepEqual(await ask(), [403, 'MissingAuthenticationTokenException']);
    assert.deepEqual(await ask('Basic abc'), [403, 'MissingAuthenticationTokenException']);
    assert.deepEqual(await ask('AWS4-HMAC-SHA256 Credential=abc'), [403, 'IncompleteSignatureException']);
    assert.deepEqual(await ask(signedFor('bedrock').replace('/aws4_request', '')), [
      403,
      'IncompleteSignatureException',
    ]);
    assert.deepEqual(await ask(signedFor('s3')), [403, 'InvalidSignatureException']);
    assert.deepEqual(await ask(signedFor('bedrock', 'us-nowhere-1')), [403, 'UnrecognizedClientException']);
    assert.deepEqual(await ask(signedFor('bedrock')), [200, '']);
    assert.deepEqual(await ask('Bearer bedrock-api-key'), [200, '']);
  });

  it('chooses the caller by the access key', async () => {
    const who = async (key?: string) =>
      (await clients(simulator, 'us-east-1', key).sts.send(new GetCallerIdentityCommand({}))).Arn;
    assert.equal(await who('AKIANOBODYKNOWS00000'), simulator.caller.arn);
    assert.match((await who('AKIAEXAMPLEMARCO0001')) ?? '', /marco\.rossi@acme\.example$/);
  });

  it('refuses unknown operations', async () => {
    const headers = { authorization: signedFor('bedrock') };
    assert.equal((await fetch(`${simulator.url}/nothing`, { headers })).status, 404);
    assert.equal((await fetch(`${simulator.url}/inference-profiles/%ff`, { headers })).status, 400);
    const wrong = await query(simulator, 'sts', { Action: 'Dance', Version: '2011-06-15' });
    assert.match(wrong.xml, /<Code>InvalidAction<\/Code>/);
  });
});
