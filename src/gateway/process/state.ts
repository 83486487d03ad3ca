/** What the gateway keeps between its runs: its port. */

import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import writeFileAtomic from 'write-file-atomic';

const schema = v.object({ port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)) });
export type GatewayState = v.InferOutput<typeof schema>;

/** The state; undefined where the gateway has never run. */
export async function readState(file: string): Promise<GatewayState | undefined> {
  try {
    const parsed = v.safeParse(schema, JSON.parse(await readFile(file, 'utf8')) as unknown);
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

export const writeState = (file: string, state: GatewayState): Promise<void> =>
  writeFileAtomic(file, JSON.stringify(state), { mode: 0o600 });
