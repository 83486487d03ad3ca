/**
 * Where a source sends data to be processed. AWS names one to five models for a system profile, so that the
 * list of one that routes to more Regions is incomplete: it is completed with what AWS publishes for its prefix. Where
 * that is not known to be complete either, there may be others.
 */

import { profileSource, homeRegion, type CopySource, type Profile } from './profile';
import { GEOGRAPHIC_REGIONS } from '../connection/regions';
import { destinationRegions, prefixOf } from './source';

/** So many models are named for a system profile at most; from AWS's service model. */
const MAX_NAMED = 5;

export interface Destinations {
  /** The Regions that AWS names, in order. */
  readonly regions: readonly string[];
  /** Any commercial Region, as of a global source. */
  readonly anywhere: boolean;
  /** Whether data may be processed in Regions that AWS does not name for this source. */
  readonly others: boolean;
  /** Further Regions that AWS publishes for the source's prefix. */
  readonly further: readonly string[];
  /** Whether all others are among `further`; where there are no others it is true. */
  readonly bounded: boolean;
}

interface Routing {
  /** Of the model ARNs; an empty name is any commercial Region. */
  readonly named: readonly string[];
  /** Of a system profile; empty for a foundation model, undefined where it is not known. */
  readonly prefix: string | undefined;
  /** The prefix is read from an id, not inferred from the Regions. */
  readonly exact: boolean;
  /** The Region that the source is used from: it is a destination of its own. */
  readonly home: string;
}

const ENDED = { others: false, further: [], bounded: true };

function routed({ named, prefix, exact, home }: Routing): Destinations {
  const regions = named.filter((name) => name !== '');
  const anywhere = named.includes('') || prefix === 'global';
  if (anywhere || (prefix === '' && regions.length > 0)) return { regions, anywhere, ...ENDED };
  const full = regions.length === MAX_NAMED;
  const published = prefix === undefined ? undefined : GEOGRAPHIC_REGIONS.get(prefix);
  if (published === undefined) {
    // A prefix that AWS publishes nothing of may route to more than is named. Without any prefix, a list that could be
    // longer is whole.
    const others = exact || full || regions.length === 0;
    return { regions, anywhere, others, further: [], bounded: !others };
  }
  const further = published.filter((name) => !regions.includes(name));
  const inside = regions.every((name) => name === home || published.includes(name));
  const hidden = full && !(exact && inside && further.length === 0);
  const others = further.length > 0 || hidden;
  return { regions, anywhere, others, further, bounded: !others || (exact && inside) };
}

/** Where data goes through a profile that is copied from this source. */
export function sourceDestinations(source: CopySource): Destinations {
  const named = destinationRegions(source.models);
  const prefix = source.kind === 'foundation-model' ? '' : prefixOf(source) || undefined;
  return routed({ named, prefix, exact: true, home: homeRegion(source) });
}

/**
 * Where data goes through a profile. Without the tag that names its source, its prefix is inferred from what AWS names.
 */
export function profileDestinations(profile: Pick<Profile, 'arn' | 'models' | 'tags'>): Destinations {
  const { tier, geo, exact } = profileSource(profile);
  const prefix = tier === 'unknown' || (tier === 'geographic' && geo === '') ? undefined : geo;
  return routed({ named: destinationRegions(profile.models), prefix, exact, home: homeRegion(profile) });
}

/** Destinations held against the allowed Regions. */
export interface Residency extends Destinations {
  /** Regions that AWS names for the source and that are not allowed; an empty name is any commercial Region. */
  readonly outside: readonly string[];
  /** Regions that are not allowed, of those that AWS publishes for the prefix beside the named ones. */
  readonly perhapsOutside: readonly string[];
  /** Whether data could be processed outside the allowed Regions, as far as is known. */
  readonly leaves: boolean;
}

/**
 * Holds a source's destinations against the allowed Regions; an empty list allows all. A global source may be processed
 * anywhere, so no list allows it; nor one whose destinations are not known.
 */
export function residencyOf(source: CopySource, allowed: readonly string[]): Residency {
  const destinations = sourceDestinations(source);
  if (allowed.length === 0) return { ...destinations, outside: [], perhapsOutside: [], leaves: false };
  const { regions, anywhere, further, bounded } = destinations;
  const notAllowed = (name: string): boolean => !allowed.includes(name);
  const outside = [...regions.filter(notAllowed), ...(anywhere ? [''] : [])];
  const perhapsOutside = further.filter(notAllowed);
  return { ...destinations, outside, perhapsOutside, leaves: outside.length + perhapsOutside.length > 0 || !bounded };
}
