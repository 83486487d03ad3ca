/** Watches the folder that windows share, also after it was deleted and made again. */

import { mkdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { formatOf } from '../../core/fileFormat';
import { messageOf } from '../../core/secrets/hideSecrets';
import { FileWatch, inodeOf } from '../../system/fileWatch';

export class FolderWatch {
  readonly #folder: string;
  readonly #listener: () => void;
  readonly #note: (line: string) => void;
  readonly #files: FileWatch;
  #noted = '';
  #isDisposed = false;

  constructor(folder: string, listener: () => void, note: (line: string) => void) {
    this.#folder = folder;
    this.#listener = listener;
    this.#note = note;
    this.#files = new FileWatch({
      onChange: () => {
        listener();
        void this.ensure();
      },
      onError: (error) => {
        this.#noteOnce(error);
      },
      isRelevant: (file) => formatOf(file) !== undefined || file.endsWith('.log'),
    });
    this.#start();
  }

  /**
   * Watches anew where the folder is no longer the one that is watched; never rejects. Called whenever the folder is
   * used.
   */
  async ensure(): Promise<void> {
    const isWatching = await stat(this.#folder).then(
      ({ ino }) => this.#files.isWatching(this.#folder, ino),
      () => false,
    );
    if (isWatching || this.#isDisposed) return;
    // What was written between the two watches nobody has reported.
    if (this.#start()) this.#listener();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#files.dispose();
  }

  /**
   * Returns whether the folder is watched now. Without a watch a window reads the files when its own next poll is due.
   */
  #start(): boolean {
    try {
      mkdirSync(this.#folder, { recursive: true });
      this.#files.update([join(this.#folder, '*')]);
      const inode = inodeOf(this.#folder);
      if (inode === undefined || !this.#files.isWatching(this.#folder, inode)) return false;
      this.#noted = '';
      return true;
    } catch (error) {
      this.#noteOnce(error);
      return false;
    }
  }

  #noteOnce(error: unknown): void {
    const line = `not watching: ${messageOf(error)}`;
    if (line !== this.#noted) this.#note(line);
    this.#noted = line;
  }
}
