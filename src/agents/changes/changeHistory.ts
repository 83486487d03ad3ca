/** The changes of agents' settings, the newest last, so that each can be undone later and from any window. */

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { fileInFormat, type Formats } from '../../core/fileFormat';
import { takeLease } from '../../system/lease';
import {
  HISTORY_FORMATS,
  parseHistory,
  type PendingChange,
  type StoredChange,
  type StoredHistory,
} from './historyFile';
import { maskSecrets } from '../gateway/maskedSecrets';
import type { AgentId } from '../agentId';

const NONE: StoredHistory = { changes: [] };
/** The number of changes that are kept. Their backups may be private, so old ones are removed. */
const MAX_CHANGES = 20;
const MAX_AGE_MS = 30 * 86_400_000;

const nameOf = ({ agent, receipt }: StoredChange): string => `${agent} ${receipt.at}`;

export class ChangeHistory {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #formats: Formats;

  /** @param folder one of our folders; it holds the backups of other programs' files, so only the user may read it. */
  constructor(folder: string, now: () => number, formats = HISTORY_FORMATS) {
    this.#folder = folder;
    this.#now = now;
    this.#formats = formats;
  }

  async all(): Promise<readonly StoredChange[]> {
    const { changes, takenBack = [] } = await this.#read();
    const before = (await this.#earlier()).flatMap((stored) => stored.changes);
    const known = new Set([...takenBack, ...changes.map(nameOf)]);
    return this.#withoutExpired([...before.filter((change) => !known.has(nameOf(change))), ...changes]);
  }

  async last(agent: AgentId): Promise<StoredChange | undefined> {
    return (await this.all()).filter((one) => one.agent === agent).at(-1);
  }

  async pending(): Promise<PendingChange | undefined> {
    const { pending } = await this.#read();
    if (pending !== undefined) return pending ?? undefined;
    return (await this.#earlier()).find((stored) => stored.pending)?.pending ?? undefined;
  }

  async setPending(pending: PendingChange | undefined): Promise<void> {
    await this.#change((stored) => ({ ...stored, pending: pending ?? null }));
  }

  async add(change: StoredChange): Promise<void> {
    await this.#change((stored) => ({ ...stored, changes: [...stored.changes, change] }));
  }

  /** Removes a change that was undone. */
  async remove(change: StoredChange): Promise<void> {
    const name = nameOf(change);
    await this.#change(({ changes, takenBack = [], ...stored }) => {
      const left = changes.filter((one) => nameOf(one) !== name);
      const isOurs = left.length < changes.length;
      return { ...stored, changes: left, takenBack: isOurs ? takenBack : [...takenBack, name].slice(-MAX_CHANGES) };
    });
  }

  /** Removes old changes. */
  async prune(): Promise<void> {
    const { changes } = await this.#read();
    if (this.#withoutExpired(changes).length < changes.length) await this.#change((stored) => stored);
  }

  #withoutExpired(changes: readonly StoredChange[]): readonly StoredChange[] {
    const since = this.#now() - MAX_AGE_MS;
    return changes.filter(({ receipt }) => receipt.at >= since).slice(-MAX_CHANGES);
  }

  async #read(): Promise<StoredHistory> {
    return (await readStored(this.#file(this.#formats.current))) ?? NONE;
  }

  /** What earlier versions have written, oldest first. */
  async #earlier(): Promise<readonly StoredHistory[]> {
    const found = this.#formats.earlier.map(async ({ format, convert }) =>
      readStored(this.#file(format), (value) => convert(value, 'changes')),
    );
    return (await Promise.all(found)).filter((stored) => stored !== undefined).reverse();
  }

  /** One window at a time, so that concurrent changes are all kept. */
  async #change(change: (stored: StoredHistory) => StoredHistory): Promise<void> {
    const { signal } = new AbortController();
    const file = join(this.#folder, 'changes.lease');
    const lease = await takeLease({ folder: this.#folder, file, signal, trouble: () => undefined });
    try {
      const next = change(await this.#read());
      await mkdir(this.#folder, { recursive: true });
      const text = maskSecrets(JSON.stringify({ ...next, changes: this.#withoutExpired(next.changes) }));
      await writeFileAtomic(this.#file(this.#formats.current), text, { mode: 0o600 });
    } finally {
      if (lease !== 'cancelled') await lease.release();
    }
  }

  #file(format: number): string {
    return join(this.#folder, fileInFormat('changes', format));
  }
}

/** Undefined for a file that is missing, incomplete or not ours. */
async function readStored(
  file: string,
  convert: (value: unknown) => unknown = (value) => value,
): Promise<StoredHistory | undefined> {
  try {
    return parseHistory(convert(JSON.parse(await readFile(file, 'utf8'))));
  } catch {
    return undefined;
  }
}
