/** Who listens on the gateway's port. */

import { setTimeout as sleep } from 'node:timers/promises';
import { openChannel, type ControlChannel, type NoChannel } from './controlClient';

/** A gateway that is just ending may cut a connection without a word; a stranger is still there afterwards. */
const ATTEMPTS = 3;
const PAUSE_MS = 100;

/** A channel to our gateway, or who is there instead. Never rejects. */
export async function probe(port: number, key: Buffer): Promise<ControlChannel | NoChannel> {
  let found = await openChannel(port, key);
  for (let attempt = 1; found === 'stranger' && attempt < ATTEMPTS; attempt += 1) {
    await sleep(PAUSE_MS);
    found = await openChannel(port, key);
  }
  return found;
}

/** Whether a version comes before another: numbers are compared part by part, and what follows them as text. */
export function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) < 0;
}
