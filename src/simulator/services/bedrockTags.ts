/** Bedrock's control plane: tags of a resource. */

import { RequestValidator, type TextRule } from '../requestValidator';
import { AwsError, notFound, validation } from '../errors';
import type { Input } from '../input';
import type { Context, Operation } from '../operation';
import { checkTags, TAG_KEY } from '../profileRules';
import type { StoredProfile } from '../profileStore';
import { findProfile } from './find';

const RESOURCE: TextRule = {
  min: 20,
  max: 1011,
  pattern: 'arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:([0-9]{12}|):.+',
  required: true,
};
const MAX_IN_REQUEST = 200;
const MAX_TAGS = 50;

/** The checked keys and values of a request. */
export type RequestTags = ReadonlyMap<string, string>;

interface RequestTag {
  readonly key: string | undefined;
  readonly value: string | undefined;
}

function readPairs(input: Input, field: string): readonly RequestTag[] {
  return (input.list(field) ?? []).map((tag) => ({ key: tag.text('key'), value: tag.text('value') }));
}

/** Reads and checks a list of tags; throws for errors that the pattern's message does not cover. */
export function readTags(input: Input, field: string): RequestTags {
  const pairs = readPairs(input, field);
  const validator = new RequestValidator();
  validator.size(field, pairs.length, MAX_IN_REQUEST);
  checkTags(
    validator,
    field,
    pairs.map(({ key, value }) => [key, value] as const),
  );
  validator.done();
  const tags = new Map<string, string>();
  for (const { key = '', value = '' } of pairs) {
    if (tags.has(key)) throw validation(`Duplicate tag key ${key}. Tag keys must be unique.`);
    if (/^aws:/i.test(key)) throw validation('Tag keys that start with aws: are reserved for AWS use.');
    tags.set(key, value);
  }
  if (tags.size > MAX_TAGS) throw tooMany();
  return tags;
}

const tooMany = (): AwsError =>
  new AwsError(
    'TooManyTagsException',
    `The request contains more tags than can be associated with a resource (${MAX_TAGS} tags per resource).`,
  );

function resourceOf(input: Input, context: Context): StoredProfile {
  const arn = input.text('resourceARN');
  const validator = new RequestValidator();
  validator.text('resourceARN', arn, RESOURCE);
  validator.done();
  const found = arn === undefined ? undefined : findProfile(arn, context);
  if (!found) throw notFound(`The resource ${arn ?? ''} was not found.`);
  return found;
}

const tag: Operation = (input, context) => {
  const profile = resourceOf(input, context);
  const validator = new RequestValidator();
  validator.present('tags', input.list('tags'));
  validator.done();
  const tags = readTags(input, 'tags');
  if (new Set([...profile.tags.keys(), ...tags.keys()]).size > MAX_TAGS) throw tooMany();
  for (const [key, value] of tags) profile.tags.set(key, value);
  profile.everTagged ||= tags.size > 0;
  context.account.profiles.recordTagChange(profile, context.now);
  return { body: {} };
};

const untag: Operation = (input, context) => {
  const profile = resourceOf(input, context);
  const keys = input.texts('tagKeys');
  const validator = new RequestValidator();
  validator.present('tagKeys', keys);
  for (const [index, key] of (keys ?? []).entries()) validator.text(`tagKeys.${index + 1}.member`, key, TAG_KEY);
  validator.done();
  for (const key of keys ?? []) profile.tags.delete(key);
  context.account.profiles.recordTagChange(profile, context.now);
  return { body: {} };
};

const listTags: Operation = (input, context) => {
  const profile = resourceOf(input, context);
  return { body: { tags: [...profile.tags].map(([key, value]) => ({ key, value })) } };
};

export const tagOperations: Readonly<Record<string, Operation>> = {
  TagResource: tag,
  UntagResource: untag,
  ListTagsForResource: listTags,
};
