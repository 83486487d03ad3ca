/**
 * Reads AWS's Price List into a table of prices. It holds only products whose every word is understood; the others are
 * listed. Large, so it is imported only where a list has been fetched.
 */

import * as v from 'valibot';
import { billedModels, editionOf, type BilledModels } from '../billing/billedModels';
import type { PriceListDocument } from '../awsApi';
import { isClaude } from '../profiles/models';
import { pricePerMillion, type Price } from '../money';
import { VARIANTS, type PriceEntry, type PriceTable, type PriceTier, type Rates, type Variant } from './prices';
import { Problem } from '../problem';
import type { TokenKind } from '../usage/usage';
import { classifyUsageType, regionOfCode, type UsageType } from '../billing/usageTypes';

export const SKIP_REASONS = [
  'broken',
  'other-region',
  'not-tokens',
  'usage-type',
  'contradiction',
  'combination',
  'model',
  'speech',
  'other-service',
  'terms',
  'zero',
  'two-prices',
] as const;

/**
 * Why a line of the list has no place in the table. `not-tokens`: another unit. `usage-type`: a form that is not known.
 * `contradiction`: the attributes contradict the usage type. `combination`: two variants at once. `model`: not among
 * the candidates, or not distinguished. `terms`: no single price. `zero`: given away, which is believed of cache writes
 * only. `two-prices`: the same thing for two prices, so for none.
 */
export type SkipReason = (typeof SKIP_REASONS)[number];

/** A line of the price list that was not understood, and why. */
export interface Skipped {
  readonly usageType: string;
  /** The model's or the service's name. */
  readonly name: string;
  readonly reason: SkipReason;
}

/** A Region's prices, and the lines that were left out. */
export interface ReadPriceList {
  readonly table: PriceTable;
  readonly skipped: readonly Skipped[];
}

const Text = v.optional(v.nullable(v.string()), '');
const Product = v.object({
  attributes: v.object({
    servicename: Text,
    usagetype: v.string(),
    regionCode: Text,
    model: Text,
    inferenceType: Text,
    feature: Text,
    service_tier: Text,
  }),
});
const Term = v.object({
  effectiveDate: Text,
  priceDimensions: v.record(
    v.string(),
    v.object({ unit: v.string(), pricePerUnit: v.record(v.string(), v.string()), beginRange: Text, endRange: Text }),
  ),
});
const Terms = v.record(v.string(), Term);
const BulkFile = v.object({
  publicationDate: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}/)),
  products: v.record(v.string(), v.unknown()),
  terms: v.object({ OnDemand: v.optional(v.record(v.string(), v.unknown()), {}) }),
});
const Item = v.object({
  publicationDate: v.optional(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}/)), ''),
  product: v.unknown(),
  terms: v.object({ OnDemand: v.optional(v.unknown()) }),
});

/** A product and its terms, not validated yet. */
interface RawLine {
  readonly product: unknown;
  readonly terms: unknown;
}

interface RawList {
  readonly date: string;
  readonly lines: readonly RawLine[];
  readonly broken: number;
}

function rawBulk(content: unknown): RawList {
  const file = v.safeParse(BulkFile, content);
  if (!file.success) throw new Problem('broken-answer', { message: v.summarize(file.issues) });
  const { products, terms, publicationDate } = file.output;
  const lines = Object.entries(products).map(([sku, product]) => ({ product, terms: terms.OnDemand[sku] }));
  return { date: publicationDate.slice(0, 10), lines, broken: 0 };
}

/** The items are objects or, as the service sends them, JSON texts. */
function rawItem(item: unknown): unknown {
  if (typeof item !== 'string') return item;
  try {
    return JSON.parse(item) as unknown;
  } catch {
    return undefined;
  }
}

function rawItems(content: unknown): RawList {
  const list = v.safeParse(v.array(v.unknown()), content);
  if (!list.success) throw new Problem('broken-answer', { message: v.summarize(list.issues) });
  const items = list.output.flatMap((item) => {
    const read = v.safeParse(Item, rawItem(item));
    return read.success ? [read.output] : [];
  });
  const dates = items.map((item) => item.publicationDate.slice(0, 10)).sort();
  return {
    date: dates.at(-1) ?? '',
    lines: items.map(({ product, terms }) => ({ product, terms: terms.OnDemand })),
    broken: list.output.length - items.length,
  };
}

