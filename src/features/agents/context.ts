/** What the flows about agents share. */

import type * as agentFiles from '../../agents/agents';
import type { Store } from '../../store/store';
import type { Places } from './hosts';
import type { TextPages } from './changeDocuments';

/** What reads and writes the agents' files, loaded on first need with the parsers. */
export type AgentFiles = typeof agentFiles;

export interface FlowContext {
  readonly files: AgentFiles;
  readonly store: Store;
  readonly places: Places;
  readonly pages: TextPages;
  readonly note: (line: string) => void;
  /** Reads the agents' files anew. */
  readonly refresh: () => Promise<void>;
}
