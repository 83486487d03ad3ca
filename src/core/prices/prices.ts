/**
 * What a token costs, and what tokens cost. A price is found by the exact model (its first version's number may be left
 * out), tier and Region, or it is not known: never a neighbour's. Input, output and cache kinds are priced each by
 * itself; a kind without a price makes an amount *at least*.
 */

import { ownValue } from '../collections';
import type { ModelId } from '../ids';
import { NO_AMOUNT, UNKNOWN_AMOUNT, cost, subtract, sumAmounts, type Amount, type Money, type Price } from '../money';
import { splitGeo } from '../profiles/models';
import type { Source, Tier } from '../profiles/source';
import { TOKEN_KINDS, type TokenCounts, type TokenKind } from '../usage/usage';

/** `regional` covers in-Region and geographic inference; both are priced by the source Region. */
export type PriceTier = 'global' | 'regional';

/** USD per million tokens. A kind that is missing is unpriced. */
export type Rates = Readonly<Partial<Record<TokenKind, Price>>>;

/** The kinds of prices besides the standard on-demand ones. */
export const VARIANTS = ['cacheWrite1h', 'batch', 'longContext', 'flex', 'priority', 'latencyOptimized'] as const;
/** Prices besides the standard on-demand ones. CloudWatch does not count their tokens separately. */
export type Variant = (typeof VARIANTS)[number];

/** The prices of one model in one Region, in USD per million tokens. */
export interface PriceEntry {
  readonly rates: Rates;
  readonly variants?: Readonly<Partial<Record<Variant, Rates>>>;
  /**
   * Some of it is only in the list's rows of the OpenAI-compatible endpoint (`-mantle-`), which cost the same where
   * a model has both.
   */
  readonly mantle?: true;
}

/** Entries by exact model id, then tier, then Region (`''`: any commercial Region). */
export type PriceEntries = Readonly<
  Record<string, Readonly<Partial<Record<PriceTier, Readonly<Record<string, PriceEntry>>>>>>
>;

/** Plain JSON. */
export interface PriceTable {
  readonly origin: 'price-list' | 'bundled';
  /** When these prices were published, yyyy-mm-dd. */
  readonly date: string;
  readonly entries: PriceEntries;
}

/** Where a price is from. The date is that of its table; empty for an override. */
export interface PriceOrigin {
  readonly from: 'override' | 'price-list' | 'bundled';
  readonly date: string;
}

/** Rates from the settings by their key, `[<geo>.]<model id>[@<region>]`. */
export type Overrides = Readonly<Record<string, Rates>>;

/** All prices that are known. Overrides beat the price list, which beats the bundled table. */
export interface PriceBook {
  readonly overrides: Overrides;
  /** One or more for each Region that was fetched; the newest that has a price counts. */
  readonly priceLists: readonly PriceTable[];
  readonly bundled: PriceTable | undefined;
}

/** Rates with where they are from. */
export interface Priced {
  readonly rates: Rates;
  readonly variants: Readonly<Partial<Record<Variant, Rates>>>;
  readonly origin: PriceOrigin;
  /** The key in the settings that has it; undefined for a list price. */
  readonly overrideKey?: string;
  /** Undefined when the tier is not known and makes no difference. */
  readonly tier: PriceTier | undefined;
  /** The Region whose price it is; empty for any commercial Region. */
  readonly region: string;
  /** See `PriceEntry`. */
  readonly mantle?: true;
}

/** What a price depends on: the model, the tier and the geography. */
export type PricedSource = Pick<Source, 'model' | 'tier' | 'geo'>;

/** Regions of the commercial partition. Prices elsewhere (GovCloud, China, sovereign clouds) are lists of their own. */
const COMMERCIAL = /^[a-z]{2}-(north|south|east|west|central|northeast|northwest|southeast|southwest)-\d+$/;
const isCommercial = (region: string): boolean => COMMERCIAL.test(region) && !region.startsWith('cn-');

