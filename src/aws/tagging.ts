/** Resource Groups Tagging: the tags of all application profiles, 100 a page. */

import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import { arn, type Arn } from '../core/ids';
import type { Tags } from '../core/profile';
import type { Clients } from './clients';

/** Tags by ARN. AWS leaves out what never had a tag, so a profile that is missing here is untagged. */
export async function tagsInBulk(clients: Clients, signal: AbortSignal): Promise<ReadonlyMap<Arn, Tags>> {
  const all = new Map<Arn, Tags>();
  let token: string | undefined;
  do {
    const command = new GetResourcesCommand({
      ResourceTypeFilters: ['bedrock:application-inference-profile'],
      ResourcesPerPage: 100,
      ...(token === undefined ? {} : { PaginationToken: token }),
    });
    const answer = await clients.call('tag:GetResources', signal, (options) => clients.tagging.send(command, options));
    for (const resource of answer.ResourceTagMappingList ?? []) {
      if (resource.ResourceARN === undefined) continue;
      all.set(
        arn(resource.ResourceARN),
        Object.fromEntries((resource.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? ''])),
      );
    }
    token = answer.PaginationToken === '' ? undefined : answer.PaginationToken;
  } while (token !== undefined);
  return all;
}
