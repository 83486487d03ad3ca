/** Which application profile pays for a call that names a model. */

import { region, type AccountId, type Region } from '../ids';
import { profileDestinations, residencyOf, type Destinations } from '../profiles/destinations';
import { missingTags } from '../profiles/createPlan';
import { profileSource, type CopySource, type Profile } from '../profiles/profile';
import type { RequiredTags } from '../settings/folderRestrictions';
import type { ArnLocation, ModelReference } from './modelReference';

/** The account and the Region that a secret was issued for. */
export interface CallPlace {
  readonly account: AccountId;
  readonly region: Region;
}

/** What is known of a place when a call arrives. */
export interface PlaceCatalog {
  /** All application profiles that are known there. */
  readonly profiles: readonly Profile[];
  /** System profiles and foundation models that are known there. */
  readonly sources: readonly CopySource[];
  readonly isMine: (profile: Profile) => boolean;
}

/** What the user's settings allow. */
export interface CallRules {
  /** Regions in which data may be processed; an empty list allows all. */
  readonly allowedRegions: readonly string[];
  readonly requiredTags: RequiredTags;
  /** Calls without a profile are sent on unattributed. */
  readonly passThrough: boolean;
  /** ARNs of profiles that are not mine may be used. */
  readonly othersProfiles: boolean;
}

/**
 * Why a call is refused.
 *
 * - `no-profile`: none of my profiles is for this model; `not-mine`: the profile is somebody else's; `unknown-profile`:
 *   no such profile is known in this place.
 * - `other-place`: the ARN is of another account or Region.
 * - `residency`: data could be processed outside the allowed Regions; `tags`: required tags are missing.
 * - `unsupported`: no application profile can stand for this kind of resource.
 */
export type ChoiceRefusal =
  'no-profile' | 'not-mine' | 'unknown-profile' | 'other-place' | 'residency' | 'tags' | 'unsupported';

/** `target` is the identifier to invoke where no profile stands for it. */
export type ProfileChoice =
  | { readonly kind: 'profile'; readonly profile: Profile }
  | { readonly kind: 'pass-through'; readonly target: string }
  | { readonly kind: 'refused'; readonly reason: ChoiceRefusal };

/** What the choice depends on. */
export interface ChoiceInput {
  readonly place: CallPlace;
  readonly catalog: PlaceCatalog;
  readonly rules: CallRules;
}

const GEO = /^[a-z]{2,}(?:-[a-z]+)*$/;

const refused = (reason: ChoiceRefusal): ProfileChoice => ({ kind: 'refused', reason });

/**
 * The geographic prefix with which an id names a model: empty for the model's own id, undefined where the id is of
 * another model.
 */
function prefixBefore(id: string, model: string): string | undefined {
  if (id === model) return '';
  const prefix = id.endsWith(`.${model}`) ? id.slice(0, -model.length - 1) : '';
  return GEO.test(prefix) ? prefix : undefined;
}

function isElsewhere({ account, region: from }: ArnLocation, place: CallPlace): boolean {
  return (account !== '' && account !== place.account) || (from !== '' && from !== place.region);
}

/** Whether data stays in the allowed Regions for certain; an empty list allows all. */
export function staysWithin(destinations: Destinations, allowed: readonly string[]): boolean {
  const { regions, anywhere, further, bounded } = destinations;
  if (allowed.length === 0) return true;
  return !anywhere && bounded && [...regions, ...further].every((name) => allowed.includes(name));
}

/** Why a profile may not be used; undefined where it may. */
function ruledOut(profile: Profile, { allowedRegions, requiredTags }: CallRules): ChoiceRefusal | undefined {
  if (!staysWithin(profileDestinations(profile), allowedRegions)) return 'residency';
  return missingTags(requiredTags, profile.tags ?? {}).length === 0 ? undefined : 'tags';
}