/** A source whose tier is certain. */
interface PriceKey {
  readonly model: ModelId;
  readonly tier: PriceTier;
  /** `global`, `eu` …; empty in one Region. */
  readonly geo: string;
}

/**
 * A model's first version is written with and without its number: `…-v1:0`, `…-v1`, `…-1:0` or nothing, by AWS itself
 * and by people. The spelling that is asked for comes first.
 */
function spellingsOf(model: string): readonly string[] {
  const bare = model.replace(/(-v1(:0)?|-1:0)$/, '');
  return [...new Set([model, bare, `${bare}-v1:0`, `${bare}-v1`, `${bare}-1:0`])];
}

function overridden(place: PriceKey, region: string, overrides: Overrides): Priced | undefined {
  const spellings = spellingsOf(place.model);
  const ids = [...(place.geo === '' ? [] : spellings.map((model) => `${place.geo}.${model}`)), ...spellings];
  for (const key of [...ids.map((id) => `${id}@${region}`), ...ids]) {
    const rates = ownValue(overrides, key);
    if (rates === undefined) continue;
    return { rates, variants: {}, origin: { from: 'override', date: '' }, overrideKey: key, tier: place.tier, region };
  }
  return undefined;
}

function listed(place: PriceKey, region: string, table: PriceTable): Priced | undefined {
  const entries = spellingsOf(place.model).flatMap((model) => ownValue(table.entries, model) ?? []);
  const regions = ownValue(entries[0], place.tier);
  const exact = region === '' ? undefined : ownValue(regions, region);
  const entry = exact ?? (isCommercial(region) ? ownValue(regions, '') : undefined);
  if (entry === undefined) return undefined;
  return {
    rates: entry.rates,
    variants: entry.variants ?? {},
    origin: { from: table.origin, date: table.date },
    tier: place.tier,
    region: exact === undefined ? '' : region,
    ...(entry.mantle === undefined ? {} : { mantle: entry.mantle }),
  };
}

