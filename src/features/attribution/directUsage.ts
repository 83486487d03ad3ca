/** What went past tagged profiles, with what it costs at list prices. */

import {
  ATTRIBUTED,
  attributionByDay,
  ATTRIBUTION_CLASSES,
  type AttributionReport,
  type AttributionClass,
  type SubjectPortion,
} from '../../core/attribution/attribution';
import { modelId } from '../../core/ids';
import { splitGeo } from '../../core/profiles/models';
import { sumAmounts, type Amount } from '../../core/money';
import { missingTags } from '../../core/profiles/createPlan';
import { estimate, type Estimate, type Priced, type PricedSource } from '../../core/prices/prices';
import { homeRegion, myTeamOf, profileSource, type Profile } from '../../core/profiles/profile';
import { sourceOf } from '../../core/profiles/source';
import { listedProfiles } from '../../store/selectors';
import type { AttributionUsage, Snapshot } from '../../store/snapshot';

/** One profile, system profile or model with what its tokens cost. */
export interface AttributionSubject extends SubjectPortion {
  /** Where it is one that is listed. */
  readonly profile: Profile | undefined;
  /** What was invoked through it or as it; undefined where that is not known: a deleted profile, for instance. */
  readonly source: PricedSource | undefined;
  readonly priced: Priced | undefined;
  readonly estimate: Estimate;
}

export interface AttributionSums {
  readonly attribution: AttributionReport;
  readonly subjects: readonly AttributionSubject[];
  readonly total: Amount;
  readonly tagged: Amount;
  readonly money: Readonly<Record<AttributionClass, Amount>>;
}

/** `required` are tags that profiles must have by the settings, with their allowed values. */
export function attributionSumsOf(
  usage: AttributionUsage,
  snapshot: Snapshot,
  required: Readonly<Record<string, readonly string[]>>,
): AttributionSums {
  const profiles = listedProfiles(snapshot);
  const { keys, myNames } = snapshot.ownership;
  const attribution = attributionByDay(usage.bySubject, usage.days, {
    profiles,
    keys,
    myNames,
    myTeam: myTeamOf(profiles, snapshot.ownership),
    systemProfileIds: (snapshot.sources.value?.systemProfiles ?? []).map(({ id }) => id),
    isComplete: ({ tags }) => missingTags(required, tags ?? {}).length === 0,
  });
  const byId = new Map<string, Profile>(profiles.map((profile) => [profile.id, profile]));
  // Where figures are missing, it is not known whose they are: all amounts are lower bounds.
  const known = ({ money, whole }: Amount): Amount => ({ money, whole: whole && usage.partial.length === 0 });
  const subjects = attribution.subjects.map((portion): AttributionSubject => {
    const one = subjectOf(portion, byId.get(portion.subject), snapshot);
    return { ...one, estimate: { ...one.estimate, amount: known(one.estimate.amount) } };
  });
  const over = (classes: readonly AttributionClass[]): Amount =>
    known(sumAmounts(subjects.filter((one) => classes.includes(one.class)).map((one) => one.estimate.amount)));
  return {
    attribution,
    subjects,
    total: over(ATTRIBUTION_CLASSES),
    tagged: over(ATTRIBUTED),
    money: Object.fromEntries(ATTRIBUTION_CLASSES.map((name) => [name, over([name])])) as Record<
      AttributionClass,
      Amount
    >,
  };
}

function subjectOf(portion: SubjectPortion, profile: Profile | undefined, snapshot: Snapshot): AttributionSubject {
  const source = profile === undefined ? directSource(portion, snapshot) : profileSource(profile);
  const region = profile === undefined ? (snapshot.choice?.region ?? '') : homeRegion(profile);
  const priced = source === undefined ? undefined : snapshot.pricing?.priced(source, region);
  return { ...portion, profile, source, priced, estimate: estimate(portion.tokens, priced?.rates) };
}

/** What a call without a profile of ours was priced by: its own model, globally, in a geography, or in the Region. */
function directSource({ subject, class: name }: SubjectPortion, { sources }: Snapshot): PricedSource | undefined {
  if (name === 'model') return { model: modelId(subject), tier: 'in-region', geo: '' };
  if (name !== 'system-profile') return undefined;
  const listed = sources.value?.systemProfiles.find(({ id }) => id === subject);
  if (listed !== undefined) return sourceOf(listed.models, listed.id);
  const { geo, model } = splitGeo(subject);
  if (geo === undefined) return undefined;
  return { model, tier: geo === 'global' ? 'global' : 'geographic', geo };
}
