/** The cells of a report's tables: plain text that is not escaped yet. */

import type { MarkdownColumn } from '../export/markdownText';
import { totalTokens } from '../usage/usage';
import type { Spent } from './data';
import type { Line } from './sums';

/** `12%`, `1.5%`; without a sign. */
function percent(ratio: number): string {
  const value = Math.abs(ratio) * 100;
  return value < 9.95 ? `${value.toFixed(1)}%` : `${Math.round(value).toLocaleString('en-US')}%`;
}

/** What rounds to nothing. */
const TINY = 0.0005;

const UNKNOWN = '–';

/** The share of an amount; a dash where it is not known. */
export function shareText(part: Spent, all: Spent): string {
  if (!part.amount.whole || all.amount.money === 0n) return UNKNOWN;
  const share = Number(part.amount.money) / Number(all.amount.money);
  return share > 0 && share < TINY ? '<0.1%' : percent(share);
}

/** `+12%`; `new` where there was nothing before; a dash where it is not known. */
export function changeText(now: number, before: number, known = true): string {
  if (!known) return UNKNOWN;
  if (before === 0) return now === 0 ? UNKNOWN : 'new';
  const ratio = (now - before) / before;
  if (Math.abs(ratio) < TINY) return '0%';
  return `${ratio > 0 ? '+' : '−'}${percent(ratio)}`;
}

/** How an estimate compares with the one of the month before. */
export const moneyChange = ({ now, before }: Pick<Line, 'now' | 'before'>): string =>
  totalTokens(before.tokens) === 0
    ? changeText(totalTokens(now.tokens), 0)
    : changeText(Number(now.amount.money), Number(before.amount.money), now.amount.whole && before.amount.whole);

export const text = (heading: string): MarkdownColumn => ({ heading, numeric: false });
export const number = (heading: string): MarkdownColumn => ({ heading, numeric: true });

/** The cells of the last row. */
export const bold = (cell: string): string => (cell === '' ? '' : `**${cell}**`);
