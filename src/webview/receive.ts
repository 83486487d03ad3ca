/** What arrives from the host, looked at before it is believed. */

import * as v from 'valibot';
import { hostMessage, type PageState } from '../core/protocol';
import { isPlausible } from './figures';

/** The state in a message, or what is wrong with it in words for the log. */
export type Received = { readonly ok: true; readonly state: PageState } | { readonly ok: false; readonly why: string };

/** Checks a message's shape, and that its figures can be drawn. */
export function receive(data: unknown): Received {
  const result = v.safeParse(hostMessage, data);
  if (!result.success) {
    const { issues } = result;
    return { ok: false, why: issues.map((issue) => `${v.getDotPath(issue) ?? ''} ${issue.message}`.trim()).join('; ') };
  }
  const { state } = result.output;
  if (state.figures && !isPlausible(state.figures)) return { ok: false, why: 'figures: the time span cannot be drawn' };
  return { ok: true, state };
}
