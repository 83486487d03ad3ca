/**
 * What we have just created or deleted. AWS's lists may lag behind an action, and a list that was begun before it
 * cannot know of it; so our own actions are laid over every list for a while, in all windows.
 */

import type { Arn, ProfileId } from '../../core/ids';
import type { ProfileList } from '../snapshot';
import type { ProfileEdit } from './profileEdit';
import type { Shape, SharedFolder } from './sharedFolder';

/** How long AWS's lists may lag behind, at the most. */
const LAG_MS = 120_000;
/** Deleted ARNs are kept longer: AWS may answer a repeated token with one of them. */
const KEPT_MS = 30 * 86_400_000;
const MOST = 200;

const idOf = (edit: ProfileEdit): ProfileId => (edit.kind === 'added' ? edit.profile.id : edit.id);

const shape: Shape<readonly ProfileEdit[]> = async () => (await import('./shapes')).isEdits;

/** What was created and deleted from here lately; empty where nothing is known. Never rejects. */
export async function readEdits(sharedFolder: SharedFolder, name: string): Promise<readonly ProfileEdit[]> {
  return (await sharedFolder.read(name, shape)) ?? [];
}

/** Notes an action of ours for all windows; two that act at the same moment take turns. Never rejects. */
export async function recordEdit(sharedFolder: SharedFolder, name: string, edit: ProfileEdit): Promise<void> {
  await sharedFolder.withLease(name, new AbortController().signal, () =>
    sharedFolder.update(name, shape, (known = []) => {
      const kept = known.filter((other) => idOf(other) !== idOf(edit) && edit.at - other.at < KEPT_MS);
      return [...kept, edit].slice(-MOST);
    }),
  );
}

/**
 * Lays our actions over a list whose fetch began at `began` and has ended at `ended`. One whose time lies in the future
 * is of a clock that was wrong: AWS is believed.
 */
export function withEdits(
  list: ProfileList,
  edits: readonly ProfileEdit[],
  began: number,
  ended = Infinity,
): ProfileList {
  const young = edits.filter((edit) => began - edit.at < LAG_MS && edit.at <= ended);
  if (young.length === 0) return list;
  const removed = new Set(young.filter((edit) => edit.kind === 'removed').map(idOf));
  const there = new Set(list.profiles.map(({ id }) => id));
  const added = young.flatMap((edit) => (edit.kind === 'added' && !there.has(edit.profile.id) ? [edit.profile] : []));
  return { ...list, profiles: [...list.profiles, ...added].filter(({ id }) => !removed.has(id)) };
}

/** The ARNs that we have deleted ourselves. */
export const deletedArns = (edits: readonly ProfileEdit[]): ReadonlySet<Arn> =>
  new Set(edits.flatMap((edit) => (edit.kind === 'removed' ? [edit.arn] : [])));
