/** Cost allocation tags: are they active, activate them, or tell who can. */

import type { Ledger } from '../../ledger/ledger';

export async function manageCostTags(ledger: Ledger): Promise<void> {
  await ledger.askCostTags();
}
