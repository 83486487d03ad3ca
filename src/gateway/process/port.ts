/** Which port the gateway listens on: chosen once for a user, where no other program is given one by the system. */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Ports from `from` to `to`, both included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** What is considered: above the ports of services, below the ephemeral ones of every system. */
const CONSIDERED: PortRange = { from: 20_000, to: 32_000 };
const CANDIDATES = 50;

const isIn = (port: number, { from, to }: PortRange): boolean => port >= from && port <= to;

/** The two numbers in each line of a text that has two. */
export function rangesIn(text: string): readonly PortRange[] {
  return text.split('\n').flatMap((line) => {
    const [, from, to] = /^\s*(\d{1,5})\s+(\d{1,5})\b/.exec(line) ?? [];
    return from === undefined || to === undefined ? [] : [{ from: Number(from), to: Number(to) }];
  });
}

/** Ports that the system gives to outgoing connections or keeps for itself, as far as it says. */
export async function systemRanges(): Promise<readonly PortRange[]> {
  if (process.platform === 'linux')
    return rangesIn(await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => ''));
  if (process.platform !== 'win32') return [];
  const args = ['int', 'ipv4', 'show', 'excludedportrange', 'protocol=tcp'];
  const { stdout } = await promisify(execFile)('netsh', args, { windowsHide: true }).catch(() => ({ stdout: '' }));
  return rangesIn(stdout);
}

/**
 * Ports to try, in an order that differs for each `user`. Where the system says that it uses all that is considered,
 * there is no better place, and it is used all the same.
 */
export function portCandidates(user: string, avoided: readonly PortRange[]): readonly number[] {
  const count = CONSIDERED.to - CONSIDERED.from + 1;
  const all = Array.from({ length: count }, (_, index) => CONSIDERED.from + index);
  const free = all.filter((port) => !avoided.some((range) => isIn(port, range)));
  const usable = free.length === 0 ? all : free;
  const start = createHash('sha256').update(user).digest().readUInt32BE() % usable.length;
  // Neighbouring ports are likely to be taken by the same program.
  return Array.from({ length: CANDIDATES }, (_, index) => usable[(start + index * 101) % usable.length] ?? 0);
}
