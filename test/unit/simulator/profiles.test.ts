/** Making, finding, listing and deleting application profiles. */

import {
  CreateInferenceProfileCommand,
  DeleteInferenceProfileCommand,
  GetInferenceProfileCommand,
  ListInferenceProfilesCommand,
  paginateListInferenceProfiles,
  type CreateInferenceProfileCommandInput,
} from '@aws-sdk/client-bedrock';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { clients, FRIDAY, refusal, refusedAs, SONNET_5, type Clients } from './helpers';

describe('Application profiles', () => {
  let simulator: Simulator;
  let aws: Clients;
  beforeEach(async () => {
    simulator = await startSimulator({ scenario: 'empty' });
    aws = clients(simulator);
  });
  afterEach(() => simulator.close());

  const create = (more: Partial<CreateInferenceProfileCommandInput> = {}) =>
    aws.bedrock.send(
      new CreateInferenceProfileCommand({ inferenceProfileName: 'mine', modelSource: { copyFrom: SONNET_5 }, ...more }),
    );
  const all = async (pageSize: number) => {
    const names: (string | undefined)[] = [];
    const pages = paginateListInferenceProfiles(
      { client: aws.bedrock },
      { typeEquals: 'APPLICATION', maxResults: pageSize },
    );
    for await (const page of pages) {
      for (const profile of page.inferenceProfileSummaries ?? []) names.push(profile.inferenceProfileName);
    }
    return names;
  };

  it('are created with 201, and found by id and ARN but not by name', async () => {
    const made = await create({ description: 'for the robot arm' });
    assert.equal(made.$metadata.httpStatusCode, 201);
    assert.match(made.$metadata.requestId ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(made.status, 'ACTIVE');
    const arn = made.inferenceProfileArn ?? '';
    assert.match(arn, /^arn:aws:bedrock:us-east-1:111122223333:application-inference-profile\/[a-z0-9]{12}$/);
    const id = arn.slice(arn.indexOf('/') + 1);
    for (const inferenceProfileIdentifier of [id, arn]) {
      const got = await aws.bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier }));
      assert.equal(got.inferenceProfileName, 'mine');
      assert.equal(got.type, 'APPLICATION');
      assert.deepEqual(
        got.models?.map(({ modelArn }) => modelArn?.split(':')[3]),
        ['us-east-1', 'us-east-2', 'us-west-2'],
      );
      assert.ok(got.createdAt instanceof Date);
    }
    const byName = aws.bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: 'mine' }));
    await refusedAs(byName, 'ResourceNotFoundException', 404);
  });

  it('are not listed unless they are requested', async () => {
    await create();
    const { inferenceProfileSummaries: listed = [] } = await aws.bedrock.send(
      new ListInferenceProfilesCommand({ maxResults: 1000 }),
    );
    assert.ok(listed.length > 10);
    assert.ok(listed.every(({ type }) => type === 'SYSTEM_DEFINED'));
    const global = listed.find(({ inferenceProfileId }) => inferenceProfileId === 'global.anthropic.claude-sonnet-5');
    assert.ok(
      global?.models?.some(
        ({ modelArn }) => modelArn === 'arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-5',
      ),
    );
    assert.deepEqual(await all(1000), ['mine']);
  });

  it('name five of the models that their source routes to, or as many as an option says', async () => {
    const id = 'apac.amazon.nova-lite-v1:0';
    const regionsOf = async (running: Simulator): Promise<readonly string[]> => {
      const { bedrock } = clients(running, 'ap-northeast-1');
      const arn = `arn:aws:bedrock:ap-northeast-1:111122223333:inference-profile/${id}`;
      const { inferenceProfileArn } = await bedrock.send(
        new CreateInferenceProfileCommand({ inferenceProfileName: 'asia', modelSource: { copyFrom: arn } }),
      );
      const [own, system] = await Promise.all(
        [inferenceProfileArn, id].map((inferenceProfileIdentifier) =>
          bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier })),
        ),
      );
      assert.deepEqual(own?.models, system?.models);
      return (own?.models ?? []).map(({ modelArn }) => modelArn?.split(':')[3] ?? '');
    };
    const five = await regionsOf(simulator);
    assert.equal(five.length, 5);
    assert.ok(five.includes('ap-northeast-1') && !five.includes('ap-southeast-2'));
    const open = await startSimulator({ scenario: 'empty', time: FRIDAY, modelsListed: 100 });
    try {
      const all = await regionsOf(open);
      assert.ok(all.length === 7 && all.includes('ap-southeast-2'));
    } finally {
      await open.close();
    }
  });

  it('are gone when they are deleted', async () => {
    const { inferenceProfileArn: inferenceProfileIdentifier } = await create();
    await aws.bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier }));
    await refusedAs(
      aws.bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier })),
      'ResourceNotFoundException',
    );
    assert.deepEqual(await all(10), []);
  });

  it('come in pages, each of them once, also when one is deleted between two pages', async () => {
    const names = Array.from({ length: 23 }, (_, index) => `profile-${index}`);
    for (const inferenceProfileName of names) await create({ inferenceProfileName });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (size) => {
        assert.deepEqual(await all(size), names);
      }),
      { numRuns: 12 },
    );
    const first = await aws.bedrock.send(
      new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', maxResults: 10 }),
    );
    const gone = first.inferenceProfileSummaries?.[3]?.inferenceProfileId;
    await aws.bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: gone }));
    const { nextToken } = first;
    const rest = await aws.bedrock.send(
      new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', maxResults: 100, nextToken }),
    );
    assert.deepEqual(
      rest.inferenceProfileSummaries?.map(({ inferenceProfileName }) => inferenceProfileName),
      names.slice(10),
    );
    // A token belongs to the list that gave it.
    await refusedAs(aws.bedrock.send(new ListInferenceProfilesCommand({ nextToken })), 'ValidationException');
    await refusedAs(
      aws.bedrock.send(new ListInferenceProfilesCommand({ maxResults: 1001 })),
      'ValidationException',
      400,
    );
    await refusedAs(aws.bedrock.send(new ListInferenceProfilesCommand({ maxResults: 0 })), 'ValidationException', 400);
  });

  it('have names that follow the pattern, and no others are taken', async () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'Z', '0', ' ', '-', '_', '.', '@', 'é', '山'),
      minLength: 0,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(word, async (name) => {
        // Read without a regular expression: every separator follows a letter or digit.
        const legal =
          name.length > 0 &&
          Array.from(name).every((character, index) => {
            if ('aZ0'.includes(character)) return true;
            return ' -_'.includes(character) && index > 0 && 'aZ0'.includes(Array.from(name)[index - 1] ?? '.');
          });
        const made = await create({ inferenceProfileName: name }).then(
          () => true,
          (error: unknown) => {
            assert.ok(error instanceof Error);
            // The same name may come twice.
            return error.name === 'ConflictException';
          },
        );
        assert.equal(made, legal, JSON.stringify(name));
      }),
      { numRuns: 150 },
    );
  });

  it('respect the maximum lengths', async () => {
    await create({ inferenceProfileName: 'a'.repeat(64), description: 'd'.repeat(200) });
    await refusedAs(create({ inferenceProfileName: 'b'.repeat(65) }), 'ValidationException', 400);
    await refusedAs(create({ inferenceProfileName: 'c', description: 'd'.repeat(201) }), 'ValidationException');
    await refusedAs(create({ inferenceProfileName: 'c', description: '' }), 'ValidationException');
    await refusedAs(create({ inferenceProfileName: 'c', description: 'no, commas' }), 'ValidationException');
    const both = await refusal(create({ inferenceProfileName: 'jane.doe', clientRequestToken: '-' }));
    assert.match(both.message, /^2 validation errors detected: Value 'jane\.doe' at 'inferenceProfileName'/);
  });

  it('are copied from system profiles and on-demand models only', async () => {
    const { inferenceProfileArn: copyFrom } = await create();
    await refusedAs(
      create({ inferenceProfileName: 'copy', modelSource: { copyFrom: copyFrom ?? '' } }),
      'ValidationException',
    );
    const model = (id: string, region = 'us-east-1') => ({
      copyFrom: `arn:aws:bedrock:${region}::foundation-model/${id}`,
    });
    const inRegion = await create({ inferenceProfileName: 'nova', modelSource: model('amazon.nova-pro-v1:0') });
    const got = await aws.bedrock.send(
      new GetInferenceProfileCommand({ inferenceProfileIdentifier: inRegion.inferenceProfileArn }),
    );
    assert.equal(got.models?.length, 1);
    const newer = await refusedAs(
      create({ inferenceProfileName: 'c', modelSource: model('anthropic.claude-sonnet-5') }),
      'ValidationException',
    );
    assert.match(newer.message, /on-demand/);
    await refusedAs(
      create({ inferenceProfileName: 'c', modelSource: model('nobody.knows-it') }),
      'ResourceNotFoundException',
      404,
    );
    const elsewhere = create({ inferenceProfileName: 'c', modelSource: model('amazon.nova-pro-v1:0', 'us-west-2') });
    await refusedAs(elsewhere, 'ResourceNotFoundException');
  });

  it('are created once for one token, however often the request is repeated', async () => {
    const clientRequestToken = 'a-token-1';
    const first = await create({ clientRequestToken });
    const again = await create({ clientRequestToken });
    assert.equal(again.inferenceProfileArn, first.inferenceProfileArn);
    assert.deepEqual(await all(10), ['mine']);
    await refusedAs(create({ clientRequestToken, inferenceProfileName: 'other' }), 'ConflictException', 400);
    await aws.bedrock.send(
      new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: first.inferenceProfileArn }),
    );
    const late = await create({ clientRequestToken });
    assert.equal(late.inferenceProfileArn, first.inferenceProfileArn);
    assert.deepEqual(await all(10), []);
  });

  it('may not share a name, unless that is allowed', async () => {
    await create();
    await refusedAs(create(), 'ConflictException', 400);
    const generous = await startSimulator({ scenario: 'empty', duplicateNames: 'allow' });
    aws = clients(generous);
    await create();
    await create();
    assert.deepEqual(await all(10), ['mine', 'mine']);
    await generous.close();
  });

  it('exist in one Region', async () => {
    const { inferenceProfileArn: inferenceProfileIdentifier } = await create();
    const ireland = clients(simulator, 'eu-west-1');
    await refusedAs(
      ireland.bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier })),
      'ResourceNotFoundException',
    );
  });

  it('are a thousand at most', async () => {
    await simulator.close();
    simulator = await startSimulator({ scenario: 'thousand' });
    aws = clients(simulator);
    const listed = await aws.bedrock.send(
      new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', maxResults: 1000 }),
    );
    assert.equal(listed.inferenceProfileSummaries?.length, 1000);
    assert.equal(listed.nextToken, undefined);
    await refusedAs(create(), 'ServiceQuotaExceededException', 400);
    const [first] = listed.inferenceProfileSummaries;
    await aws.bedrock.send(
      new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: first?.inferenceProfileId }),
    );
    await create();
  });
});
