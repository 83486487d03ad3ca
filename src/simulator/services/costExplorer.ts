/** Cost Explorer. */

import type { Operation } from '../operation';

export const costExplorerOperations: Readonly<Record<string, Operation>> = {};
