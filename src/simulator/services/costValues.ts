/** Cost Explorer: the values of dimensions and tags. */

import type { BillLine } from '../billing/billLine';
import { RequestValidator } from '../requestValidator';
import { AwsError } from '../errors';
import type { Input } from '../input';
import type { Answer, Context, Operation } from '../operation';
import { readToken, writeToken } from '../pageTokens';
import { dimensionOf, readFilter } from './costFilter';
import type { Sum } from './costGroups';
import { readDimension, readPast, type Grouping } from './costInput';
import { linesOf } from './costLines';

const MAX_RESULTS = 1000;

interface ValueWithAttributes {
  readonly Value: string;
  readonly Attributes: Readonly<Record<string, string>>;
}

function describe(accountId: string, { account: { scenario } }: Context): ValueWithAttributes {
  const isOwnAccount = accountId === scenario.account;
  const description = `${scenario.name} ${isOwnAccount ? 'main' : accountId.slice(-4)}`;
  return { Value: accountId, Attributes: { description } };
}

/** What AWS adds about the accounts that an answer is grouped by. */
export function attributesOf(
  sums: readonly Sum[],
  groupings: readonly Grouping[],
  context: Context,
): readonly ValueWithAttributes[] {
  const at = groupings.findIndex(({ key }) => key === 'LINKED_ACCOUNT');
  if (at < 0) return [];
  const accounts = new Set(sums.flatMap(({ keys }) => keys.slice(at, at + 1)));
  return [...accounts].map((accountId) => describe(accountId, context));
}

/** One page of sorted values that contain the search text. */
function pageOf(
  values: ReadonlySet<string>,
  input: Input,
): { readonly page: readonly string[]; readonly more: object } {
  const most = input.number('MaxResults') ?? MAX_RESULTS;
  const validator = new RequestValidator();
  validator.range('maxResults', most, 1, Number.MAX_SAFE_INTEGER);
  validator.done();
  const token = input.text('NextPageToken');
  const from = token === undefined ? 0 : readToken(token)?.from;
  if (typeof from !== 'number') {
    throw new AwsError(
      'InvalidNextTokenException',
      'The pagination token is invalid. Try again without a pagination token.',
    );
  }
  const search = input.text('SearchString')?.toLowerCase() ?? '';
  const all = [...values].filter((value) => value.toLowerCase().includes(search)).sort();
  const until = from + Math.min(most, MAX_RESULTS);
  const page = all.slice(from, until);
  return {
    page,
    more: {
      ReturnSize: page.length,
      TotalSize: all.length,
      ...(until < all.length ? { NextPageToken: writeToken({ from: until }) } : {}),
    },
  };
}

const getDimensionValues: Operation = (input, context): Answer => {
  const dimension = readDimension(input.text('Dimension'));
  const lines = linesOf(readPast(input, context.now), readFilter(input), context);
  const { page, more } = pageOf(new Set(lines.map((line) => dimensionOf(line, dimension))), input);
  const DimensionValues = page.map((value) =>
    dimension === 'LINKED_ACCOUNT' ? describe(value, context) : { Value: value, Attributes: {} },
  );
  return { body: { DimensionValues, ...more } };
};

const getTags: Operation = (input, context): Answer => {
  const key = input.text('TagKey');
  const lines = linesOf(readPast(input, context.now), readFilter(input), context);
  // Lines without the tag are an empty value.
  const valuesOf = ({ tags }: BillLine): readonly string[] =>
    key === undefined ? [...tags.keys()] : [tags.get(key) ?? ''];
  const { page, more } = pageOf(new Set(lines.flatMap(valuesOf)), input);
  return { body: { Tags: page, ...more } };
};

export const costValueOperations: Readonly<Record<string, Operation>> = {
  GetDimensionValues: getDimensionValues,
  GetTags: getTags,
};
