/** How amounts look: what is not known is a dash that says so, never a zero. */

import { html, type TemplateResult } from 'lit/html.js';
import type { Format } from '../numbers';
import type { Strings } from '../strings';
import type { Amount, Latency, Share } from '../sums';

const dash = (why: string): TemplateResult =>
  html`<span class="unknown" title=${why}><span aria-hidden="true">–</span><span class="unseen">${why}</span></span>`;

const atLeast = (number: string, t: Strings): TemplateResult =>
  html`<span title=${t.atLeast}
    ><span aria-hidden="true">≥ </span><span class="unseen">${t.atLeast}: </span>${number}</span
  >`;

/** A ratio of counts that are known only in part may be too large as well as too small. */
const roughly = (number: string, whole: boolean, t: Strings): TemplateResult | string =>
  whole
    ? number
    : html`<span title=${t.roughly}
        ><span aria-hidden="true">~</span><span class="unseen">${t.roughly}: </span>${number}</span
      >`;

/** A count in the given form. */
export function amount({ value, whole }: Amount, show: (count: number) => string, t: Strings): TemplateResult | string {
  if (value === undefined) return dash(t.notKnown);
  return whole ? show(value) : atLeast(show(value), t);
}

/** An average latency; without calls there is none, which is not the same as not knowing it. */
export const latency = ({ value, whole }: Latency, f: Format, t: Strings): TemplateResult | string =>
  value === undefined ? dash(whole ? t.noCalls : t.notKnown) : roughly(f.duration(value), whole, t);

/** A share of the total. */
export const percent = ({ value, whole }: Share, f: Format, t: Strings): TemplateResult | string =>
  value === undefined ? dash(whole ? t.noTokens : t.notKnown) : roughly(f.percent(value), whole, t);

/** An amount in plain words, for names that are read aloud. */
export const spoken = ({ value, whole }: Amount, f: Format, t: Strings): string =>
  value === undefined ? t.notKnown : whole ? f.exact(value) : `≥ ${f.exact(value)}`;
