/** Watches the folder that windows share, also after it was deleted and made again. */

import { mkdirSync, statSync, watch, type FSWatcher } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { formatOf } from '../../core/fileFormat';
import { messageOf } from '../../core/secrets/hideSecrets';

/** Writes come in bursts (a temporary file, then its renaming). */
const SETTLE_MS = 200;

export class FolderWatch {
  readonly #folder: string;
  readonly #listener: () => void;
  readonly #note: (line: string) => void;
  #watcher: FSWatcher | undefined;
  /** Which folder is watched: another one may have taken its place. */
  #inode: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #noted = '';
  #isDisposed = false;

  constructor(folder: string, listener: () => void, note: (line: string) => void) {
    this.#folder = folder;
    this.#listener = listener;
    this.#note = note;
    this.#start();
  }

  /**
   * Watches anew where the folder is no longer the one that is watched; never rejects. Called whenever the folder is
   * used.
   */
  async ensure(): Promise<void> {
    const inode = await stat(this.#folder).then(
      ({ ino }) => ino,
      () => undefined,
    );
    const isWatched = this.#watcher !== undefined && inode !== undefined && inode === this.#inode;
    if (this.#isDisposed || isWatched) return;
    // What was written between the two watches nobody has reported.
    if (this.#start()) this.#listener();
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    this.#stop();
  }

  #stop(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  /**
   * Answers whether the folder is watched now. Without a watch a window reads the files when its own next poll is due.
   */
  #start(): boolean {
    this.#stop();
    try {
      mkdirSync(this.#folder, { recursive: true });
      this.#inode = statSync(this.#folder).ino;
      const watcher = watch(this.#folder, { persistent: false }, (_event, file) => {
        this.#changed(file);
      });
      watcher.on('error', (error) => {
        if (this.#watcher !== watcher) return;
        this.#stop();
        this.#noteOnce(`no longer watching: ${messageOf(error)}`);
        this.#changed(null);
      });
      this.#watcher = watcher;
      this.#noted = '';
      return true;
    } catch (error) {
      this.#noteOnce(`not watching: ${messageOf(error)}`);
      return false;
    }
  }

  /** @param file null where the system does not name it. The folder's own end is reported under its own name. */
  #changed(file: string | null): void {
    if (this.#isDisposed) return;
    const isOfUse = file === null || formatOf(file) !== undefined || file.endsWith('.log');
    const isOurselves = file === basename(this.#folder);
    if (!isOfUse && !isOurselves) return;
    // Deleted or moved: one that is made in its place may well get the same number.
    if (isOurselves) this.#inode = undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (isOfUse) this.#listener();
      void this.ensure();
    }, SETTLE_MS);
  }

  #noteOnce(line: string): void {
    if (line !== this.#noted) this.#note(line);
    this.#noted = line;
  }
}