function priceAt(place: PriceKey, region: string, book: PriceBook): Priced | undefined {
  const override = overridden(place, region, book.overrides);
  if (override !== undefined) return override;
  const newestFirst = [...book.priceLists].sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
  for (const table of book.bundled === undefined ? newestFirst : [...newestFirst, book.bundled]) {
    const found = listed(place, region, table);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The geographies that overrides name for a model: where the source's own is not known, it could be any of these. */
function geosNamed(model: string, overrides: Overrides): readonly string[] {
  return Object.keys(overrides).flatMap((key) => {
    const split = splitGeo(key.split('@')[0] ?? '');
    const isNamed = spellingsOf(model).includes(split.model);
    return split.geo !== undefined && split.geo !== 'global' && isNamed ? [split.geo] : [];
  });
}

/** All that a source may be. One place where the tier is known. */
function priceKeysOf(source: PricedSource, model: ModelId, overrides: Overrides): readonly PriceKey[] {
  const regional = (geo: string): PriceKey => ({ model, tier: 'regional', geo });
  const global: PriceKey = { model, tier: 'global', geo: 'global' };
  const anyGeo = (): readonly PriceKey[] => ['', ...geosNamed(model, overrides)].map(regional);
  switch (source.tier) {
    case 'global':
      return [global];
    case 'in-region':
      return [regional('')];
    case 'geographic':
      return source.geo === '' ? anyGeo() : [regional(source.geo)];
    case 'unknown':
      return [global, ...anyGeo()];
  }
}

const sameRates = (a: Rates, b: Rates): boolean => TOKEN_KINDS.every((kind) => a[kind] === b[kind]);

/** The price of a source's tokens in a Region (the one that is called); undefined when it is not known for certain. */
export function priceOf(source: PricedSource, region: string, book: PriceBook): Priced | undefined {
  const { model } = source;
  if (model === undefined) return undefined;
  const all = priceKeysOf(source, model, book.overrides).map((place) => priceAt(place, region, book));
  const [first] = all;
  if (first === undefined || all.some((one) => one === undefined || !sameRates(one.rates, first.rates)))
    return undefined;
  return source.tier === 'unknown' ? { ...first, tier: undefined } : first;
}

/** What tokens cost. `unpriced` are the kinds that have tokens but no price. */
export interface Estimate {
  readonly amount: Amount;
  readonly byKind: Readonly<Record<TokenKind, Amount>>;
  readonly unpriced: readonly TokenKind[];
}

function amountOf(tokens: number, price: Price | undefined): Amount {
  if (tokens === 0) return NO_AMOUNT;
  const money = price === undefined ? undefined : cost(tokens, price);
  return money === undefined ? UNKNOWN_AMOUNT : { money, whole: true };
}

/** Exact. A kind with tokens but no price (or a count that is none) adds nothing and makes the amount *at least*. */
export function estimate(tokens: TokenCounts, rates: Rates | undefined): Estimate {
  const byKind: Readonly<Record<TokenKind, Amount>> = {
    input: amountOf(tokens.input, rates?.input),
    output: amountOf(tokens.output, rates?.output),
    cacheRead: amountOf(tokens.cacheRead, rates?.cacheRead),
    cacheWrite: amountOf(tokens.cacheWrite, rates?.cacheWrite),
  };
  return {
    amount: sumAmounts(Object.values(byKind)),
    byKind,
    unpriced: TOKEN_KINDS.filter((kind) => !byKind[kind].whole),
  };
}

/** One line of the sum: tokens × price = product. */
export interface FormulaLine {
  readonly kind: TokenKind;
  readonly tokens: number;
  readonly price: Price | undefined;
  readonly product: Amount;
}

/** How an estimate comes about, kind by kind; kinds without tokens are left out. */
export function formula(tokens: TokenCounts, rates: Rates | undefined): readonly FormulaLine[] {
  const { byKind } = estimate(tokens, rates);
  return TOKEN_KINDS.filter((kind) => tokens[kind] !== 0).map((kind) => ({
    kind,
    tokens: tokens[kind],
    price: rates?.[kind],
    product: byKind[kind],
  }));
}

/** A model to compare with. `geo` is needed only where overrides name one; for `global` it is `global`. */
export interface Candidate {
  readonly model: ModelId;
  readonly tier: Tier;
  readonly geo?: string;
  readonly region: string;
}

export interface WhatIf extends Estimate {
  readonly candidate: Candidate;
  readonly priced: Priced | undefined;
}

/** What the same tokens would cost elsewhere. An amount that is not whole cannot be compared. */
export function whatIf(tokens: TokenCounts, book: PriceBook, candidates: readonly Candidate[]): readonly WhatIf[] {
  return candidates.map((candidate) => {
    const geo = candidate.tier === 'global' ? 'global' : (candidate.geo ?? '');
    const priced = priceOf({ model: candidate.model, tier: candidate.tier, geo }, candidate.region, book);
    return { candidate, priced, ...estimate(tokens, priced?.rates) };
  });
}

/**
 * What caching saved: the cost if all cached tokens had been plain input, less what they cost. Negative where writes
 * outweigh reads. Undefined unless input and both cache kinds have a price.
 */
export function cachingSaved(tokens: TokenCounts, rates: Rates | undefined): Money | undefined {
  const { input, cacheRead, cacheWrite } = rates ?? {};
  if (input === undefined || cacheRead === undefined || cacheWrite === undefined) return undefined;
  const parts = [
    cost(tokens.cacheRead, input),
    cost(tokens.cacheWrite, input),
    cost(tokens.cacheRead, cacheRead),
    cost(tokens.cacheWrite, cacheWrite),
  ];
  const [readPlain, writePlain, read, write] = parts;
  if (readPlain === undefined || writePlain === undefined || read === undefined || write === undefined)
    return undefined;
  return subtract(subtract(readPlain, read), subtract(write, writePlain));
}
