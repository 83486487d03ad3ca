/** Refreshes the parts of a session, each after the parts that it needs, and calculates when a part is due. */

import type { Key } from './parts/definition';
import { PARTS } from './parts/table';
import type { Session } from './session';
import type { ConsentPart, PartName, SinglePart } from './snapshot';

/** Which part is refreshed, and how old its value may be. */
export interface RefreshOptions<Name extends PartName = PartName> {
  /** How old what is known may be, ms; any age will do unless given. */
  readonly maxAge?: number;
  /** Calls AWS now, whatever is known. */
  readonly force?: boolean;
  /** Which one, where there are several that are tracked. */
  readonly id?: string;
  /** Tracks the part of this key first. */
  readonly key?: Key<Name>;
}

/** What is refreshed without the user's consent: it costs nothing, or next to nothing. */
export type FreePart = Exclude<PartName, ConsentPart>;

/** The caller seldom changes. Other credentials would make calls fail, and then the caller is fetched again. */
const CALLER_MS = 12 * 3_600_000;

/** Refreshes a part where it is not known or too old. Resolves to whether it is known and the session still open. */
export async function refresh<Name extends FreePart>(
  session: Session,
  name: Name,
  { maxAge = Infinity, force = false, id = '', key }: RefreshOptions<Name> = {},
): Promise<boolean> {
  if (session.hasEnded()) return false;
  if (name === 'caller') return refreshCaller(session, force);
  if (key === undefined && session.parts.find(name, id) === undefined) return false;
  if (!(await refreshNeeds(session, name, maxAge)) || session.hasEnded()) return false;
  if (key !== undefined) session.parts.track(name, key);
  const partId = key === undefined ? id : PARTS[name].id(key);
  const part = session.parts.find(name, partId);
  await part?.ensure(session.parts.ageOf(name, partId, maxAge), force);
  return !session.hasEnded() && part?.remote.value !== undefined;
}

/** When the next fetch of a part is due (ms since 1970) if it is to get no older than `maxAge` milliseconds. */
export function dueAt({ parts }: Session, name: PartName, maxAge: number, id: string): number {
  const caller = parts.single('caller');
  // Nothing else is fetched without a caller, so its time applies to all parts.
  if (name === 'caller' || caller.remote.problem !== undefined) return caller.dueAt(CALLER_MS);
  const profiles = parts.single('profiles');
  // Usage is not fetched before the profiles are known.
  if (name !== 'profiles' && profiles.remote.value === undefined) return profiles.dueAt(Infinity);
  return parts.find(name, id)?.dueAt(parts.ageOf(name, id, maxAge)) ?? Infinity;
}

/** Refreshes the caller, with credentials read afresh where that may help. */
async function refreshCaller(session: Session, force: boolean): Promise<boolean> {
  const before = session.who;
  const again = force || session.needsCredentials;
  const caller = session.parts.single('caller');
  if (again) session.closeAws();
  await caller.ensure(CALLER_MS, again);
  if (session.hasEnded()) return false;
  if (before !== session.who) session.follow();
  return caller.remote.value !== undefined && caller.remote.problem === undefined;
}

async function refreshNeeds(session: Session, name: PartName, maxAge: number): Promise<boolean> {
  for (const [need, age] of Object.entries(PARTS[name].needs)) {
    const options = { maxAge: age === 'as-fresh' ? maxAge : Infinity };
    if (!(await refresh(session, need as Exclude<SinglePart, ConsentPart>, options))) return false;
  }
  return true;
}
