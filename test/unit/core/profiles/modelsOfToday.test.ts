/** The models that people use today, with usage types and prices as AWS's own list had them in autumn 2026. */

import assert from 'node:assert/strict';
import { billedModels } from '../../../../src/core/billing/billedModels';
import { modelId, region } from '../../../../src/core/ids';
import { splitGeo } from '../../../../src/core/profiles/models';
import { parsePrice } from '../../../../src/core/money';
import { priceOf, type PriceBook } from '../../../../src/core/prices/prices';
import { readPriceList } from '../../../../src/core/prices/priceList';
import { sourceOf } from '../../../../src/core/profiles/source';
import { billOf, MONDAY, reconciled, rowOf, said, tokens, used } from '../reconciliation/measuredCharges';
import { modelArns } from '../builders';

const SONNET = 'anthropic.claude-sonnet-5-5';
const HAIKU = 'anthropic.claude-haiku-5-5';
const ASTRA = 'openai.gpt-6-astra';
const KIMI = 'moonshotai.kimi-k3';
const MINIMAX = 'minimax.minimax-m2.5';

interface Row {
  readonly service?: string;
  readonly model?: string;
  readonly type: string;
  readonly unit: '1K tokens' | '1M tokens';
  readonly usd: string;
}

const EDITION = ' (Amazon Bedrock Edition)';
const market = (name: string, type: string, usd: string): Row => ({
  service: `${name}${EDITION}`,
  type: `USW2-MP:USW2_${type}-Units`,
  unit: '1M tokens',
  usd,
});
const own = (type: string, usd: string, model = ''): Row => ({ model, type: `USW2-${type}`, unit: '1K tokens', usd });

const ROWS: readonly Row[] = [
  market('Claude Sonnet 5.5', 'input_tokens_standard', '2.2'),
  market('Claude Sonnet 5.5', 'output_tokens_standard', '11'),
  market('Claude Sonnet 5.5', 'cache_read_tokens_standard', '0.22'),
  market('Claude Sonnet 5.5', 'cache_write_tokens_standard', '2.75'),
  market('Claude Sonnet 5.5', 'input_tokens_global_standard', '2'),
  market('Claude Sonnet 5.5', 'output_tokens_global_standard', '10'),
  market('Claude Haiku 5.5', 'input_tokens_global_standard', '0.1'),
  market('Claude Haiku 5.5', 'output_tokens_global_standard', '0.5'),
  market('Claude Haiku 5.5', 'input_tokens_long_context_global_standard', '0.2'),
  market('GPT-6 Astra', 'input_tokens_standard', '11'),
  market('GPT-6 Astra', 'output_tokens_standard', '55'),
  market('GPT-6 Astra', 'cache_read_tokens_standard', '1.1'),
  market('GPT-6 Astra', 'cache_write_tokens_30m_standard', '13.75'),
  own('moonshotai.kimi-k3-mantle-input-tokens-standard', '0.0033', 'Kimi K3'),
  own('moonshotai.kimi-k3-mantle-output-tokens-standard', '0.0165', 'Kimi K3'),
  own('openai.gpt-oss-120b-1-input-tokens', '0.00015', 'gpt-oss-120b'),
  own('openai.gpt-oss-120b-mantle-input-tokens-standard', '0.0009', 'gpt-oss-120b'),
  own('openai.gpt-oss-120b-mantle-output-tokens-standard', '0.0036', 'gpt-oss-120b'),
  market('MiniMax M2.5', 'input_tokens_standard', '0.3'),
  market('Command R', 'InputTokenCount', '0.5'),
  market('Command R+', 'InputTokenCount', '3'),
];

const REGION = region('us-west-2');
const content = {
  publicationDate: '2026-11-20T00:00:00Z',
  products: Object.fromEntries(
    ROWS.map(({ service = 'Amazon Bedrock', model = '', type }, sku) => [
      String(sku),
      { attributes: { servicename: service, usagetype: type, regionCode: REGION, model } },
    ]),
  ),
  terms: {
    OnDemand: Object.fromEntries(
      ROWS.map(({ unit, usd }, sku) => [
        String(sku),
        { term: { effectiveDate: '2026-11-01', priceDimensions: { one: { unit, pricePerUnit: { USD: usd } } } } },
      ]),
    ),
  },
};

/** What profiles over these models have made known. */
const USED = [
  SONNET,
  HAIKU,
  ASTRA,
  KIMI,
  MINIMAX,
  'openai.gpt-oss-120b-1:0',
  'cohere.command-r-v1:0',
  'cohere.command-r-plus-v1:0',
];
const { table, skipped } = readPriceList({ serviceCode: 'AmazonBedrock', region: REGION, from: 'bulk', content }, USED);
const BOOK: PriceBook = { overrides: {}, priceLists: [table], bundled: undefined };
const priced = (model: string, tier: 'global' | 'in-region' = 'in-region') =>
  priceOf({ model: modelId(model), tier, geo: tier === 'global' ? 'global' : '' }, REGION, BOOK);

