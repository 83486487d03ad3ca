/** How the profiles and their tags are listed, and what is made do with when something is denied. */

import type { AwsApi } from '../../core/awsApi';
import type { Arn } from '../../core/ids';
import { isProblem } from '../../core/problem';
import type { Profile, ProfileSummary, Tags } from '../../core/profiles/profile';
import type { FetchContext } from '../parts/definition';
import { withEdits } from '../shared/profileEditLog';
import type { ProfileList } from '../snapshot';

/** The bulk answer may lag behind a creation by minutes; such young profiles are asked for one by one. */
const YOUNG_MS = 600_000;

/**
 * All profiles with their tags, with what was created and deleted from here laid over AWS's list, which may lag behind.
 */
export async function fetchProfilesWithEdits(context: FetchContext, signal: AbortSignal): Promise<ProfileList> {
  const began = context.now();
  const list = await fetchProfiles(await context.aws(), began, signal);
  return withEdits(list, await context.edits(), began, context.now());
}

/** All profiles with their tags: in bulk, or one by one where the bulk call is denied. */
export async function fetchProfiles(aws: AwsApi, now: number, signal: AbortSignal): Promise<ProfileList> {
  const [summaries, bulk] = await Promise.all([aws.listProfiles(signal), bulkOrDenied(aws, signal)]);
  if (bulk === undefined) return tagsOneByOne(aws, summaries, signal);
  const profiles = await Promise.all(
    summaries.map(async (summary): Promise<Profile> => {
      const tags = bulk.get(summary.arn);
      const young = tags === undefined && summary.createdAt !== undefined && now - summary.createdAt < YOUNG_MS;
      return { ...summary, tags: young ? await youngTags(aws, summary.arn, signal) : (tags ?? {}) };
    }),
  );
  return { profiles, tagsFrom: 'bulk' };
}

async function bulkOrDenied(aws: AwsApi, signal: AbortSignal): Promise<ReadonlyMap<Arn, Tags> | undefined> {
  try {
    return await aws.tagsInBulk(signal);
  } catch (error) {
    if (isProblem(error) && error.code === 'denied') return undefined;
    throw error;
  }
}

async function youngTags(aws: AwsApi, arn: Arn, signal: AbortSignal): Promise<Tags | undefined> {
  try {
    return await aws.tagsOf(arn, signal);
  } catch (error) {
    if (isProblem(error) && (error.code === 'denied' || error.code === 'not-found')) return undefined;
    throw error;
  }
}

/**
 * With tag-based policies some tags are readable and others not. After so many refusals and no answer, none is taken to
 * be.
 */
const MOST_REFUSALS = 20;

async function tagsOneByOne(
  aws: AwsApi,
  summaries: readonly ProfileSummary[],
  signal: AbortSignal,
): Promise<ProfileList> {
  let denied: string | undefined;
  let refusals = 0;
  let answers = 0;
  const withTags = async (summary: ProfileSummary): Promise<Profile> => {
    if (answers === 0 && refusals >= MOST_REFUSALS) return { ...summary, tags: undefined };
    try {
      const tags = await aws.tagsOf(summary.arn, signal);
      answers += 1;
      return { ...summary, tags };
    } catch (error) {
      if (!isProblem(error) || !['denied', 'not-found'].includes(error.code)) throw error;
      if (error.code === 'denied') {
        denied = error.detail.action ?? 'bedrock:ListTagsForResource';
        refusals += 1;
      }
      return { ...summary, tags: undefined };
    }
  };
  const first = await Promise.all(summaries.slice(0, MOST_REFUSALS).map(withTags));
  const others = await Promise.all(summaries.slice(MOST_REFUSALS).map(withTags));
  return { profiles: [...first, ...others], tagsFrom: 'each', ...(denied === undefined ? {} : { tagsDenied: denied }) };
}
