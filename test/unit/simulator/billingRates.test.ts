/** What a token costs, and that no digit of it is lost. */

import fc from 'fast-check';
import assert from 'node:assert/strict';
import { MODELS, type Model } from '../../../src/simulator/catalog';
import { divideRounded, parseDecimal, writeDecimal } from '../../../src/simulator/billing/decimal';
import { priceLines, serviceNameOf, type PriceLine } from '../../../src/simulator/billing/rates';

const model = (id: string): Model => {
  const found = MODELS.find((each) => each.id.includes(id));
  assert.ok(found, id);
  return found;
};
/** In no price list that is known: what is invoked costs nothing on the bill, and has no price. */
const UNPRICED = ['xai.grok-4.6'];
const priced = (id: string, region: string): Readonly<Record<string, string>> =>
  Object.fromEntries(priceLines(model(id), region).map(({ usageType, usdPerUnit }) => [usageType, usdPerUnit]));
/** Dollars of one unit. */
const priceOf = (lines: readonly PriceLine[], kind: string, tier: string, variant = 'standard'): string | undefined =>
  lines.find((line) => line.kind === kind && line.tier === tier && line.variant === variant)?.usdPerUnit;

describe('The simulator’s rates', () => {
  it('has input and output of every model, global ones for those that global profiles hold', () => {
    for (const each of MODELS) {
      const lines = priceLines(each, 'us-east-1');
      if (UNPRICED.includes(each.id)) {
        assert.deepEqual(lines, []);
        continue;
      }
      for (const tier of ['regional', ...(each.geos.includes('global') ? ['global'] : [])]) {
        assert.ok(priceOf(lines, 'input', tier) !== undefined, `${each.id} ${tier}`);
        if (each.embeddings !== true) assert.ok(priceOf(lines, 'output', tier) !== undefined, `${each.id} ${tier}`);
      }
    }
  });

  it('writes usage types in each of the conventions', () => {
    const sonnet = priced('sonnet-4-5', 'us-east-1');
    assert.equal(sonnet['USE1-MP:USE1_InputTokenCount_Global-Units'], '3');
    assert.equal(sonnet['USE1-MP:USE1_InputTokenCount-Units'], '3.3');
    assert.equal(sonnet['USE1-MP:USE1_InputTokenCount_LCtx_Global-Units'], '6');
    assert.equal(sonnet['USE1-MP:USE1_OutputTokenCount_LCtx-Units'], '24.75');
    assert.equal(sonnet['USE1-MP:USE1_CacheWrite1hInputTokenCount_Global-Units'], '6');
    assert.equal(sonnet['USE1-MP:USE1_OutputTokenCount_Global_Batch-Units'], '7.5');
    const opus = priced('opus-4-7', 'ap-northeast-1');
    assert.equal(opus['APN1-MP:APN1_cache_write_tokens_1h_global_standard-Units'], '10');
    assert.equal(opus['APN1-MP:APN1_input_tokens_batch-Units'], '2.75');
    const nova = priced('nova-2-lite', 'us-west-2');
    assert.equal(nova['USW2-Nova2.0Lite-input-tokens-cross-region-global'], '0.0003');
    assert.equal(nova['USW2-Nova2.0Lite-cache-read-input-token-count'], '0.0000825');
    assert.equal(priced('nova-micro', 'eu-west-1')['EU-NovaMicro-cache-read-input-token-count'], '0.0000100625');
    const kimi = priced('kimi-k3', 'us-east-1');
    assert.equal(kimi['USE1-moonshotai.kimi-k3-mantle-input-tokens-standard'], '0.0033');
    assert.equal(kimi['USE1-moonshotai.kimi-k3-mantle-output-tokens-global-standard'], '0.015');
    assert.equal(kimi['USE1-moonshotai.kimi-k3-mantle-cache-write-tokens-30m-standard'], '0.004125');
    const astra = priced('gpt-6-astra', 'us-west-2');
    assert.equal(astra['USW2-MP:USW2_cache_write_tokens_30m_standard-Units'], '13.75');
    assert.equal(astra['USW2-MP:USW2_input_tokens_long_ctx_standard-Units'], '22');
    assert.equal(astra['USW2-MP:USW2_output_tokens_long_ctx_global_standard-Units'], '75');
    const haiku = priced('haiku-5-5', 'us-east-1');
    assert.equal(haiku['USE1-MP:USE1_input_tokens_global_standard-Units'], '0.1');
    assert.equal(haiku['USE1-MP:USE1_cache_write_tokens_1h_long_ctx_standard-Units'], '1.1');
    assert.equal(priced('deepseek', 'us-east-1')['USE1-deepseek.v3.2-input-tokens'], '0.00062');
    assert.equal(serviceNameOf(model('gpt-6-astra')), 'OpenAI GPT-6 Astra (Amazon Bedrock Edition)');
    assert.equal(serviceNameOf(model('haiku-4-5')), 'Claude Haiku 4.5 (Amazon Bedrock Edition)');
    assert.equal(serviceNameOf(model('nova-pro')), 'Amazon Bedrock');
  });

  it('names each price of a Region once', () => {
    for (const region of ['us-east-1', 'eu-west-1', 'ap-northeast-1']) {
      const lines = MODELS.flatMap((each) => priceLines(each, region));
      const names = new Set(lines.map(({ serviceName, usageType }) => `${serviceName} ${usageType}`));
      assert.equal(names.size, lines.length);
      for (const { usdPerUnit, unit, femtoUsdPerToken } of lines) {
        const tokens = unit === '1M tokens' ? 1_000_000n : 1000n;
        assert.equal(parseDecimal(usdPerUnit, 15), femtoUsdPerToken * tokens);
      }
    }
  });

  it('reads back each decimal that it writes', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }),
        fc.integer({ min: 1, max: 15 }),
        (value, digits) => {
          const text = writeDecimal(value, digits);
          assert.equal(parseDecimal(text, digits), value);
          assert.doesNotMatch(text, /\.$|\.\d*0$|^-?0\d/);
        },
      ),
    );
    assert.throws(() => parseDecimal('1.23', 1), /1\.23/);
    assert.throws(() => parseDecimal('1e3', 9), /1e3/);
  });

  it('rounds to the nearest, halves away from zero', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        (value, by) => {
          const twice = (value - divideRounded(value, by) * by) * 2n;
          assert.ok(twice <= by && twice >= -by);
          assert.equal(divideRounded(-value, by), -divideRounded(value, by));
        },
      ),
    );
    assert.equal(divideRounded(25n, 10n), 3n);
  });
});
