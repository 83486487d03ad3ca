/**
 * What the simulator's AWS charges for a token, written by hand from AWS's and Anthropic's published prices. It shares nothing with the
 * prices that the extension estimates with: that both agree is to mean something.
 */

import type { Model } from '../catalog';
import { divideRounded, parseDecimal, writeDecimal } from './decimal';
import { billingCode, locationOf } from './regions';
import { usageTypeOf, type Convention } from './usageTypes';

export type Kind = 'input' | 'output' | 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h';
/** In-region and geographic inference have one price, global its own. */
export type Tier = 'global' | 'regional';
export type Variant = 'standard' | 'batch' | 'longContext';
export const KINDS: readonly Kind[] = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'];

/** One price of the list, as it is published and as it is billed. */
export interface PriceLine {
  readonly serviceCode: 'AmazonBedrock' | 'AmazonBedrockFoundationModels';
  /** The value of Cost Explorer's dimension SERVICE. */
  readonly serviceName: string;
  readonly usageType: string;
  readonly unit: '1M tokens' | '1K tokens';
  /** An exact decimal, of one unit. */
  readonly usdPerUnit: string;
  readonly femtoUsdPerToken: bigint;
  readonly kind: Kind;
  readonly tier: Tier;
  readonly variant: Variant;
  /** The price list's attributes of the product, `usagetype` among them. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** US dollars for a million tokens; a kind that is left out is not sold. */
type Rates = Readonly<Partial<Record<Kind, string>>>;

interface Tariff {
  readonly convention: Convention;
  /** What the bill calls the model: in the service's name (Claude), or in the usage type. */
  readonly billedAs: string;
  readonly regional: Rates;
  readonly global?: Rates;
  readonly batch?: boolean;
  readonly longContext?: boolean;
  /** Dearer in some Regions. */
  readonly dearerAbroad?: boolean;
}

const rates = (
  input: string,
  output: string,
  cacheRead: string,
  cacheWrite5m: string,
  cacheWrite1h?: string,
): Rates => ({
  input,
  output,
  cacheRead,
  cacheWrite5m,
  ...(cacheWrite1h === undefined ? {} : { cacheWrite1h }),
});
const nova = (input: string, output: string, cacheRead: string): Rates => rates(input, output, cacheRead, '0');
const claude = (billedAs: string, regional: Rates, more: Partial<Tariff> = {}): Tariff => ({
  convention: 'CamelCase',
  billedAs,
  regional,
  batch: true,
  ...more,
});
const bedrock = (billedAs: string, regional: Rates, more: Partial<Tariff> = {}): Tariff => ({
  convention: 'kebab-case',
  billedAs,
  regional,
  batch: true,
  dearerAbroad: true,
  ...more,
});

const SONNET_GLOBAL = rates('3', '15', '0.3', '3.75', '6');
const SONNET = rates('3.3', '16.5', '0.33', '4.125', '6.6');

/** By the model's id. */
const TARIFFS: Readonly<Record<string, Tariff>> = {
  'anthropic.claude-sonnet-5': claude('Claude Sonnet 5', rates('2.2', '11', '0.22', '2.75', '4.4'), {
    convention: 'snake_case',
    global: rates('2', '10', '0.2', '2.5', '4'),
  }),
  'anthropic.claude-opus-4-7': claude('Claude Opus 4.7', rates('5.5', '27.5', '0.55', '6.875', '11'), {
    convention: 'snake_case',
    global: rates('5', '25', '0.5', '6.25', '10'),
  }),
  'anthropic.claude-sonnet-4-6': claude('Claude Sonnet 4.6', SONNET, { global: SONNET_GLOBAL }),
  'anthropic.claude-haiku-4-5-20251001-v1:0': claude('Claude Haiku 4.5', rates('1.1', '5.5', '0.11', '1.375', '2.2'), {
    global: rates('1', '5', '0.1', '1.25', '2'),
  }),
  'anthropic.claude-sonnet-4-5-20250929-v1:0': claude('Claude Sonnet 4.5', SONNET, {
    global: SONNET_GLOBAL,
    longContext: true,
  }),
  'anthropic.claude-3-5-sonnet-20240620-v1:0': claude('Claude 3.5 Sonnet', rates('3', '15', '0.3', '3.75')),
  'anthropic.claude-3-haiku-20240307-v1:0': claude('Claude 3 Haiku', { input: '0.25', output: '1.25' }),
  'amazon.nova-2-lite-v1:0': bedrock('Nova2.0Lite', nova('0.33', '2.75', '0.0825'), {
    global: nova('0.3', '2.5', '0.075'),
    dearerAbroad: false,
  }),
  'amazon.nova-pro-v1:0': bedrock('NovaPro', nova('0.8', '3.2', '0.2')),
  'amazon.nova-lite-v1:0': bedrock('NovaLite', nova('0.06', '0.24', '0.015')),
  'amazon.nova-micro-v1:0': bedrock('NovaMicro', nova('0.035', '0.14', '0.00875')),
  'meta.llama4-maverick-17b-instruct-v1:0': bedrock('Llama4-Maverick-17B', { input: '0.24', output: '0.97' }),
  'meta.llama3-3-70b-instruct-v1:0': bedrock('Llama3-3-70B', { input: '0.72', output: '0.72' }),
  'meta.llama3-70b-instruct-v1:0': bedrock('Llama3-70B', { input: '2.65', output: '3.5' }),
  'openai.gpt-oss-120b-1:0': bedrock(
    'openai.gpt-oss-120b-1',
    { input: '0.15', output: '0.6' },
    { dearerAbroad: false },
  ),
  'amazon.titan-embed-text-v2:0': bedrock('TitanEmbeddingsV2-Text', { input: '0.02' }, { batch: false }),
};

/** Percent of the price in the United States, where a Region is dearer. */
const ABROAD: Readonly<Record<string, bigint>> = { 'eu-west-1': 115n, 'ap-northeast-1': 120n };

/** Femto-dollars for a token from dollars for a million. */
const FEMTO_DIGITS = 9;

function femtoOf(tariff: Tariff, kind: Kind, usd: string, variant: Variant, region: string): bigint {
  const abroad = tariff.dearerAbroad ? (ABROAD[region] ?? 100n) : 100n;
  const list = divideRounded(parseDecimal(usd, FEMTO_DIGITS) * abroad, 100n);
  if (variant === 'batch') return divideRounded(list, 2n);
  if (variant === 'longContext') return kind === 'output' ? divideRounded(list * 3n, 2n) : list * 2n;
  return list;
}

const INFERENCE_TYPES: Readonly<Record<Kind, string>> = {
  input: 'Input tokens',
  output: 'Output tokens',
  cacheRead: 'Prompt cache read input tokens',
  cacheWrite5m: 'Prompt cache write input tokens',
  cacheWrite1h: 'Prompt cache write input tokens, 1 hour',
};

/** The service on the bill and in the price list that a model is sold under. */
function serviceOf({ convention, billedAs }: Tariff): Pick<PriceLine, 'serviceCode' | 'serviceName'> {
  return convention === 'kebab-case'
    ? { serviceCode: 'AmazonBedrock', serviceName: 'Amazon Bedrock' }
    : { serviceCode: 'AmazonBedrockFoundationModels', serviceName: `${billedAs} (Amazon Bedrock Edition)` };
}

interface Sold {
  readonly kind: Kind;
  readonly tier: Tier;
  readonly variant: Variant;
  readonly usd: string;
}

function lineOf(model: Model, tariff: Tariff, region: string, { kind, tier, variant, usd }: Sold): PriceLine {
  const inThousands = tariff.convention === 'kebab-case';
  const femto = femtoOf(tariff, kind, usd, variant, region);
  const usageType = usageTypeOf(tariff, { code: billingCode(region), kind, tier, variant });
  const service = serviceOf(tariff);
  return {
    ...service,
    usageType,
    unit: inThousands ? '1K tokens' : '1M tokens',
    usdPerUnit: inThousands ? writeDecimal(femto, 12) : writeDecimal(femto, FEMTO_DIGITS),
    femtoUsdPerToken: femto,
    kind,
    tier,
    variant,
    attributes: {
      servicecode: service.serviceCode,
      servicename: service.serviceName,
      location: locationOf(region),
      locationType: 'AWS Region',
      regionCode: region,
      usagetype: usageType,
      operation: '',
      ...(inThousands
        ? {
            model: model.name,
            provider: model.provider,
            inferenceType: INFERENCE_TYPES[kind],
            feature: variant === 'batch' ? 'Batch Inference' : 'On-demand Inference',
          }
        : {}),
    },
  };
}

function variantsOf(tariff: Tariff, kind: Kind): readonly Variant[] {
  return [
    'standard',
    // Nothing is cached from one batch job to the next.
    ...(tariff.batch && (kind === 'input' || kind === 'output') ? (['batch'] as const) : []),
    ...(tariff.longContext ? (['longContext'] as const) : []),
  ];
}

/** All that a model costs in a Region; empty for a model that is not sold. Whether the Region offers the model is the catalog's to say. */
export function priceLines(model: Model, region: string): readonly PriceLine[] {
  const tariff = TARIFFS[model.id];
  if (!tariff) return [];
  return (['regional', 'global'] as const).flatMap((tier) =>
    KINDS.flatMap((kind) => {
      const usd = tariff[tier]?.[kind];
      if (usd === undefined) return [];
      return variantsOf(tariff, kind).map((variant) => lineOf(model, tariff, region, { kind, tier, variant, usd }));
    }),
  );
}

/** What the bill calls the service of a model, such as `Claude Sonnet 4.5 (Amazon Bedrock Edition)`. */
export function serviceNameOf(model: Model): string {
  const tariff = TARIFFS[model.id];
  return tariff ? serviceOf(tariff).serviceName : 'Amazon Bedrock';
}
