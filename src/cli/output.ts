/** What commands of the command line write, and how they end. */

/** Where a command writes: results to one place, what it logs to another. */
export interface Output {
  readonly line: (text: string) => void;
  readonly log: (text: string) => void;
}

/** Exit codes. */
export const EXIT = { done: 0, failed: 1, wrongArguments: 2 } as const;

/** An error of who called a command. */
export class UsageError extends Error {}

export const usageError = (message: string): UsageError => new UsageError(message);

/** A port, as it is given with `--port`. */
export function readPort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw usageError(`--port must be a whole number from 0 to 65535, not "${text}".`);
  return Number(text);
}
