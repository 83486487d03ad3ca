/** Fetching AWS's Price List because the user asked. */

import * as vscode from 'vscode';
import type { Ledger } from '../../ledger/ledger';
import { pricesOf } from '../page/prices';
import { window } from '../window';

const { l10n } = vscode;

/** Fetches the list now and says what came of it; prices that were known stay when nothing did. */
export async function refreshPrices(ledger: Ledger): Promise<void> {
  await window.withProgress(
    { location: vscode.ProgressLocation.Window, title: l10n.t('Fetching AWS’s Price List') },
    () => ledger.ensurePriceList(0, true),
  );
  const { sentence } = pricesOf(ledger.snapshot);
  if (ledger.snapshot.priceList.problem === undefined) void window.showInformationMessage(sentence);
  else void window.showWarningMessage(sentence);
}
