/** Resource Groups Tagging: the tags of many resources at once. */

import { AwsError } from '../errors';
import type { Input } from '../input';
import type { Context, Operation } from '../operation';
import { readToken, writeToken } from '../pageTokens';
import type { StoredProfile } from '../profileStore';

const MAX_PAGE = 100;
const TOKEN_LIFE = 15 * 60_000;
const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

type Filter = (profile: StoredProfile) => boolean;

function typeFilter(input: Input): Filter {
  const types = input.texts('ResourceTypeFilters') ?? [];
  if (types.length > 100) throw invalid('The list of resource types is longer than 100.');
  for (const type of types) {
    if (!/^[a-z0-9-]+(:[a-zA-Z0-9/_.-]+)?$/.test(type)) throw invalid(`Invalid ResourceTypeFilter: ${type}`);
  }
  return () =>
    types.length === 0 || types.some((type) => type === 'bedrock' || type === 'bedrock:application-inference-profile');
}

function tagFilter(input: Input): Filter {
  const filters = (input.list('TagFilters') ?? []).map((filter) => ({
    key: filter.text('Key') ?? '',
    values: filter.texts('Values') ?? [],
  }));
  if (filters.length > 50) throw invalid('The list of tag filters is longer than 50.');
  if (filters.some(({ key, values }) => key === '' || key.length > 128 || values.length > 20))
    throw invalid('Invalid TagFilter.');
  return (profile) =>
    filters.every(({ key, values }) => {
      const value = profile.tags.get(key);
      return value !== undefined && (values.length === 0 || values.includes(value));
    });
}

function startOf(input: Input, { now }: Context): number {
  const token = input.text('PaginationToken');
  if (token === undefined || token === '') return 0;
  const { after, time } = readToken(token) ?? {};
  if (typeof after !== 'number' || typeof time !== 'number') throw invalid('The PaginationToken is not valid.');
  if (now - time > TOKEN_LIFE)
    throw new AwsError('PaginationTokenExpiredException', 'The PaginationToken has expired.');
  return after;
}

function pageSize(input: Input): number {
  const size = input.number('ResourcesPerPage') ?? input.number('TagsPerPage');
  if (size === undefined) return MAX_PAGE;
  if (input.has('ResourcesPerPage') && (size < 1 || size > MAX_PAGE))
    throw invalid('ResourcesPerPage must be between 1 and 100.');
  return Math.min(size, MAX_PAGE);
}

const getResources: Operation = (input, context) => {
  const arns = input.texts('ResourceARNList');
  if (arns && ['ResourceTypeFilters', 'TagFilters', 'PaginationToken'].some((name) => input.has(name))) {
    throw invalid('ResourceARNList can not be given together with filters or a PaginationToken.');
  }
  const ofType = typeFilter(input);
  const ofTag = tagFilter(input);
  const after = startOf(input, context);
  // This service does not know resources that never had a tag.
  const rest = context.account.profiles
    .list(context.region)
    .filter((profile) => profile.everTagged && profile.sequence > after && ofType(profile) && ofTag(profile))
    .filter((profile) => arns === undefined || arns.includes(profile.arn));
  const page = rest.slice(0, pageSize(input));
  const last = page.at(-1);
  return {
    body: {
      PaginationToken: last && page.length < rest.length ? writeToken({ after: last.sequence, time: context.now }) : '',
      ResourceTagMappingList: page.map(({ arn, tags }) => ({
        ResourceARN: arn,
        Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
      })),
    },
  };
};

/** Sorted texts, a hundred a page; the token is the last one of the page before. */
function pageOfTexts(
  texts: Iterable<string>,
  input: Input,
): { readonly page: readonly string[]; readonly next: string } {
  const token = input.text('PaginationToken') ?? '';
  const after = token === '' ? '' : readToken(token)?.after;
  if (typeof after !== 'string') throw invalid('The PaginationToken is not valid.');
  const rest = [...new Set(texts)].sort().filter((text) => token === '' || text > after);
  const page = rest.slice(0, MAX_PAGE);
  return { page, next: page.length < rest.length ? writeToken({ after: page.at(-1) ?? '' }) : '' };
}

const getTagKeys: Operation = (input, { account, region }) => {
  const keys = account.profiles.list(region).flatMap(({ tags }) => [...tags.keys()]);
  const { page, next } = pageOfTexts(keys, input);
  return { body: { PaginationToken: next, TagKeys: page } };
};

const getTagValues: Operation = (input, { account, region }) => {
  const key = input.text('Key');
  if (key === undefined || key === '' || key.length > 128) throw invalid('Key must have 1 to 128 characters.');
  const values = account.profiles.list(region).flatMap(({ tags }) => tags.get(key) ?? []);
  const { page, next } = pageOfTexts(values, input);
  return { body: { PaginationToken: next, TagValues: page } };
};

export const taggingOperations: Readonly<Record<string, Operation>> = {
  GetResources: getResources,
  GetTagKeys: getTagKeys,
  GetTagValues: getTagValues,
};