type Attributes = v.InferOutput<typeof Product>['attributes'];

/** The one price of a product: per million tokens, or why there is none. */
function priceIn(terms: unknown, usage: UsageType, date: string): Price | SkipReason {
  const read = v.safeParse(Terms, terms);
  if (!read.success) return 'terms';
  // Terms that begin after the list was published are not in force yet.
  const begun = Object.values(read.output).filter(
    (term) => date === '' || (term.effectiveDate ?? '').slice(0, 10) <= date,
  );
  const [newest] = begun.sort((a, b) => ((a.effectiveDate ?? '') < (b.effectiveDate ?? '') ? 1 : -1));
  const [dimension, ...more] = Object.values(newest?.priceDimensions ?? {});
  if (dimension === undefined || more.length > 0) return 'terms';
  const unit = dimension.unit.toLowerCase();
  const times =
    unit === '1m tokens' ? 1 : unit === '1k tokens' ? 1000 : unit === 'units' ? 1_000_000 / usage.perTokens : 0;
  if (times === 0) return 'not-tokens';
  const price = pricePerMillion(dimension.pricePerUnit.USD ?? '', times);
  if (price === undefined) return 'terms';
  return price === '0' && usage.kind !== 'cacheWrite' ? 'zero' : price;
}

/** Whether the attributes agree with the usage type about batch, flex and priority. */
function agrees({ feature, service_tier: tier, inferenceType }: Attributes, { variants }: UsageType): boolean {
  const statedRegion = `${feature ?? ''} ${tier ?? ''} ${inferenceType ?? ''}`.toLowerCase();
  const classes = ['batch', 'flex', 'priority'] as const;
  return classes.every((name) => !statedRegion.includes(name) || variants.includes(name));
}

/** Speech is priced apart from text, and CloudWatch counts both as one. */
const isSpeech = (id: string): boolean => id.includes('sonic');

/** The ids a line is the price of, or why it has none. */
function modelsIn(attributes: Attributes, usage: UsageType, models: BilledModels): readonly string[] | SkipReason {
  const edition = editionOf(attributes.servicename ?? '');
  const named = attributes.model === null || attributes.model === '' ? [] : models.byName(attributes.model);
  const keyed = usage.modelKey === '' ? [] : models.byKey(usage.modelKey);
  const ids = edition === undefined ? (named.length > 0 ? named : keyed) : models.byName(edition);
  if (named.length > 0 && keyed.length > 0 && named[0] !== keyed[0]) return 'contradiction';
  if (ids.length === 0) return 'model';
  if (ids.some(isSpeech)) return 'speech';
  // Claude's prices in Amazon Bedrock's own list are old, and some are missing.
  return edition === undefined && ids.some(isClaude) ? 'other-service' : ids;
}

/** One price with its place in the table. */
interface PriceLine {
  readonly ids: readonly string[];
  readonly tier: PriceTier;
  readonly variant: Variant | 'standard';
  readonly kind: TokenKind;
  readonly price: Price;
  readonly mantle: boolean;
}

interface Reading {
  readonly region: string;
  readonly date: string;
  readonly models: BilledModels;
}

function readLine(attributes: Attributes, terms: unknown, { region, date, models }: Reading): PriceLine | SkipReason {
  const { regionCode, servicename, usagetype } = attributes;
  const usage = classifyUsageType(
    usagetype,
    servicename === null || servicename === '' ? 'Amazon Bedrock' : servicename,
  );
  if (usage === undefined) return 'usage-type';
  const coded = regionOfCode(usage.regionCode);
  const stated = regionCode === null || regionCode === '' ? coded : regionCode;
  if (coded !== undefined && stated !== coded) return 'contradiction';
  if (stated !== region) return 'other-region';
  if (usage.variants.length > 1) return 'combination';
  if (!agrees(attributes, usage)) return 'contradiction';
  const ids = modelsIn(attributes, usage, models);
  if (typeof ids === 'string') return ids;
  const price = priceIn(terms, usage, date);
  if (isReason(price)) return price;
  return { ids, tier: usage.tier, variant: usage.variant ?? 'standard', kind: usage.kind, price, mantle: usage.mantle };
}

