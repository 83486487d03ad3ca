import assert from 'node:assert/strict';
import { bundledPrices } from '../../../../src/core/prices/bundledPrices';
import { modelId } from '../../../../src/core/ids';
import { readPriceList } from '../../../../src/core/prices/priceList';
import {
  priceOf,
  type PriceBook,
  type PriceEntry,
  type PriceTable,
  type PriceTier,
  type Rates,
} from '../../../../src/core/prices/prices';
import { CANDIDATES, REGIONS, SERVICE_CODES, document } from '../priceList/documents';

const bundled = bundledPrices();
const ONLY_BUNDLED: PriceBook = { overrides: {}, priceLists: [], bundled };

/** Where the two disagree on purpose, and why. Anything else fails. */
const EXPECTED: readonly (readonly [disagreements: readonly string[], reason: string])[] = [
  [
    [
      'amazon.nova-2-lite-v1:0 global eu-west-1 cacheRead: – and 0.075',
      'amazon.nova-2-lite-v1:0 global eu-west-1 cacheWrite: – and 0',
      'amazon.nova-2-lite-v1:0 global eu-west-1 input: – and 0.3',
      'amazon.nova-2-lite-v1:0 global eu-west-1 output: – and 2.5',
      'amazon.nova-2-lite-v1:0 regional eu-west-1 cacheRead: – and 0.0825',
      'amazon.nova-2-lite-v1:0 regional eu-west-1 cacheWrite: – and 0',
      'amazon.nova-2-lite-v1:0 regional eu-west-1 input: – and 0.33',
      'amazon.nova-2-lite-v1:0 regional eu-west-1 output: – and 2.75',
      'amazon.nova-pro-v1:0 regional ap-northeast-1 cacheRead: – and 0.24',
      'amazon.nova-pro-v1:0 regional ap-northeast-1 cacheWrite: – and 0',
      'amazon.nova-pro-v1:0 regional ap-northeast-1 input: – and 0.96',
      'amazon.nova-pro-v1:0 regional ap-northeast-1 output: – and 3.84',
      'amazon.nova-pro-v1:0 regional eu-west-1 cacheRead: – and 0.2625',
      'amazon.nova-pro-v1:0 regional eu-west-1 cacheWrite: – and 0',
      'amazon.nova-pro-v1:0 regional eu-west-1 input: – and 1.05',
      'amazon.nova-pro-v1:0 regional eu-west-1 output: – and 4.2',
    ],
    'The bundled prices of models from others than Anthropic are those of the United States.',
  ],
  [
    ['amazon.titan-embed-text-v2:0 regional us-east-1 input: – and 0.02'],
    'The bundled table has this model’s first version only, which costs five times as much.',
  ],
];

interface Place {
  readonly model: string;
  readonly tier: PriceTier;
  readonly region: string;
}

/** The prices of a place by what is priced: `input`, or `longContext input`. */
function linesOf(entry: Pick<PriceEntry, 'rates' | 'variants'> | undefined): ReadonlyMap<string, string> {
  const all: readonly (readonly [string, Rates])[] = [
    ['', entry?.rates ?? {}],
    ...Object.entries(entry?.variants ?? {}),
  ];
  return new Map(
    all.flatMap(([variant, rates]) =>
      Object.entries(rates).map(([kind, price]) => [`${variant} ${kind}`.trim(), price] as const),
    ),
  );
}

/**
 * Where the list has a price that the bundled table has not or has otherwise. Variants count only where the table has
 * the variant.
 */
function differences({ model, tier, region }: Place, table: PriceTable): readonly string[] {
  const source = {
    model: modelId(model),
    tier: tier === 'global' ? tier : 'in-region',
    geo: tier === 'global' ? tier : '',
  } as const;
  const ours = linesOf(priceOf(source, region, ONLY_BUNDLED));
  const theirs = linesOf(table.entries[model]?.[tier]?.[region]);
  const variantsOf = (lines: ReadonlyMap<string, string>): string =>
    [...lines.keys()].map((what) => what.split(' ').slice(0, -1).join()).join(' ');
  return [...theirs]
    .filter(([what, price]) => ours.get(what) !== price)
    .filter(([what]) => !what.includes(' ') || variantsOf(ours).includes(what.split(' ')[0] ?? ''))
    .map(([what, price]) => `${model} ${tier} ${region} ${what}: ${ours.get(what) ?? '–'} and ${price}`);
}

function placesIn(table: PriceTable, region: string): readonly Place[] {
  return Object.entries(table.entries).flatMap(([model, tiers]) =>
    (['global', 'regional'] as const).flatMap((tier) =>
      tiers[tier]?.[region] === undefined ? [] : [{ model, tier, region }],
    ),
  );
}

describe('the bundled table and the Price List', () => {
  const tables = REGIONS.flatMap((region) =>
    SERVICE_CODES.map((code) => ({ region, table: readPriceList(document(code, region), CANDIDATES).table })),
  );

  it('agree on every model, tier, Region and kind, but for what is listed here with the reason', () => {
    const disagreements = tables
      .flatMap(({ region, table }) => placesIn(table, region).flatMap((place) => differences(place, table)))
      .sort();
    const expected = EXPECTED.flatMap(([lines]) => lines).sort();
    const surprising = disagreements.filter((line) => !expected.includes(line));
    const settled = expected.filter((line) => !disagreements.includes(line));
    const message = [
      'model, tier, Region, kind: bundled and Price List',
      ...surprising.map((line) => `disagree:            ${line}`),
      ...settled.map((line) => `agree by now:        ${line}`),
    ].join('\n');
    assert.deepEqual([surprising, settled], [[], []], message);
  });

  it('are compared on both services, both tiers and in three Regions, variants among them', () => {
    const places = tables.flatMap(({ region, table }) => placesIn(table, region));
    for (const region of REGIONS)
      for (const tier of ['global', 'regional'] as const)
        assert.ok(
          places.some(
            (place) => place.region === region && place.tier === tier && place.model.startsWith('anthropic.'),
          ),
          `${tier} in ${region}`,
        );
    const priced = (prefix: string): number => places.filter(({ model }) => model.startsWith(prefix)).length;
    assert.ok(priced('anthropic.') > 50 && priced('amazon.') > 6 && priced('openai.') > 2 && priced('meta.') > 0);
    const sol = tables[1]?.table.entries['openai.gpt-5.6-sol']?.regional?.['us-east-1'];
    assert.deepEqual(sol?.variants?.longContext, { input: '8.8', output: '33' });
  });

  it('a wrong price in either is found', () => {
    const [, marketplace] = tables;
    assert.ok(marketplace !== undefined);
    const place: Place = { model: 'anthropic.claude-opus-5-5', tier: 'global', region: 'us-east-1' };
    assert.deepEqual(differences(place, marketplace.table), []);
    const entry = marketplace.table.entries[place.model]?.global?.['us-east-1'];
    assert.ok(entry?.rates.output !== undefined);
    const wrong: PriceTable = {
      ...marketplace.table,
      entries: {
        [place.model]: { global: { 'us-east-1': { ...entry, rates: { ...entry.rates, input: entry.rates.output } } } },
      },
    };
    assert.deepEqual(differences(place, wrong), ['anthropic.claude-opus-5-5 global us-east-1 input: 4 and 20']);
  });
});
