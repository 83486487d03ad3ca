/**
 * How an estimate is calculated, for a tooltip: tokens × price by model and inference type, and where the prices are
 * from.
 */

import { env, l10n } from 'vscode';
import { formatCount } from '../core/format';
import { formatMoney, formatPrice, NO_MONEY, type Amount } from '../core/money';
import { estimate, formula, type Priced } from '../core/prices/prices';
import { profileSource, type Profile } from '../core/profiles/profile';
import { addTokens, NO_TOKENS, TOKEN_KINDS, totalTokens, type TokenCounts, type TokenKind } from '../core/usage/usage';
import type { PriceCalculator } from '../store/pricing';
import { tokenKindText, modelText, tierText } from './labels';
import { priceText } from './priceText';
import type { Tooltip } from './tooltip';

/** Tokens, and what they cost. */
export interface EstimatedTokens {
  readonly tokens: TokenCounts;
  /** The tokens of each profile. */
  readonly counted?: readonly (readonly [Profile, TokenCounts])[];
  /** What they cost at list prices; undefined while prices are being loaded. */
  readonly estimate?: Amount;
}

/** Tokens that are priced alike. */
interface Part {
  readonly name: string;
  readonly priced: Priced | undefined;
  readonly tokens: TokenCounts;
}

/** Tokens by model and tier, and so by price; what was not used has no part. */
function partsOf({ counted = [] }: EstimatedTokens, pricing: PriceCalculator): readonly Part[] {
  const parts = new Map<string, Part>();
  for (const [profile, tokens] of counted) {
    if (totalTokens(tokens) === 0) continue;
    const name = `${modelText(profile)} · ${tierText(profileSource(profile))}`;
    const priced = pricing.pricedProfile(profile);
    const key = `${name}\n${priced === undefined ? '' : priceText(priced)}`;
    parts.set(key, { name, priced, tokens: addTokens(parts.get(key)?.tokens ?? NO_TOKENS, tokens) });
  }
  return [...parts.values()];
}

/** Tokens by kind, and how their estimate is calculated, by model and inference type. */
export function appendCalculation(
  text: Tooltip,
  estimated: EstimatedTokens,
  pricing: PriceCalculator | undefined,
): void {
  const parts = pricing === undefined ? [] : partsOf(estimated, pricing);
  const [first] = parts;
  if (pricing !== undefined && estimated.estimate !== undefined && parts.length === 1 && first?.priced !== undefined)
    appendTable(text, first, first.priced, pricing);
  else appendCounts(text, estimated.tokens);
  if (pricing === undefined || estimated.estimate === undefined) return;
  if (parts.length > 1) for (const part of parts) appendFormula(text, part, pricing);
  appendEstimate(text, estimated.estimate, parts, pricing);
}

/** Tokens × price = estimate, kind by kind. */
function appendTable(text: Tooltip, part: Part, { rates }: Priced, pricing: PriceCalculator): void {
  const { tokens } = part;
  const { byKind, amount } = estimate(tokens, rates);
  const perMillion = (kind: TokenKind): string => {
    const rate = rates[kind];
    return rate === undefined ? (tokens[kind] === 0 ? '–' : l10n.t('unpriced')) : formatPrice(rate, env.language);
  };
  text
    .strong(part.name)
    .paragraph()
    .table([
      [l10n.t('Kind'), l10n.t('Tokens'), l10n.t('USD per million'), l10n.t('Estimate')],
      ...TOKEN_KINDS.map((kind) => [
        tokenKindText(kind),
        formatCount(tokens[kind]),
        `× ${perMillion(kind)}`,
        `= ${pricing.text(byKind[kind])}`,
      ]),
      [l10n.t('Total'), formatCount(totalTokens(tokens)), '', pricing.text(amount)],
    ]);
}

function appendCounts(text: Tooltip, tokens: TokenCounts): void {
  text.table([
    [l10n.t('Kind'), l10n.t('Tokens')],
    ...TOKEN_KINDS.map((kind) => [tokenKindText(kind), formatCount(tokens[kind])]),
    [l10n.t('Total'), formatCount(totalTokens(tokens))],
  ]);
}

/** One model's part of the sum, in a line: the prices are USD for a million tokens. */
function appendFormula(text: Tooltip, part: Part, pricing: PriceCalculator): void {
  const { priced, tokens } = part;
  const products = formula(tokens, priced?.rates).map(({ kind, tokens: count, price }) =>
    price === undefined
      ? l10n.t('{0} {1} (unpriced)', formatCount(count), tokenKindText(kind).toLowerCase())
      : `${formatCount(count)} ${tokenKindText(kind).toLowerCase()} × ${formatPrice(price, env.language)}`,
  );
  const sum = pricing.text(estimate(tokens, priced?.rates).amount);
  text
    .strong(part.name)
    .line()
    .text(priced === undefined ? priceText(priced) : l10n.t('({0}) per million = {1}', products.join(' + '), sum))
    .paragraph();
}

/** What it comes to, and where the prices are from. */
function appendEstimate(text: Tooltip, amount: Amount, parts: readonly Part[], pricing: PriceCalculator): void {
  const from = [...new Set(parts.map(({ priced }) => priceText(priced)))].join('; ');
  const unpriced = !amount.whole && amount.money === NO_MONEY;
  if (!unpriced)
    text
      .text(
        parts.length === 0
          ? l10n.t('Estimate {0}.', pricing.text(amount))
          : l10n.t('Estimate {0}: {1}; cache writes are priced at the 5-minute rate.', pricing.text(amount), from),
      )
      .paragraph();
  if (amount.whole) return;
  text
    .icon('info')
    .text(
      unpriced
        ? l10n.t('No estimate: no price is known for these models and inference types in this Region.')
        : l10n.t('At least {0}: some of it has no known price.', formatMoney(amount.money, env.language)),
    )
    .paragraph();
}
