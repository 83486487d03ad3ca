/** The gateway in a process of its own, with nothing around it. */

import { NODE_FLAGS } from '../../src/gateway/process/spawnProcess';
import type { GatewayAddress } from '../unit/gateway/fuzz/agent';
import { startProgram } from './programProcess';

export interface GatewayProcess extends GatewayAddress {
  /** Its resident memory now, bytes. */
  memory(): Promise<number>;
  /** Moves its clock this far ahead of the machine's, ms. */
  setAhead(ms: number): void;
  close(): Promise<void>;
}

/** Starts it in front of an upstream; its files lie in `scratch`. Its profile is of Claude Sonnet 4.5. */
export async function startGatewayProcess(upstream: string, scratch: string): Promise<GatewayProcess> {
  const program = await startProgram('gateway', scratch, [upstream, scratch], NODE_FLAGS);
  const address = JSON.parse(await program.line()) as GatewayAddress;
  return {
    ...address,
    memory: async () => {
      program.send('memory');
      return Number(await program.line());
    },
    setAhead: (ms) => {
      program.send(`time ${ms}`);
    },
    close: () => program.close(),
  };
}
