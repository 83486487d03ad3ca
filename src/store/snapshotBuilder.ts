/** Snapshots of what a session knows. Where nothing has changed a part stays the same object, and so does the whole. */

import type { RangeReport } from '../core/usage/rangeReport';
import type { Pricing } from './pricing';
import type { Session } from './session';
import type { Part } from './part';
import { UNKNOWN, type BudgetScope, type Ownership, type Remote, type Snapshot } from './snapshot';

/** What is to be pictured. */
export interface SnapshotInput {
  readonly session: Session | undefined;
  readonly ownership: Ownership;
  readonly pricing: Pricing | undefined;
  /** Usage since a budget's period began, where there is such a budget. */
  readonly spend: Readonly<Record<BudgetScope, Part<RangeReport> | undefined>>;
}

export class SnapshotBuilder {
  #last: Snapshot | undefined;
  #parts: Record<string, Record<string, Remote<unknown>>> = {};

  /** The picture of this moment; the last one where it shows the same. */
  of(sitter: SnapshotInput): Snapshot {
    const next = this.#draw(sitter);
    if (this.#last === undefined || !isSame(this.#last, next)) this.#last = next;
    return this.#last;
  }

  #draw({ session, ownership, pricing, spend }: SnapshotInput): Snapshot {
    const detail = session?.detail;
    const attribution = session?.attribution;
    return {
      sample: session?.connection.sample ?? false,
      choice: session?.connection.choice,
      caller: session?.caller.remote ?? UNKNOWN,
      profiles: session?.profiles.remote ?? UNKNOWN,
      ownership,
      mine: session?.mine.remote ?? UNKNOWN,
      team: session?.team.remote ?? UNKNOWN,
      detail:
        detail === undefined ? undefined : { scope: detail.scope, range: detail.range, usage: detail.usage.remote },
      attribution:
        attribution === undefined ? undefined : { range: attribution.range, usage: attribution.usage.remote },
      pricing,
      priceList: session?.priceList.remote ?? UNKNOWN,
      sources: session?.sources.remote ?? UNKNOWN,
      bill: {
        answers: this.#remotes('answers', session?.bills),
        costTags: session?.costTags.remote ?? UNKNOWN,
        daily: this.#remotes('daily', session?.daily),
      },
      spend: this.#kept('spend', { mine: spend.mine?.remote, team: spend.team?.remote }),
      ownCost: session?.ownCost,
    };
  }

  #remotes<Value>(name: string, parts: ReadonlyMap<string, Part<Value>> | undefined) {
    return this.#kept(name, Object.fromEntries([...(parts ?? [])].map(([key, part]) => [key, part.remote])));
  }

  /** The same object as in the snapshot before while nothing in it has changed. */
  #kept<Value>(name: string, next: Record<string, Remote<Value> | undefined>): Record<string, Remote<Value>> {
    const known = Object.fromEntries(
      Object.entries(next).filter((entry): entry is [string, Remote<Value>] => entry[1] !== undefined),
    );
    const before = this.#parts[name] as Record<string, Remote<Value>> | undefined;
    if (before !== undefined && isShallowlySame(before, known)) return before;
    this.#parts = { ...this.#parts, [name]: known };
    return known;
  }
}

function isShallowlySame(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function isSame(a: Snapshot, b: Snapshot): boolean {
  const { detail: detailA, attribution: attributionA, bill: billA, ...restA } = a;
  const { detail: detailB, attribution: attributionB, bill: billB, ...restB } = b;
  return (
    isShallowlySame(restA, restB) &&
    isShallowlySame({ ...billA }, { ...billB }) &&
    isShallowlySame({ ...attributionA }, { ...attributionB }) &&
    isShallowlySame({ ...detailA }, { ...detailB })
  );
}
