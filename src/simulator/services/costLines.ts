/** The lines of the bill that a request to Cost Explorer covers. */

import type { BillLine } from '../billing/billLine';
import { AwsError } from '../errors';
import type { Context } from '../operation';
import type { LineFilter } from './costFilter';
import type { Span } from './costInput';

/** The current lines of the bill. Throws DataUnavailableException while the account's data is being prepared. */
export function linesOf({ first, end }: Span, filter: LineFilter, { account, now }: Context): readonly BillLine[] {
  if (account.bill.settings.explorer === 'ingesting') {
    throw new AwsError(
      'DataUnavailableException',
      'Data is not available. Please try to adjust the time period. If just enabled Cost Explorer, data might not be ingested yet',
    );
  }
  return account.bill.lines(first, end, account.bill.viewAt(now)).filter(filter);
}
