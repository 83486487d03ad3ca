/** What is remembered from window to window, so that one that opens starts the gateway where an agent needs it. */

import type { Memento } from 'vscode';

const USED = 'bedrockTally.gatewayUsed';

/** Whether an agent went through the gateway when the agents were read last. */
export const isGatewayUsed = (memory: Memento): boolean => memory.get(USED, false);

export async function rememberGatewayUse(memory: Memento, isUsed: boolean): Promise<void> {
  if (isGatewayUsed(memory) !== isUsed) await memory.update(USED, isUsed);
}
