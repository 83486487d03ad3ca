import assert from 'node:assert/strict';
import fc from 'fast-check';
import { billedModels, modelOfService, serviceOf } from '../../../../src/core/billing/billedModels';
import { bundledPrices } from '../../../../src/core/prices/bundledPrices';
import type { PriceListDocument } from '../../../../src/core/awsApi';
import { region } from '../../../../src/core/ids';
import { isProblem } from '../../../../src/core/problem';
import { readPriceList, type ReadPriceList } from '../../../../src/core/prices/priceList';
import { classifyUsageType, regionOfCode, type UsageType } from '../../../../src/core/billing/usageTypes';
import { CANDIDATES, document, itemsOf } from '../priceList/documents';

const CLAUDE = 'Claude Sonnet 4.5 (Amazon Bedrock Edition)';

/** `input global batch 1M USE1 NovaPro` of what a usage type says. */
function said(usageType: string): string | undefined {
  const read = classifyUsageType(usageType, usageType.includes('-MP:') ? CLAUDE : 'Amazon Bedrock');
  if (read === undefined) return undefined;
  const { kind, tier, variants, perTokens, regionCode, modelKey, mantle } = read;
  const million = perTokens === 1_000_000 ? '1M' : '1K';
  return [kind, tier, ...variants, million, regionCode, modelKey, mantle ? 'mantle' : '']
    .filter((word) => word !== '')
    .join(' ');
}

