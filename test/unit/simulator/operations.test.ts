/** Operations that other clients of an account use beside the extension's own. */

import {
  ListFoundationModelsCommand,
  ListGuardrailsCommand,
  ListInferenceProfilesCommand,
} from '@aws-sdk/client-bedrock';
import { ConverseCommand, ConverseStreamCommand, CountTokensCommand } from '@aws-sdk/client-bedrock-runtime';
import { DescribeAnomalyDetectorsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  GetDimensionValuesCommand,
  GetReservationCoverageCommand,
  GetTagsCommand,
  GetUsageForecastCommand,
} from '@aws-sdk/client-cost-explorer';
import type { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { GetTagKeysCommand, GetTagValuesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { clients, config, FRIDAY, HOUR, refusal, refusedAs } from './helpers';

const ROLE = 'arn:aws:iam::444455556666:role/BedrockTallyReader';
const EXTERNAL_ID = 'acme-robotics-7f3';
const NOVEMBER = { Start: '2026-11-01', End: '2026-11-19' };
const BEDROCK = { Dimensions: { Key: 'SERVICE' as const, Values: ['Amazon Bedrock'] } };

describe('Operations of other clients', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY });
  });
  after(() => simulator.close());

  describe('AssumeRole', () => {
    const assume = async (more: Partial<ConstructorParameters<typeof AssumeRoleCommand>[0]> = {}) => {
      const answer = await clients(simulator).sts.send(
        new AssumeRoleCommand({
          RoleArn: ROLE,
          RoleSessionName: 'jane.doe@acme.example',
          ExternalId: EXTERNAL_ID,
          ...more,
        }),
      );
      const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials ?? {};
      return {
        answer,
        credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
      };
    };

    it('returns keys of another account, which has its own profiles', async () => {
      const { answer, credentials } = await assume();
      assert.equal(answer.Credentials?.Expiration?.getTime(), FRIDAY + HOUR);
      const settings = { ...config(simulator), credentials };
      const me = await new STSClient(settings).send(new GetCallerIdentityCommand({}));
      assert.equal(me.Account, '444455556666');
      assert.equal(me.Arn, 'arn:aws:sts::444455556666:assumed-role/BedrockTallyReader/jane.doe@acme.example');
      assert.equal(me.Arn, answer.AssumedRoleUser?.Arn);
      assert.equal(me.UserId, answer.AssumedRoleUser?.AssumedRoleId);
      const { bedrock } = clients(simulator);
      const list = new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' });
      const own = await bedrock.send(list);
      assert.ok((own.inferenceProfileSummaries ?? []).length > 20);
      bedrock.config.credentials = () => Promise.resolve(credentials);
      assert.deepEqual((await bedrock.send(list)).inferenceProfileSummaries, []);
    });

    it('requires the external id that the role’s trust policy names', async () => {
      await refusedAs(assume({ ExternalId: undefined }), 'AccessDenied', 403);
      const error = await refusedAs(assume({ ExternalId: 'guessed' }), 'AccessDenied', 403);
      assert.match(
        error.message,
        /not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/,
      );
      const other = await assume({ RoleArn: 'arn:aws:iam::777788889999:role/path/Any', ExternalId: undefined });
      assert.match(other.answer.AssumedRoleUser?.Arn ?? '', /^arn:aws:sts::777788889999:assumed-role\/Any\//);
    });

    it('refuses what AWS would', async () => {
      await refusedAs(assume({ RoleArn: 'arn:aws:iam::444455556666:user/jane' }), 'ValidationError', 400);
      await refusedAs(assume({ RoleSessionName: 'Jane Doe' }), 'ValidationError', 400);
      await refusedAs(assume({ DurationSeconds: 60 }), 'ValidationError', 400);
    });

    it('returns keys that expire, and that are not accepted without their token', async () => {
      const running = await startSimulator({ scenario: 'empty', time: FRIDAY });
      try {
        const { Credentials } = await clients(running).sts.send(
          new AssumeRoleCommand({
            RoleArn: 'arn:aws:iam::777788889999:role/Any',
            RoleSessionName: 'ci',
            DurationSeconds: 900,
          }),
        );
        const keys = { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 'any' };
        const call = (sessionToken?: string) =>
          new STSClient({
            ...config(running),
            credentials: { ...keys, ...(sessionToken === undefined ? {} : { sessionToken }) },
          }).send(new GetCallerIdentityCommand({}));
        assert.equal((await call(Credentials?.SessionToken)).Account, '777788889999');
        await refusedAs(call('another'), 'InvalidClientTokenId', 403);
        await refusedAs(call(), 'InvalidClientTokenId', 403);
        running.advance(15 * 60_000);
        await refusedAs(call(Credentials?.SessionToken), 'ExpiredToken', 403);
      } finally {
        await running.close();
      }
    });
  });

  it('GetTagKeys returns the tag keys of a Region’s profiles, GetTagValues the values of one', async () => {
    const tagging = clients(simulator).tagging;
    const { TagKeys } = await tagging.send(new GetTagKeysCommand({}));
    assert.deepEqual(TagKeys, ['BedrockTallySource', 'CostCenter', 'MemberName', 'Project', 'Team', 'member', 'team']);
    const { TagValues = [] } = await tagging.send(new GetTagValuesCommand({ Key: 'CostCenter' }));
    assert.deepEqual(TagValues, ['CC-1042', 'CC-2001', 'CC-3100']);
    const abroad = await clients(simulator, 'eu-west-1').tagging.send(new GetTagValuesCommand({ Key: 'Team' }));
    assert.deepEqual(abroad.TagValues, ['payments', 'platform']);
    assert.deepEqual((await tagging.send(new GetTagValuesCommand({ Key: 'Nobody' }))).TagValues, []);
    await refusedAs(tagging.send(new GetTagValuesCommand({ Key: '' })), 'InvalidParameterException');
  });

  it('GetTagValues returns a hundred values a page', async () => {
    const many = await startSimulator({ scenario: 'thousand', time: FRIDAY });
    try {
      const tagging: ResourceGroupsTaggingAPIClient = clients(many).tagging;
      const values: string[] = [];
      let token: string | undefined;
      do {
        const page = await tagging.send(new GetTagValuesCommand({ Key: 'MemberName', PaginationToken: token }));
        assert.ok((page.TagValues ?? []).length <= 100);
        values.push(...(page.TagValues ?? []));
        token = page.PaginationToken;
      } while (token !== undefined && token !== '');
      assert.equal(new Set(values).size, values.length);
      assert.ok(values.length > 400);
    } finally {
      await many.close();
    }
  });

  it('CountTokens says what a call’s input would be, of models that cannot be invoked by themselves too, and meters nothing', async () => {
    const { runtime } = clients(simulator);
    const messages = [{ role: 'user' as const, content: [{ text: 'How long is the arm of the robot? '.repeat(40) }] }];
    const modelId = 'anthropic.claude-sonnet-5-5';
    const before = simulator.served(`us.${modelId}`, FRIDAY - HOUR, FRIDAY + 1);
    const counted = await runtime.send(new CountTokensCommand({ modelId, input: { converse: { messages } } }));
    const body = new TextEncoder().encode(
      JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 9, messages }),
    );
    const invoked = await runtime.send(new CountTokensCommand({ modelId, input: { invokeModel: { body } } }));
    assert.deepEqual(simulator.served(`us.${modelId}`, FRIDAY - HOUR, FRIDAY + 1), before);
    const { usage } = await runtime.send(new ConverseCommand({ modelId: `us.${modelId}`, messages }));
    assert.equal(counted.inputTokens, usage?.inputTokens);
    assert.equal(invoked.inputTokens, usage?.inputTokens);
    const nova = runtime.send(
      new CountTokensCommand({ modelId: 'amazon.nova-pro-v1:0', input: { converse: { messages } } }),
    );
    assert.match((await refusedAs(nova, 'ValidationException', 400)).message, /doesn't support counting tokens/);
  });

  describe('Cost Explorer', () => {
    const explorer = () => new CostExplorerClient(config(simulator));

    it('groups and filters by OPERATION', async () => {
      const { DimensionValues = [] } = await explorer().send(
        new GetDimensionValuesCommand({ TimePeriod: NOVEMBER, Dimension: 'OPERATION', SearchString: 'InvokeModel' }),
      );
      assert.deepEqual(
        DimensionValues.map(({ Value }) => Value),
        ['InvokeModelInference', 'InvokeModelStreamingInference'],
      );
      const { ResultsByTime = [] } = await explorer().send(
        new GetCostAndUsageCommand({
          TimePeriod: NOVEMBER,
          Granularity: 'MONTHLY',
          Metrics: ['UnblendedCost'],
          GroupBy: [{ Type: 'DIMENSION', Key: 'OPERATION' }],
          Filter: { Dimensions: { Key: 'OPERATION', Values: ['InvokeModelStreamingInference'] } },
        }),
      );
      assert.deepEqual(
        ResultsByTime[0]?.Groups?.map(({ Keys }) => Keys),
        [['InvokeModelStreamingInference']],
      );
    });

    it('distinguishes streamed calls from others', async () => {
      const { runtime } = clients(simulator, 'us-west-2');
      const messages = [{ role: 'user' as const, content: [{ text: 'Which?' }] }];
      const modelId = 'global.anthropic.claude-fable-5-1';
      await runtime.send(new ConverseCommand({ modelId, messages }));
      await runtime.send(new ConverseStreamCommand({ modelId, messages }));
      simulator.advance(60_000);
      const billed = simulator.billed({
        from: '2026-11-20',
        to: '2026-11-21',
        by: ['operation'],
        only: { region: 'us-west-2' },
      });
      assert.deepEqual(
        billed.map(({ keys: [operation] }) => operation),
        ['InvokeModelInference', 'InvokeModelStreamingInference'],
      );
      simulator.setTime(FRIDAY);
    });

    it('GetTags and GetDimensionValues return what was on the bill', async () => {
      const { Tags = [] } = await explorer().send(new GetTagsCommand({ TimePeriod: NOVEMBER, TagKey: 'Team' }));
      assert.ok(Tags.includes('platform') && Tags.includes(''));
      const services = await explorer().send(
        new GetDimensionValuesCommand({ TimePeriod: NOVEMBER, Dimension: 'SERVICE' }),
      );
      const names = (services.DimensionValues ?? []).map(({ Value }) => Value);
      assert.ok(names.includes('Claude Sonnet 5.5 (Amazon Bedrock Edition)') && names.includes('Amazon Bedrock'));
    });

    it('GetUsageForecast uses past usage of one unit', async () => {
      const ahead = { TimePeriod: { Start: '2026-11-21', End: '2026-12-01' }, Granularity: 'DAILY' as const };
      const forecast = await explorer().send(
        new GetUsageForecastCommand({
          ...ahead,
          Metric: 'USAGE_QUANTITY',
          Filter: BEDROCK,
          PredictionIntervalLevel: 80,
        }),
      );
      assert.equal(forecast.Total?.Unit, '1K tokens');
      assert.equal(forecast.ForecastResultsByTime?.length, 10);
      const [first] = forecast.ForecastResultsByTime ?? [];
      const [low, mean, high] = [
        first?.PredictionIntervalLowerBound,
        first?.MeanValue,
        first?.PredictionIntervalUpperBound,
      ].map(Number);
      assert.ok(low !== undefined && mean !== undefined && high !== undefined && low < mean && mean < high && low > 0);
      const mixed = explorer().send(new GetUsageForecastCommand({ ...ahead, Metric: 'USAGE_QUANTITY' }));
      await refusedAs(mixed, 'ValidationException');
      const cost = explorer().send(
        new GetUsageForecastCommand({ ...ahead, Metric: 'UNBLENDED_COST', Filter: BEDROCK }),
      );
      await refusedAs(cost, 'ValidationException');
    });
  });

  it('an operation that the simulator lacks is named in the refusal, in each protocol', async () => {
    const { bedrock, cloudwatch, cborCloudwatch, sts } = clients(simulator);
    const explorer = new CostExplorerClient(config(simulator));
    const asked: readonly (readonly [Promise<unknown>, RegExp])[] = [
      [bedrock.send(new ListGuardrailsCommand({})), /GET \/guardrails/],
      [cloudwatch.send(new DescribeAnomalyDetectorsCommand({})), /DescribeAnomalyDetectors/],
      [cborCloudwatch.send(new DescribeAnomalyDetectorsCommand({})), /DescribeAnomalyDetectors/],
      [explorer.send(new GetReservationCoverageCommand({ TimePeriod: NOVEMBER })), /GetReservationCoverage/],
      [sts.send(new GetSessionTokenCommand({})), /GetSessionToken/],
    ];
    for (const [call, name] of asked) assert.match((await refusal(call)).message, name);
    assert.ok((await bedrock.send(new ListFoundationModelsCommand({}))).modelSummaries);
  });
});
