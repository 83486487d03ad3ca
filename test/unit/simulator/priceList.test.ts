/** The published price list: bulk files without credentials, queries with them. */

import {
  DescribeServicesCommand,
  GetAttributeValuesCommand,
  GetProductsCommand,
  paginateGetProducts,
  PricingClient,
  type Filter,
} from '@aws-sdk/client-pricing';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { REGIONS } from '../../../src/simulator/catalog';
import { config, FRIDAY, refusal, refusedAs } from './helpers';

const CODES = ['AmazonBedrock', 'AmazonBedrockFoundationModels'] as const;
const ROOT = '/offers/v1.0/aws';

interface Dimension {
  readonly unit: string;
  readonly beginRange: string;
  readonly endRange: string;
  readonly rateCode: string;
  readonly pricePerUnit: { readonly USD: string };
}
interface Term {
  readonly sku: string;
  readonly offerTermCode: string;
  readonly effectiveDate: string;
  readonly priceDimensions: Readonly<Record<string, Dimension>>;
}
type Attributes = Readonly<Record<string, string>>;
interface RegionFile {
  readonly offerCode: string;
  readonly version: string;
  readonly publicationDate: string;
  readonly products: Readonly<Record<string, { readonly sku: string; readonly attributes: Attributes }>>;
  readonly terms: { readonly OnDemand: Readonly<Record<string, Readonly<Record<string, Term>>>> };
}
interface RegionIndex {
  readonly publicationDate: string;
  readonly regions: Readonly<Record<string, { readonly regionCode: string; readonly currentVersionUrl: string }>>;
}

/** One price, as who reads the list right would see it. */
interface Row {
  readonly service: string;
  readonly usage: string;
  readonly model: string | undefined;
  readonly unit: string;
  readonly usd: string;
}

function rowsOf(file: RegionFile): readonly Row[] {
  return Object.entries(file.products).map(([sku, { attributes, sku: own }]) => {
    assert.equal(own, sku);
    const terms = Object.values(file.terms.OnDemand[sku] ?? {});
    const dimensions = terms.flatMap(({ priceDimensions }) => Object.entries(priceDimensions));
    const [[key, price] = ['', undefined]] = dimensions;
    assert.ok(price && dimensions.length === 1 && terms.length === 1, sku);
    assert.equal(key, price.rateCode);
    assert.equal(key.startsWith(`${sku}.${terms[0]?.offerTermCode ?? ''}.`), true);
    return {
      service: attributes.servicename ?? '',
      usage: attributes.usagetype ?? '',
      model: attributes.model,
      unit: price.unit,
      usd: price.pricePerUnit.USD,
    };
  });
}

