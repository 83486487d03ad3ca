import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { bundledPrices } from '../../../../src/core/prices/bundledPrices';
import { parsePrice } from '../../../../src/core/money';
import { VARIANTS } from '../../../../src/core/prices/prices';
import { TOKEN_KINDS } from '../../../../src/core/usage/usage';
import { NOVA, SONNET, found, rates, source, unpriced, usd } from './priceBuilders';

describe('a price in the bundled table', () => {
  it('is ten per cent higher in Region and geographic than global, for recent Claude', () => {
    assert.deepEqual(found(source(SONNET, 'global'), 'eu-west-1').rates, rates('3', '15', '0.3', '3.75'));
    assert.deepEqual(
      found(source(SONNET, 'geographic', 'eu'), 'eu-west-1').rates,
      rates('3.3', '16.5', '0.33', '4.125'),
    );
    assert.deepEqual(found(source(SONNET), 'ap-northeast-1').rates, rates('3.3', '16.5', '0.33', '4.125'));
  });

  it('names where it is from, and for what it is', () => {
    const priced = found(source(SONNET), 'eu-west-1');
    assert.deepEqual(priced.origin, { from: 'bundled', date: '2026-09-23' });
    assert.equal(priced.tier, 'regional');
    assert.equal(priced.region, '');
    assert.equal(found(source(NOVA), 'us-west-2').region, 'us-west-2');
    const global = found(source(SONNET, 'global'), 'eu-west-1');
    assert.deepEqual([global.tier, global.region], ['global', '']);
  });

  it('is found under each way that AWS writes the same model’s id', () => {
    for (const id of [
      'anthropic.claude-sonnet-4-6',
      'anthropic.claude-sonnet-4-6-v1',
      'anthropic.claude-sonnet-4-6-v1:0',
    ])
      assert.deepEqual(found(source(id, 'global'), 'us-east-1').rates, rates('3', '15', '0.3', '3.75'), id);
    for (const id of [
      'anthropic.claude-opus-4-6-v1',
      'anthropic.claude-opus-4-5-20251101-v1:0',
      'anthropic.claude-opus-5',
    ])
      assert.deepEqual(found(source(id, 'global'), 'us-east-1').rates, rates('5', '25', '0.5', '6.25'), id);
    assert.equal(found(source('anthropic.claude-opus-5-5', 'global'), 'us-east-1').rates.input, '4');
  });

  const neighbours = [
    'anthropic.claude-sonnet-4-5',
    'anthropic.claude-sonnet-4-5-20260301-v1:0',
    'anthropic.claude-sonnet-4-5-20250929-v2:0',
    'anthropic.claude-sonnet-4',
    'anthropic.claude-sonnet-4-60',
    'anthropic.claude-sonnet-5-5',
    'anthropic.claude-sonnet-5-1-v1:0',
    'anthropic.claude-opus-5-1',
    'anthropic.claude-opus-5-5-5',
    'anthropic.claude-opus-4-9',
    'anthropic.claude-opus-4-50',
    'anthropic.claude-3-5-sonnet',
    'anthropic.claude-3-5-sonnet-20241022-v1:0',
    'anthropic.claude',
    'amazon.nova-pro-v2:0',
    'amazon.nova-pro-v1:1',
    'amazon.nova-2-sonic-v1:0',
    'amazon.nova-sonic-v1:0',
    'amazon.titan-embed-text-v2:0',
    'openai.gpt-oss-120b-2:0',
    'global.anthropic.claude-sonnet-4-6',
    'ANTHROPIC.CLAUDE-SONNET-4-6',
    ' anthropic.claude-sonnet-4-6',
    'constructor',
    '__proto__',
    'toString',
    '',
  ];
  for (const id of neighbours) {
    it(`is not lent to “${id}”`, () => {
      for (const tier of ['in-region', 'global', 'geographic', 'unknown'] as const)
        for (const region of ['us-east-1', 'eu-west-1']) unpriced(source(id, tier), region);
    });
  }

  it('is found with and without the number of a model’s first version', () => {
    for (const [id, listed] of [
      ['amazon.nova-pro', 'amazon.nova-pro-v1:0'],
      ['amazon.nova-pro-v1', 'amazon.nova-pro-v1:0'],
      ['openai.gpt-oss-120b', 'openai.gpt-oss-120b-1:0'],
      ['anthropic.claude-sonnet-4-6-v1:0', 'anthropic.claude-sonnet-4-6'],
    ] as const)
      assert.deepEqual(found(source(id), 'us-east-1').rates, found(source(listed), 'us-east-1').rates, id);
  });

  it('is none for a model that is not known', () => {
    unpriced({ model: undefined, tier: 'global', geo: 'global' }, 'us-east-1');
  });

  it('is commercial: none in GovCloud, in China, in a sovereign cloud, or nowhere', () => {
    for (const region of [
      'us-gov-west-1',
      'us-gov-east-1',
      'cn-north-1',
      'us-iso-east-1',
      'eusc-de-east-1',
      '',
      'global',
    ])
      for (const tier of ['in-region', 'global', 'geographic'] as const) {
        unpriced(source(SONNET, tier), region);
        unpriced(source(NOVA, tier), region);
      }
  });

  it('of models from others than Anthropic holds in the United States only', () => {
    for (const region of ['us-east-1', 'us-east-2', 'us-west-2'])
      assert.deepEqual(found(source(NOVA), region).rates, rates('0.8', '3.2', '0.2', '0'));
    for (const region of ['eu-west-1', 'ap-northeast-1', 'us-west-1', 'ca-central-1']) unpriced(source(NOVA), region);
    unpriced(source('amazon.nova-2-lite-v1:0', 'global'), 'eu-west-1');
    unpriced(source(NOVA, 'global'), 'us-east-1');
  });

  it('is the newest that is in force, and its long context is a variant', () => {
    const sol = found(source('openai.gpt-5.6-sol'), 'us-east-1');
    assert.deepEqual(sol.rates, rates('4.4', '22', '0.44', '5.5'));
    assert.deepEqual(sol.variants, { longContext: rates('8.8', '33', '0.88', '11') });
    assert.deepEqual(found(source('anthropic.claude-opus-5-5'), 'us-east-1').variants, {
      cacheWrite1h: { cacheWrite: usd('8.8') },
    });
  });

  it('is each a price, of a kind and a variant that are known', () => {
    let count = 0;
    for (const [id, tiers] of Object.entries(bundledPrices().entries))
      for (const entry of [tiers.global, tiers.regional].flatMap((regions) => Object.values(regions ?? {})))
        for (const [name, line] of [['standard', entry.rates] as const, ...Object.entries(entry.variants ?? {})]) {
          assert.ok(name === 'standard' || VARIANTS.some((variant) => variant === name), id);
          assert.ok(Object.keys(line).length > 0, id);
          for (const [kind, price] of Object.entries(line)) {
            assert.ok(
              TOKEN_KINDS.some((known) => known === kind),
              id,
            );
            // AWS gives nothing away but the cache writes of its own models.
            const isFree = id.startsWith('amazon.nova-') && kind === 'cacheWrite';
            assert.ok(parsePrice(price) === price && (price === '0') === isFree, `${id} ${kind} ${price}`);
            count += 1;
          }
        }
    assert.ok(count > 300, String(count));
  });

  it('is what the generator makes of the pinned package', async () => {
    const generator = (await import(new URL('../../../../build/prices.mjs', import.meta.url).href)) as {
      written(): Promise<string>;
    };
    const file = await readFile(new URL('../../../../src/core/prices/bundledPrices.json', import.meta.url), 'utf8');
    assert.equal(
      file,
      await generator.written(),
      'Run “npm run prices” and commit src/core/prices/bundledPrices.json.',
    );
    assert.ok(JSON.stringify(JSON.parse(file)).length < 12_000);
  });
});
