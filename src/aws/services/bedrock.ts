/** Bedrock's control plane: profiles, what they can be copied from, and their tags one by one. */

import {
  CreateInferenceProfileCommand,
  DeleteInferenceProfileCommand,
  GetInferenceProfileCommand,
  ListFoundationModelsCommand,
  ListInferenceProfilesCommand,
  ListTagsForResourceCommand,
  type FoundationModelSummary,
  type InferenceProfileSummary,
} from '@aws-sdk/client-bedrock';
import type { SourceList } from '../../core/awsApi';
import { arn, modelId, parseArn, profileId, type Arn, type ProfileId } from '../../core/ids';
import { modelName, splitGeo } from '../../core/profiles/models';
import type { CreatePlan } from '../../core/profiles/createPlan';
import { isProblem, Problem } from '../../core/problem';
import type { CopySource, ProfileSummary, Tags } from '../../core/profiles/profile';
import type { Clients } from '../clients';
import { readAllPages } from '../pagination';

const PAGE = 1000;

function summaryOf(from: Partial<InferenceProfileSummary>): ProfileSummary {
  const id = from.inferenceProfileId ?? parseArn(from.inferenceProfileArn ?? '')?.resourceId;
  if (from.inferenceProfileArn === undefined || id === undefined)
    throw new Problem('broken-answer', { message: 'A profile without an ARN' });
  return {
    arn: arn(from.inferenceProfileArn),
    id: profileId(id),
    name: from.inferenceProfileName ?? id,
    description: from.description === '' ? undefined : from.description,
    status: from.status ?? 'unknown',
    models: (from.models ?? []).flatMap((model) => (model.modelArn === undefined ? [] : [arn(model.modelArn)])),
    createdAt: from.createdAt?.getTime(),
    updatedAt: from.updatedAt?.getTime(),
  };
}

async function listAll(
  clients: Clients,
  typeEquals: 'APPLICATION' | 'SYSTEM_DEFINED',
  signal: AbortSignal,
): Promise<readonly InferenceProfileSummary[]> {
  return readAllPages(async (token) => {
    const command = new ListInferenceProfilesCommand({
      typeEquals,
      maxResults: PAGE,
      ...(token === undefined ? {} : { nextToken: token }),
    });
    const answer = await clients.call('bedrock:ListInferenceProfiles', signal, (options) =>
      clients.get('bedrock').send(command, options),
    );
    return { items: answer.inferenceProfileSummaries ?? [], next: answer.nextToken };
  });
}

/** All application profiles of the Region, without tags. */
export async function listProfiles(clients: Clients, signal: AbortSignal): Promise<readonly ProfileSummary[]> {
  const summaries = (await listAll(clients, 'APPLICATION', signal))
    .filter((summary) => summary.inferenceProfileArn !== undefined)
    .map(summaryOf);
  // One that is made or deleted while the pages are read may stand on two of them.
  return [...new Map(summaries.map((summary) => [summary.arn, summary])).values()];
}

/** Models by id, or undefined where they may not be listed. */
async function listModels(
  clients: Clients,
  signal: AbortSignal,
): Promise<readonly FoundationModelSummary[] | undefined> {
  try {
    const answer = await clients.call('bedrock:ListFoundationModels', signal, (options) =>
      clients.get('bedrock').send(new ListFoundationModelsCommand({}), options),
    );
    return answer.modelSummaries ?? [];
  } catch (error) {
    if (isProblem(error) && error.code === 'denied') return undefined;
    throw error;
  }
}

const isText = (model: FoundationModelSummary): boolean => model.outputModalities?.includes('TEXT') ?? true;

function fromModel(model: FoundationModelSummary): readonly CopySource[] {
  if (model.modelArn === undefined || model.modelId === undefined) return [];
  const id = modelId(model.modelId);
  return [
    {
      kind: 'foundation-model',
      arn: arn(model.modelArn),
      id,
      model: id,
      name: modelName(id),
      models: [arn(model.modelArn)],
      retired: model.modelLifecycle?.status === 'LEGACY',
    },
  ];
}

/** What a profile can be copied from here. */
export async function listSources(clients: Clients, signal: AbortSignal): Promise<SourceList> {
  const [system, models] = await Promise.all([listAll(clients, 'SYSTEM_DEFINED', signal), listModels(clients, signal)]);
  const retired = new Set(
    (models ?? []).filter((model) => model.modelLifecycle?.status === 'LEGACY').map((model) => model.modelId),
  );
  const systemProfiles = system.map(summaryOf).map((profile): CopySource => {
    const [routed, ...others] = new Set(profile.models.map((one) => parseArn(one)?.resourceId));
    const { model } = splitGeo(profile.id, others.length === 0 ? routed : undefined);
    return {
      kind: 'system-profile',
      arn: profile.arn,
      id: profile.id,
      model,
      name: profile.name,
      models: profile.models,
      retired: retired.has(model),
    };
  });
  const onDemand = (models ?? []).filter(
    (model) => model.inferenceTypesSupported?.includes('ON_DEMAND') === true && isText(model),
  );
  return { systemProfiles, models: onDemand.flatMap(fromModel), modelsKnown: models !== undefined };
}

/** Creates a profile; the SDK repeats a lost request with the same token. Answers the ARN. */
export async function createProfile(
  clients: Clients,
  plan: CreatePlan,
  token: string,
  signal: AbortSignal,
): Promise<Arn> {
  const command = new CreateInferenceProfileCommand({
    inferenceProfileName: plan.name,
    ...(plan.description === undefined ? {} : { description: plan.description }),
    modelSource: { copyFrom: plan.source.arn },
    clientRequestToken: token,
    tags: Object.entries(plan.tags).map(([key, value]) => ({ key, value })),
  });
  const answer = await clients.call('bedrock:CreateInferenceProfile', signal, (options) =>
    clients.get('bedrock').send(command, options),
  );
  if (answer.inferenceProfileArn === undefined) throw new Problem('broken-answer', { message: 'No ARN in the answer' });
  return arn(answer.inferenceProfileArn);
}

/** One profile by id or ARN. */
export async function getProfile(clients: Clients, id: ProfileId | Arn, signal: AbortSignal): Promise<ProfileSummary> {
  const command = new GetInferenceProfileCommand({ inferenceProfileIdentifier: id });
  return summaryOf(
    await clients.call('bedrock:GetInferenceProfile', signal, (options) =>
      clients.get('bedrock').send(command, options),
    ),
  );
}

/** Deletes a profile. One that is gone already is deleted: the answer to an earlier attempt may have been lost. */
export async function deleteProfile(clients: Clients, id: ProfileId, signal: AbortSignal): Promise<void> {
  const command = new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: id });
  try {
    await clients.call('bedrock:DeleteInferenceProfile', signal, (options) =>
      clients.get('bedrock').send(command, options),
    );
  } catch (error) {
    if (!(isProblem(error) && error.code === 'not-found')) throw error;
  }
}

/** One profile's tags, where the bulk call is denied or too young. */
export async function tagsOf(clients: Clients, resourceARN: Arn, signal: AbortSignal): Promise<Tags> {
  const command = new ListTagsForResourceCommand({ resourceARN });
  const answer = await clients.call('bedrock:ListTagsForResource', signal, (options) =>
    clients.get('bedrock').send(command, options),
  );
  return Object.fromEntries((answer.tags ?? []).map((tag) => [tag.key ?? '', tag.value ?? '']));
}
