/** Cost Explorer: cost allocation tags, their activation and backfills. */

import type { Backfill, TagStatus } from '../billing/activation';
import { listedTags, type ListedTag } from '../billing/listedTags';
import { RequestValidator, type TextRule } from '../requestValidator';
import { AwsError, validation } from '../errors';
import { DAY } from '../usagePattern';
import type { Input } from '../input';
import type { Answer, Context, Operation } from '../operation';
import { readToken, writeToken } from '../pageTokens';
import { monthOf } from './costInput';

const MAX_RESULTS = 1000;
const LISTED_PAGE = 100;
const MAX_CHANGES = 20;
const MONTHS_BACK = 12;
const STATUSES: readonly TagStatus[] = ['Active', 'Inactive'];
const TYPES = ['AWSGenerated', 'UserDefined'];
const ZONED: TextRule = {
  min: 20,
  max: 25,
  pattern: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(([+-]\\d\\d:\\d\\d)|Z)',
  required: true,
};

/** To whole seconds, as AWS's ZonedDateTime. */
const zoned = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** A member of an organization cannot manage the payer's tags. */
function payerOnly(operation: Operation): Operation {
  return (input, context) => {
    if (!context.account.bill.settings.member) return operation(input, context);
    throw new AwsError('AccessDeniedException', "Linked account doesn't have access to cost allocation tags.", 403);
  };
}

/** A page from an offset, and the token of the next. */
function paged<T>(
  all: readonly T[],
  input: Input,
): { readonly page: readonly T[]; readonly next: { readonly NextToken?: string } } {
  const most = input.number('MaxResults') ?? LISTED_PAGE;
  const validator = new RequestValidator();
  validator.range('maxResults', most, 1, MAX_RESULTS);
  validator.done();
  const token = input.text('NextToken');
  const from = token === undefined ? 0 : readToken(token)?.from;
  if (typeof from !== 'number') throw validation('The NextToken is not valid.');
  const until = from + most;
  return { page: all.slice(from, until), next: until < all.length ? { NextToken: writeToken({ from: until }) } : {} };
}

function describe(
  { key, type, lastUsed }: ListedTag,
  { account: { bill }, now }: Context,
): Readonly<Record<string, unknown>> {
  const changed = bill.activation.changedAt(key, now);
  return {
    TagKey: key,
    Type: type,
    Status: bill.activation.statusAt(key, now),
    ...(changed === undefined ? {} : { LastUpdatedDate: zoned(changed) }),
    // AWS returns the month only.
    ...(lastUsed === undefined ? {} : { LastUsedDate: zoned(monthOf(Math.floor(lastUsed / DAY)) * DAY) }),
  };
}

const listTags: Operation = (input, context): Answer => {
  const [status, type, keys] = [input.text('Status'), input.text('Type'), input.texts('TagKeys')];
  const validator = new RequestValidator();
  validator.oneOf('status', status, STATUSES);
  validator.oneOf('type', type, TYPES);
  validator.size('tagKeys', keys?.length ?? 0, 100);
  validator.done();
  const found = listedTags(context.account, context.now).filter(
    (tag) =>
      (type === undefined || type === tag.type) &&
      (keys === undefined || keys.includes(tag.key)) &&
      (status === undefined || status === context.account.bill.activation.statusAt(tag.key, context.now)),
  );
  const { page, next } = paged(found, input);
  return { body: { CostAllocationTags: page.map((tag) => describe(tag, context)), ...next } };
};

const updateStatus: Operation = (input, { account, now }): Answer => {
  const changes = (input.list('CostAllocationTagsStatus') ?? []).map((item) => ({
    key: item.text('TagKey') ?? '',
    status: item.text('Status'),
  }));
  const validator = new RequestValidator();
  if (changes.length === 0) validator.present('costAllocationTagsStatus', undefined);
  validator.size('costAllocationTagsStatus', changes.length, MAX_CHANGES);
  for (const [index, { status }] of changes.entries()) {
    validator.present(`costAllocationTagsStatus.${index + 1}.member.status`, status);
    validator.oneOf(`costAllocationTagsStatus.${index + 1}.member.status`, status, STATUSES);
  }
  validator.done();
  if (new Set(changes.map(({ key }) => key)).size < changes.length) throw validation('Tag keys must not be repeated.');
  const known = new Set(listedTags(account, now).map(({ key }) => key));
  const errors = [];
  for (const { key, status } of changes) {
    if (known.has(key)) account.bill.activation.set(key, status === 'Active' ? 'Active' : 'Inactive', now);
    else errors.push({ TagKey: key, Code: 'TagKeysNotFoundException', Message: `Tag keys not found: ${key}` });
  }
  return { body: { Errors: errors } };
};

const describeBackfill = (
  { from, requested, completed }: Backfill,
  now: number,
): Readonly<Record<string, unknown>> => ({
  BackfillFrom: zoned(from),
  RequestedAt: zoned(requested),
  ...(completed <= now ? { CompletedAt: zoned(completed) } : {}),
  BackfillStatus: completed <= now ? 'SUCCEEDED' : 'PROCESSING',
  LastUpdatedAt: zoned(completed <= now ? completed : requested),
});

const startBackfill: Operation = (input, { account, now }): Answer => {
  const text = input.text('BackfillFrom');
  const validator = new RequestValidator();
  validator.text('backfillFrom', text, ZONED);
  validator.done();
  const from = Date.parse(text ?? '');
  const today = Math.floor(now / DAY);
  if (Number.isNaN(from) || from !== monthOf(Math.floor(from / DAY)) * DAY) {
    throw validation('The backfill must start on the first day of a month.');
  }
  if (from > now) throw validation('The backfill must not start in the future.');
  if (from < monthOf(today, -MONTHS_BACK) * DAY) {
    throw validation(`The backfill must not start more than ${MONTHS_BACK} months ago.`);
  }
  const made = account.bill.activation.backfill(from, now);
  if (!made) {
    throw new AwsError(
      'BackfillLimitExceededException',
      'A request to backfill is already in progress. Once the previous request is complete, you can create another request.',
    );
  }
  return { body: { BackfillRequest: describeBackfill(made, now) } };
};

const listBackfills: Operation = (input, { account, now }): Answer => {
  const { page, next } = paged(account.bill.activation.backfills, input);
  return { body: { BackfillRequests: page.map((backfill) => describeBackfill(backfill, now)), ...next } };
};

export const costTagOperations: Readonly<Record<string, Operation>> = {
  ListCostAllocationTags: payerOnly(listTags),
  UpdateCostAllocationTagsStatus: payerOnly(updateStatus),
  StartCostAllocationTagBackfill: payerOnly(startBackfill),
  ListCostAllocationTagBackfillHistory: payerOnly(listBackfills),
};
