/** Finding what a request names. */

import { systemProfiles, type SystemProfile } from '../catalog';
import type { Context } from '../operation';
import type { StoredProfile } from '../store';

/** By its id or its ARN, never by its name. */
export function findProfile(identifier: string, { world, region }: Context): StoredProfile | undefined {
  const found = world.store.find(region, identifier.slice(identifier.lastIndexOf('/') + 1));
  return found && (identifier === found.id || identifier === found.arn) ? found : undefined;
}

export function findSystemProfile(identifier: string, { world, region }: Context): SystemProfile | undefined {
  return systemProfiles(world.scenario.account, region).find(({ id, arn }) => id === identifier || arn === identifier);
}
