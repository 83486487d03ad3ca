/** The files of a store. What cannot be written is kept in memory and laid over what is read, until it can be. */

import { mkdir, stat, writeFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import type { SharedFolder } from './sharedFolder';

/** What is done to the disk. */
export interface Disk {
  /** Writes a file whole or not at all. */
  readonly save: (path: string, text: string) => Promise<void>;
  /** Makes an empty file. Rejects with EEXIST where there is one. */
  readonly mark: (path: string) => Promise<void>;
}

/** Whether anything can be written. */
export interface WriteFailures {
  readonly met: (error: unknown) => void;
  readonly over: () => void;
}

export interface FilesOptions extends Pick<SharedFolder, 'withLease'> {
  readonly folder: string;
  readonly path: (name: string) => string;
  /** What is in a file; undefined when there is nothing or nothing readable. */
  readonly load: (name: string) => Promise<unknown>;
  readonly trouble: WriteFailures;
  readonly disk?: Disk | undefined;
}

/** Of what was there, what is to be there. `isNewer`: somebody has written since it should have been. */
type Change = (known: unknown, isNewer: boolean) => Promise<unknown>;

interface Unwritten {
  /** Of the file that lay there then: every write makes another one, whatever the clock of its window. */
  readonly instead: string;
  readonly change: Change;
}

const REAL_DISK: Disk = {
  save: (path, text) => writeFileAtomic(path, text, { mode: 0o600 }),
  mark: (path) => writeFile(path, '', { flag: 'wx', mode: 0o600 }),
};

const isThere = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';

export class Files {
  readonly #options: FilesOptions;
  readonly #disk: Disk;
  readonly #unwritten = new Map<string, readonly Unwritten[]>();
  readonly #unmarked = new Set<string>();
  #isCatchingUp = false;

  constructor(options: FilesOptions) {
    this.#options = options;
    this.#disk = options.disk ?? REAL_DISK;
  }

  async read(name: string): Promise<unknown> {
    const written = await this.#options.load(name);
    const late = this.#late(name);
    if (late.length === 0) return written;
    const version = await this.#version(name);
    let value = written;
    for (const { instead, change } of late) value = await change(value, version !== instead);
    return value;
  }

  async write(name: string, value: unknown): Promise<void> {
    const instead = await this.#version(name);
    if (await this.#save(name, value, this.#late(name))) return;
    this.#unwritten.set(name, [{ instead, change: (known, isNewer) => Promise.resolve(isNewer ? known : value) }]);
  }

  async update<Value>(
    name: string,
    check: (known: unknown) => Promise<Value | undefined>,
    change: (known: Value | undefined) => Value | undefined,
  ): Promise<void> {
    const late = this.#late(name);
    const changed: Change = async (known) => change(await check(known)) ?? known;
    const value = change(await check(await this.read(name)));
    if (value === undefined || (await this.#save(name, value, late))) return;
    const instead = await this.#version(name);
    this.#unwritten.set(name, [...this.#late(name), { instead, change: changed }]);
  }

  /**
   * Answers whether there was no such mark. One that cannot be made is remembered, and made when there is room again.
   */
  async markFirst(path: string): Promise<boolean> {
    const { folder, trouble } = this.#options;
    if (this.#unmarked.has(path)) return false;
    try {
      await mkdir(folder, { recursive: true });
      await this.#disk.mark(path);
    } catch (error) {
      if (isThere(error)) return false;
      this.#unmarked.add(path);
      trouble.met(error);
    }
    return true;
  }

  #late(name: string): readonly Unwritten[] {
    return this.#unwritten.get(name) ?? [];
  }

  /** Tells one file from the next at the same place: each is written anew. */
  #version(name: string): Promise<string> {
    return stat(this.#options.path(name)).then(
      ({ ino, mtimeMs, size }) => `${ino} ${mtimeMs} ${size}`,
      () => '',
    );
  }

  /** Answers whether it could be written. What came late is in the value. */
  async #save(name: string, value: unknown, late: readonly Unwritten[]): Promise<boolean> {
    const { folder, path, trouble } = this.#options;
    try {
      await mkdir(folder, { recursive: true });
      await this.#disk.save(path(name), JSON.stringify(value));
    } catch (error) {
      trouble.met(error);
      return false;
    }
    const left = this.#late(name).filter((one) => !late.includes(one));
    if (left.length > 0) this.#unwritten.set(name, left);
    else this.#unwritten.delete(name);
    if (this.#unwritten.size + this.#unmarked.size === 0) trouble.over();
    // Not awaited: whoever writes may hold a lease that another window waits for.
    else void this.#catchUp();
    return true;
  }

  /** Writes what is left, now that there is room again; never rejects. */
  async #catchUp(): Promise<void> {
    if (this.#isCatchingUp) return;
    this.#isCatchingUp = true;
    try {
      await this.#mark();
      for (const name of [...this.#unwritten.keys()]) {
        const done = await this.#options.withLease(name, new AbortController().signal, async () => {
          const late = this.#late(name);
          return late.length === 0 || this.#save(name, await this.read(name), late);
        });
        if (done !== true) break;
      }
      if (this.#unwritten.size + this.#unmarked.size === 0) this.#options.trouble.over();
    } catch (error) {
      this.#options.trouble.met(error);
    } finally {
      this.#isCatchingUp = false;
    }
  }

  async #mark(): Promise<void> {
    for (const path of [...this.#unmarked]) {
      await this.#disk.mark(path).catch((error: unknown) => {
        if (!isThere(error)) throw error;
      });
      this.#unmarked.delete(path);
    }
  }
}
