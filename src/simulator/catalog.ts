/** The models and system profiles of Amazon Bedrock, as of November 2026, in each Region that the simulator knows. */

import { MODELS, type Model } from './catalog/models';

export { MODELS, type Model } from './catalog/models';

/** A system profile of one Region. */
export interface SystemProfile {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly description: string;
  /** The models that AWS names for it: not more than were requested. */
  readonly modelArns: readonly string[];
  readonly model: Model;
}

/** The Regions of a system profile's prefix: which have it, and which it sends requests to. */
const DESTINATIONS: Readonly<Record<string, readonly string[]>> = {
  us: ['us-east-1', 'us-east-2', 'us-west-2'],
  amer: ['ca-central-1', 'us-east-1', 'us-east-2', 'us-west-2'],
  ca: ['ca-central-1'],
  eu: ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'],
  apac: [
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-south-2',
    'ap-southeast-1',
    'ap-southeast-2',
  ],
  jp: ['ap-northeast-1', 'ap-northeast-3'],
  au: ['ap-southeast-2', 'ap-southeast-4'],
  in: ['ap-south-1', 'ap-south-2'],
};
const PLAIN = ['ca-central-1', 'sa-east-1', 'eu-west-2', 'eu-central-2', 'us-west-1', 'me-central-1', 'il-central-1'];

/** Regions that exist. Any other in a request's credential scope is refused. */
export const REGIONS: ReadonlySet<string> = new Set([...Object.values(DESTINATIONS).flat(), ...PLAIN]);

/** The number of models that AWS names for a profile; its service model allows one to five. */
export const MODELS_LISTED = 5;

/** The ARN of a foundation model; an empty Region stands for any. */
export const modelArn = (region: string, modelId: string): string =>
  `arn:aws:bedrock:${region}::foundation-model/${modelId}`;

/**
 * The Regions that a prefix sends requests of a Region to, at most `listed` of them, always including the Region
 * itself.
 */
function destinations(geo: string, region: string, listed: number): readonly string[] {
  if (geo === 'global') return [region, ''];
  const others = (DESTINATIONS[geo] ?? []).filter((name) => name !== region).slice(0, listed - 1);
  return [region, ...others].sort();
}

function sentence(geo: string, model: Model, regions: readonly string[]): string {
  const name = `${model.provider} ${model.name}`;
  if (geo === 'global') return `Routes requests to ${name} globally across all supported AWS Regions.`;
  const last = regions.at(-1) ?? '';
  const where = regions.length === 1 ? last : `${regions.slice(0, -1).join(' ')} and ${last}`;
  return `Routes requests to ${name} in ${where}.`;
}

/** Whether a Region sends requests through system profiles of this prefix. */
function offers(geo: string, region: string): boolean {
  return geo === 'global' || (DESTINATIONS[geo] ?? []).includes(region);
}

/** The system profiles of a Region, in the order of the catalog; each names `listed` models at most. */
export function systemProfiles(account: string, region: string, listed = MODELS_LISTED): readonly SystemProfile[] {
  return MODELS.flatMap((model) =>
    model.geos
      .filter((geo) => offers(geo, region))
      .map((geo) => {
        const regions = destinations(geo, region, listed);
        const id = `${geo}.${model.id}`;
        return {
          id,
          arn: `arn:aws:bedrock:${region}:${account}:inference-profile/${id}`,
          name: `${geo === 'global' ? 'Global' : geo.toUpperCase()} ${model.provider} ${model.name}`,
          description: sentence(geo, model, regions),
          modelArns: regions.map((name) => modelArn(name, model.id)),
          model,
        };
      }),
  );
}

/**
 * The foundation models of a Region: those that can be invoked on demand there, and those that a system profile of the
 * Region holds.
 */
export function foundationModels(region: string): readonly Model[] {
  return MODELS.filter((model) => onDemandIn(model, region) || model.geos.some((geo) => offers(geo, region)));
}

/** Small Regions have no on-demand models of other makers. */
function onDemandIn(model: Model, region: string): boolean {
  return model.onDemand && (!PLAIN.includes(region) || model.provider === 'Amazon');
}

/** A model by its id, where the Region offers it. */
export function findModel(region: string, id: string): Model | undefined {
  return foundationModels(region).find((model) => model.id === id);
}
