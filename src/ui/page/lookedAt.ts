/** What an estimate beside the bill is worth where the bill has usage of Regions that nobody asked CloudWatch about. */

import { NO_MONEY, toDecimal } from '../../core/money';
import type { PageAmount } from '../../core/protocol';
import type { Compared } from '../../core/reconciliation';

/** The estimate; at least that where a part was not looked at, and undefined where nothing was: then zero would be a lie. */
export function lookedAt({ estimate, reasons }: Pick<Compared, 'estimate' | 'reasons'>): PageAmount | undefined {
  const elsewhere = reasons.some(({ code }) => code === 'other-region');
  const { money, whole } = estimate;
  if (elsewhere && whole && money === NO_MONEY) return undefined;
  return { usd: toDecimal(money), whole: whole && !elsewhere };
}
