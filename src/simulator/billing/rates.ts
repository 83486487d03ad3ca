/**
 * What the simulator's AWS charges for a token: each line of a model's tariff, as it is published and as it is billed.
 */

import type { Model } from '../catalog';
import { divideRounded, parseDecimal, writeDecimal } from './decimal';
import { billingCode, locationOf } from './regions';
import { KINDS, type Convention, type Kind, type Tier, type Variant } from './priceKinds';
import { TARIFFS, type Tariff } from './tariffs';
import { usageTypeOf } from './usageTypes';

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

/** Percent of the price in the United States, where a Region is dearer. */
const ABROAD: Readonly<Record<string, bigint>> = { 'eu-west-1': 115n, 'ap-northeast-1': 120n };

/** Femto-dollars for a token from dollars for a million. */
const FEMTO_DIGITS = 9;

function femtoOf(tariff: Tariff, kind: Kind, usd: string, variant: Variant, region: string): bigint {
  const abroad = tariff.dearerAbroad ? (ABROAD[region] ?? 100n) : 100n;
  const list = divideRounded(parseDecimal(usd, FEMTO_DIGITS) * abroad, 100n);
  if (variant === 'batch') return divideRounded(list, 2n);
  const { longContext } = tariff;
  if (variant !== 'longContext' || longContext === undefined) return list;
  return divideRounded(list * (kind === 'output' ? longContext.output : longContext.input), 100n);
}

const INFERENCE_TYPES: Readonly<Record<Kind, string>> = {
  input: 'Input tokens',
  output: 'Output tokens',
  cacheRead: 'Prompt cache read input tokens',
  cacheWrite5m: 'Prompt cache write input tokens',
  cacheWrite1h: 'Prompt cache write input tokens, 1 hour',
};

/** Sold under the service Amazon Bedrock, by the thousand tokens; the others are the Marketplace's, by the million. */
const isOfBedrock = (convention: Convention): boolean => convention === 'kebab-case' || convention === 'mantle';

/** The service on the bill and in the price list that a model is sold under. */
function serviceOf({ convention, billedAs }: Tariff): Pick<PriceLine, 'serviceCode' | 'serviceName'> {
  return isOfBedrock(convention)
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
  const inThousands = isOfBedrock(tariff.convention);
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
    ...(tariff.longContext === undefined ? [] : (['longContext'] as const)),
  ];
}

/** Price lines by model and Region: a bill asks for the same ones thousands of times. */
const known = new WeakMap<Model, Map<string, readonly PriceLine[]>>();

/**
 * All that a model costs in a Region; empty for a model that is not sold. Whether the Region offers the model is the
 * catalog's to say.
 */
export function priceLines(model: Model, region: string): readonly PriceLine[] {
  const lists = known.get(model) ?? new Map<string, readonly PriceLine[]>();
  known.set(model, lists);
  const found = lists.get(region) ?? listLines(model, region);
  lists.set(region, found);
  return found;
}

function listLines(model: Model, region: string): readonly PriceLine[] {
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

/** How many tokens of input make a request one of long context; undefined for a model that has no such price. */
export const longContextOf = (model: Model): number | undefined => TARIFFS[model.id]?.longContext?.above;
