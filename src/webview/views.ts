/** The script of all views but the first, loaded when one of them is first shown. It puts them where the page finds them. */

import { attribution } from './view/attribution';
import { billView } from './view/billView';
import { budgetsView } from './view/budgets';

globalThis.laterViews = { bill: billView, budgets: budgetsView, attribution };
