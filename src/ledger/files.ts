/** The files of a store. What cannot be written is kept in memory and laid over what is read, until it can be. */

import { mkdir, stat } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { FORMAT, type Store } from './store';

/** Writes a file whole or not at all. */
export type Save = (path: string, text: string) => Promise<void>;

/** Whether anything can be written. */
export interface Trouble {
  readonly met: (error: unknown) => void;
  readonly over: () => void;
}

export interface FilesOptions extends Pick<Store, 'withLease'> {
  readonly folder: string;
  readonly path: (name: string) => string;
  /** What is in a file; undefined when there is nothing or nothing readable. */
  readonly load: (name: string) => Promise<unknown>;
  readonly trouble: Trouble;
  /** Through a temporary file that is renamed, unless told otherwise. */
  readonly save?: Save | undefined;
}

/** Of what was there, what is to be there. `isNewer`: somebody has written since it should have been. */
type Change = (known: unknown, isNewer: boolean) => unknown;

interface Unwritten {
  /** ms since 1970. */
  readonly at: number;
  readonly change: Change;
}

const saveAtomically: Save = (path, text) => writeFileAtomic(path, text, { mode: 0o600 });

export class Files {
  readonly #options: FilesOptions;
  readonly #unwritten = new Map<string, readonly Unwritten[]>();
  #isCatchingUp = false;

  constructor(options: FilesOptions) {
    this.#options = options;
  }

  async read<Value>(name: string): Promise<Value | undefined> {
    const written = await this.#options.load(name);
    const late = this.#late(name);
    if (late.length === 0) return written as Value | undefined;
    const writtenAt = await stat(this.#options.path(name)).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    return late.reduce((known, { at, change }) => change(known, writtenAt > at), written) as Value | undefined;
  }

  async write(name: string, value: unknown): Promise<void> {
    if (await this.#save(name, value, this.#late(name))) return;
    this.#unwritten.set(name, [{ at: Date.now(), change: (known, isNewer) => (isNewer ? known : value) }]);
  }

  async update<Value>(name: string, change: (known: Value | undefined) => Value | undefined): Promise<void> {
    const late = this.#late(name);
    const value = change(await this.read<Value>(name));
    if (value === undefined || (await this.#save(name, value, late))) return;
    const added: Change = (known) => change(known as Value | undefined) ?? known;
    this.#unwritten.set(name, [...this.#late(name), { at: Date.now(), change: added }]);
  }

  #late(name: string): readonly Unwritten[] {
    return this.#unwritten.get(name) ?? [];
  }

  /** Answers whether it could be written. What came late is in the value. */
  async #save(name: string, value: unknown, late: readonly Unwritten[]): Promise<boolean> {
    const { folder, path, trouble, save = saveAtomically } = this.#options;
    try {
      await mkdir(folder, { recursive: true });
      await save(path(name), JSON.stringify({ format: FORMAT, value }));
    } catch (error) {
      trouble.met(error);
      return false;
    }
    const left = this.#late(name).filter((one) => !late.includes(one));
    if (left.length > 0) this.#unwritten.set(name, left);
    else this.#unwritten.delete(name);
    if (this.#unwritten.size === 0) trouble.over();
    // Not awaited: whoever writes may hold a lease that another window waits for.
    else void this.#catchUp();
    return true;
  }

  /** Writes what is left, now that there is room again. */
  async #catchUp(): Promise<void> {
    if (this.#isCatchingUp) return;
    this.#isCatchingUp = true;
    for (const name of [...this.#unwritten.keys()]) {
      const done = await this.#options.withLease(name, new AbortController().signal, async () => {
        const late = this.#late(name);
        return late.length === 0 || this.#save(name, await this.read(name), late);
      });
      if (done !== true) break;
    }
    this.#isCatchingUp = false;
  }
}
