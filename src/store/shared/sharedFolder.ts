/**
 * What windows share: a folder of small JSON files, each written whole, and leases so that one window at a time does a
 * thing.
 */

import type { Journals } from './journals';

/** Whether a value that was read is what is expected. */
export type Check<Value> = (value: unknown) => value is Value;

/** What is expected of a file. It is loaded when there is something to be checked. */
export type Shape<Value> = () => Promise<Check<Value>>;

/** The folder of the files that all windows of this machine share. */
export interface SharedFolder extends Journals {
  /** What was written last under a name; undefined when there is nothing, or nothing of that shape. Never rejects. */
  read<Value>(name: string, shape: Shape<Value>): Promise<Value | undefined>;
  /**
   * Writes a value whole. A disk that is full or read-only costs the sharing, not the value: it never rejects, and what
   * could not be written is read all the same in this window, until it can be written or somebody else has written
   * anew.
   */
  write(name: string, value: unknown): Promise<void>;
  /**
   * Makes a value of the one that is there, for what windows add to; undefined leaves it. What could not be written is
   * added later. Windows that change a value at the same moment need a lease.
   */
  update<Value>(
    name: string,
    shape: Shape<Value>,
    change: (known: Value | undefined) => Value | undefined,
  ): Promise<void>;
  /**
   * Notes that something was done; answers whether that is for the first time, of all windows and versions. Never
   * rejects.
   */
  markFirst(name: string): Promise<boolean>;
  /**
   * Runs a task while no other window runs one under the same name. Waits for its turn; a lease that was left behind
   * runs out.
   */
  withLease<Result>(name: string, signal: AbortSignal, task: () => Promise<Result>): Promise<Result | undefined>;
  /** Calls a listener when any window has written something. */
  watch(listener: () => void): { dispose: () => void };
}
