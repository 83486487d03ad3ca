/** Validates what arrives from the host. */

import * as v from 'valibot';
import { hostMessage } from '../protocol/usagePage/hostMessage';
import type { PageState } from '../protocol/usagePage/state';
import type { Strings } from '../protocol/usagePage/strings';
import { isPlausible } from './usage/computedUsage';

/** The content of a message, or what is wrong with it, for the log. */
export type Received =
  | { readonly type: 'strings'; readonly strings: Strings }
  | { readonly type: 'state'; readonly state: PageState }
  | { readonly type: 'invalid'; readonly why: string };

/** Validates a message's shape, and that its figures can be drawn. */
export function receive(data: unknown): Received {
  const result = v.safeParse(hostMessage, data);
  if (!result.success) return { type: 'invalid', why: v.summarize(result.issues) };
  const message = result.output;
  // The host's type checks that every name of `Strings` is there.
  if (message.type === 'strings') return { type: 'strings', strings: message.strings as Strings };
  const { usageReport } = message.state;
  return usageReport === undefined || isPlausible(usageReport)
    ? message
    : { type: 'invalid', why: 'figures: the time span cannot be drawn' };
}
