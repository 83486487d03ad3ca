/** An application inference profile, its tags and its owner. */

import { groupBy, ownValue } from '../collections';
import { parseArn, profileId, type Arn, type ModelId, type ProfileId } from '../ids';
import { modelName } from './models';
import { SOURCE_TAG, sourceOf, type Source } from './source';

/** AWS tags: values by key. */
export type Tags = Readonly<Record<string, string>>;

/** AWS's summary of a profile, without its tags. */
export interface ProfileSummary {
  readonly arn: Arn;
  readonly id: ProfileId;
  readonly name: string;
  readonly description: string | undefined;
  readonly status: string;
  readonly models: readonly Arn[];
  /** Milliseconds since 1970; undefined when AWS did not return it. */
  readonly createdAt: number | undefined;
  readonly updatedAt: number | undefined;
}

/** A profile with its tags. `tags` is undefined when they may not be read: not known is not the same as untagged. */
export interface Profile extends ProfileSummary {
  readonly tags: Tags | undefined;
}

/** A system profile or a foundation model that a profile can be copied from. */
export interface CopySource {
  readonly kind: 'system-profile' | 'foundation-model';
  readonly arn: Arn;
  /** `eu.anthropic.claude-…` or the model's id. */
  readonly id: string;
  readonly model: ModelId;
  readonly name: string;
  readonly models: readonly Arn[];
  /** AWS marks the model as LEGACY: it will be or has been retired. */
  readonly retired: boolean;
}

/** The tag keys that name an owner. They are settings; these are the defaults. */
export interface OwnerKeys {
  readonly team: string;
  readonly member: string;
}

export const DEFAULT_OWNER_KEYS: OwnerKeys = { team: 'Team', member: 'MemberName' };

/** Who a profile's tags name; a part that is missing or empty is undefined. */
export interface Owner {
  readonly team: string | undefined;
  readonly member: string | undefined;
}

/** How completely a profile is attributed. */
export type OwnerTagState = 'owned' | 'partly' | 'untagged' | 'unreadable';

const filled = (text: string | undefined): string | undefined =>
  text === undefined || text.trim() === '' ? undefined : text;

/** Reads the owner from the tags. Keys are matched exactly, as AWS's cost allocation does. */
export function ownerOf(profile: Pick<Profile, 'tags'>, keys: OwnerKeys): Owner {
  return { team: filled(ownValue(profile.tags, keys.team)), member: filled(ownValue(profile.tags, keys.member)) };
}

/** Whether the owner is named in full, in part, not at all, or not readable. */
export function ownerTagState(profile: Pick<Profile, 'tags'>, keys: OwnerKeys): OwnerTagState {
  if (profile.tags === undefined) return 'unreadable';
  const { team, member } = ownerOf(profile, keys);
  if (team !== undefined && member !== undefined) return 'owned';
  return team === undefined && member === undefined ? 'untagged' : 'partly';
}

/** The names by which a member tag is mine; compared without regard to case. */
export type MyNames = readonly string[];

/** Whether a profile's member tag is one of my names. */
export function isMine(profile: Pick<Profile, 'tags'>, keys: OwnerKeys, mine: MyNames): boolean {
  const member = ownerOf(profile, keys).member?.toLowerCase();
  return member !== undefined && mine.some((name) => name.toLowerCase() === member);
}

/**
 * My team: as the settings name it, else the one that most of my profiles' tags name; undefined when neither is known.
 */
export function myTeamOf(
  profiles: readonly Pick<Profile, 'tags'>[],
  { keys, myNames, myTeam }: { readonly keys: OwnerKeys; readonly myNames: MyNames; readonly myTeam: string },
): string | undefined {
  if (myTeam !== '') return myTeam;
  const teams = profiles
    .filter((profile) => isMine(profile, keys, myNames))
    .flatMap((profile) => ownerOf(profile, keys).team ?? []);
  const counted = [...groupBy(teams, (team) => team)];
  return counted.sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}

/** Whether a profile carries every one of the wanted tags, with exactly these values. */
export function matchesTags(profile: Pick<Profile, 'tags'>, wanted: Tags): boolean {
  return Object.entries(wanted).every(([key, value]) => ownValue(profile.tags, key) === value);
}

/** The source of a profile, from its tag where that is sound and otherwise from its model ARNs. */
export function profileSource(profile: Pick<Profile, 'models' | 'tags'>): Source {
  return sourceOf(profile.models, ownValue(profile.tags, SOURCE_TAG));
}

/** The model's name for people; a profile over several models names them all. Undefined where none is known. */
export function profileModelName(profile: Pick<Profile, 'models' | 'tags'>): string | undefined {
  const { model } = profileSource(profile);
  if (model !== undefined) return modelName(model);
  const ids = new Set(profile.models.map((arn) => modelName(parseArn(arn)?.resourceId ?? arn)));
  return ids.size === 0 ? undefined : [...ids].join(', ');
}

/** The Region a profile lives in, and in which its metrics are. */
export const homeRegion = (profile: Pick<Profile, 'arn'>): string => parseArn(profile.arn)?.region ?? '';

/** The profile's id from its ARN; undefined when the ARN is not an application profile's. */
export function profileIdOf(arn: string): ProfileId | undefined {
  const parts = parseArn(arn);
  return parts?.resourceType === 'application-inference-profile' ? profileId(parts.resourceId) : undefined;
}
