/** What the flows about agents share. */

import type { Store } from '../../store/store';
import type { AgentsEnvironment } from './environment';
import type { GatewayFeature } from '../gateway/register';
import type { PreviewDocuments } from '../../ui/previewDocuments';

export interface FlowContext {
  readonly store: Store;
  readonly environment: AgentsEnvironment;
  readonly previews: PreviewDocuments;
  readonly gateway: GatewayFeature;
  readonly note: (line: string) => void;
  /** Reads the agents' files again. */
  readonly refresh: () => Promise<void>;
}
