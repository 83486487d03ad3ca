/** Products in the price list that are not the tokens of an ordinary call but easily taken for them. */

import { divideRounded, parseDecimal, writeDecimal } from '../billing/decimal';
import type { PriceLine } from '../billing/rates';
import { billingCode, locationOf } from '../billing/regions';
import type { Product, ServiceCode } from './product';

const DIGITS = 15;

/** An exact part of a price, in percent. */
const percent = (usd: string, of: number): string =>
  writeDecimal(divideRounded(parseDecimal(usd, DIGITS) * BigInt(of), 100n), DIGITS);

/** Other ways to be served, by the end of their usage types, with their prices in percent of the ordinary one. */
const KEBAB_ENDS: Readonly<Record<string, number>> = { '-flex': 50, '-priority': 175, '-custom-model': 100 };
const SNAKE_ENDS: Readonly<Record<string, number>> = { _flex: 50, _priority: 150 };

function altered(line: PriceLine, usagetype: string, of: number, unit: string = line.unit): Product {
  const { serviceCode, attributes, usdPerUnit } = line;
  return { serviceCode, attributes: { ...attributes, usagetype }, unit, usd: percent(usdPerUnit, of) };
}

/** The same tokens served faster, slower, by a model of one's own, or kept ready. */
export function otherTiers(line: PriceLine): readonly Product[] {
  const { usageType, variant, kind, tier } = line;
  if (variant !== 'standard' || (kind !== 'input' && kind !== 'output')) return [];
  if (line.serviceCode === 'AmazonBedrock') {
    if (usageType.endsWith('-standard')) return [altered(line, usageType.replace(/standard$/, 'flex'), 50)];
    const ends = Object.entries(KEBAB_ENDS).map(([end, of]) => altered(line, `${usageType}${end}`, of));
    const geo = tier === 'regional' ? [altered(line, `${usageType}-cross-region-geo`, 100)] : [];
    return [...ends, ...geo];
  }
  if (usageType.includes('_standard-Units')) {
    return Object.entries(SNAKE_ENDS).map(([end, of]) =>
      altered(line, usageType.replace('_standard-Units', `${end}-Units`), of, 'Units'),
    );
  }
  return tier === 'regional'
    ? [altered(line, usageType.replace('-Units', '_LatencyOptimized-Units'), 125, 'Units')]
    : [];
}

type Row = readonly [usage: string, unit: string, usd: string, attributes?: Readonly<Record<string, string>>];

const tokens = (model: string, provider: string, inferenceType: string): Readonly<Record<string, string>> => ({
  model,
  provider,
  inferenceType,
  feature: 'On-demand Inference',
});

/**
 * Under Amazon Bedrock: guardrails, images, speech, capacity, another endpoint's tokens, models that the catalog has
 * not.
 */
const OF_BEDROCK: readonly Row[] = [
  ['Guardrail-ContentPolicyUnitsConsumed', 'TextUnit', '0.00015', { group: 'Guardrails' }],
  ['Guardrail-ContentPolicyImageUnitsConsumed', 'Image', '0.00075', { group: 'Guardrails' }],
  [
    'NovaCanvas-T2I-1024-Standard',
    'image',
    '0.04',
    { model: 'Nova Canvas', provider: 'Amazon', inferenceType: 'T2I 1024 Standard' },
  ],
  ['NovaReel-T2V-HD-Standard', 'Second', '0.08', { model: 'Nova Reel', provider: 'Amazon' }],
  ['NovaSonic-input-speech-tokens', '1K tokens', '0.0034', tokens('Nova Sonic', 'Amazon', 'Input speech tokens')],
  [
    'NovaPro-input-tokens-latency-optimized',
    '1K tokens',
    '0.001',
    tokens('Nova Pro Latency Optimized', 'Amazon', 'Input tokens'),
  ],
  ['NovaPremier-input-tokens', '1K tokens', '0.0025', tokens('Nova Premier', 'Amazon', 'Input tokens')],
  ['NovaPremier-output-tokens', '1K tokens', '0.0125', tokens('Nova Premier', 'Amazon', 'Output tokens')],
  ['NovaPro-Reserved-1Month-InputTPM', '1KTPMHour', '0.0038', { model: 'Nova Pro', provider: 'Amazon' }],
  [
    'NovaPro-ProvisionedThroughput-ModelUnits-NoCommit',
    'hour',
    '21.5',
    { model: 'Nova Pro', provider: 'Amazon', feature: 'Provisioned Throughput' },
  ],
  ['Customization-Storage', 'Month', '1.95', { feature: 'Model Customization' }],
  [
    'openai.gpt-oss-120b-mantle-input-tokens-standard',
    '1K tokens',
    '0.00015',
    tokens('gpt-oss-120b', 'OpenAI', 'Input tokens'),
  ],
  [
    'openai.gpt-oss-120b-mantle-output-tokens-standard',
    '1K tokens',
    '0.0006',
    tokens('gpt-oss-120b', 'OpenAI', 'Output tokens'),
  ],
  [
    'mistral.mistral-large-3-675b-instruct-mantle-input-tokens-standard',
    '1K tokens',
    '0.0005',
    tokens('Mistral Large 3', 'Mistral AI', 'Input tokens'),
  ],
];

