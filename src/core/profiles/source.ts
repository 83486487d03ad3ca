/**
 * What a profile was copied from. AWS does not return it, so it is read from the tag that we write at creation,
 * and otherwise inferred from the Regions of the profile's model ARNs.
 */

import { modelId, parseArn, type Arn, type ModelId } from '../ids';
import { splitGeo, type GeoPrefix } from './models';

/** The tag that keeps the source's id, so that it need not be guessed later. */
export const SOURCE_TAG = 'BedrockTallySource';

export type Tier = 'global' | 'geographic' | 'in-region' | 'unknown';

export interface Source {
  readonly tier: Tier;
  /** `us`, `eu`, `jp` …; for a global source `global`; empty for one Region. */
  readonly geo: string;
  /** The model's id without a prefix; undefined when the ARNs name more than one or none. */
  readonly model: ModelId | undefined;
  /** The source's own id, such as `eu.anthropic.claude-…`; known exactly only from the tag. */
  readonly id: string | undefined;
  readonly exact: boolean;
}

/**
 * Geographies by their prefix, with how their Regions' names start; the narrow ones precede the wide ones that
 * hold them too.
 */
const GEOGRAPHIES: readonly (readonly [geo: GeoPrefix, starts: readonly string[]])[] = [
  ['us-gov', ['us-gov-']],
  ['ca', ['ca-']],
  // The US profiles also take in Canada's requests; the Canadian ones do not leave Canada.
  ['us', ['us-east-', 'us-west-', 'ca-']],
  ['eu', ['eu-']],
  ['jp', ['ap-northeast-1', 'ap-northeast-3']],
  ['au', ['ap-southeast-2', 'ap-southeast-4']],
  ['in', ['ap-south-1', 'ap-south-2']],
  ['apac', ['ap-', 'me-', 'il-']],
  ['sa', ['sa-']],
];

const within = (region: string, starts: readonly string[]): boolean => starts.some((start) => region.startsWith(start));

/** Which geography holds all these Regions. Empty when none does. */
function geoOf(regions: readonly string[]): string {
  return GEOGRAPHIES.find(([, starts]) => regions.every((name) => within(name, starts)))?.[0] ?? '';
}

/**
 * Whether the model ARNs agree with the tag. A profile may name Regions at the edge of its geography, but not
 * only such.
 */
function agrees(geo: string | undefined, tier: Tier, regions: readonly string[]): boolean {
  if (geo === undefined) return tier === 'in-region';
  if (geo === 'global' || tier === 'global') return geo === tier;
  const starts = GEOGRAPHIES.find(([name]) => name === geo)?.[1];
  return starts === undefined || regions.some((name) => within(name, starts));
}

/** The Regions that data may be processed in, as the model ARNs name them. An empty name is *any commercial Region*. */
export function destinationRegions(models: readonly Arn[]): readonly string[] {
  const regions = new Set(models.map((model) => parseArn(model)?.region ?? ''));
  return [...regions].sort();
}

function modelOf(models: readonly Arn[]): ModelId | undefined {
  const ids = new Set(models.map((model) => parseArn(model)?.resourceId ?? ''));
  const [only] = ids;
  return ids.size === 1 && only !== undefined && only !== '' ? modelId(only) : undefined;
}

/**
 * The prefix of a source, such as `eu` or `global`; empty for a foundation model. Read by the model that its ARNs name,
 * so that a prefix which is new is known, too; only where they name none or several the list of known prefixes is
 * used.
 */
export function prefixOf({ id, models }: { readonly id: string; readonly models: readonly Arn[] }): string {
  return splitGeo(id, modelOf(models)).geo ?? '';
}

/** Infers the tier from the model ARNs: an empty Region is global, several are geographic, one is in-region. */
export function sourceOf(models: readonly Arn[], tag: string | undefined): Source {
  const model = modelOf(models);
  const regions = destinationRegions(models);
  const tier: Tier =
    regions.length === 0
      ? 'unknown'
      : regions.includes('')
        ? 'global'
        : regions.length > 1
          ? 'geographic'
          : 'in-region';
  const named = tag === undefined || tag === '' ? undefined : splitGeo(tag, model);
  // A tag can be edited by anybody: it counts only where it agrees with what AWS returns.
  if (named !== undefined && model !== undefined && named.model === model && agrees(named.geo, tier, regions)) {
    const tagTier: Tier = named.geo === 'global' ? 'global' : named.geo === undefined ? 'in-region' : 'geographic';
    return { tier: tagTier, geo: named.geo ?? '', model, id: tag, exact: true };
  }
  const geo = tier === 'global' ? 'global' : tier === 'geographic' ? geoOf(regions) : '';
  const inferred = model === undefined ? undefined : geo === '' ? model : `${geo}.${model}`;
  return { tier, geo, model, id: tier === 'geographic' && geo === '' ? undefined : inferred, exact: false };
}
