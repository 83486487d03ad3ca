/** What the usage page sends to its host. The host validates it; the page uses only the type. */

import * as v from 'valibot';
import { exportedTable } from '../../core/export/exportedTable';
import { RANGES } from '../../core/usage/ranges';
import { PAGE_VIEWS } from './strings';

const shortText = v.pipe(v.string(), v.maxLength(2000));

export const pageMessage = v.variant('type', [
  /** The page is loaded and waits for its sentences and its state. */
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('refresh') }),
  v.object({ type: v.literal('scope'), scope: v.string() }),
  /** Which view is shown: data that only one view needs is requested while that view is shown. */
  v.object({ type: v.literal('view'), view: v.picklist(PAGE_VIEWS) }),
  v.object({ type: v.literal('range'), range: v.picklist(RANGES) }),
  v.object({ type: v.literal('action'), id: v.string() }),
  /** The reader agrees to the price of a request: only these messages lead to requests to Cost Explorer. */
  v.object({ type: v.literal('loadBill') }),
  v.object({ type: v.literal('loadReconciliation') }),
  v.object({ type: v.literal('loadTagStatus') }),
  /** Chooses what the bill shows. Leads to no request: only an answer that is known already is shown. */
  v.object({
    type: v.literal('bill'),
    grouping: shortText,
    month: v.pipe(v.string(), v.regex(/^(\d{4}-\d{2}|year)$/)),
  }),
  v.object({ type: v.literal('copyTable'), text: v.pipe(v.string(), v.maxLength(200_000)) }),
  v.object({ type: v.literal('export'), table: exportedTable }),
  v.object({ type: v.literal('error'), message: v.pipe(v.string(), v.maxLength(4000)) }),
]);
export type PageMessage = v.InferOutput<typeof pageMessage>;
