/** The ARNs that policies speak of. */

import { literal } from './document';
import type { PolicyInput, PolicySource } from './input';

/** More model ARNs than these are written with a wildcard for the Region, and the Regions as a condition. */
const MOST_MODEL_ARNS = 24;

type Place = Pick<PolicyInput, 'account' | 'partition'>;

/** Every application profile of the account in a Region; `*` is all Regions. */
export const profilesIn = ({ account, partition }: Place, region: string): string =>
  `arn:${partition}:bedrock:${region}:${account}:application-inference-profile/*`;

/** Every application profile in the home Regions. */
export const homeProfiles = (input: PolicyInput): readonly string[] =>
  unique(input.regions).map((region) => profilesIn(input, region));

/** Every foundation model in every Region, also in the empty one of global routing. */
export const everyModel = ({ partition }: Pick<Place, 'partition'>): string =>
  `arn:${partition}:bedrock:*::foundation-model/*`;

/** An account's models, and ways to models, that have no application profiles. */
export const otherModels = ({ account, partition }: Place): readonly string[] =>
  [
    'provisioned-model',
    'imported-model',
    'custom-model',
    'custom-model-deployment',
    'prompt-router',
    'default-prompt-router',
    'marketplace/model-endpoint',
  ].map((kind) => `arn:${partition}:bedrock:*:${account}:${kind}/*`);

const model = (input: PolicyInput, region: string, id: string): string =>
  `arn:${input.partition}:bedrock:${region}::foundation-model/${id}`;

const systemProfile = (input: PolicyInput, id: string): string =>
  `arn:${input.partition}:bedrock:*:${input.account}:inference-profile/${id}`;

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

const idsOf = (input: PolicyInput, wanted: (source: PolicySource) => string | undefined): readonly string[] =>
  input.sources === 'all' ? ['*'] : unique(input.sources.flatMap((source) => wanted(source) ?? [])).map(literal);

const systemProfiles = (input: PolicyInput): readonly string[] =>
  idsOf(input, ({ kind, id }) => (kind === 'system-profile' ? id : undefined)).map((id) => systemProfile(input, id));

/**
 * The sources that a profile may be copied from. Their Region needs no bounds: the copy can only be made in a home Region.
 * Copying a system profile asks for that profile alone, not for the models behind it.
 */
export const copySources = (input: PolicyInput): readonly string[] => [
  ...systemProfiles(input),
  ...idsOf(input, ({ kind, id }) => (kind === 'foundation-model' ? id : undefined)).map((id) => model(input, '*', id)),
];

/** What an own profile leads to. */
export interface ModelLegs {
  readonly resources: readonly string[];
  /** What `aws:RequestedRegion` has to be, where the ARNs themselves do not say it. */
  readonly requestedRegions: readonly string[] | undefined;
}

/**
 * The models behind the profiles, in every Region that a request may be routed to; the empty Region is global routing, for which
 * `aws:RequestedRegion` is `unspecified`. The system profiles stand beside them, because some report that AWS asks for the one that a
 * profile was copied from; the condition on `bedrock:InferenceProfileArn` keeps them from being invoked directly.
 */
export function modelLegs(input: PolicyInput): ModelLegs {
  const models = idsOf(input, (source) => source.model);
  const system = systemProfiles(input);
  const across = (regions: readonly string[]): readonly string[] => [
    ...regions.flatMap((region) => models.map((id) => model(input, region, id))),
    ...system,
  ];
  if (input.destinationRegions === 'any') return { resources: across(['*']), requestedRegions: undefined };
  const regions = unique([...input.regions, ...input.destinationRegions]);
  if (regions.length * models.length <= MOST_MODEL_ARNS)
    return { resources: across(regions), requestedRegions: undefined };
  return {
    resources: across(['*']),
    requestedRegions: regions.map((region) => (region === '' ? 'unspecified' : region)),
  };
}