/** The agent's prefix first, then the newest; the ARN only makes the order certain. */
function bestOf(profiles: readonly Profile[], id: string): Profile | undefined {
  const rank = (profile: Profile): number => {
    const { model = '', geo } = profileSource(profile);
    return prefixBefore(id, model) === geo ? 1 : 0;
  };
  const newer = (a: Profile, b: Profile): number => (b.createdAt ?? 0) - (a.createdAt ?? 0);
  return [...profiles].sort((a, b) => rank(b) - rank(a) || newer(a, b) || (a.arn < b.arn ? -1 : 1))[0];
}

/** A call that no profile stands for. The allowed Regions hold for it, as far as its destinations are known. */
function passThrough(id: string, { place, catalog, rules }: ChoiceInput): ProfileChoice {
  const source = catalog.sources.find((one) => one.id === id);
  const stays =
    source === undefined
      ? rules.allowedRegions.length === 0
      : !leavesAllowed(source, place.region, rules.allowedRegions);
  return stays ? { kind: 'pass-through', target: id } : refused('residency');
}

/** A foundation model is processed in the Region that it is called in. */
function leavesAllowed(source: CopySource, home: Region, allowed: readonly string[]): boolean {
  if (source.kind === 'foundation-model') return allowed.length > 0 && !allowed.includes(home);
  return residencyOf(source, allowed).leaves;
}

function byModel(id: string, input: ChoiceInput): ProfileChoice {
  const { catalog, rules } = input;
  const candidates = catalog.profiles.filter((profile) => {
    const { model } = profileSource(profile);
    return model !== undefined && prefixBefore(id, model) !== undefined && catalog.isMine(profile);
  });
  const usable = candidates.filter((profile) => ruledOut(profile, rules) === undefined);
  const profile = bestOf(usable, id);
  if (profile !== undefined) return { kind: 'profile', profile };
  if (rules.passThrough) return passThrough(id, input);
  const best = bestOf(candidates, id);
  return refused((best && ruledOut(best, rules)) ?? 'no-profile');
}

function byProfile(reference: Extract<ModelReference, { kind: 'profile' }>, input: ChoiceInput): ProfileChoice {
  const { catalog, rules, place } = input;
  const isNamed = ({ arn, id }: Profile): boolean =>
    reference.arn === undefined ? id === reference.id : arn === reference.arn;
  const profile = catalog.profiles.find(isNamed);
  if (profile === undefined) {
    // Its destinations and tags are not known, so that only rules that ask for neither are met.
    const isFree = rules.allowedRegions.length === 0 && Object.keys(rules.requiredTags).length === 0;
    return rules.othersProfiles && isFree && reference.arn !== undefined
      ? { kind: 'pass-through', target: reference.arn }
      : refused('unknown-profile');
  }
  if (profileRegion(profile) !== place.region) return refused('other-place');
  if (!catalog.isMine(profile) && !rules.othersProfiles) return refused('not-mine');
  const reason = ruledOut(profile, rules);
  return reason === undefined ? { kind: 'profile', profile } : refused(reason);
}

const profileRegion = ({ arn }: Profile): Region => region(arn.split(':')[3] ?? '');

/** Chooses the profile for a call, or says why there is none. */
export function chooseProfile(reference: ModelReference, input: ChoiceInput): ProfileChoice {
  if (reference.location !== undefined && isElsewhere(reference.location, input.place)) return refused('other-place');
  switch (reference.kind) {
    case 'model':
      return byModel(reference.id, input);
    case 'profile':
      return byProfile(reference, input);
    case 'other':
      return input.rules.passThrough && staysHome(input)
        ? { kind: 'pass-through', target: reference.arn }
        : refused('unsupported');
  }
}

/** Provisioned and imported models are processed in their own Region. */
const staysHome = ({ place, rules }: ChoiceInput): boolean =>
  rules.allowedRegions.length === 0 || rules.allowedRegions.includes(place.region);
