/** Finds what a request names. */

import { systemProfiles, type SystemProfile } from '../catalog';
import type { Context } from '../operation';
import type { StoredProfile } from '../profileStore';

/** By its id or its ARN, never by its name. */
export function findProfile(identifier: string, { account, region }: Context): StoredProfile | undefined {
  const found = account.profiles.find(region, identifier.slice(identifier.lastIndexOf('/') + 1));
  return found && (identifier === found.id || identifier === found.arn) ? found : undefined;
}

/** The system profiles of the request's Region. */
export const systemProfilesOf = ({ account, region }: Context): readonly SystemProfile[] =>
  systemProfiles(account.scenario.account, region, account.settings.modelsListed);

/** By its id or its ARN. */
export function findSystemProfile(identifier: string, context: Context): SystemProfile | undefined {
  return systemProfilesOf(context).find(({ id, arn }) => id === identifier || arn === identifier);
}
