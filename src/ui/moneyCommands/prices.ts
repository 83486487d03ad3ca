/** Fetching AWS's Price List because the user asked. */

import * as vscode from 'vscode';
import type { Ledger } from '../../ledger/ledger';
import { pricesOf } from '../page/prices';

const { l10n } = vscode;

/** Fetches the list now and says what came of it; prices that were known stay when nothing did. */
export async function refreshPrices(ledger: Ledger): Promise<void> {
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: l10n.t('Fetching AWS’s Price List') },
    () => ledger.ensurePriceList(0, true),
  );
  const { sentence } = pricesOf(ledger.snapshot);
  if (ledger.snapshot.priceList.problem === undefined) void vscode.window.showInformationMessage(sentence);
  else void vscode.window.showWarningMessage(sentence);
}
