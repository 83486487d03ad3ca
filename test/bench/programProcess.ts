/** A program of inside/ in a process of its own, that is controlled by lines of text. */

import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cleanEnvironment } from '../host/environment';
import { repository } from '../host/paths';
import { bundleFor } from './packaged';

export interface ProgramProcess {
  /** The next line that it prints. Throws when it has ended instead. */
  line(): Promise<string>;
  /** Sends a line to it. */
  send(line: string): void;
  /** Ends it, whatever it is doing. */
  close(): Promise<void>;
}

/** Bundles a program and starts it with Node.js alone, as ours are. It ends with this process, however that ends. */
export async function startProgram(
  name: string,
  scratch: string,
  args: readonly string[],
  nodeFlags: readonly string[] = [],
): Promise<ProgramProcess> {
  const home = join(scratch, 'home');
  await mkdir(home, { recursive: true });
  const file = await bundleFor(`inside/${name}.ts`, join(scratch, `${name}.cjs`));
  const child = spawn(process.execPath, [...nodeFlags, file, ...args], {
    cwd: repository,
    env: { ...cleanEnvironment(home), NODE_NO_WARNINGS: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    line: async () => {
      const next: IteratorResult<string, unknown> = await lines.next();
      if (next.done === true) throw new Error(`${name} ended before it wrote anything.`);
      return next.value;
    },
    send: (line) => {
      child.stdin.write(`${line}\n`);
    },
    close: async () => {
      process.off('exit', kill);
      kill();
      await gone;
    },
  };
}
