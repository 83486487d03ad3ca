/** What arrives from the host, looked at before it is believed. */

import * as v from 'valibot';
import { hostMessage, type PageState } from '../protocol/usagePage';
import { isPlausible } from './usage/figures';
import type { Strings } from './usage/strings';

/** What a message says, or what is wrong with it in words for the log. */
export type Received =
  | { readonly ok: true; readonly words: Strings; readonly state: PageState }
  | { readonly ok: false; readonly why: string };

/** Checks a message's shape, and that its figures can be drawn. */
export function receive(data: unknown): Received {
  const result = v.safeParse(hostMessage, data);
  if (!result.success) return { ok: false, why: v.summarize(result.issues) };
  const { state, words } = result.output;
  if (state.figures && !isPlausible(state.figures)) return { ok: false, why: 'figures: the time span cannot be drawn' };
  // Texts by name: the names are those of the host's own table, which this page's types are made of.
  return { ok: true, state, words: words as Strings };
}
