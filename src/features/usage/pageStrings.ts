/** All sentences of the usage page, in the language of VS Code. They are sent once, when the page is loaded. */

import type { Strings } from '../../protocol/usagePage/strings';
import { attributionStrings } from '../attribution/pageStrings';
import { billingStrings } from '../billing/pageStrings';
import { budgetStrings } from '../budgets/pageStrings';
import { costTagStrings } from '../costAllocationTags/pageStrings';
import { chartStrings } from './chartStrings';
import { generalStrings } from './generalStrings';
import { tableStrings } from './tableStrings';
import { totalsStrings } from './totalsStrings';

export const pageStrings = (): Strings => ({
  ...generalStrings(),
  ...totalsStrings(),
  ...chartStrings(),
  ...tableStrings(),
  ...billingStrings(),
  ...costTagStrings(),
  ...budgetStrings(),
  ...attributionStrings(),
});
