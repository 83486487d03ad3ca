/** What the flows about agents share. */

import type { loadAgentFiles } from '../lazy';
import type { Ledger } from '../../ledger/ledger';
import type { Places } from './places';
import type { TextPages } from './textPages';

/** What reads and writes the agents' files. Other bundles use the same one, so that the parsers are packaged once. */
export type AgentFiles = Awaited<ReturnType<typeof loadAgentFiles>>;

export interface FlowContext {
  readonly files: AgentFiles;
  readonly ledger: Ledger;
  readonly places: Places;
  readonly pages: TextPages;
  readonly note: (line: string) => void;
  /** Reads the agents' files anew. */
  readonly refresh: () => Promise<void>;
}
