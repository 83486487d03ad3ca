/** The ARNs in policies. */

import { escapeForIam } from './document';
import type { PolicyInput, PolicySource } from './input';

/** Beyond this number of model ARNs, the Region is a wildcard and the Regions are a condition. */
const MAX_MODEL_ARNS = 24;

type Account = Pick<PolicyInput, 'account' | 'partition'>;

/** Every application profile of the account in a Region; `*` is all Regions. */
export const profilesIn = ({ account, partition }: Account, region: string): string =>
  `arn:${partition}:bedrock:${region}:${account}:application-inference-profile/*`;

/** Every application profile in the home Regions. */
export const homeProfiles = (input: PolicyInput): readonly string[] =>
  unique(input.regions).map((region) => profilesIn(input, region));

/** Every foundation model in every Region, also in the empty one that global routing has. */
export const everyModel = ({ partition }: Pick<Account, 'partition'>): string =>
  `arn:${partition}:bedrock:*::foundation-model/*`;

/** An account's models, and other ways to models, that have no application profiles. */
export const otherModels = ({ account, partition }: Account): readonly string[] =>
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
  input.sources === 'all' ? ['*'] : unique(input.sources.flatMap((source) => wanted(source) ?? [])).map(escapeForIam);

const systemProfiles = (input: PolicyInput): readonly string[] =>
  idsOf(input, ({ kind, id }) => (kind === 'system-profile' ? id : undefined)).map((id) => systemProfile(input, id));

/**
 * The sources that a profile may be copied from. Their Region is not restricted: the copy can only be made in a home
 * Region. Copying a system profile needs permission for that profile only, not for the models behind it.
 */
export const copySources = (input: PolicyInput): readonly string[] => [
  ...systemProfiles(input),
  ...idsOf(input, ({ kind, id }) => (kind === 'foundation-model' ? id : undefined)).map((id) => model(input, '*', id)),
];

/** The models that a caller's own profile may route to. */
export interface InvokableModels {
  readonly resources: readonly string[];
  /** The values that `aws:RequestedRegion` may have, where the ARNs have a wildcard for the Region. */
  readonly requestedRegions: readonly string[] | undefined;
}

/**
 * The models behind the profiles, in every Region that a request may be routed to; the empty Region is global routing,
 * for which `aws:RequestedRegion` is `unspecified`. The system profiles are included because there are reports that AWS
 * requires permission for the one that a profile was copied from; the condition on `bedrock:InferenceProfileArn` keeps
 * them from being invoked directly.
 */
export function invokableModels(input: PolicyInput): InvokableModels {
  const models = idsOf(input, (source) => source.model);
  const system = systemProfiles(input);
  const across = (regions: readonly string[]): readonly string[] => [
    ...regions.flatMap((region) => models.map((id) => model(input, region, id))),
    ...system,
  ];
  if (input.destinationRegions === 'any') return { resources: across(['*']), requestedRegions: undefined };
  const regions = unique([...input.regions, ...input.destinationRegions]);
  if (regions.length * models.length <= MAX_MODEL_ARNS)
    return { resources: across(regions), requestedRegions: undefined };
  return {
    resources: across(['*']),
    requestedRegions: regions.map((region) => (region === '' ? 'unspecified' : region)),
  };
}
