/** Commands that act on one profile. */

import { fieldOf } from '../core/collections';
import type { Profile } from '../core/profiles/profile';
import type { Store } from '../store/store';

/** Where a command gets its profile from. */
export interface ProfileCommandOptions {
  readonly store: Store;
  readonly connection: {
    /** Makes sure that the profiles are listed; false where they cannot be, which is then shown. */
    ensureListed(): Promise<boolean>;
  };
}

/**
 * The handler of a command on a profile: that of the tree's row it was started on, or one that the user is asked for.
 */
export const profileCommand =
  ({ store, connection }: ProfileCommandOptions, run: (profile: Profile) => unknown) =>
  async (argument: unknown): Promise<void> => {
    const profile = profileIn(argument) ?? ((await connection.ensureListed()) ? await pick(store) : undefined);
    if (profile !== undefined) await run(profile);
  };

const profileIn = (argument: unknown): Profile | undefined => fieldOf(argument, 'profile') as Profile | undefined;

async function pick({ snapshot }: Store): Promise<Profile | undefined> {
  const { pickProfile } = await import('./pickProfile');
  return pickProfile(snapshot);
}
