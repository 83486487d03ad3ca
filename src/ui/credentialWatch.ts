/** While credentials are what is missing, AWS's files are watched: signing in again is noticed without a poll and without a click. */

import { watch, type FSWatcher } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isAboutCredentials, type Problem } from '../core/problem';

/** A sign-in writes several files in a row. */
const SETTLE_MS = 500;

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
      const watcher = watch(folder, { persistent: false }, () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(this.#onChange, SETTLE_MS);
      });
      watcher.on('error', () => {
        watcher.close();
      });
      return [watcher];
    } catch {
      // The folder is not there; Refresh and the next poll still look.
      return [];
    }
  }

  #stop(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [];
  }
}
