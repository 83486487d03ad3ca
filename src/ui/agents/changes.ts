/** The changes that were made here, newest last, so that each can be taken back later and from any window. */

import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { AgentId, Scope } from '../../agents/agent';
import type { Change, ChangePlan, Receipt } from '../../agents/plan';

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

interface Stored {
  readonly format: 1;
  readonly changes: readonly StoredChange[];
  readonly pending?: Pending | undefined;
}

const NONE: Stored = { format: 1, changes: [] };
/** More than this nobody takes back; a backup holds what a file of somebody else's held, so it goes in time. */
const KEPT = 20;
const KEPT_MS = 30 * 86_400_000;
/** A backup that no change knows of may be one that is being made this moment, by another window. */
const SETTLED_MS = 3_600_000;

const isOlder = (path: string, than: number): Promise<boolean> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs < than,
    () => false,
  );

export class Changes {
  readonly #folder: string;
  readonly #now: () => number;

  /** @param folder our own; backups lie in `backups` below it. */
  constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#now = now;
  }

  async all(): Promise<readonly StoredChange[]> {
    return (await this.#read()).changes;
  }

  async last(agent: AgentId): Promise<StoredChange | undefined> {
    return (await this.all()).filter((one) => one.agent === agent).at(-1);
  }

  async pending(): Promise<Pending | undefined> {
    return (await this.#read()).pending;
  }

  async setPending(pending: Pending | undefined): Promise<void> {
    await this.#write({ ...(await this.#read()), pending });
  }

  async add(change: StoredChange): Promise<void> {
    const stored = await this.#read();
    await this.#write({ ...stored, changes: [...stored.changes, change] });
    await this.prune();
  }

  /** Forgets a change that was taken back. */
  async remove({ agent, receipt }: StoredChange): Promise<void> {
    const stored = await this.#read();
    const changes = stored.changes.filter((one) => one.agent !== agent || one.receipt.at !== receipt.at);
    await this.#write({ ...stored, changes });
    await this.prune();
  }

  /** Forgets what is old, and deletes backups that no change needs. */
  async prune(): Promise<void> {
    const stored = await this.#read();
    const since = this.#now() - KEPT_MS;
    const changes = stored.changes.filter(({ receipt }) => receipt.at >= since).slice(-KEPT);
    if (changes.length < stored.changes.length) await this.#write({ ...stored, changes });
    const needed = new Set(changes.flatMap(({ receipt }) => receipt.files.map(({ backup }) => basename(backup ?? ''))));
    const folder = join(this.#folder, 'backups');
    const names = await readdir(folder).catch(() => []);
    for (const name of names) {
      const path = join(folder, name);
      if (!needed.has(name) && (await isOlder(path, this.#now() - SETTLED_MS))) await rm(path, { force: true });
    }
  }

  async #read(): Promise<Stored> {
    try {
      const stored = JSON.parse(await readFile(this.#file, 'utf8')) as Stored;
      return Array.isArray(stored.changes) ? stored : NONE;
    } catch {
      return NONE;
    }
  }

  async #write(stored: Stored): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await writeFileAtomic(this.#file, JSON.stringify(stored), { mode: 0o600 });
  }

  get #file(): string {
    return join(this.#folder, 'changes.json');
  }
}
