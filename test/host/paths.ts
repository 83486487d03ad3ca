import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The repository this file lies in. */
export const repository = resolve(__dirname, '../..');

/** Where screenshots, logs and test reports go. Ignored by git. */
export const output = join(repository, 'out');

/**
 * The cache for everything that is installed for the tests; BEDROCK_TALLY_CACHE puts it elsewhere, to share it between
 * clones.
 */
export function cacheDirectory(): string {
  return resolve(process.env.BEDROCK_TALLY_CACHE ?? join(repository, '.cache/host'));
}

/** A new, empty directory outside the repository. */
export function scratchDirectory(purpose: string): string {
  return mkdtempSync(join(tmpdir(), `bedrock-tally-${purpose}-`));
}
