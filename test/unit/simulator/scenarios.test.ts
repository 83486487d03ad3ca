/** The accounts that can be played. */

import {
  CreateInferenceProfileCommand,
  ListFoundationModelsCommand,
  ListInferenceProfilesCommand,
} from '@aws-sdk/client-bedrock';
import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
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
    assert.equal(idle.length, 1);
  });

  it('company: Jane has had a full day whatever day it is', async () => {
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
    const told: string[] = [];
    for (let run = 0; run < 2; run += 1) {
      const running = await start('company');
      const profiles = await profilesOf(running);
      told.push(
        JSON.stringify(
          profiles.map(({ inferenceProfileId: id = '' }) => [id, running.served(id, FRIDAY - DAY, FRIDAY)]),
        ),
      );
      await running.close();
    }
    assert.equal(told[0], told[1]);
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
