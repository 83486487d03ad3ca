/** A small team's profiles, as AWS would list them. */

import { arn, modelId, profileId, type Arn } from '../../../src/core/ids';
import type { CopySource, Profile, Tags } from '../../../src/core/profiles/profile';

export const SONNET = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
export const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';

/** The ARNs of one model in several Regions; an empty Region is the global one. */
export const modelArns = (regions: readonly string[], model = SONNET): readonly Arn[] =>
  regions.map((region) => arn(`arn:aws:bedrock:${region}::foundation-model/${model}`));

export const profileArn = (id: string): Arn =>
  arn(`arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/${id}`);

/** A profile whose id is twelve letters long, made from a short one. */
export function profile(short: string, tags: Tags | undefined = {}, more: Partial<Profile> = {}): Profile {
  const id = short.padEnd(12, '0');
  return {
    arn: profileArn(id),
    id: profileId(id),
    name: short,
    description: undefined,
    status: 'ACTIVE',
    models: modelArns(['eu-central-1', 'eu-west-1']),
    createdAt: 0,
    updatedAt: 0,
    tags,
    ...more,
  };
}

/** A profile whose tags may not be read. */
export const unreadable = (short: string): Profile => ({ ...profile(short), tags: undefined });

export const owned = (short: string, team: string, member: string, more: Partial<Profile> = {}): Profile =>
  profile(short, { Team: team, MemberName: member }, more);

/** A system profile in Ireland; without a geography the foundation model itself. */
export function source(geo: string, regions: readonly string[], model = SONNET): CopySource {
  const id = geo === '' ? model : `${geo}.${model}`;
  return {
    kind: geo === '' ? 'foundation-model' : 'system-profile',
    arn: arn(
      geo === ''
        ? `arn:aws:bedrock:eu-west-1::foundation-model/${model}`
        : `arn:aws:bedrock:eu-west-1:111122223333:inference-profile/${id}`,
    ),
    id,
    model: modelId(model),
    name: id,
    models: modelArns(regions, model),
    retired: false,
  };
}
