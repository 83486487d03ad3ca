/**
 * How amounts are shown: unknown ones as a dash, those without a price as *unpriced*, and neither ever as zero.
 */

import { html, type TemplateResult } from 'lit/html.js';
import type { Amount } from '../../../core/money';
import type { Format } from '../../format';
import { isUnpriced, type CostChange } from '../costedUsage';
import type { Strings } from '../../../protocol/usagePage/strings';
import type { Count, Latency, Share } from '../sums';
import type { View } from './context';

type StringsAndFormat = Pick<View, 't' | 'f'>;

const dash = (why: string): TemplateResult =>
  html`<span class="unknown" title=${why}><span aria-hidden="true">–</span><span class="unseen">${why}</span></span>`;

const atLeast = (number: string, why: string): TemplateResult =>
  html`<span title=${why}><span aria-hidden="true">≥ </span><span class="unseen">${why}: </span>${number}</span>`;

/** A ratio of counts that are known only in part may be too large as well as too small. */
const approximate = (number: string, whole: boolean, t: Strings): TemplateResult | string =>
  whole
    ? number
    : html`<span title=${t.approximately}
        ><span aria-hidden="true">~</span><span class="unseen">${t.approximately}: </span>${number}</span
      >`;

/** A count in the given form. */
export function amount({ value, whole }: Count, show: (count: number) => string, t: Strings): TemplateResult | string {
  if (value === undefined) return dash(t.notKnown);
  return whole ? show(value) : atLeast(show(value), t.atLeast);
}

/** Money: a part without a price makes it *at least*, and nothing with a price makes it unpriced. */
export function money(of: Amount, { t, f }: StringsAndFormat): TemplateResult | string {
  if (isUnpriced(of)) return html`<span class="unknown" title=${t.unpricedTitle}>${t.unpriced}</span>`;
  return of.whole ? f.money(of.money) : atLeast(f.money(of.money), t.atLeastMoney);
}

/** An average latency; without calls there is none, which is not the same as not knowing it. */
export const latency = ({ value, whole }: Latency, f: Format, t: Strings): TemplateResult | string =>
  value === undefined ? dash(whole ? t.noInvocations : t.notKnown) : approximate(f.duration(value), whole, t);

/** A share of the total. */
export const percent = ({ value, whole }: Share, f: Format, t: Strings): TemplateResult | string =>
  value === undefined ? dash(whole ? t.noShare : t.notKnown) : approximate(f.percent(value), whole, t);

/** A change in a table: its ratio, or the words for why there is none. */
export function change(of: CostChange, { t, f }: StringsAndFormat): TemplateResult | string {
  switch (of.type) {
    case 'idle':
      return dash(t.noChange);
    case 'new':
      return html`<span class="unknown">${t.newUsage}</span>`;
    case 'unknown':
      return dash(t.changeUnknown);
    case 'known': {
      const difference = f.moneyDifference(of.difference);
      return of.ratio === undefined ? difference : html`<span title=${difference}>${f.percentChange(of.ratio)}</span>`;
    }
  }
}

/** An amount in plain words, for names that are read aloud. */
export const spokenCount = ({ value, whole }: Count, { t, f }: StringsAndFormat): string =>
  value === undefined ? t.notKnown : whole ? f.count(value) : `≥ ${f.count(value)}`;

/** Money in plain words. */
export const spokenMoney = (of: Amount, { t, f }: StringsAndFormat): string =>
  isUnpriced(of) ? t.unpriced : of.whole ? f.money(of.money) : `≥ ${f.money(of.money)}`;
