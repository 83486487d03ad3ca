/**
 * Builds snapshots of what a session knows. Where nothing has changed a part stays the same object, and so does the
 * whole.
 */

import type { TrackedPart } from './parts/registry';
import { PART_NAMES, PARTS } from './parts/table';
import type { PriceCalculator } from './pricing';
import type { Session } from './session';
import { UNKNOWN, type Ownership, type PartName, type Snapshot } from './snapshot';

/** What a snapshot is built of. */
export interface SnapshotInput {
  readonly session: Session | undefined;
  readonly ownership: Ownership;
  readonly pricing: PriceCalculator | undefined;
}

type Fields = Readonly<Record<string, unknown>>;
type Entries = readonly (readonly [id: string, tracked: Pick<TrackedPart<PartName>, 'key' | 'part'>])[];

/** Builds one snapshot after the other, and keeps what has not changed. */
export class SnapshotBuilder {
  #last: Snapshot | undefined;
  readonly #kept = new Map<PartName, Fields>();

  /** The snapshot of this moment; the last one where nothing in it has changed. */
  build({ session, ownership, pricing }: SnapshotInput): Snapshot {
    const parts = PART_NAMES.map((name) => [name, this.#fieldOf(name, session?.parts.entries(name) ?? [])] as const);
    const next = {
      ...Object.fromEntries(parts),
      sample: session?.connection.sample ?? false,
      choice: session?.connection.choice,
      ownership,
      pricing,
      extensionCost: session?.extensionCost,
      // The table has a row for each of the snapshot's parts.
    } as Snapshot;
    if (this.#last === undefined || !isSame({ ...this.#last }, { ...next })) this.#last = next;
    return this.#last;
  }

  #fieldOf(name: PartName, entries: Entries): unknown {
    const [first] = entries;
    switch (PARTS[name].count) {
      case 'one':
        return first?.[1].part.remote ?? UNKNOWN;
      case 'while-shown': {
        if (first === undefined) return undefined;
        const [, { key, part }] = first;
        return this.#keep(name, { ...(key as Fields), usage: part.remote });
      }
      case 'several':
        return this.#keep(name, Object.fromEntries(entries.map(([id, { part }]) => [id, part.remote])));
    }
  }

  /** The same object as in the snapshot before while nothing in it has changed. */
  #keep(name: PartName, next: Fields): Fields {
    const before = this.#kept.get(name);
    if (before !== undefined && isSame(before, next)) return before;
    this.#kept.set(name, next);
    return next;
  }
}

function isSame(a: Fields, b: Fields): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
