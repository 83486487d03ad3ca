/** Starts the gateway in this process: on its port, unless one is running there already. */

import { mkdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayProcess, type ProcessOptions } from './gatewayProcess';
import { ensureKey } from './key';
import { portCandidates, systemRanges } from './port';
import { isOlder, probe } from './probe';
import { readState, writeState } from './state';

/** A system may need a moment until a port that was freed can be taken. */
const ATTEMPTS = 40;
const PAUSE_MS = 50;

export interface RunOptions extends Omit<ProcessOptions, 'aws'> {
  /** The port to use from now on; undefined for the one that is kept, or for a new one. */
  readonly port: number | undefined;
  /** `older`: the port is taken over from a gateway of an earlier version; `any`: of any version; `none`: of none. */
  readonly takeOver: 'older' | 'any' | 'none';
  readonly aws: (process: () => GatewayProcess) => ProcessOptions['aws'];
}

/**
 * - `started`: it runs in this process.
 * - `running`: another process of ours has the port already.
 * - `stranger`: somebody else has it, or the system does not give it to us.
 */
export type RunResult =
  | { readonly kind: 'started'; readonly process: GatewayProcess }
  | { readonly kind: 'running'; readonly port: number; readonly version: string }
  | { readonly kind: 'stranger'; readonly port: number };

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
const TAKEN = ['EADDRINUSE', 'EACCES'];

/** Takes a port, from an earlier gateway where that is wanted. */
async function takePort(port: number, key: Buffer, options: RunOptions): Promise<RunResult> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { aws, ...others } = options;
    const made: GatewayProcess = new GatewayProcess({ ...others, aws: aws(() => made) });
    try {
      await made.listen(port);
      return { kind: 'started', process: made };
    } catch (error) {
      if (!TAKEN.includes(String(codeOf(error)))) throw error;
    }
    const found = await probe(port, key);
    if (found === 'stranger') return { kind: 'stranger', port };
    if (found === 'stopped') await sleep(PAUSE_MS);
    else {
      const { version } = found;
      const isTakenOver =
        options.takeOver === 'any' || (options.takeOver === 'older' && isOlder(version, options.version));
      if (!isTakenOver) {
        found.close();
        return { kind: 'running', port, version };
      }
      // It answers by ending the channel; running calls go on there.
      await found.drain().catch(() => undefined);
      found.close();
    }
  }
  return { kind: 'stranger', port };
}

/** Starts it. Throws where its folder cannot be written to. */
export async function runGatewayProcess(options: RunOptions): Promise<RunResult> {
  const { paths, port } = options;
  await mkdir(paths.folder, { recursive: true, mode: 0o700 });
  const key = await ensureKey(paths.key);
  const kept = (await readState(paths.state))?.port;
  const wanted = port ?? kept;
  if (wanted !== undefined) {
    const result = await takePort(wanted, key, options);
    // Any free port, where 0 was wanted.
    if (result.kind === 'started' && result.process.port !== kept)
      await writeState(paths.state, { port: result.process.port });
    return result;
  }
  let last: RunResult = { kind: 'stranger', port: 0 };
  for (const candidate of portCandidates(`${userInfo().username}\n${paths.folder}`, await systemRanges())) {
    last = await takePort(candidate, key, options);
    if (last.kind === 'stranger') continue;
    if (last.kind === 'started') await writeState(paths.state, { port: candidate });
    return last;
  }
  return last;
}
