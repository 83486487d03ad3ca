/** What the flows about agents share. */

import type { Store } from '../../store/store';
import type { AgentsEnvironment } from './environment';
import type { PreviewDocuments } from './previewDocuments';

export interface FlowContext {
  readonly store: Store;
  readonly environment: AgentsEnvironment;
  readonly previews: PreviewDocuments;
  readonly note: (line: string) => void;
  /** Reads the agents' files again. */
  readonly refresh: () => Promise<void>;
}
