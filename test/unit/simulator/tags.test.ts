/** Tags, one profile at a time and in bulk. */

import {
  CreateInferenceProfileCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type Tag,
} from '@aws-sdk/client-bedrock';
import { GetResourcesCommand, paginateGetResources } from '@aws-sdk/client-resource-groups-tagging-api';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { clients, FRIDAY, refusedAs, SONNET_5, type Clients } from './helpers';

const PROFILES = { ResourceTypeFilters: ['bedrock:application-inference-profile'] };
const many = (count: number, start = 0) =>
  Array.from({ length: count }, (_, index) => ({ key: `k${start + index}`, value: '' }));

describe('Tags', () => {
  let simulator: Simulator;
  let aws: Clients;
  let made = 0;
  beforeEach(async () => {
    simulator = await startSimulator({ scenario: 'empty', time: FRIDAY });
    aws = clients(simulator);
  });
  afterEach(() => simulator.close());

  const create = async (tags?: Tag[]) => {
    made += 1;
    const input = {
      inferenceProfileName: `profile-${made}`,
      modelSource: { copyFrom: SONNET_5 },
      ...(tags ? { tags } : {}),
    };
    return (await aws.bedrock.send(new CreateInferenceProfileCommand(input))).inferenceProfileArn;
  };
  const tagsOf = async (resourceARN: string | undefined) =>
    (await aws.bedrock.send(new ListTagsForResourceCommand({ resourceARN }))).tags;

  it('are set at creation, added, replaced and removed', async () => {
    const resourceARN = await create([{ key: 'Team', value: 'platform' }]);
    await aws.bedrock.send(
      new TagResourceCommand({
        resourceARN,
        tags: [
          { key: 'Team', value: 'mobile' },
          { key: 'Email', value: 'jane+x@acme.example' },
        ],
      }),
    );
    assert.deepEqual(await tagsOf(resourceARN), [
      { key: 'Team', value: 'mobile' },
      { key: 'Email', value: 'jane+x@acme.example' },
    ]);
    await aws.bedrock.send(new UntagResourceCommand({ resourceARN, tagKeys: ['Team', 'never there'] }));
    assert.deepEqual(await tagsOf(resourceARN), [{ key: 'Email', value: 'jane+x@acme.example' }]);
    await refusedAs(tagsOf(resourceARN?.replace(/.$/, '')), 'ResourceNotFoundException', 404);
  });

  it('take only what the pattern allows', async () => {
    const resourceARN = await create();
    const allowed = /^[a-zA-Z0-9 \t\n\v\f\r._:/=+@-]*$/;
    const value = fc.string({ unit: fc.constantFrom(...Array.from(`aZ9 \t\u00a0._:/=+@-'&,()é山`)), maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        const taken = await aws.bedrock
          .send(new TagResourceCommand({ resourceARN, tags: [{ key: 'k', value: text }] }))
          .then(
            () => true,
            () => false,
          );
        assert.equal(taken, allowed.test(text), JSON.stringify(text));
      }),
      { numRuns: 120 },
    );
  });

  it('follow AWS’s rules', async () => {
    await refusedAs(create([{ key: 'aws:created-by', value: 'me' }]), 'ValidationException');
    await refusedAs(
      create([
        { key: 'Team', value: 'a' },
        { key: 'Team', value: 'b' },
      ]),
      'ValidationException',
    );
    await refusedAs(create([{ key: '', value: 'a' }]), 'ValidationException');
    await refusedAs(create([{ key: 'k'.repeat(129), value: 'a' }]), 'ValidationException');
    await refusedAs(create([{ key: 'k', value: 'v'.repeat(257) }]), 'ValidationException');
    await refusedAs(create(many(51)), 'TooManyTagsException', 400);
    const resourceARN = await create(many(50));
    await refusedAs(
      aws.bedrock.send(new TagResourceCommand({ resourceARN, tags: many(1, 50) })),
      'TooManyTagsException',
    );
    await aws.bedrock.send(new TagResourceCommand({ resourceARN, tags: [{ key: 'k0', value: 'replaced' }] }));
  });

  it('are returned in bulk for everything that was ever tagged', async () => {
    const tagged = await create([{ key: 'Team', value: 'data' }]);
    const once = await create([{ key: 'Team', value: 'data' }]);
    await create();
    await aws.bedrock.send(new UntagResourceCommand({ resourceARN: once, tagKeys: ['Team'] }));
    const { ResourceTagMappingList: list, PaginationToken } = await aws.tagging.send(new GetResourcesCommand(PROFILES));
    assert.deepEqual(list, [
      { ResourceARN: tagged, Tags: [{ Key: 'Team', Value: 'data' }] },
      { ResourceARN: once, Tags: [] },
    ]);
    assert.equal(PaginationToken, '');
    const filtered = await aws.tagging.send(
      new GetResourcesCommand({ ...PROFILES, TagFilters: [{ Key: 'Team', Values: ['data', 'x'] }] }),
    );
    assert.equal(filtered.ResourceTagMappingList?.length, 1);
    const others = await aws.tagging.send(new GetResourcesCommand({ ResourceTypeFilters: ['ec2:instance'] }));
    assert.deepEqual(others.ResourceTagMappingList, []);
  });

  it('come a hundred a page, and a page token is valid for 15 minutes', async () => {
    await simulator.close();
    simulator = await startSimulator({ scenario: 'thousand', time: FRIDAY });
    aws = clients(simulator);
    const arns = new Set<string | undefined>();
    let pages = 0;
    for await (const page of paginateGetResources({ client: aws.tagging }, { ...PROFILES })) {
      pages += 1;
      for (const { ResourceARN: arn } of page.ResourceTagMappingList ?? []) arns.add(arn);
    }
    assert.equal(pages, 10);
    assert.equal(arns.size, 1000);
    const { PaginationToken } = await aws.tagging.send(new GetResourcesCommand(PROFILES));
    simulator.advance(16 * 60_000);
    await refusedAs(
      aws.tagging.send(new GetResourcesCommand({ ...PROFILES, PaginationToken })),
      'PaginationTokenExpiredException',
      400,
    );
    await refusedAs(
      aws.tagging.send(new GetResourcesCommand({ ...PROFILES, ResourcesPerPage: 101 })),
      'InvalidParameterException',
    );
  });
});
