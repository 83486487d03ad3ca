/** What the flows about agents share. */

import type { loadAgentFiles } from '../../ui/lazy';
import type { Store } from '../../store/store';
import type { Places } from './hosts';
import type { TextPages } from './changeDocuments';

/** What reads and writes the agents' files. Other bundles use the same one, so that the parsers are packaged once. */
export type AgentFiles = Awaited<ReturnType<typeof loadAgentFiles>>;

export interface FlowContext {
  readonly files: AgentFiles;
  readonly store: Store;
  readonly places: Places;
  readonly pages: TextPages;
  readonly note: (line: string) => void;
  /** Reads the agents' files anew. */
  readonly refresh: () => Promise<void>;
}
