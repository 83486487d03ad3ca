/** Resource Groups Tagging: the tags of all application profiles, 100 a page. */

import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import { arn, type Arn } from '../../core/ids';
import type { Tags } from '../../core/profiles/profile';
import type { Clients } from '../clients';
import { readAllPages } from '../pagination';

/** Tags by ARN. AWS leaves out what never had a tag, so a profile that is missing here is untagged. */
export async function tagsInBulk(clients: Clients, signal: AbortSignal): Promise<ReadonlyMap<Arn, Tags>> {
  const resources = await readAllPages(async (token) => {
    const command = new GetResourcesCommand({
      ResourceTypeFilters: ['bedrock:application-inference-profile'],
      ResourcesPerPage: 100,
      ...(token === undefined ? {} : { PaginationToken: token }),
    });
    const answer = await clients.call('tag:GetResources', signal, (options) =>
      clients.get('tagging').send(command, options),
    );
    return { items: answer.ResourceTagMappingList ?? [], next: answer.PaginationToken };
  });
  return new Map(
    resources.flatMap(({ ResourceARN, Tags }): [Arn, Tags][] =>
      ResourceARN === undefined
        ? []
        : [[arn(ResourceARN), Object.fromEntries((Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']))]],
    ),
  );
}