const isReason = (text: string): text is SkipReason => SKIP_REASONS.some((reason) => reason === text);

type PricesByKey = Map<
  string,
  { readonly line: PriceLine; readonly id: string; conflict: boolean; readonly usageType: string }
>;

/**
 * The same thing for two prices has none. A row of the OpenAI-compatible endpoint counts only where there is no other.
 */
function place(byKey: PricesByKey, line: PriceLine, usageType: string): void {
  for (const id of line.ids) {
    const key = JSON.stringify([id, line.tier, line.variant, line.kind]);
    const there = byKey.get(key);
    if (there === undefined || (there.line.mantle && !line.mantle))
      byKey.set(key, { line, id, usageType, conflict: false });
    else if (there.line.mantle === line.mantle && there.line.price !== line.price) there.conflict = true;
  }
}

interface TableDraft {
  mantle: boolean;
  readonly standard: Partial<Record<TokenKind, Price>>;
  readonly variants: Partial<Record<Variant, Partial<Record<TokenKind, Price>>>>;
}

function entriesOf(byKey: PricesByKey, region: string): PriceTable['entries'] {
  const drafts = new Map<string, Partial<Record<PriceTier, TableDraft>>>();
  for (const { line, id, conflict } of byKey.values()) {
    if (conflict) continue;
    const tiers = drafts.get(id) ?? {};
    drafts.set(id, tiers);
    const draft = (tiers[line.tier] ??= { mantle: false, standard: {}, variants: {} });
    draft.mantle ||= line.mantle;
    const rates = line.variant === 'standard' ? draft.standard : (draft.variants[line.variant] ??= {});
    rates[line.kind] = line.price;
  }
  const entry = ({ standard, variants, mantle }: TableDraft): PriceEntry => {
    const rates: Rates = standard;
    const more = VARIANTS.some((name) => variants[name] !== undefined) ? { variants } : {};
    return { rates, ...more, ...(mantle ? { mantle } : {}) };
  };
  return Object.fromEntries(
    [...drafts].map(([id, { global, regional }]) => [
      id,
      {
        ...(global === undefined ? {} : { global: { [region]: entry(global) } }),
        ...(regional === undefined ? {} : { regional: { [region]: entry(regional) } }),
      },
    ]),
  );
}

/**
 * Reads one document of the Price List: a bulk file of a Region, or GetProducts' items of it. `candidates` are all
 * model ids that are known (those of other tables, of profiles, of listed models). Throws a Problem `broken-answer`
 * when it is no price list at all.
 */
export function readPriceList(document: PriceListDocument, candidates: Iterable<string>): ReadPriceList {
  const { region } = document;
  const { date, lines, broken } = document.from === 'bulk' ? rawBulk(document.content) : rawItems(document.content);
  const reading: Reading = { region, date, models: billedModels(candidates) };
  const byKey: PricesByKey = new Map();
  const skipped: Skipped[] = Array.from({ length: broken }, () => ({ usageType: '', name: '', reason: 'broken' }));
  for (const { product, terms } of lines) {
    const read = v.safeParse(Product, product);
    const attributes = read.success ? read.output.attributes : undefined;
    const line = attributes === undefined ? 'broken' : readLine(attributes, terms, reading);
    if (typeof line === 'object') place(byKey, line, attributes?.usagetype ?? '');
    else skipped.push({ usageType: attributes?.usagetype ?? '', name: nameIn(attributes), reason: line });
  }
  for (const { conflict, usageType, id } of byKey.values())
    if (conflict) skipped.push({ usageType, name: id, reason: 'two-prices' });
  return { table: { origin: 'price-list', date, entries: entriesOf(byKey, region) }, skipped };
}

const nameIn = (attributes: Attributes | undefined): string =>
  [attributes?.model, attributes?.servicename].find((name) => name !== undefined && name !== null && name !== '') ?? '';
