/** Sentences about requests that AWS bills. */

import { l10n } from 'vscode';

/** A request to Cost Explorer failed after it was sent. */
export const perhapsBilledText = (): string =>
  l10n.t('The request may have been billed if it reached AWS, so it wasn’t retried automatically.');

/** The price of a request; requests to the simulator are free, but what AWS would charge is shown, too. */
export const samplePriceText = (price: string): string =>
  l10n.t('Sample data: requests are free. With AWS: {0}', price);
