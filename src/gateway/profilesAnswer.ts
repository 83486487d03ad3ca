/**
 * Answers of Bedrock's control plane from what is known, so that agents find the models that they can call and need no
 * permission to list any. Shapes are those of Bedrock's service model.
 */

import type { PlaceCatalog } from '../core/gateway/chooseProfile';
import { parseModelReference } from '../core/gateway/modelReference';
import { profileSource, type CopySource, type Profile } from '../core/profiles/profile';

type Summary = Readonly<Record<string, unknown>>;

const date = (time: number | undefined): string => new Date(time ?? 0).toISOString();

function summary(kind: 'APPLICATION' | 'SYSTEM_DEFINED', one: Profile | CopySource): Summary {
  return {
    inferenceProfileName: one.name,
    inferenceProfileArn: one.arn,
    inferenceProfileId: one.id,
    models: one.models.map((modelArn) => ({ modelArn })),
    status: 'ACTIVE',
    type: kind,
    createdAt: date('createdAt' in one ? one.createdAt : undefined),
    updatedAt: date('updatedAt' in one ? one.updatedAt : undefined),
  };
}

/** System profiles of the models that I have profiles for: those are the names that agents can use. */
function systemProfiles({ sources, profiles, isMine }: PlaceCatalog): readonly Summary[] {
  const models = new Set(profiles.filter(isMine).map((profile) => profileSource(profile).model));
  return sources
    .filter(({ kind, model }) => kind === 'system-profile' && models.has(model))
    .map((source) => summary('SYSTEM_DEFINED', source));
}

const myProfiles = ({ profiles, isMine }: PlaceCatalog): readonly Summary[] =>
  profiles.filter(isMine).map((profile) => summary('APPLICATION', profile));

/** The body of ListInferenceProfiles: all on one page. */
export const listedProfiles = (catalog: PlaceCatalog, type: 'APPLICATION' | 'SYSTEM_DEFINED'): Summary => ({
  inferenceProfileSummaries: type === 'APPLICATION' ? myProfiles(catalog) : systemProfiles(catalog),
});

/** The body of GetInferenceProfile, by an id or an ARN as it was sent; undefined for what is not known. */
export function foundProfile(catalog: PlaceCatalog, identifier: string): Summary | undefined {
  const reference = parseModelReference(identifier);
  if (reference === undefined) return undefined;
  const id = 'id' in reference ? reference.id : reference.arn;
  return [...myProfiles(catalog), ...systemProfiles(catalog)].find((one) => one.inferenceProfileId === id);
}