describe('The price of a model of today', () => {
  it('is found in the list', () => {
    assert.deepEqual(skipped, []);
    assert.deepEqual(priced(SONNET)?.rates, { input: '2.2', output: '11', cacheRead: '0.22', cacheWrite: '2.75' });
    assert.deepEqual(priced(SONNET, 'global')?.rates, { input: '2', output: '10' });
    assert.deepEqual(priced(ASTRA)?.rates, { input: '11', output: '55', cacheRead: '1.1', cacheWrite: '13.75' });
    assert.deepEqual(priced(HAIKU, 'global')?.variants, { longContext: { input: '0.2' } });
  });

  it('is that of the OpenAI-compatible endpoint’s rows where there is no other, and says so', () => {
    assert.deepEqual([priced(KIMI)?.rates, priced(KIMI)?.mantle], [{ input: '3.3', output: '16.5' }, true]);
    // Of each kind by itself: the one for input has a row of its own.
    assert.deepEqual(priced('openai.gpt-oss-120b-1:0')?.rates, { input: '0.15', output: '3.6' });
    assert.equal(priced(SONNET)?.mantle, undefined);
  });

  it('is its own, however its maker writes it', () => {
    assert.equal(priced('cohere.command-r-v1:0')?.rates.input, '0.5');
    assert.equal(priced('cohere.command-r-plus-v1:0')?.rates.input, '3');
    assert.equal(priced(MINIMAX)?.rates.input, '0.3');
    const both = billedModels([
      'openai.gpt-oss-120b',
      'openai.gpt-oss-120b-1:0',
      'anthropic.claude-haiku-4-5-20251001',
    ]);
    assert.deepEqual([...both.byName('gpt-oss-120b')].sort(), ['openai.gpt-oss-120b', 'openai.gpt-oss-120b-1:0']);
    const ids = billedModels(['anthropic.claude-sonnet-4-5-20250929', 'anthropic.claude-sonnet-4-5-20250929-v1:0']);
    assert.equal(ids.byName('Claude Sonnet 4.5').length, 2);
  });
});

describe('A prefix', () => {
  it('is whatever precedes a model that is known, and never a part of a maker’s name', () => {
    assert.deepEqual(splitGeo('latam.anthropic.claude-sonnet-5-5', SONNET), { geo: 'latam', model: SONNET });
    for (const id of ['deepseek.v3.2', 'zai.glm-4.7', 'moonshotai.kimi-k3']) {
      assert.deepEqual(splitGeo(id), { geo: undefined, model: id });
      assert.deepEqual(splitGeo(id, id), { geo: undefined, model: id });
    }
    assert.deepEqual(splitGeo('eu.deepseek.v3.2', 'deepseek.v3.2'), { geo: 'eu', model: 'deepseek.v3.2' });
  });

  it('that is new makes a source exact by its tag', () => {
    const { geo, tier, exact } = sourceOf(modelArns(['us-east-1', 'sa-east-1'], SONNET), `latam.${SONNET}`);
    assert.deepEqual([geo, tier, exact], ['latam', 'geographic', true]);
  });
});

describe('A bill under the OpenAI-compatible endpoint’s name', () => {
  const arns = modelArns(['us-west-2'], KIMI);
  const usd = parsePrice('3.3');
  assert.ok(usd !== undefined);
  const bill = (quantity: string, cost: string) =>
    billOf([
      {
        day: MONDAY,
        tag: 'jane.doe',
        service: 'Amazon Bedrock',
        usageType: 'USW2-moonshotai.kimi-k3-mantle-input-tokens-standard',
        quantity,
        cost,
      },
    ]);
  const counted = (input: number) =>
    used('jane', { MemberName: 'jane.doe' }, { [MONDAY]: { tokens: tokens({ input }) } }, arns).profile;

  /** In the Region of the list. */
  const usage = (input: number) => {
    const profile = counted(input);
    const arn = profile.arn.replace(/:bedrock:[a-z0-9-]+:/, ':bedrock:us-west-2:') as typeof profile.arn;
    return [{ profile: { ...profile, arn }, days: { [MONDAY]: { tokens: tokens({ input }) } } }];
  };
  const compare = (input: number, priceBook = BOOK) =>
    rowOf(reconciled({ usage: usage(input), ...bill('1500', '4.95'), prices: priceBook }), 'jane.doe');

  it('is what CloudWatch counted: nothing is said to be missing there', () => {
    assert.deepEqual(said(compare(1_500_000)), {});
  });

  it('is not in CloudWatch as far as its tokens are not', () => {
    assert.deepEqual(said(compare(1_000_000)), { 'usage-not-in-cloudwatch': '1.65' });
    assert.deepEqual(said(compare(0)), { 'usage-not-in-cloudwatch': '4.95' });
  });

  it('is unpriced where it was counted and nobody knows its price', () => {
    assert.deepEqual(said(compare(1_500_000, { ...BOOK, priceLists: [] })), { 'unpriced-model': '4.95' });
  });
});
