// Writes src/core/prices/bundledPrices.json: the prices of Amazon Bedrock's models as the pinned @pydantic/genai-prices
// knows them.
import { findProvider } from '@pydantic/genai-prices';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The day each version was published. The package does not say it itself, so a new version is entered here. */
const PUBLISHED = { '0.1.8': '2026-09-23' };

/** AWS's own ids of models that the package lists under a shorter one, from AWS's page of model ids. */
const OTHER_IDS = {
  'anthropic.claude-opus-4-5-v1:0': ['anthropic.claude-opus-4-5-20251101-v1:0'],
  'nvidia.nemotron-nano-3-30b:0': ['nvidia.nemotron-nano-3-30b'],
  'nvidia.nemotron-nano-9b-v2:0': ['nvidia.nemotron-nano-9b-v2'],
  'nvidia.nemotron-super-3-120b:0': ['nvidia.nemotron-super-3-120b'],
};

const KINDS = ['input_mtok', 'output_mtok', 'cache_read_mtok', 'cache_write_mtok'];
const CACHE_WRITE_1H = 'cache_write_1h_mtok';
const target = fileURLToPath(new URL('../src/core/prices/bundledPrices.json', import.meta.url));

const MATCHERS = {
  equals: (text, id) => id === text,
  contains: (text, id) => id.includes(text),
  starts_with: (text, id) => id.startsWith(text),
  ends_with: (text, id) => id.endsWith(text),
  regex: (text, id) => new RegExp(text).test(id),
  or: (rules, id) => rules.some((rule) => accepts(rule, id)),
  and: (rules, id) => rules.every((rule) => accepts(rule, id)),
};

function accepts(match, id) {
  const [[rule, value]] = Object.entries(match);
  if (!MATCHERS[rule]) throw new Error(`A rule of an unknown kind: ${rule}`);
  return MATCHERS[rule](value, id);
}

/** Prices in force on the day: the last one listed that has begun. */
function pricesOn(date, { id, prices }) {
  if (!Array.isArray(prices)) return prices;
  const begun = prices.filter(({ constraint }) => {
    if (constraint && constraint.type !== 'start_date') throw new Error(`${id} has prices by ${constraint.type}`);
    return !constraint || constraint.start_date <= date;
  });
  return begun.at(-1)?.prices;
}

/** A number in plain decimal form; nothing here is so small that it would be written with an exponent. */
function decimal(number) {
  const text = String(number);
  if (!/^\d+(\.\d{1,9})?$/.test(text)) throw new Error(`Not a price: ${text}`);
  return text;
}

const base = (price) => (typeof price === 'object' ? price.base : price);

function dearest(id, price) {
  if (typeof price !== 'object') return price;
  if (price.tiers.length !== 1) throw new Error(`${id} has more than one tier`);
  return price.tiers[0].price;
}

/** AWS's own Price List gives cache writes of Nova's away; the package leaves them out. */
const cacheWritesAreFree = ({ id }, prices) =>
  /^(global\.|regional\.)?amazon\.nova-/.test(id) && prices.cache_read_mtok !== undefined;

/** The four kinds in the order of KINDS; a dash has no price. */
const line = (prices) => prices.map((price) => (price === undefined ? '-' : decimal(price))).join(' ');

/** Standard rates and, where there are such, those of a variant. */
function linesOf(tier, model, prices) {
  const lines = { [tier]: line(KINDS.map((kind) => base(prices[kind]))) };
  if (prices[CACHE_WRITE_1H] !== undefined)
    lines[`${tier} cacheWrite1h`] = line([undefined, undefined, undefined, base(prices[CACHE_WRITE_1H])]);
  if (KINDS.some((kind) => typeof prices[kind] === 'object'))
    lines[`${tier} longContext`] = line(KINDS.map((kind) => dearest(model.id, prices[kind])));
  return lines;
}

/**
 * All exact ids of an entry: its own, and the same id with and without Claude's `-v1:0` or `-v1` where the entry's rule
 * takes it and no other entry's does. Only Claude's ids come both ways; in others' ids `-v1` tells one model from the
 * next.
 */
function idsOf(model, id, tier, models) {
  const stem = id.replace(/(-v1)?(:0)?$/, '');
  const claude = /^anthropic\.(?!.*-v[^1])/.test(id) ? [stem, `${stem}-v1`, `${stem}-v1:0`] : [];
  const taken = [...claude, ...(OTHER_IDS[id] ?? [])].filter((other) => {
    const called = tier === 'global' ? `global.${other}` : other;
    return models.every(({ match, ...rest }) => accepts(match, called) === (rest.id === model.id));
  });
  return [...new Set([id, ...taken])];
}

/** What the file holds, as an object. */
export async function bundledPrices() {
  const manifest = new URL('../node_modules/@pydantic/genai-prices/package.json', import.meta.url);
  const { version } = JSON.parse(await readFile(manifest, 'utf8'));
  const date = PUBLISHED[version];
  if (!date) throw new Error(`Enter the day that @pydantic/genai-prices ${version} was published.`);
  const { models } = findProvider({ providerId: 'aws' });
  const rows = new Map();
  for (const model of models) {
    const [, prefix, id] = /^(global|regional)?\.?(.+)$/.exec(model.id);
    const tier = prefix ?? 'regional';
    const listed = pricesOn(date, model);
    const prices = listed && cacheWritesAreFree(model, listed) ? { cache_write_mtok: 0, ...listed } : listed;
    // Spoken and written tokens have two prices, and CloudWatch counts them as one.
    if (!prices || Object.keys(prices).some((key) => key.includes('audio'))) continue;
    for (const name of idsOf(model, id, tier, models)) {
      const lines = { ...rows.get(name), ...linesOf(tier, model, prices) };
      rows.set(name, lines);
    }
  }
  return { source: `@pydantic/genai-prices ${version}`, date, models: grouped(rows) };
}

/** Ids with the same prices and the same stem stand together as one key. */
function grouped(rows) {
  const groups = new Map();
  for (const [id, lines] of rows) {
    const key = JSON.stringify([id.replace(/(-\d{8})?(-v1)?(:0)?$/, ''), Object.entries(lines).sort()]);
    groups.set(key, { ids: [...(groups.get(key)?.ids ?? []), id], lines });
  }
  const entries = [...groups.values()].map(({ ids, lines }) => [ids.sort().join(' '), lines]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const written = async () => `${JSON.stringify(await bundledPrices(), null, 2)}\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(target, await written());
