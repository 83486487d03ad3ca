/** Words that the tree, the page and the wizard share. */

import { l10n } from 'vscode';
import { ownValue } from '../core/collections';
import type { Destinations, Residency } from '../core/profiles/destinations';
import { BEDROCK_REGIONS, GEOGRAPHIC_REGIONS_DATE } from '../core/connection/regions';
import type { Profile } from '../core/profiles/profile';
import { ownerOf, profileModelName, profileSource, type OwnerKeys } from '../core/profiles/profile';
import type { Source } from '../core/profiles/source';
import type { TokenKind } from '../core/usage/usage';

/** The inference type of a source: `Global`, `Geographic (EU)` or `In-Region`. */
export function tierText({ tier, geo }: Pick<Source, 'tier' | 'geo'>): string {
  switch (tier) {
    case 'global':
      return l10n.t('Global');
    case 'geographic':
      return geo === '' ? l10n.t('Geographic') : l10n.t('Geographic ({0})', geo.toUpperCase());
    case 'in-region':
      return l10n.t('In-Region');
    case 'unknown':
      return l10n.t('Unknown inference type');
  }
}

/** Where a model is not known. */
export const unknownModel = (): string => l10n.t('unknown model');

/** The model of a profile, or its models. */
export const modelText = (profile: Pick<Profile, 'models' | 'tags'>): string =>
  profileModelName(profile) ?? unknownModel();

/** `platform / jane.doe`; missing parts are named as missing. */
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

/** Where data goes, and whether that is all that is known. */
export function destinationsText({ regions, anywhere, others }: Destinations): string {
  if (anywhere) return regionsText(['']);
  if (regions.length === 0) return l10n.t('not known');
  return others ? l10n.t('{0}, and possibly others', regionsText(regions)) : regionsText(regions);
}

/** Regions that AWS publishes for a source's prefix beside those that it names; undefined where there are none. */
export function publishedRegionsText({ further }: Destinations): string | undefined {
  if (further.length === 0) return undefined;
  return l10n.t(
    'Possibly also in {0}, as AWS publishes for this prefix ({1})',
    regionsText(further),
    GEOGRAPHIC_REGIONS_DATE,
  );
}

/** How a source leaves the allowed Regions; undefined where it does not, as far as is known. */
export function outsideRegionsText({ leaves, outside, perhapsOutside }: Residency): string | undefined {
  if (!leaves) return undefined;
  if (outside.length > 0) return l10n.t('Leaves the allowed Regions: {0}', regionsText(outside));
  if (perhapsOutside.length > 0) return l10n.t('May leave the allowed Regions: {0}', regionsText(perhapsOutside));
  return l10n.t('May leave the allowed Regions: AWS names at most five, and publishes no others for this prefix');
}

/** Residency in a row: how the source leaves the allowed Regions, or where else it may go. */
export function residencyDetail(residency: Residency): { readonly detail?: string; readonly detailIcon?: 'warning' } {
  const leaves = outsideRegionsText(residency);
  if (leaves !== undefined) return { detailIcon: 'warning', detail: leaves };
  const detail = publishedRegionsText(residency);
  return detail === undefined ? {} : { detail };
}

/** `eu-west-1 – Europe (Ireland)`. */
export function regionText(region: string): string {
  const name = ownValue(BEDROCK_REGIONS, region);
  return name === undefined ? region : `${region} – ${name}`;
}

/** The name of a kind of tokens. */
export function tokenKindText(kind: TokenKind): string {
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
