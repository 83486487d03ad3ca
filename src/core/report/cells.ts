/** The cells of a report's tables: plain text that is not escaped yet. */

import type { MarkdownColumn } from '../export/markdownText';
import type { Amount, Money } from '../money';
import { totalTokens } from '../usage/usage';
import type { Spent } from './data';
import type { ReportMessages } from './messages';
import { isUnpriced, type ReportLine, type Saved } from './sums';

/** A share below this rounds to nothing. */
const TINY = 0.0005;

const UNKNOWN = '–';

/** An amount that is not whole is marked as *at least*; without any price there is no number. */
export function amountText({ money, whole }: Amount, { cells, formats }: ReportMessages): string {
  if (whole) return formats.money(money);
  return isUnpriced({ money, whole }) ? cells.unpriced : cells.atLeast(formats.money(money));
}

/** An amount's share of the total; a dash where it is unknown. */
export function shareText(part: Spent, all: Spent, { formats }: ReportMessages): string {
  if (!part.amount.whole || all.amount.money === 0n) return UNKNOWN;
  const share = Number(part.amount.money) / Number(all.amount.money);
  return share > 0 && share < TINY ? `<${formats.percent(0.001)}` : formats.percent(share);
}

/** `+12%`; `new` where there was no usage before; a dash where the change is unknown. */
export function changeText(
  { now, before, known = true }: { readonly now: number; readonly before: number; readonly known?: boolean },
  { cells, formats }: ReportMessages,
): string {
  if (!known) return UNKNOWN;
  if (before === 0) return now === 0 ? UNKNOWN : cells.newUsage;
  const ratio = (now - before) / before;
  if (Math.abs(ratio) < TINY) return '0%';
  return `${ratio > 0 ? '+' : '−'}${formats.percent(Math.abs(ratio))}`;
}

/** How an estimate compares with that of the month before. */
export function costChange({ now, before }: Pick<ReportLine, 'now' | 'before'>, messages: ReportMessages): string {
  if (totalTokens(before.tokens) === 0) return changeText({ now: totalTokens(now.tokens), before: 0 }, messages);
  return changeText(
    {
      now: Number(now.amount.money),
      before: Number(before.amount.money),
      known: now.amount.whole && before.amount.whole,
    },
    messages,
  );
}

/** What caching saved, or cost in addition. */
export function savedText({ money, whole }: Saved, { cells, formats }: ReportMessages): string {
  if (money === undefined) return whole ? cells.noCachedTokens : cells.unpriced;
  return money < 0n
    ? cells.cachingCostMore(formats.money((0n - money) as Money), whole)
    : cells.cachingSaved(formats.money(money), whole);
}

export const textColumn = (heading: string): MarkdownColumn => ({ heading, numeric: false });
export const numberColumn = (heading: string): MarkdownColumn => ({ heading, numeric: true });

/** A cell of the last row. */
export const bold = (cell: string): string => (cell === '' ? '' : `**${cell}**`);
