/** Words that the tree, the page and the wizard share. */

import { l10n } from 'vscode';
import { BEDROCK_REGIONS } from '../core/regions';
import type { Profile } from '../core/profile';
import { ownerOf, profileSource, type OwnerKeys } from '../core/profile';
import type { Source } from '../core/source';
import type { TokenKind } from '../core/usage';

/** `global`, `geographic (eu)`, `in-region`. */
export function tierText({ tier, geo }: Pick<Source, 'tier' | 'geo'>): string {
  switch (tier) {
    case 'global':
      return l10n.t('global');
    case 'geographic':
      return geo === '' ? l10n.t('geographic') : l10n.t('geographic ({0})', geo);
    case 'in-region':
      return l10n.t('in-region');
    case 'unknown':
      return l10n.t('tier not known');
  }
}

/** `platform / jane.doe`; what is missing is said. */
export function ownerText(profile: Pick<Profile, 'tags'>, keys: OwnerKeys): string {
  if (profile.tags === undefined) return l10n.t('owner not known (tags not readable)');
  const { team, member } = ownerOf(profile, keys);
  if (team === undefined && member === undefined) return l10n.t('untagged');
  return `${team ?? l10n.t('no team')} / ${member ?? l10n.t('no member')}`;
}

/** The source as its tag names it, or as it is inferred. */
export function sourceText(profile: Pick<Profile, 'models' | 'tags'>): string {
  const source = profileSource(profile);
  if (source.id === undefined) return l10n.t('not known');
  return source.exact ? source.id : l10n.t('{0} (inferred from its models)', source.id);
}

/** Regions with their names; an empty one is any commercial Region. */
export function regionsText(regions: readonly string[]): string {
  return regions.includes('') ? l10n.t('any commercial AWS Region') : regions.join(', ');
}

/** `eu-west-1 – Europe (Ireland)`. */
export function regionText(region: string): string {
  const name = BEDROCK_REGIONS[region];
  return name === undefined ? region : `${region} – ${name}`;
}

export function kindText(kind: TokenKind): string {
  switch (kind) {
    case 'input':
      return l10n.t('Input');
    case 'output':
      return l10n.t('Output');
    case 'cacheRead':
      return l10n.t('Cache read');
    case 'cacheWrite':
      return l10n.t('Cache write');
  }
}
