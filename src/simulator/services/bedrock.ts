/** Bedrock's control plane: inference profiles. */

import { findModel, modelArn, type SystemProfile } from '../catalog';
import { RequestValidator, type TextRule } from '../requestValidator';
import { AwsError, conflict, notFound, validation } from '../errors';
import type { Input } from '../input';
import type { Answer, Context, Operation } from '../operation';
import { readToken, writeToken } from '../pageTokens';
import { checkTexts } from '../profileRules';
import type { StoredProfile } from '../profileStore';
import { addTrafficToNewProfile } from '../account';
import { readTags } from './bedrockTags';
import { findProfile, findSystemProfile, systemProfilesOf } from './find';

const TOKEN: TextRule = { min: 1, max: 256, pattern: '[a-zA-Z0-9]([-a-zA-Z0-9]{0,254}[a-zA-Z0-9])?' };
const COPY_FROM: TextRule = {
  min: 1,
  max: 2048,
  pattern:
    'arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):(inference-profile|foundation-model)/[a-zA-Z0-9-:.]+',
  required: true,
};
const IDENTIFIER: TextRule = {
  min: 1,
  max: 2048,
  pattern:
    '(arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):(inference-profile|application-inference-profile)/)?[a-zA-Z0-9-:.]+',
  required: true,
};
const PAGE_TOKEN: TextRule = { min: 1, max: 2048, pattern: '\\S*' };
const TYPES = ['SYSTEM_DEFINED', 'APPLICATION'];
/** The default page size; AWS does not document it. */
const DEFAULT_PAGE = 100;
/** System profiles are dated by the start of Bedrock's cross-region inference. */
const SYSTEM_SINCE = new Date('2026-09-01T00:00:00Z');

function summaryOf(profile: StoredProfile): Readonly<Record<string, unknown>> {
  return {
    inferenceProfileName: profile.name,
    ...(profile.description === undefined ? {} : { description: profile.description }),
    createdAt: new Date(profile.createdAt),
    updatedAt: new Date(profile.updatedAt),
    inferenceProfileArn: profile.arn,
    models: profile.modelArns.map((arn) => ({ modelArn: arn })),
    inferenceProfileId: profile.id,
    status: 'ACTIVE',
    type: 'APPLICATION',
  };
}

function systemSummary(profile: SystemProfile): Readonly<Record<string, unknown>> {
  return {
    inferenceProfileName: profile.name,
    description: profile.description,
    createdAt: SYSTEM_SINCE,
    updatedAt: SYSTEM_SINCE,
    inferenceProfileArn: profile.arn,
    models: profile.modelArns.map((arn) => ({ modelArn: arn })),
    inferenceProfileId: profile.id,
    status: 'ACTIVE',
    type: 'SYSTEM_DEFINED',
  };
}

/** The models of a new profile. Throws as AWS does for a source that cannot be copied. */
function sourceModels(copyFrom: string, context: Context): readonly string[] {
  const system = systemProfilesOf(context).find(({ arn }) => arn === copyFrom);
  if (system) return system.modelArns;
  const { region } = context;
  const id = copyFrom.slice(copyFrom.indexOf('/') + 1);
  const model = copyFrom === modelArn(region, id) ? findModel(region, id) : undefined;
  if (!model)
    throw notFound('The specified model source was not found. Check the Amazon Resource Name (ARN) and try again.');
  if (!model.onDemand) {
    throw validation(
      `The model ${id} does not support on-demand throughput. Use the ARN of an inference profile that contains this model.`,
    );
  }
  return [copyFrom];
}

