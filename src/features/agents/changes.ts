/** The changes that were made here, newest last, so that each can be taken back later and from any window. */

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { AgentId, Scope } from '../../agents/agent';
import type { Change, ChangePlan, Receipt } from '../../agents/changes/plan';
import { fileInFormat, type Formats } from '../../core/fileFormat';
import { takeLease } from '../../store/shared/lease';
import { readStoredValue } from './changesShape';

/** One change, as it was shown and as it was written. What may be a secret is hidden in it. */
export interface StoredChange {
  readonly agent: AgentId;
  readonly scope: Scope;
  /** Names of the profiles, for people. */
  readonly title: string;
  /** The plan without its files' texts. */
  readonly plan: Omit<ChangePlan, 'files'>;
  readonly files: readonly { readonly path: string; readonly changes: readonly Change[] }[];
  readonly receipt: Receipt;
  /** The ARN of each role as it was read afterwards. */
  readonly expected: Readonly<Record<string, string>>;
}

/** What is waiting for the next start of a window. */
export interface Pending {
  readonly agent: AgentId;
  readonly kind: 'use' | 'undo';
  readonly title: string;
}

/** What the file holds. */
export interface Stored {
  readonly changes: readonly StoredChange[];
  /** Null: nothing waits, whatever an earlier version's file says. */
  readonly pending?: Pending | null | undefined;
  /** Changes of an earlier version's file that were taken back since: that file is left as it is. */
  readonly takenBack?: readonly string[] | undefined;
}

export const CHANGES_FORMATS: Formats = { current: 1, earlier: [] };

const NONE: Stored = { changes: [] };
/** More than this nobody takes back; what is kept for it may be private, so it goes in time. */
const KEPT = 20;
const KEPT_MS = 30 * 86_400_000;

const nameOf = ({ agent, receipt }: StoredChange): string => `${agent} ${receipt.at}`;

export class Changes {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #formats: Formats;

  /** @param folder our own; it holds what undoing needs of other programs' files, so only its owner may read them. */
  constructor(folder: string, now: () => number, formats = CHANGES_FORMATS) {
    this.#folder = folder;
    this.#now = now;
    this.#formats = formats;
  }

  async all(): Promise<readonly StoredChange[]> {
    const { changes, takenBack = [] } = await this.#read();
    const before = (await this.#earlier()).flatMap((stored) => stored.changes);
    const known = new Set([...takenBack, ...changes.map(nameOf)]);
    return this.#young([...before.filter((change) => !known.has(nameOf(change))), ...changes]);
  }

  async last(agent: AgentId): Promise<StoredChange | undefined> {
    return (await this.all()).filter((one) => one.agent === agent).at(-1);
  }

  async pending(): Promise<Pending | undefined> {
    const { pending } = await this.#read();
    if (pending !== undefined) return pending ?? undefined;
    return (await this.#earlier()).find((stored) => stored.pending)?.pending ?? undefined;
  }

  async setPending(pending: Pending | undefined): Promise<void> {
    await this.#change((stored) => ({ ...stored, pending: pending ?? null }));
  }

  async add(change: StoredChange): Promise<void> {
    await this.#change((stored) => ({ ...stored, changes: [...stored.changes, change] }));
  }

  /** Forgets a change that was taken back. */
  async remove(change: StoredChange): Promise<void> {
    const name = nameOf(change);
    await this.#change(({ changes, takenBack = [], ...stored }) => {
      const left = changes.filter((one) => nameOf(one) !== name);
      const isOurs = left.length < changes.length;
      return { ...stored, changes: left, takenBack: isOurs ? takenBack : [...takenBack, name].slice(-KEPT) };
    });
  }

  /** Forgets what is old. */
  async prune(): Promise<void> {
    const { changes } = await this.#read();
    if (this.#young(changes).length < changes.length) await this.#change((stored) => stored);
  }

  #young(changes: readonly StoredChange[]): readonly StoredChange[] {
    const since = this.#now() - KEPT_MS;
    return changes.filter(({ receipt }) => receipt.at >= since).slice(-KEPT);
  }

  async #read(): Promise<Stored> {
    return (await readStored(this.#file(this.#formats.current))) ?? NONE;
  }

  /** What earlier versions have written, oldest first. */
  async #earlier(): Promise<readonly Stored[]> {
    const found = this.#formats.earlier.map(async ({ format, convert }) =>
      readStored(this.#file(format), (value) => convert(value, 'changes')),
    );
    return (await Promise.all(found)).filter((stored) => stored !== undefined).reverse();
  }

  /** One window at a time, so that two that change agents at the same moment both keep what they need. */
  async #change(change: (stored: Stored) => Stored): Promise<void> {
    const { signal } = new AbortController();
    const file = join(this.#folder, 'changes.lease');
    const lease = await takeLease({ folder: this.#folder, file, signal, trouble: () => undefined });
    try {
      const next = change(await this.#read());
      await mkdir(this.#folder, { recursive: true });
      const text = JSON.stringify({ ...next, changes: this.#young(next.changes) });
      await writeFileAtomic(this.#file(this.#formats.current), text, { mode: 0o600 });
    } finally {
      if (lease !== 'cancelled') await lease.release();
    }
  }

  #file(format: number): string {
    return join(this.#folder, fileInFormat('changes', format));
  }
}

/** Undefined for what is not there, is cut off, or is not ours. */
async function readStored(
  file: string,
  convert: (value: unknown) => unknown = (value) => value,
): Promise<Stored | undefined> {
  try {
    return readStoredValue(convert(JSON.parse(await readFile(file, 'utf8'))));
  } catch {
    return undefined;
  }
}
