/** What the gateway knows of a place's profiles. */

import type { AwsApi } from '../core/awsApi';
import type { PlaceCatalog } from '../core/gateway/chooseProfile';
import { isMine, type OwnerKeys } from '../core/profiles/profile';
import { fetchProfiles } from '../store/fetch/profiles';

/** Whose profiles are mine. */
export interface Me {
  readonly ownerKeys: OwnerKeys;
  /** The names by which a profile is mine. */
  readonly myNames: readonly string[];
}

/** Loads the profiles with their tags, and what can be invoked without one. Throws a `Problem`. */
export async function loadCatalog(aws: AwsApi, { ownerKeys, myNames }: Me, signal: AbortSignal): Promise<PlaceCatalog> {
  const [{ profiles }, { systemProfiles, models }] = await Promise.all([
    fetchProfiles(aws, Date.now(), signal),
    aws.listSources(signal),
  ]);
  const sources = [...systemProfiles, ...models];
  return { profiles, sources, isMine: (profile) => isMine(profile, ownerKeys, myNames) };
}
