import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProcessAlive } from '../../src/system/processAlive';

/** A crash between making the directory and writing the pid leaves no pid; such a lock is given up after this long. */
const pidlessGraceMs = 10_000;

async function isAbandoned(directory: string): Promise<boolean> {
  try {
    return !isProcessAlive(Number(await readFile(join(directory, 'pid'), 'utf8')));
  } catch {
    const made = await stat(directory).catch(() => undefined);
    return made !== undefined && Date.now() - made.mtimeMs > pidlessGraceMs;
  }
}

/**
 * Runs `work` while holding the lock `directory`; waits for another process that holds it, takes over from one that
 * died.
 */
export async function withLock<T>(directory: string, waiting: () => void, work: () => Promise<T>): Promise<T> {
  let told = false;
  for (;;) {
    try {
      await mkdir(directory);
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (await isAbandoned(directory)) {
        await rm(directory, { recursive: true, force: true });
        continue;
      }
      if (!told) waiting();
      told = true;
      await sleep(250);
    }
  }
  try {
    await writeFile(join(directory, 'pid'), String(process.pid));
    return await work();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