const create: Operation = (input, context) => {
  const { account, region, now } = context;
  const name = input.text('inferenceProfileName') ?? '';
  const description = input.text('description');
  const token = input.text('clientRequestToken');
  const source = input.object('modelSource');
  const copyFrom = source?.text('copyFrom');
  const validator = new RequestValidator();
  checkTexts(validator, input.text('inferenceProfileName'), description);
  validator.text('clientRequestToken', token, TOKEN);
  if (source) validator.text('modelSource.copyFrom', copyFrom, COPY_FROM);
  else validator.present('modelSource', undefined);
  validator.done();
  const tags = readTags(input, 'tags');

  const parameters = JSON.stringify([name, description, copyFrom, [...tags].sort(([a], [b]) => a.localeCompare(b))]);
  const before = token === undefined ? undefined : account.profiles.usedToken(region, token);
  if (before) {
    if (before.parameters === parameters) return created(before.arn);
    throw conflict('The client request token was already used with different parameters.');
  }
  const modelArns = sourceModels(copyFrom ?? '', context);
  if (account.settings.duplicateNames === 'conflict' && account.profiles.hasName(region, name)) {
    throw conflict(`An inference profile with the name ${name} already exists.`);
  }
  if (account.profiles.count(region) >= account.settings.profileQuota) {
    throw new AwsError(
      'ServiceQuotaExceededException',
      `The number of application inference profiles exceeds the quota of ${account.settings.profileQuota} for this account and Region.`,
    );
  }
  const made = account.profiles.create({ region, name, description, modelArns, tags, time: now });
  if (token !== undefined) account.profiles.saveUsedToken(region, token, { parameters, arn: made.arn });
  addTrafficToNewProfile(account, made);
  return created(made.arn);
};

const created = (arn: string): Answer => ({ status: 201, body: { inferenceProfileArn: arn, status: 'ACTIVE' } });

function identifierOf(input: Input): string {
  const identifier = input.text('inferenceProfileIdentifier');
  const validator = new RequestValidator();
  validator.text('inferenceProfileIdentifier', identifier, IDENTIFIER);
  validator.done();
  return identifier ?? '';
}

const unknownProfile = (): AwsError =>
  notFound(
    'The specified resource Amazon Resource Name (ARN) was not found. Check the Amazon Resource Name (ARN) and try your request again.',
  );

const get: Operation = (input, context) => {
  const identifier = identifierOf(input);
  const profile = findProfile(identifier, context);
  if (profile) return { body: summaryOf(profile) };
  const system = findSystemProfile(identifier, context);
  if (system) return { body: systemSummary(system) };
  throw unknownProfile();
};

const remove: Operation = (input, context) => {
  const identifier = identifierOf(input);
  const profile = findProfile(identifier, context);
  if (profile) {
    context.account.profiles.delete(profile);
    for (const id of [profile.id, profile.arn]) context.account.trafficLog.endPatterns(context.region, id, context.now);
    return { body: {} };
  }
  if (findSystemProfile(identifier, context))
    throw validation('A system-defined inference profile can not be deleted.');
  throw unknownProfile();
};

interface Row {
  readonly sequence: number;
  readonly summary: () => Readonly<Record<string, unknown>>;
}

function rowsOf(type: string, context: Context): readonly Row[] {
  if (type === 'APPLICATION') {
    return context.account.profiles
      .list(context.region)
      .map((profile) => ({ sequence: profile.sequence, summary: () => summaryOf(profile) }));
  }
  return systemProfilesOf(context).map((profile, sequence) => ({
    sequence: sequence + 1,
    summary: () => systemSummary(profile),
  }));
}

const list: Operation = (input, context) => {
  const validator = new RequestValidator();
  const pageSize = input.number('maxResults');
  const token = input.text('nextToken');
  validator.range('maxResults', pageSize, 1, 1000);
  validator.text('nextToken', token, PAGE_TOKEN);
  validator.oneOf('typeEquals', input.text('type'), TYPES);
  validator.done();
  // AWS lists application profiles only if they are requested.
  const type = input.text('type') ?? 'SYSTEM_DEFINED';
  const from = token === undefined ? undefined : readToken(token);
  const after = token === undefined ? 0 : from?.after;
  if (typeof after !== 'number' || (from && from.type !== type)) throw validation('The nextToken is not valid.');
  const rest = rowsOf(type, context).filter(({ sequence }) => sequence > after);
  const page = rest.slice(0, pageSize ?? DEFAULT_PAGE);
  const last = page.at(-1);
  return {
    body: {
      inferenceProfileSummaries: page.map(({ summary }) => summary()),
      ...(last && page.length < rest.length ? { nextToken: writeToken({ type, after: last.sequence }) } : {}),
    },
  };
};

export const profileOperations: Readonly<Record<string, Operation>> = {
  CreateInferenceProfile: create,
  GetInferenceProfile: get,
  ListInferenceProfiles: list,
  DeleteInferenceProfile: remove,
};
