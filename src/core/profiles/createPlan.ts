/**
 * The plan of a profile: everything that will be sent to AWS, made valid, and a token that makes sending it twice
 * harmless.
 */

import { ownValue } from '../collections';
import {
  normalizeDescription,
  normalizeName,
  normalizeTagKey,
  normalizeTagValue,
  NAME_MAX,
  TAGS_MAX,
  type NormalizedText,
} from './nameRules';
import { modelName } from './models';
import {
  isMine,
  ownerOf,
  profileSource,
  type CopySource,
  type MyNames,
  type OwnerKeys,
  type Profile,
  type Tags,
} from './profile';
import { SOURCE_TAG, prefixOf } from './source';
import { NO_REPLACEMENTS, type TagReplacements } from './tagReplacements';

export interface CreatePlan {
  readonly name: string;
  readonly description: string | undefined;
  readonly source: CopySource;
  readonly tags: Tags;
}

/** What a person chose in the wizard. */
export interface ProfileChoice {
  readonly source: CopySource;
  readonly team: string;
  readonly member: string;
  readonly extraTags: Tags;
}

export interface ProfileTemplates {
  /** May hold `{team}`, `{member}`, `{model}`, `{tier}` and the extra tags by their key, such as `{Project}`. */
  readonly name: string;
  readonly description: string;
  /** Placeholders may name an extra tag as the settings do. */
  readonly replacements?: TagReplacements;
}

export const DEFAULT_TEMPLATES: ProfileTemplates = { name: '{team}-{member}-{model}', description: '' };

function words(choice: ProfileChoice): Readonly<Record<string, string>> & { readonly model: string } {
  return {
    ...choice.extraTags,
    team: choice.team,
    member: choice.member,
    model: modelName(choice.source.model).replace(/[ .]+/g, '-').toLowerCase(),
    tier: choice.source.kind === 'foundation-model' ? 'in-region' : prefixOf(choice.source) || 'in-region',
  };
}

function fill(template: string, values: Readonly<Record<string, string>>, replacements = NO_REPLACEMENTS): string {
  const value = (key: string): string | undefined => (Object.hasOwn(values, key) ? values[key] : undefined);
  return template.replace(
    /\{([^{}]+)\}/g,
    (_, key: string) => value(key) ?? value(normalizeTagKey(key, replacements).value) ?? '',
  );
}

/** A free name near the wanted one: `…-2`, `…-3` where others have it. AWS may refuse a name that is in use. */
export function availableName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) {
    const end = `-${count}`;
    name = `${wanted.slice(0, NAME_MAX - end.length).replace(/[ _-]+$/, '')}${end}`;
  }
  return name;
}

/** The name that the template gives, changed to what AWS accepts, and why it had to be changed. */
export const plannedName = (choice: ProfileChoice, templates: ProfileTemplates): NormalizedText =>
  normalizeName(fill(templates.name, words(choice), templates.replacements));

/** The description that the template gives, changed to what AWS accepts, and why it had to be changed. */
export const plannedDescription = (choice: ProfileChoice, templates: ProfileTemplates): NormalizedText =>
  normalizeDescription(fill(templates.description, words(choice), templates.replacements));

/** Turns choices into a plan that AWS accepts. `taken` holds the names in use in this Region. */
export function planProfile(
  choice: ProfileChoice,
  keys: OwnerKeys,
  templates: ProfileTemplates,
  taken: ReadonlySet<string>,
): CreatePlan {
  const values = words(choice);
  const wanted =
    plannedName(choice, templates).value || normalizeName(`${choice.member}-${values.model}`).value || 'bedrock-tally';
  const description = plannedDescription(choice, templates).value;
  return {
    name: availableName(wanted, taken),
    description: description === '' ? undefined : description,
    source: choice.source,
    tags: tagsFor(choice, keys),
  };
}

/** The owner's and the source's tags win over extra tags of the same key, and are never the ones that are left out. */
function tagsFor(choice: ProfileChoice, keys: OwnerKeys): Tags {
  const own: readonly Tag[] = [
    [keys.team, choice.team],
    [keys.member, choice.member],
    [SOURCE_TAG, choice.source.id],
  ];
  const wanted = own.map(normalizeTag);
  const taken = new Set(wanted.map(([key]) => key));
  const extra = new Map(
    Object.entries(choice.extraTags)
      .map(normalizeTag)
      .filter(([key]) => key !== '' && !taken.has(key)),
  );
  return Object.fromEntries([...[...extra].slice(0, TAGS_MAX - own.length), ...wanted.filter(([key]) => key !== '')]);
}

type Tag = readonly [key: string, value: string];

const normalizeTag = ([key, value]: Tag): Tag => [normalizeTagKey(key).value, normalizeTagValue(value).value];

/** The profiles of the same member that come from the same source: what a second creation would double. */
export function duplicatesOf(
  profiles: readonly Profile[],
  choice: Pick<ProfileChoice, 'source' | 'member' | 'team'>,
  keys: OwnerKeys,
): readonly Profile[] {
  return profiles.filter((profile) => {
    const owner = ownerOf(profile, keys);
    return owner.member === choice.member && owner.team === choice.team && comesFrom(profile, choice.source);
  });
}

/** My profiles for a source, whatever team they were made for. */
export function myProfilesFor(
  profiles: readonly Profile[],
  source: CopySource,
  keys: OwnerKeys,
  mine: MyNames,
): readonly Profile[] {
  return profiles.filter((profile) => isMine(profile, keys, mine) && comesFrom(profile, source));
}

function comesFrom(profile: Profile, source: CopySource): boolean {
  const of = profileSource(profile);
  if (of.exact) return of.id === source.id;
  const mine = [...profile.models].sort().join();
  return mine === [...source.models].sort().join();
}

/**
 * The words that a plan's idempotency token is made from: the same plan gives the same token in every window and on
 * every try.
 */
export function planFingerprint(plan: CreatePlan, account: string, region: string, attempt: number): string {
  const tags = Object.entries(plan.tags).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([account, region, plan.name, plan.description ?? '', plan.source.arn, tags, attempt]);
}

/** Whether a found profile is what a plan whose answer was lost has made. */
export function isResultOf(profile: Profile, plan: CreatePlan): boolean {
  if (profile.name !== plan.name || profile.tags === undefined) return false;
  return Object.entries(plan.tags).every(([key, value]) => ownValue(profile.tags, key) === value);
}

/** Tags that the settings require and a choice lacks or fills with a value that is not allowed. */
export function missingTags(required: Readonly<Record<string, readonly string[]>>, tags: Tags): readonly string[] {
  return Object.entries(required)
    .filter(([key, allowed]) => {
      const value = ownValue(tags, key);
      return value === undefined || value === '' || (allowed.length > 0 && !allowed.includes(value));
    })
    .map(([key]) => key);
}
