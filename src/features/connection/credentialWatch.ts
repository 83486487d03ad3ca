/** While credentials are what is missing, AWS's files are watched: signing in again is noticed without a poll and without a click. */

import { existsSync, watch, type FSWatcher } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isAboutCredentials, type Problem } from '../../core/problem';

/** A sign-in writes several files in a row. */
const SETTLE_MS = 500;

/** A folder, or, where it is not there yet, the nearest above it, in which it will be made. */
function nearest(folder: string): string {
  const above = dirname(folder);
  return existsSync(folder) || above === folder ? folder : nearest(above);
}

function folders(): readonly string[] {
  const config = dirname(process.env.AWS_CONFIG_FILE ?? join(homedir(), '.aws', 'config'));
  const keys = dirname(process.env.AWS_SHARED_CREDENTIALS_FILE ?? join(homedir(), '.aws', 'credentials'));
  return [...new Set([config, keys, join(homedir(), '.aws', 'sso', 'cache')])];
}

export class CredentialWatch {
  readonly #onChange: () => void;
  #watchers: readonly FSWatcher[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Watches while the problem is one that signing in solves. */
  follow(problem: Problem | undefined): void {
    const wanted = isAboutCredentials(problem);
    if (wanted && this.#watchers.length === 0) this.#watchers = folders().flatMap((folder) => this.#watch(folder));
    if (!wanted) this.#stop();
  }

  dispose(): void {
    this.#stop();
  }

  #watch(folder: string): readonly FSWatcher[] {
    try {
      const watched = nearest(folder);
      const watcher = watch(watched, { persistent: false }, () => {
        // In a folder above, much happens that is not meant.
        if (watched !== folder && nearest(folder) === watched) return;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => {
          this.#changed(watched !== folder);
        }, SETTLE_MS);
      });
      watcher.on('error', () => {
        watcher.close();
      });
      return [watcher];
    } catch {
      // It cannot be watched; Refresh and the next poll still look.
      return [];
    }
  }

  /** What has been made since is watched itself from now on. */
  #changed(isNew: boolean): void {
    if (isNew) {
      this.#stop();
      this.#watchers = folders().flatMap((folder) => this.#watch(folder));
    }
    this.#onChange();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [];
  }
}
