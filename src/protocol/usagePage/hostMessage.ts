/** What the host sends to the usage page. The page validates it. */

import * as v from 'valibot';
import { pageState } from './state';

/**
 * The host answers `ready` with the page's sentences by name (see `Strings`), which do not change afterwards, and then
 * with the state. It sends the whole state again whenever it changes.
 */
export const hostMessage = v.variant('type', [
  v.object({ type: v.literal('strings'), strings: v.record(v.string(), v.string()) }),
  v.object({ type: v.literal('state'), state: pageState }),
]);
export type HostMessage = v.InferOutput<typeof hostMessage>;
