/** Programs of the tests that lead a process group: none of them outlives the tests, however those end. */

import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { repository } from './paths';

let input: Writable | undefined;

/** Starts what ends the groups when this process has gone. This process does not wait for it. */
function startWatch(): Writable {
  const child = spawn(process.execPath, [join(repository, 'test/host/groupWatch.mjs')], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.unref();
  const { stdin } = child;
  if (stdin instanceof Socket) stdin.unref();
  return stdin;
}

/** Has a process group end with this process. Returns what is to be called when the group has ended before. */
export function endWithUs(group: number): () => void {
  input ??= startWatch();
  input.write(`+${group}\n`);
  return () => input?.write(`-${group}\n`);
}
