/** Plans as the wizard makes them. */

import assert from 'node:assert/strict';
import type { Cloud } from '../../../src/core/cloud';
import type { CreatePlan } from '../../../src/core/plan';
import type { CopySource, Tags } from '../../../src/core/profile';
import { SOURCE_TAG } from '../../../src/core/source';
import { wanted } from '../aws/connect';

export const SONNET = 'us.anthropic.claude-sonnet-5';

export async function sourceOf(cloud: Cloud, id = SONNET): Promise<CopySource> {
  const { systemProfiles, models } = await cloud.listSources(wanted());
  const source = [...systemProfiles, ...models].find((candidate) => candidate.id === id);
  assert.ok(source !== undefined, id);
  return source;
}

/** Jane's plan of a profile. */
export async function janesPlan(
  cloud: Cloud,
  { name = 'platform-jane-sonnet', tags = {} }: { readonly name?: string; readonly tags?: Tags } = {},
): Promise<CreatePlan> {
  const source = await sourceOf(cloud);
  return {
    name,
    description: 'made for a test',
    source,
    tags: { Team: 'platform', MemberName: 'jane.doe', [SOURCE_TAG]: source.id, ...tags },
  };
}
