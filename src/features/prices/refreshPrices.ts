/** Fetching AWS's Price List because the user asked. */

import * as vscode from 'vscode';
import type { Store } from '../../store/store';
import { pricesOf } from './pageModel';
import { window } from '../../ui/window';

const { l10n } = vscode;

/** Fetches the list now and shows the result; prices that were known stay when nothing did. */
export async function refreshPrices(store: Store): Promise<void> {
  await window.withProgress(
    { location: vscode.ProgressLocation.Window, title: l10n.t('Fetching the AWS Price List') },
    () => store.refresh('priceList', { force: true }),
  );
  const { sentence } = pricesOf(store.snapshot);
  if (store.snapshot.priceList.problem === undefined) void window.showInformationMessage(sentence);
  else void window.showWarningMessage(sentence);
}
