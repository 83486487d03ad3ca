/** From profiles to what an agent is to be set to. */

import type { Priced } from '../core/prices/prices';
import { homeRegion, profileSource, type Profile } from '../core/profiles/profile';
import type { TokenKind } from '../core/usage/usage';
import type { Limits, Prices, ProfileTarget, Target } from './target';
import { claudeFamily } from './claudeModels';

/** The profiles for each kind of work. Without `small` and `plan` the main one does it all. */
export interface ChosenProfiles {
  readonly main: Profile;
  readonly small?: Profile | undefined;
  readonly plan?: Profile | undefined;
  /** Names of those that were made for this. */
  readonly createdNames?: readonly string[];
  /** The agent keeps its models' names, and the gateway makes its calls through the profiles. */
  readonly throughGateway?: true;
}

/**
 * What Claude models take at once and answer at most, in tokens, from Anthropic's overview of models: what is granted
 * without a request header. A newer model takes no less. Others are not known.
 */
export function limitsOf(model: string): Limits | undefined {
  const claude = claudeFamily(model);
  if (claude === undefined || claude.version < 307) return undefined;
  const isOldOpus = claude.family === 'opus' && claude.version < 405;
  return { context: 200_000, output: isOldOpus ? 32_000 : 64_000 };
}

/** What knows the prices of a profile's model. */
export interface ProfilePricing {
  pricedProfile(profile: Profile): Pick<Priced, 'rates'> | undefined;
}

function pricesOf(profile: Profile, pricing: ProfilePricing | undefined): Prices | undefined {
  const rates = pricing?.pricedProfile(profile)?.rates;
  const rate = (kind: TokenKind): number | undefined => (rates?.[kind] === undefined ? undefined : Number(rates[kind]));
  const [input, output] = [rate('input'), rate('output')];
  if (input === undefined || output === undefined) return undefined;
  return { input, output, cacheRead: rate('cacheRead'), cacheWrite: rate('cacheWrite') };
}

/** How the profiles are called: as whom, and where. */
type CalledBy = Pick<ProfileTarget, 'awsProfile' | 'endpoint'>;

function profileTarget(
  profile: Profile,
  { awsProfile, endpoint }: CalledBy,
  pricing: ProfilePricing | undefined,
): ProfileTarget {
  // Where the source is not known, the first of its models is as good as any: they are one model in several Regions.
  const model = profileSource(profile).model ?? profile.models[0]?.split('/').at(-1) ?? '';
  const limits = limitsOf(model);
  const prices = pricesOf(profile, pricing);
  return {
    arn: profile.arn,
    model,
    region: homeRegion(profile),
    awsProfile,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(limits === undefined ? {} : { limits }),
    ...(prices === undefined ? {} : { prices }),
  };
}

/** What an agent is to be set to, called as our own connection calls. */
export function targetOf(
  { main, small, plan }: ChosenProfiles,
  by: CalledBy,
  pricing: ProfilePricing | undefined,
): Target {
  const of = (profile: Profile): ProfileTarget => profileTarget(profile, by, pricing);
  return {
    roles: {
      main: of(main),
      ...(small === undefined ? {} : { small: of(small) }),
      ...(plan === undefined ? {} : { plan: of(plan) }),
    },
  };
}

/** Names of the chosen profiles, each once. */
export const namesOf = ({ main, small, plan }: ChosenProfiles): string =>
  [...new Set([main, small, plan].flatMap((profile) => profile?.name ?? []))].join(', ');