describe('a usage type', () => {
  const known: readonly (readonly [string, string])[] = [
    ['USE1-MP:USE1_InputTokenCount-Units', 'input regional 1M USE1'],
    ['USE1-MP:USE1_InputTokenCount_Global-Units', 'input global 1M USE1'],
    ['EU-MP:EU_OutputTokenCount-Units', 'output regional 1M EU'],
    ['EU-MP:EUW1_OutputTokenCount-Units', 'output regional 1M EU'],
    ['APN1-MP:APN1_OutputTokenCount_Global_Batch-Units', 'output global batch 1M APN1'],
    ['USE1-MP:USE1_CacheReadInputTokenCount_Global-Units', 'cacheRead global 1M USE1'],
    ['USE1-MP:USE1_CacheWriteInputTokenCount-Units', 'cacheWrite regional 1M USE1'],
    ['USE1-MP:USE1_CacheWrite1hInputTokenCount_Global-Units', 'cacheWrite global cacheWrite1h 1M USE1'],
    ['USE1-MP:USE1_InputTokenCount_LCtx_Global-Units', 'input global longContext 1M USE1'],
    ['USE1-MP:USE1_OutputTokenCount_LCtx_Batch-Units', 'output regional longContext batch 1M USE1'],
    ['USE1-MP:USE1_InputTokenCount_LatencyOptimized-Units', 'input regional latencyOptimized 1M USE1'],
    ['APN1-MP:APN1_MillionBatchInputTokens-Units', 'input regional batch 1M APN1'],
    ['USE1-MP:USE1_input_tokens_standard-Units', 'input regional 1M USE1'],
    ['USE1-MP:USE1_output_tokens_global_standard-Units', 'output global 1M USE1'],
    ['USE1-MP:USE1_cache_read_tokens_standard-Units', 'cacheRead regional 1M USE1'],
    ['USE1-MP:USE1_cache_write_tokens_global_standard-Units', 'cacheWrite global 1M USE1'],
    ['USE1-MP:USE1_cache_write_tokens_30m_standard-Units', 'cacheWrite regional 1M USE1'],
    ['USE1-MP:USE1_cache_write_tokens_1h_global_standard-Units', 'cacheWrite global cacheWrite1h 1M USE1'],
    ['USE1-MP:USE1_input_tokens_long_ctx_standard-Units', 'input regional longContext 1M USE1'],
    ['USE1-MP:USE1_input_tokens_global_batch-Units', 'input global batch 1M USE1'],
    ['USE1-MP:USE1_output_tokens_flex-Units', 'output regional flex 1M USE1'],
    ['USE1-MP:USE1_output_tokens_priority-Units', 'output regional priority 1M USE1'],
    ['USE1-NovaPro-input-tokens', 'input regional 1K USE1 NovaPro'],
    ['USE1-NovaPro-cache-read-input-token-count', 'cacheRead regional 1K USE1 NovaPro'],
    ['USE1-NovaPro-cache-write-input-token-count', 'cacheWrite regional 1K USE1 NovaPro'],
    [
      'USE1-Claude4Sonnet-cache-write-input-token-count-1-hour',
      'cacheWrite regional cacheWrite1h 1K USE1 Claude4Sonnet',
    ],
    ['USE1-Claude4Sonnet-cache-write-1h-input-token-count', 'cacheWrite regional cacheWrite1h 1K USE1 Claude4Sonnet'],
    ['USE1-NovaPro-output-tokens-batch', 'output regional batch 1K USE1 NovaPro'],
    ['USE1-NovaPro-input-tokens-latency-optimized', 'input regional latencyOptimized 1K USE1 NovaPro'],
    ['USW2-Nova2.0Lite-input-tokens-cross-region-global', 'input global 1K USW2 Nova2.0Lite'],
    ['USW2-Nova2.0Lite-input-tokens-cross-region-global-batch', 'input global batch 1K USW2 Nova2.0Lite'],
    ['USW2-NovaPro-input-tokens-cross-region-geo', 'input regional 1K USW2 NovaPro'],
    [
      'USE1-Claude4Sonnet-output-tokens-long-context-cross-region-global',
      'output global longContext 1K USE1 Claude4Sonnet',
    ],
    ['USE1-Llama3-3-70B-input-tokens', 'input regional 1K USE1 Llama3-3-70B'],
    ['USE1-openai.gpt-oss-120b-1-input-tokens', 'input regional 1K USE1 openai.gpt-oss-120b-1'],
    ['USW2-moonshotai.kimi-k3-mantle-input-tokens-standard', 'input regional 1K USW2 moonshotai.kimi-k3 mantle'],
  ];
  for (const [usageType, words] of known) {
    it(`${usageType} is ${words}`, () => {
      assert.equal(said(usageType), words);
    });
  }

  const unknown = [
    '',
    'USE1-MP:USE1_InputTokenCount',
    'USE1-MP:USE2_InputTokenCount-Units',
    'USE1-MP:USE1_InputTokenCount_Sometimes-Units',
    'USE1-MP:USE1_InputTokenCount_Global_Global-Units',
    'USE1-MP:USE1_inputTokenCount-Units',
    'USE1-MP:USE1_TokenCount-Units',
    'USE1-MP:USE1_input_tokens-Units',
    'USE1-MP:USE1_input_tokens_global-Units',
    'USE1-MP:USE1_input_tokens_turbo-Units',
    'USE1-MP:USE1_input_tokens_standard_turbo-Units',
    'USE1-MP:USE1_input_tokens_1h_standard-Units',
    'USE1-MP:USE1_cache_writes_tokens_standard-Units',
    'APS7-MP:APS7_Reserved_1Month_InputTPM_Geo-Units',
    'USE1-NovaPro-input-tokens-custom-model',
    'USE1-NovaPro-input-tokens-batch-batch',
    'USE1-NovaPro-input-tokens-sometimes',
    'USE1-NovaPro-input-image-token-count',
    'USE1-NovaCanvas-T2I-1024-Standard',
    'USE1-Guardrail-ContentPolicyUnitsConsumed',
    'NovaPro-input-tokens',
    'USE1-input-tokens',
    'DataTransfer-Out-Bytes',
  ];
  for (const usageType of unknown) {
    it(`“${usageType}” is not taken for standard tokens`, () => {
      assert.equal(said(usageType), undefined);
    });
  }

  it('with anything added to its end is not standard', () => {
    const standard = (read: UsageType | undefined): boolean => read?.variant === undefined && read !== undefined;
    fc.assert(
      fc.property(
        fc.constantFrom('USE1-NovaPro-input-tokens', 'USE1-MP:USE1_InputTokenCount', 'USE1-MP:USE1_input_tokens'),
        fc.stringMatching(/^[a-zA-Z0-9]{2,12}$/),
        (start, word) => {
          fc.pre(!/^(standard|geo|global|5m|30m)$/i.test(word));
          const end = start.includes('-MP:') ? `_${word}-Units` : `-${word}`;
          assert.ok(!standard(classifyUsageType(`${start}${end}`, 'Amazon Bedrock')), `${start}${end}`);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('of another service is none of Bedrock’s', () => {
    assert.equal(classifyUsageType('USE1-NovaPro-input-tokens', 'Amazon SageMaker'), undefined);
  });

  it('returns its Region', () => {
    assert.deepEqual(['USE1', 'EU', 'EUW1', 'APN1', 'APS3', 'XX1', 'constructor'].map(regionOfCode), [
      'us-east-1',
      'eu-west-1',
      'eu-west-1',
      'ap-northeast-1',
      'ap-south-1',
      undefined,
      undefined,
    ]);
  });
});

describe('a model’s name on the bill', () => {
  const ids = [...CANDIDATES, 'anthropic.claude-3-5-sonnet-20240620-v1:0:200k'];
  const services: readonly (readonly [string, string | undefined])[] = [
    ['Claude Sonnet 4.5 (Amazon Bedrock Edition)', 'anthropic.claude-sonnet-4-5-20250929'],
    ['Claude Sonnet 4 (Amazon Bedrock Edition)', 'anthropic.claude-sonnet-4-20250514'],
    ['Claude 4.6 Sonnet (Amazon Bedrock Edition)', 'anthropic.claude-sonnet-4-6'],
    ['Claude 3.5 Sonnet (Amazon Bedrock Edition)', 'anthropic.claude-3-5-sonnet-20240620'],
    ['Claude 3.5 Sonnet v2 (Amazon Bedrock Edition)', 'anthropic.claude-3-5-sonnet-20241022-v2:0'],
    ['Claude Opus 5 (Amazon Bedrock Edition)', 'anthropic.claude-opus-5'],
    ['Claude Opus 5.5 (Amazon Bedrock Edition)', 'anthropic.claude-opus-5-5'],
    ['OpenAI GPT-5.6 Sol (Amazon Bedrock Edition)', 'openai.gpt-5.6-sol'],
    ['Claude (Amazon Bedrock Edition)', undefined],
    ['Claude (100K) (Amazon Bedrock Edition)', undefined],
    ['Claude Opus (Amazon Bedrock Edition)', undefined],
    ['Claude Opus 5.1 (Amazon Bedrock Edition)', undefined],
    ['Claude Sonnet 4.5', undefined],
    ['Amazon Bedrock', undefined],
    ['', undefined],
  ];
  for (const [service, id] of services) {
    it(`${service} is ${id ?? 'none that is known'}`, () => {
      assert.equal(modelOfService(service, ids), id);
    });
  }

  it('is the same both ways for each Claude model', () => {
    for (const id of ids.filter((one) => one.startsWith('anthropic.'))) {
      const service = serviceOf(id) ?? assert.fail(id);
      const edition = service.replace(' (Amazon Bedrock Edition)', '');
      assert.ok(billedModels(ids).byName(edition).includes(id), `${id} ${service}`);
    }
    assert.equal(serviceOf('amazon.nova-pro-v1:0'), undefined);
  });

  it('means none where it could be two releases', () => {
    const two = ['anthropic.claude-sonnet-6-20270101-v1:0', 'anthropic.claude-sonnet-6-20270601-v1:0'];
    assert.equal(modelOfService('Claude Sonnet 6 (Amazon Bedrock Edition)', two), undefined);
    assert.deepEqual(billedModels(['us.anthropic.claude-sonnet-6']).byName('Claude Sonnet 6'), [
      'anthropic.claude-sonnet-6',
    ]);
  });

  const keys: readonly (readonly [string, string | undefined])[] = [
    ['NovaPro', 'amazon.nova-pro-v1:0'],
    ['Nova2.0Lite', 'amazon.nova-2-lite-v1:0'],
    ['NovaLite', 'amazon.nova-lite-v1:0'],
    ['Llama3-3-70B', 'meta.llama3-3-70b-instruct-v1:0'],
    ['Llama3-70B', 'meta.llama3-70b-instruct-v1:0'],
    ['openai.gpt-oss-120b-1', 'openai.gpt-oss-120b-1:0'],
    ['openai.gpt-oss-120b', 'openai.gpt-oss-120b-1:0'],
    ['TitanEmbeddingV2-Text', 'amazon.titan-embed-text-v2:0'],
    ['TitanEmbeddingsG1-Text', 'amazon.titan-embed-text-v1'],
    ['Claude4.6Opus', 'anthropic.claude-opus-4-6'],
    ['amazon.titan-embed-text', undefined],
    ['Nova', undefined],
    ['Llama3-3', undefined],
    ['Claude', undefined],
  ];
  for (const [key, id] of keys) {
    it(`${key} in a usage type is ${id ?? 'none'}`, () => {
      assert.equal(billedModels(ids).byKey(key)[0], id);
    });
  }
});

describe('the Price List', () => {
  const reasons = ({ skipped }: ReadPriceList): readonly string[] =>
    skipped.map(({ usageType, name, reason }) => `${reason}: ${usageType} (${name})`).sort();
  const marketplace = readPriceList(document('AmazonBedrockFoundationModels', 'us-east-1'), CANDIDATES);
  const bedrock = readPriceList(document('AmazonBedrock', 'us-east-1'), CANDIDATES);

  it('gives rates and variants for each tier in its Region', () => {
    const entry = marketplace.table.entries['anthropic.claude-sonnet-4-5-20250929-v1:0'];
    assert.deepEqual(entry, {
      global: {
        'us-east-1': {
          rates: { input: '3', output: '15', cacheRead: '0.3', cacheWrite: '3.75' },
          variants: {
            batch: { input: '1.5', output: '7.5' },
            longContext: { input: '6', output: '22.5' },
            cacheWrite1h: { cacheWrite: '6' },
          },
        },
      },
      regional: {
        'us-east-1': {
          rates: { input: '3.3', output: '16.5', cacheRead: '0.33', cacheWrite: '4.125' },
          variants: {
            batch: { input: '1.65', output: '8.25' },
            longContext: { input: '6.6', output: '24.75' },
            cacheWrite1h: { cacheWrite: '6.6' },
          },
        },
      },
    });
    assert.deepEqual(bedrock.table.entries['amazon.nova-pro-v1:0'], {
      regional: {
        'us-east-1': {
          rates: { input: '0.8', output: '3.2', cacheRead: '0.2', cacheWrite: '0' },
          variants: {
            batch: { input: '0.4' },
            flex: { input: '0.4' },
            priority: { input: '1.4' },
            latencyOptimized: { input: '1' },
          },
        },
      },
    });
    assert.deepEqual([marketplace.table.origin, marketplace.table.date], ['price-list', '2026-09-22']);
  });

  it('lists all that has no place, with the reason', () => {
    assert.deepEqual(reasons(marketplace), [
      'combination: USE1-MP:USE1_CacheWrite1hInputTokenCount_LCtx-Units (Claude Sonnet 4.5 (Amazon Bedrock Edition))',
      'combination: USE1-MP:USE1_CacheWrite1hInputTokenCount_LCtx_Global-Units (Claude Sonnet 4.5 (Amazon Bedrock Edition))',
      'model: USE1-MP:USE1_input_tokens_standard-Units (Claude Mythos Preview (Amazon Bedrock Edition))',
      'usage-type: USE1-MP:USE1_InputTokenCount_Sometimes-Units (Claude Haiku 4.5 (Amazon Bedrock Edition))',
      'usage-type: USE1-MP:USE1_input_tokens_turbo-Units (Claude Opus 4.7 (Amazon Bedrock Edition))',
    ]);
    assert.deepEqual(reasons(bedrock), [
      'model: USE1-NovaSonic-input-tokens (Nova Sonic)',
      'other-service: USE1-Claude3Haiku-input-tokens (Claude 3 Haiku)',
      'usage-type: USE1-Guardrail-ContentPolicyUnitsConsumed (Amazon Bedrock)',
      'usage-type: USE1-Nova2.0Pro-input-image-token-count-cross-region-global (Nova 2.0 Pro)',
      'usage-type: USE1-NovaCanvas-T2I-1024-Standard (Nova Canvas)',
      'usage-type: USE1-NovaMicro-cache-read-input-token-count-custom-model (Nova Micro)',
    ]);
  });

  it('is the same from the query API, whose items are JSON texts', () => {
    for (const code of ['AmazonBedrock', 'AmazonBedrockFoundationModels'] as const) {
      const bulk = document(code, 'us-east-1');
      const items = itemsOf(bulk);
      const asked = readPriceList({ ...bulk, from: 'api', content: items }, CANDIDATES);
      assert.deepEqual(asked, readPriceList(bulk, CANDIDATES));
      const parsed = items.map((item): unknown => JSON.parse(item));
      assert.deepEqual(readPriceList({ ...bulk, from: 'api', content: parsed }, CANDIDATES), asked);
    }
  });

  it('is plain JSON', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(marketplace.table)), marketplace.table);
  });

  const NOVA_INPUT = { servicename: 'Amazon Bedrock', regionCode: 'us-east-1', model: 'Nova Pro' };
  const line = (
    attributes: Readonly<Record<string, unknown>>,
    terms: unknown = [{ unit: '1K tokens', usd: '0.0008' }],
  ): ReadPriceList => {
    const dimensions = (terms as { unit: string; usd: string; from?: string }[]).map(({ unit, usd, from }, index) => [
      `T${index}`,
      { effectiveDate: from ?? '2026-09-01T00:00:00Z', priceDimensions: { D: { unit, pricePerUnit: { USD: usd } } } },
    ]);
    const product = { attributes: { ...NOVA_INPUT, usagetype: 'USE1-NovaPro-input-tokens', ...attributes } };
    const content = [
      {
        product,
        terms: { OnDemand: Object.fromEntries(dimensions) as unknown },
        publicationDate: '2026-09-22T00:00:00Z',
      },
    ];
    return readPriceList(
      { serviceCode: 'AmazonBedrock', region: region('us-east-1'), from: 'api', content },
      CANDIDATES,
    );
  };
  const inputOf = ({ table }: ReadPriceList): string | undefined =>
    table.entries['amazon.nova-pro-v1:0']?.regional?.['us-east-1']?.rates.input;

  const oddities: readonly (readonly [string, ReadPriceList, string])[] = [
    ['another Region', line({ regionCode: 'us-east-2', usagetype: 'USE2-NovaPro-input-tokens' }), 'other-region'],
    ['a Region that the usage type denies', line({ regionCode: 'us-east-2' }), 'contradiction'],
    ['another unit', line({}, [{ unit: '1K TextUnits', usd: '1' }]), 'not-tokens'],
    ['no price', line({}, [{ unit: '1K tokens', usd: '' }]), 'terms'],
    ['a negative price', line({}, [{ unit: '1K tokens', usd: '-0.0008' }]), 'terms'],
    ['no terms', line({}, []), 'terms'],
    ['terms that have not begun', line({}, [{ unit: '1K tokens', usd: '1', from: '2026-12-01T00:00:00Z' }]), 'terms'],
    ['nothing for input', line({}, [{ unit: '1K tokens', usd: '0.0000000000' }]), 'zero'],
    ['batch that the usage type does not name', line({ feature: 'Batch Inference' }), 'contradiction'],
    ['flex that the usage type does not name', line({ service_tier: 'flex' }), 'contradiction'],
    ['a model that the usage type denies', line({ model: 'Nova Lite' }), 'contradiction'],
    ['a model that is not known', line({ model: 'Nova Ultra', usagetype: 'USE1-NovaUltra-input-tokens' }), 'model'],
  ];
  for (const [what, read, reason] of oddities) {
    it(`has no price from a line with ${what}`, () => {
      assert.deepEqual([read.table.entries, read.skipped.map((one) => one.reason)], [{}, [reason]]);
    });
  }

  it('reads the newest terms that are in force', () => {
    const terms = [
      { unit: '1K tokens', usd: '0.0008', from: '2026-01-01T00:00:00Z' },
      { unit: '1K tokens', usd: '0.0007', from: '2026-09-01T00:00:00Z' },
      { unit: '1K tokens', usd: '0.0006', from: '2026-12-01T00:00:00Z' },
    ];
    assert.equal(inputOf(line({}, terms)), '0.7');
    assert.equal(inputOf(line({ regionCode: undefined }, [{ unit: '1M tokens', usd: '0.9' }])), '0.9');
  });

  it('has no price for what is listed at two', () => {
    const bulk = document('AmazonBedrock', 'us-east-1');
    const items = itemsOf(bulk);
    const dearer = items
      .filter((item) => item.includes('"USE1-NovaPro-input-tokens"'))
      .map((item) => item.replaceAll('0.0008000000', '0.0009000000'));
    assert.equal(dearer.length, 1);
    const twice = readPriceList({ ...bulk, from: 'api', content: [...items, ...items] }, CANDIDATES);
    assert.equal(inputOf(twice), '0.8');
    const two = readPriceList({ ...bulk, from: 'api', content: [...items, ...dearer] }, CANDIDATES);
    assert.equal(inputOf(two), undefined);
    assert.ok(two.skipped.some(({ reason, usageType }) => reason === 'two-prices' && usageType.includes('NovaPro')));
  });

  it('is a problem when it is none', () => {
    for (const content of [undefined, null, 7, 'x', {}, [], { publicationDate: '2026-09-22', products: {} }]) {
      const broken: PriceListDocument = { ...document('AmazonBedrock', 'us-east-1'), content };
      assert.throws(() => readPriceList(broken, CANDIDATES), isBroken, JSON.stringify(content));
    }
    const junk = ['{', null, 7, {}, { terms: {}, product: { attributes: {} } }];
    const read = readPriceList({ ...document('AmazonBedrock', 'us-east-1'), from: 'api', content: junk }, CANDIDATES);
    assert.deepEqual([read.table.entries, read.skipped.map((one) => one.reason)], [{}, Array(5).fill('broken')]);
  });

  it('does not price text of a model that also speaks, since both are counted as one', () => {
    const { table, skipped } = readPriceList(document('AmazonBedrock', 'us-east-1'), ['amazon.nova-sonic-v1:0']);
    assert.deepEqual(table.entries, {});
    assert.ok(skipped.some(({ name, reason }) => name === 'Nova Sonic' && reason === 'speech'));
  });

  it('prices only models that are known', () => {
    const { table } = readPriceList(document('AmazonBedrockFoundationModels', 'us-east-1'), [
      'us.anthropic.claude-opus-4-7',
    ]);
    assert.deepEqual(Object.keys(table.entries), ['anthropic.claude-opus-4-7']);
    assert.ok(Object.keys(bundledPrices().entries).length > 60);
  });
});

const isBroken = (error: unknown): boolean => isProblem(error) && error.code === 'broken-answer';
