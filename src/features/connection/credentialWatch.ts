/**
 * While credentials are what is missing, AWS's files are watched: signing in again is noticed without a poll and
 * without a click.
 */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { isAboutCredentials, type Problem } from '../../core/problem';
import { FileWatch } from '../../system/fileWatch';

/** Where AWS's tools keep profiles, keys and tokens. */
function credentialFiles(): readonly string[] {
  const aws = join(homedir(), '.aws');
  return [
    process.env.AWS_CONFIG_FILE ?? join(aws, 'config'),
    process.env.AWS_SHARED_CREDENTIALS_FILE ?? join(aws, 'credentials'),
    join(aws, 'sso', 'cache', '*'),
    join(aws, 'login', 'cache', '*'),
  ];
}

export class CredentialWatch {
  readonly #files: FileWatch;

  constructor(onChange: () => void) {
    this.#files = new FileWatch({
      onChange: () => {
        // Folders may have been made since.
        this.#files.update(credentialFiles());
        onChange();
      },
    });
  }

  /** Watches while the problem is one that signing in solves. */
  update(problem: Problem | undefined): void {
    this.#files.update(isAboutCredentials(problem) ? credentialFiles() : []);
  }

  dispose(): void {
    this.#files.dispose();
  }
}
