/**
 * The most that the extension's own requests can have cost. Requests that AWS refused are included, although they may
 * not be billed.
 */

import { COST_EXPLORER_REQUEST_USD } from './charges';
import { cost, NO_MONEY, parsePrice, type Money } from '../money';

/** GetMetricData is billed at $0.01 for so many metrics. */
const METRICS_FOR_A_CENT = 1000;
const MILLION = 1_000_000;
/** A cent as a price of a million. */
const CENT = parsePrice(0.01 * MILLION);
const REQUEST_CENTS = Math.round(Number(COST_EXPLORER_REQUEST_USD) * 100);

/** Whole cents, rounded up, because the amount is shown as a maximum. */
export function extensionCostAtMost({
  metrics,
  requests,
}: {
  readonly metrics: number;
  readonly requests: number;
}): Money {
  const cents = Math.ceil(metrics / METRICS_FOR_A_CENT) + requests * REQUEST_CENTS;
  return (CENT === undefined ? undefined : cost(cents, CENT)) ?? NO_MONEY;
}
