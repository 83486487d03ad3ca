/** The simulator in a process of its own, so that it and what is measured do not wait for each other's event loop. */

import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cleanEnvironment } from '../host/environment';
import { repository } from '../host/paths';

export interface SimulatorProcess {
  readonly url: string;
  /** Ends it, whatever it is doing. */
  close(): Promise<void>;
}

async function untilItListens(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The simulator has no output to read.');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /listens on (http:\/\/\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('The simulator ended before it listened.');
}

/**
 * Starts a simulator that ends with this process, however that ends. `time` is ISO 8601; the clock then stands still.
 */
export async function startSimulatorProcess(
  home: string,
  { scenario, latencyMs, time }: { readonly scenario: string; readonly latencyMs: number; readonly time: string },
): Promise<SimulatorProcess> {
  const program = [process.execPath, '--import', 'tsx', join(repository, 'src/simulator/main.ts')];
  const args = ['--scenario', scenario, '--latency', String(latencyMs), '--time', time];
  const child = spawn(process.execPath, [join(repository, 'test/host/guard.mjs'), ...program, ...args], {
    cwd: repository,
    env: cleanEnvironment(home),
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const close = async (): Promise<void> => {
    child.stdin.end();
    await gone;
  };
  try {
    return { url: await untilItListens(child), close };
  } catch (error) {
    await close();
    throw error;
  }
}