/** Of the Marketplace's models, by the name of the service: neighbours of the catalog's, capacity, searches, images. */
const OF_MODELS: readonly (readonly [service: string, ...Row])[] = [
  ['Claude Sonnet 4 (Amazon Bedrock Edition)', 'InputTokenCount-Units', '1M tokens', '3'],
  ['Claude Sonnet 4 (Amazon Bedrock Edition)', 'OutputTokenCount-Units', '1M tokens', '15'],
  ['Claude Sonnet 4 (Amazon Bedrock Edition)', 'InputTokenCount_LCtx-Units', '1M tokens', '6'],
  ['Claude 3.5 Sonnet v2 (Amazon Bedrock Edition)', 'InputTokenCount-Units', '1M tokens', '6'],
  ['Claude 3.5 Sonnet v2 (Amazon Bedrock Edition)', 'OutputTokenCount-Units', '1M tokens', '30'],
  ['Claude 3 Haiku (Amazon Bedrock Edition)', 'MillionBatchInputTokens-Units', 'Units', '0.125'],
  ['Claude 3 Haiku (Amazon Bedrock Edition)', 'MillionBatchOutputTokens-Units', 'Units', '0.625'],
  ['Claude Sonnet 4.5 (Amazon Bedrock Edition)', 'Reserved_1Month_InputTPM_Geo-Units', '1M TPM Hour', '0.0264'],
  ['Claude Sonnet 4.5 (Amazon Bedrock Edition)', 'Reserved_1Month_OutputTPM_Global-Units', '1M TPM Hour', '0.12'],
  ['Claude Opus 4.7 (Amazon Bedrock Edition)', 'reserved_3month_input_tpm_global-Units', '1M TPM Hour', '0.031'],
  ['Claude Opus 4.7 (Amazon Bedrock Edition)', 'input_tokens_long_ctx_standard-Units', '1M tokens', '11'],
  ['Claude Opus 4.6 (Amazon Bedrock Edition)', 'InputTokenCount-Units', '1M tokens', '5.5'],
  ['Cohere Rerank v3.5 (Amazon Bedrock Edition)', 'search_units-Units', 'Units', '0.002'],
  ['Stable Image Ultra 1.0 (Amazon Bedrock Edition)', 'created_image-Units', 'Units', '0.14'],
];

const place = (serviceCode: ServiceCode, servicename: string, region: string): Readonly<Record<string, string>> => ({
  servicecode: serviceCode,
  servicename,
  location: locationOf(region),
  locationType: 'AWS Region',
  regionCode: region,
  operation: '',
});

/** What a Region sells that is no call to a model of the catalog. */
export function otherProducts(region: string): readonly Product[] {
  const code = billingCode(region);
  const bedrock = OF_BEDROCK.map(([usage, unit, usd, attributes]): Product => {
    const where = place('AmazonBedrock', 'Amazon Bedrock', region);
    return {
      serviceCode: 'AmazonBedrock',
      attributes: { ...where, usagetype: `${code}-${usage}`, ...attributes },
      unit,
      usd,
    };
  });
  const models = OF_MODELS.map(([service, usage, unit, usd]): Product => {
    const where = place('AmazonBedrockFoundationModels', service, region);
    return {
      serviceCode: 'AmazonBedrockFoundationModels',
      attributes: { ...where, usagetype: `${code}-MP:${code}_${usage}` },
      unit,
      usd,
    };
  });
  return [...bedrock, ...models];
}
