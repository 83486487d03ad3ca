/** How the gateway reaches a place of AWS: through the same connection as everything else. */

import type { AwsApi } from '../core/awsApi';
import type { PlaceCatalog } from '../core/gateway/chooseProfile';
import { isMine, type OwnerKeys } from '../core/profiles/profile';
import type { PlaceAccess, SigningCredentials } from '../gateway/aws';
import { CatalogCache } from '../gateway/catalogCache';
import { fetchProfiles } from '../store/fetch/profiles';

export interface PlaceAccessOptions {
  readonly aws: AwsApi;
  readonly runtimeUrl: URL;
  /** Throws a `Problem`. */
  readonly credentials: () => Promise<SigningCredentials>;
  readonly ownerKeys: OwnerKeys;
  /** The names by which a profile is mine. */
  readonly myNames: readonly string[];
}

/** Opens a place; its profiles are loaded with the first call. */
export function placeAccess({ aws, runtimeUrl, credentials, ownerKeys, myNames }: PlaceAccessOptions): PlaceAccess {
  const load = async (): Promise<PlaceCatalog> => {
    const { signal } = new AbortController();
    const [{ profiles }, { systemProfiles, models }] = await Promise.all([
      fetchProfiles(aws, Date.now(), signal),
      aws.listSources(signal),
    ]);
    const sources = [...systemProfiles, ...models];
    return { profiles, sources, isMine: (profile) => isMine(profile, ownerKeys, myNames) };
  };
  const catalog = new CatalogCache(load, Date.now);
  return { runtimeUrl, credentials, catalog: () => catalog.get() };
}
