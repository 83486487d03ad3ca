/** Plans as the wizard makes them. */

import assert from 'node:assert/strict';
import type { AwsApi } from '../../../src/core/awsApi';
import type { CreatePlan } from '../../../src/core/profiles/createPlan';
import type { CopySource, Tags } from '../../../src/core/profiles/profile';
import { SOURCE_TAG } from '../../../src/core/profiles/source';
import { wanted } from '../aws/connect';

export const SONNET = 'us.anthropic.claude-sonnet-5';

export async function sourceOf(aws: AwsApi, id = SONNET): Promise<CopySource> {
  const { systemProfiles, models } = await aws.listSources(wanted());
  const source = [...systemProfiles, ...models].find((candidate) => candidate.id === id);
  assert.ok(source !== undefined, id);
  return source;
}

/** Jane's plan of a profile. */
export async function janesPlan(
  aws: AwsApi,
  { name = 'platform-jane-sonnet', tags = {} }: { readonly name?: string; readonly tags?: Tags } = {},
): Promise<CreatePlan> {
  const source = await sourceOf(aws);
  return {
    name,
    description: 'made for a test',
    source,
    tags: { Team: 'platform', MemberName: 'jane.doe', [SOURCE_TAG]: source.id, ...tags },
  };
}
