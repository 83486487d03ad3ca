/** AWS's own alerts: what would be created is shown exactly before it is. */

import type { Ledger } from '../../ledger/ledger';

export async function manageAlerts(ledger: Ledger): Promise<void> {
  await ledger.cloud();
}
