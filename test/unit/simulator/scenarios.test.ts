/** The accounts that can be played. */

import {
  CreateInferenceProfileCommand,
  ListFoundationModelsCommand,
  ListInferenceProfilesCommand,
} from '@aws-sdk/client-bedrock';
import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import type { ScenarioProfile } from '../../../src/simulator/scenario';
import { empty } from '../../../src/simulator/scenarios/empty';
import { SCENARIOS } from '../../../src/simulator/scenarios/index';
import { clients, FRIDAY, HOUR, SONNET_5 } from './helpers';

const DAY = 24 * HOUR;
const MINE = [{ Key: 'MemberName', Values: ['jane.doe'] }];

describe('Scenarios', () => {
  let simulator: Simulator | undefined;
  const start = async (scenario: string, time = FRIDAY) => {
    simulator = await startSimulator({ scenario, time });
    return simulator;
  };
  afterEach(() => simulator?.close());
  const profilesOf = async (running: Simulator, region?: string) => {
    const command = new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', maxResults: 1000 });
    return (await clients(running, region).bedrock.send(command)).inferenceProfileSummaries ?? [];
  };
  const mine = async (running: Simulator) =>
    (await clients(running).tagging.send(new GetResourcesCommand({ TagFilters: MINE }))).ResourceTagMappingList ?? [];

  it('company: tagged, untagged and mistagged profiles in three Regions, and Jane has two', async () => {
    const running = await start('company');
    const home = await profilesOf(running);
    const tagged = await clients(running).tagging.send(new GetResourcesCommand({}));
    const tags = tagged.ResourceTagMappingList ?? [];
    assert.ok(home.length > 33 && tags.length < home.length);
    const teams = new Set(
      tags.flatMap(({ Tags = [] }) => Tags.filter(({ Key }) => Key === 'Team').map(({ Value }) => Value)),
    );
    for (const team of ['platform', 'payments', 'mobile', 'data', 'ml-research', 'developer-experience', 'platfrom']) {
      assert.ok(teams.has(team), team);
    }
    assert.equal((await mine(running)).length, 2);
    assert.equal((await profilesOf(running, 'eu-west-1')).length, 2);
    assert.equal((await profilesOf(running, 'ap-northeast-1')).length, 1);
    const idle = home.filter(
      ({ inferenceProfileId: id = '' }) => running.served(id, FRIDAY - 30 * DAY, FRIDAY).invocations === 0,
    );
    // One was never used, the other's owner went on to a newer model.
    assert.deepEqual(idle.map(({ inferenceProfileName }) => inferenceProfileName).sort(), [
      'ml-research-kofi-mensah-opus-4-7',
      'mobile-chloe-martin-sonnet-4-5',
    ]);
  });

  it('company: people use the models of today, of several makers', async () => {
    const running = await start('company');
    const used = (id: string): number =>
      running.billed({ from: '2026-11-01', to: '2026-11-20', by: ['usageType'], only: { service: id } }).length;
    for (const service of ['Claude Sonnet 5.5', 'Claude Haiku 5.5', 'Claude Opus 5.5', 'OpenAI GPT-6 Astra'])
      assert.ok(used(`${service} (Amazon Bedrock Edition)`) >= 3, service);
    const types = running
      .billed({ from: '2026-11-01', to: '2026-11-20', by: ['usageType'] })
      .map(({ keys: [type = ''] }) => type);
    assert.ok(types.includes('USE1-deepseek.v3.2-output-tokens'));
    assert.ok(types.includes('USE1-Qwen3-Coder-480B-A35B-input-tokens'));
  });

  it('models that are priced under the other endpoint’s names are billed under them', async () => {
    const use = { rhythm: 'lively' } as const;
    const running = await startSimulator({
      scenario: { ...empty, direct: ['us.moonshotai.kimi-k3', 'zai.glm-4.7'].map((modelId) => ({ modelId, use })) },
      time: FRIDAY,
    });
    const types = running
      .billed({ from: '2026-11-19', to: '2026-11-20', by: ['service', 'usageType'] })
      .map(({ keys }) => keys.join(' '));
    await running.close();
    assert.ok(types.includes('Amazon Bedrock USE1-moonshotai.kimi-k3-mantle-cache-write-tokens-30m-standard'));
    assert.ok(types.includes('Amazon Bedrock USE1-zai.glm-4.7-mantle-output-tokens-standard'));
  });

  it('long requests in long conversations cost more', async () => {
    const running = await startSimulator({
      scenario: {
        ...empty,
        profiles: [
          { name: 'long', source: 'us.anthropic.claude-haiku-5-5', use: { rhythm: 'lively', context: 2.5 } },
          { name: 'short', source: 'us.anthropic.claude-opus-5-5', use: { rhythm: 'lively' } },
        ],
      },
      time: FRIDAY,
    });
    const types = running
      .billed({ from: '2026-11-19', to: '2026-11-20', by: ['usageType'] })
      .map(({ keys: [type = ''] }) => type);
    await running.close();
    assert.ok(types.includes('USE1-MP:USE1_cache_read_tokens_long_ctx_standard-Units'));
    assert.ok(types.includes('USE1-MP:USE1_cache_read_tokens_standard-Units'));
  });

  it('no scenario holds anything that AWS would refuse', async () => {
    for (const scenario of Object.keys(SCENARIOS)) await (await startSimulator({ scenario, time: FRIDAY })).close();
    const wrong = (profile: Partial<ScenarioProfile>): Promise<Simulator> =>
      startSimulator({
        scenario: { ...empty, profiles: [{ name: 'one', source: 'amazon.nova-micro-v1:0', ...profile }] },
      });
    await assert.rejects(wrong({ description: 'shared, do not delete' }), /'description' failed to satisfy/);
    await assert.rejects(wrong({ name: 'my.profile' }), /'inferenceProfileName' failed to satisfy/);
    await assert.rejects(wrong({ tags: { Team: 'R&D' } }), /'tags.1.member.value' failed to satisfy/);
  });

  it('company: Jane has a full day of usage whatever day it is', async () => {
    for (let day = 0; day < 7; day += 1) {
      const now = FRIDAY + day * DAY;
      const running = await start('company', now);
      const [first] = await mine(running);
      const { invocations, cacheRead } = running.served(first?.ResourceARN ?? '', now - DAY, now);
      assert.ok(invocations > 20 && cacheRead > 100_000, new Date(now).toUTCString());
      await running.close();
    }
  });

  it('company: is the same in every run', async () => {
    const outlines: string[] = [];
    for (let run = 0; run < 2; run += 1) {
      const running = await start('company');
      const profiles = await profilesOf(running);
      outlines.push(
        JSON.stringify(
          profiles.map(({ inferenceProfileId: id = '' }) => [id, running.served(id, FRIDAY - DAY, FRIDAY)]),
        ),
      );
      await running.close();
    }
    assert.equal(outlines[0], outlines[1]);
  });

  it('newcomer: the same company without Jane', async () => {
    const running = await start('newcomer');
    assert.deepEqual(await mine(running), []);
    assert.ok((await profilesOf(running)).length > 30);
  });

  it('newcomer: a new profile has traffic within two minutes', async () => {
    const running = await start('newcomer');
    const input = { inferenceProfileName: 'first', modelSource: { copyFrom: SONNET_5 } };
    const { inferenceProfileArn: arn = '' } = await clients(running).bedrock.send(
      new CreateInferenceProfileCommand(input),
    );
    running.advance(61_000);
    assert.ok(running.served(arn, FRIDAY, FRIDAY + HOUR).cacheRead > 0);
  });

  it('thousand: everybody has used all four kinds of tokens in the last day', async () => {
    const running = await start('thousand', FRIDAY + 2 * DAY);
    const profiles = await profilesOf(running);
    assert.equal(profiles.length, 1000);
    for (const { inferenceProfileId: id = '' } of profiles) {
      const { input, output, cacheRead, cacheWrite } = running.served(id, FRIDAY + DAY, FRIDAY + 2 * DAY);
      assert.ok(Math.min(input, output, cacheRead, cacheWrite) > 0, id);
    }
  });

  it('empty: system profiles and models only', async () => {
    const running = await start('empty');
    assert.deepEqual(await profilesOf(running), []);
    const { bedrock } = clients(running);
    const { modelSummaries = [] } = await bedrock.send(new ListFoundationModelsCommand({}));
    const legacy = modelSummaries.filter(({ modelLifecycle }) => modelLifecycle?.status === 'LEGACY');
    assert.ok(legacy.length >= 3);
    const newest = modelSummaries.find(({ modelId }) => modelId === 'anthropic.claude-sonnet-5');
    assert.deepEqual(newest?.inferenceTypesSupported, ['INFERENCE_PROFILE']);
    const onDemand = await bedrock.send(
      new ListFoundationModelsCommand({ byInferenceType: 'ON_DEMAND', byProvider: 'Amazon' }),
    );
    assert.ok((onDemand.modelSummaries?.length ?? 0) >= 3);
    const japan = await clients(running, 'ap-northeast-1').bedrock.send(
      new ListInferenceProfilesCommand({ maxResults: 1000 }),
    );
    const prefixes = new Set(japan.inferenceProfileSummaries?.map(({ inferenceProfileId: id }) => id?.split('.')[0]));
    assert.deepEqual([...prefixes].sort(), ['apac', 'global', 'jp']);
  });
});