describe('Price List', () => {
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await startSimulator({ scenario: 'empty', time: FRIDAY });
  });
  afterEach(() => simulator.close());

  const read = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${simulator.url}${path}`);
    assert.equal(response.status, 200, path);
    return (await response.json()) as T;
  };
  const regionFile = async (code: string, region: string): Promise<RegionFile> => {
    const { regions } = await read<RegionIndex>(`${ROOT}/${code}/current/region_index.json`);
    return read<RegionFile>(regions[region]?.currentVersionUrl ?? '');
  };
  const price = async (code: string, region: string, usage: string, service?: string): Promise<Row | undefined> =>
    rowsOf(await regionFile(code, region)).find(
      (row) => row.usage === usage && (service === undefined || row.service === service),
    );
  const pricing = (region = 'us-east-1') => new PricingClient(config(simulator, region));

  describe('in bulk files', () => {
    it('links from the index to a file for each Region, without credentials', async () => {
      const index = await read<{
        readonly offers: Readonly<Record<string, { readonly currentRegionIndexUrl: string }>>;
      }>(`${ROOT}/index.json`);
      for (const code of CODES) {
        const { regions, publicationDate } = await read<RegionIndex>(index.offers[code]?.currentRegionIndexUrl ?? '');
        assert.deepEqual(new Set(Object.keys(regions)), REGIONS);
        const skus = new Set<string>();
        let products = 0;
        for (const [region, { regionCode, currentVersionUrl }] of Object.entries(regions)) {
          assert.equal(regionCode, region);
          const file = await read<RegionFile>(currentVersionUrl);
          assert.equal(file.offerCode, code);
          assert.equal(file.publicationDate, publicationDate);
          assert.ok(currentVersionUrl.includes(`/${file.version}/`));
          rowsOf(file);
          for (const { sku, attributes } of Object.values(file.products)) {
            assert.equal(attributes.regionCode, region);
            assert.equal(attributes.servicecode, code);
            skus.add(sku);
            products += 1;
          }
          assert.deepEqual(await read(`${ROOT}/${code}/current/${region}/index.json`), file);
        }
        assert.equal(skus.size, products);
      }
    });

    it('prices Claude by the million in two conventions, global apart from the rest', async () => {
      const code = 'AmazonBedrockFoundationModels';
      const sonnet45 = 'Claude Sonnet 4.5 (Amazon Bedrock Edition)';
      for (const [service, usage, unit, usd] of [
        [sonnet45, 'InputTokenCount-Units', '1M tokens', '3.3000000000'],
        [sonnet45, 'InputTokenCount_Global-Units', '1M tokens', '3.0000000000'],
        [sonnet45, 'OutputTokenCount_Batch-Units', 'Units', '8.2500000000'],
        [sonnet45, 'InputTokenCount_LCtx_Global-Units', '1M tokens', '6.0000000000'],
        [sonnet45, 'CacheReadInputTokenCount-Units', '1M tokens', '0.3300000000'],
        [sonnet45, 'CacheWriteInputTokenCount-Units', '1M tokens', '4.1250000000'],
        [sonnet45, 'CacheWrite1hInputTokenCount_Global-Units', 'Units', '6.0000000000'],
        ['Claude Opus 4.7 (Amazon Bedrock Edition)', 'input_tokens_standard-Units', '1M tokens', '5.5000000000'],
        ['Claude Opus 4.7 (Amazon Bedrock Edition)', 'input_tokens_global_standard-Units', '1M tokens', '5.0000000000'],
        [
          'Claude Sonnet 5 (Amazon Bedrock Edition)',
          'cache_write_tokens_1h_global_standard-Units',
          'Units',
          '4.0000000000',
        ],
      ] as const) {
        const row = await price(code, 'us-east-1', `USE1-MP:USE1_${usage}`, service);
        assert.deepEqual([usage, row?.unit, row?.usd], [usage, unit, usd]);
        assert.equal(row?.model, undefined);
      }
      assert.ok(await price(code, 'eu-west-1', 'EU-MP:EU_InputTokenCount-Units', sonnet45));
    });

    it('prices Nova by the thousand, with the model as an attribute, dearer in Tokyo', async () => {
      const input = await price('AmazonBedrock', 'us-east-1', 'USE1-NovaPro-input-tokens');
      assert.deepEqual([input?.model, input?.unit, input?.usd], ['Nova Pro', '1K tokens', '0.0008000000']);
      const written = await price('AmazonBedrock', 'us-east-1', 'USE1-NovaPro-cache-write-input-token-count');
      assert.equal(Number(written?.usd), 0);
      const tokyo = await price('AmazonBedrock', 'ap-northeast-1', 'APN1-NovaPro-input-tokens');
      assert.equal(tokyo?.usd, '0.0009600000');
      const global = await price('AmazonBedrock', 'us-east-1', 'USE1-Nova2.0Lite-input-tokens-cross-region-global');
      assert.equal(global?.usd, '0.0003000000');
    });

    it('has many other products that are no price of an ordinary call', async () => {
      const usages = async (code: string) => rowsOf(await regionFile(code, 'us-east-1')).map(({ usage }) => usage);
      const all = [...(await usages(CODES[0])), ...(await usages(CODES[1]))];
      for (const odd of [
        /_LatencyOptimized-Units$/,
        /_flex-Units$/,
        /_priority-Units$/,
        /-batch$/,
        /-flex$/,
        /-priority$/,
        /-custom-model$/,
        /-cross-region-geo$/,
        /_LCtx-Units$/,
        /long_ctx_standard/,
        /Reserved_1Month_InputTPM/,
        /Guardrail/,
        /NovaCanvas/,
        /mantle-input-tokens/,
        /MillionBatchInputTokens/,
      ]) {
        assert.ok(
          all.some((usage) => odd.test(usage)),
          String(odd),
        );
      }
      const units = new Set(rowsOf(await regionFile('AmazonBedrock', 'us-east-1')).map(({ unit }) => unit));
      assert.ok(units.has('TextUnit') && units.has('1KTPMHour') && units.has('image'));
    });

    it('has no file for unknown services and Regions', async () => {
      for (const path of [
        `${ROOT}/AmazonEC2/current/region_index.json`,
        `${ROOT}/AmazonBedrock/current/us-nowhere-1/index.json`,
        `${ROOT}/AmazonBedrock/20200101000000/us-east-1/index.json`,
      ]) {
        assert.equal((await fetch(`${simulator.url}${path}`)).status, 404, path);
      }
    });

    it('answers 304 for a file that has not changed', async () => {
      const url = `${simulator.url}${ROOT}/AmazonBedrock/current/us-east-1/index.json`;
      const etag = (await fetch(url)).headers.get('etag') ?? '';
      const again = await fetch(url, { headers: { 'if-none-match': etag } });
      assert.deepEqual([again.status, await again.text()], [304, '']);
      simulator.prices.publish();
      assert.equal((await fetch(url, { headers: { 'if-none-match': etag } })).status, 200);
    });

    it('counts each file, and can fail in every way', async () => {
      const path = `${ROOT}/AmazonBedrock/current/eu-west-1/index.json`;
      const get = () => fetch(`${simulator.url}${path}`);
      for (const [kind, status, answered] of [
        ['serverError', 404, 404],
        ['serverError', 403, 403],
        ['serverError', undefined, 500],
        ['throttle', undefined, 503],
        ['deny', undefined, 403],
      ] as const) {
        simulator.faults.add({ service: 'price-list', kind, times: 1, ...(status === undefined ? {} : { status }) });
        assert.equal((await get()).status, answered);
      }
      simulator.faults.add({ service: 'price-list', kind: 'partial', region: 'eu-west-1', times: 1 });
      const half = await get();
      assert.equal(half.status, 200);
      await assert.rejects(half.json(), SyntaxError);
      for (const kind of ['reset', 'drop'] as const) {
        simulator.faults.add({ service: 'price-list', kind, times: 1 });
        await assert.rejects(get());
      }
      simulator.faults.add({ service: 'price-list', kind: 'latency', ms: 200, times: 1 });
      const ended: string[] = [];
      const slow = get().then(() => ended.push('slow'));
      while (simulator.calls.inFlight('price-list') === 0) await new Promise(setImmediate);
      await get().then(() => ended.push('prompt'));
      await slow;
      assert.deepEqual(ended, ['prompt', 'slow']);
      const calls = simulator.calls.select({ service: 'price-list', operation: 'BulkFile', region: 'eu-west-1' });
      assert.deepEqual(
        calls.map((call) => call.status),
        [404, 403, 500, 503, 403, 200, 0, 0, 200, 200],
      );
      assert.deepEqual(calls[0]?.parameters, { path });
    });
  });

  describe('when prices change', () => {
    it('shows a new price with the next publication, and keeps the old version', async () => {
      const model = 'anthropic.claude-opus-4-7';
      const usage = 'USE1-MP:USE1_input_tokens_standard-Units';
      const service = 'Claude Opus 4.7 (Amazon Bedrock Edition)';
      const ask = async () => (await price(CODES[1], 'us-east-1', usage, service))?.usd;
      const before = await read<RegionIndex>(`${ROOT}/${CODES[1]}/current/region_index.json`);
      simulator.prices.set({ model, region: 'us-east-1', tier: 'regional', kind: 'input', usdPerMillion: 6.25 });
      assert.equal(await ask(), '5.5000000000');
      simulator.prices.publish(FRIDAY - 60_000);
      assert.equal(simulator.prices.published, FRIDAY - 60_000);
      assert.equal(await ask(), '6.2500000000');
      const after = await read<RegionIndex>(`${ROOT}/${CODES[1]}/current/region_index.json`);
      assert.equal(after.publicationDate, '2026-11-20T19:59:00Z');
      assert.notEqual(after.publicationDate, before.publicationDate);
      const old = await read<RegionFile>(before.regions['us-east-1']?.currentVersionUrl ?? '');
      const row = rowsOf(old).find((one) => one.usage === usage && one.service === service);
      assert.equal(row?.usd, '5.5000000000');
      const other = await price(CODES[1], 'us-west-2', 'USW2-MP:USW2_input_tokens_standard-Units', service);
      assert.equal(other?.usd, '5.5000000000');
    });

    it('can take a model off the list, and prices it exactly by the thousand', async () => {
      simulator.prices.set({ model: 'amazon.nova-pro-v1:0', usdPerMillion: null });
      simulator.prices.set({
        model: 'amazon.nova-lite-v1:0',
        kind: 'input',
        variant: 'standard',
        usdPerMillion: '0.0123',
      });
      simulator.prices.publish();
      assert.equal(await price(CODES[0], 'us-east-1', 'USE1-NovaPro-input-tokens'), undefined);
      assert.equal((await price(CODES[0], 'us-east-1', 'USE1-NovaLite-input-tokens'))?.usd, '0.0000123000');
      assert.throws(() => {
        simulator.prices.set({ model: 'amazon.nova-pro-v1:0', usdPerMillion: 'much' });
      });
    });
  });

  describe('by GetProducts', () => {
    const filter = (Field: string, Value: string): Filter => ({ Type: 'TERM_MATCH', Field, Value });

    it('returns, page by page, what the file of a Region holds', async () => {
      const client = pricing();
      for (const ServiceCode of CODES) {
        const skus: string[] = [];
        const pages = paginateGetProducts(
          { client, pageSize: 50 },
          { ServiceCode, Filters: [filter('regionCode', 'eu-west-1')] },
        );
        for await (const { PriceList } of pages) {
          const texts = PriceList as readonly string[];
          assert.ok(texts.length <= 50);
          for (const text of texts) {
            const { product, terms } = JSON.parse(text) as {
              readonly product: { readonly sku: string };
              readonly terms: { readonly OnDemand: Readonly<Record<string, Term>> };
            };
            assert.equal(Object.values(terms.OnDemand)[0]?.sku, product.sku);
            skus.push(product.sku);
          }
        }
        assert.deepEqual(skus, Object.keys((await regionFile(ServiceCode, 'eu-west-1')).products));
      }
      assert.ok(simulator.calls.count('GetProducts') > 2);
    });

    it('names services, attributes and their values', async () => {
      const { Services = [] } = await pricing('eu-central-1').send(new DescribeServicesCommand({}));
      assert.deepEqual(
        Services.map(({ ServiceCode }) => ServiceCode),
        [...CODES],
      );
      const [bedrock, models] = Services.map(({ AttributeNames = [] }) => AttributeNames);
      assert.ok(bedrock?.includes('inferenceType') && !models?.includes('inferenceType'));
      const { AttributeValues = [] } = await pricing('ap-south-1').send(
        new GetAttributeValuesCommand({ ServiceCode: CODES[1], AttributeName: 'regionCode' }),
      );
      assert.deepEqual(new Set(AttributeValues.map(({ Value }) => Value)), REGIONS);
    });

    it('answers from three Regions alone, and refuses what it does not know', async () => {
      const ask = (region: string, ServiceCode = 'AmazonBedrock', FormatVersion = 'aws_v1') =>
        pricing(region).send(new GetProductsCommand({ ServiceCode, FormatVersion, MaxResults: 1 }));
      await refusedAs(ask('eu-west-1'), 'InvalidSignatureException');
      await refusedAs(ask('us-east-1', 'AmazonNothing'), 'NotFoundException');
      await refusedAs(ask('us-east-1', 'AmazonBedrock', 'aws_v2'), 'InvalidParameterException');
      simulator.faults.add({ kind: 'deny', service: 'pricing', times: 1 });
      assert.match((await refusal(ask('us-east-1'))).message, /is not authorized to perform: pricing:GetProducts/);
      const answer = await ask('us-east-1');
      assert.equal((answer.PriceList as readonly string[]).length, 1);
    });
  });
});
