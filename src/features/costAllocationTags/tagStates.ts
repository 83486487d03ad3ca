/** The status of the owner's tag keys as cost allocation tags: from the payer account's list, or else from the bill. */

import { ownValue } from '../../core/collections';
import { lastCompleteDay, startOfDay, type BillAnswer, type CostTag } from '../../core/billing/bill';
import {
  tagActivityOnBill,
  tagActivation,
  type TagActivation,
  type TagActivityOnBill,
  type TaggedEstimate,
} from '../../core/billing/costAllocationTags';
import type { Profile } from '../../core/profiles/profile';
import { totalTokens } from '../../core/usage/usage';
import { listedProfiles } from '../../store/selectors';
import type { RemoteValue, Snapshot } from '../../store/snapshot';

const DAY = 86_400_000;
/** AWS may take a day to report a key as active; after two it is not waited for any more. */
const ACTIVATING_MS = 2 * DAY;

/** What is known of one tag's key. `activatedAt` is in milliseconds since 1970. */
export interface TagKeyState {
  readonly key: string;
  readonly status: 'active' | 'inactive' | 'unknown';
  /** The payer account does not list the key: nothing with it has been billed so far. */
  readonly notListed: boolean;
  /** When it was activated here, ms since 1970, while AWS does not report it yet. */
  readonly activatedAt: number | undefined;
  readonly activation: TagActivation;
  /** What the bill shows, where the payer account's list may not be read. */
  readonly onBill: TagActivityOnBill | undefined;
}

/** What is known of the owner's tags. */
export interface TagStates {
  readonly keys: readonly TagKeyState[];
  /** The account is not the payer: it may neither read nor change the list. */
  readonly isMemberAccount: boolean;
}

/** Whether AWS has reported that only the payer account may read the list. */
export const isMemberAccount = ({ costTags }: Snapshot): boolean => costTags.problem?.detail.payerOnly === true;

/** The owner's keys, the team's first. */
export const tagKeysOf = ({ ownership: { keys } }: Pick<Snapshot, 'ownership'>): readonly string[] => [
  ...new Set([keys.team, keys.member]),
];

/** Keys that the payer account has to activate; it can activate up to twenty at once. */
export const keysToActivate = (keys: readonly TagKeyState[]): readonly string[] =>
  keys.flatMap(({ key, status, activatedAt }) => (status === 'inactive' && activatedAt === undefined ? [key] : []));

/** The keys' states; undefined while nothing is known of any. */
export function tagStatesOf(snapshot: Snapshot, now: number): TagStates | undefined {
  const member = isMemberAccount(snapshot);
  const { value } = snapshot.costTags;
  if (!member && value === undefined) return undefined;
  const keys = tagKeysOf(snapshot).map((key) =>
    member ? stateFromBill(key, snapshot, now) : stateFromList(key, snapshot, now),
  );
  return { keys, isMemberAccount: member };
}

function stateFromList(key: string, snapshot: Snapshot, now: number): TagKeyState {
  const { tags = [], backfills, activated = {} } = snapshot.costTags.value ?? {};
  const listed = tags.find((tag) => tag.key === key);
  const at = ownValue(activated, key);
  const activatedAt = listed?.status !== 'active' && at !== undefined && now - at < ACTIVATING_MS ? at : undefined;
  const tag: CostTag | 'missing' =
    activatedAt === undefined
      ? (listed ?? 'missing')
      : { key, status: 'active', changed: new Date(activatedAt).toISOString(), lastUsed: undefined };
  return {
    key,
    status: listed?.status === 'active' ? 'active' : 'inactive',
    notListed: listed === undefined,
    activatedAt,
    activation: tagActivation({ firstUse: firstUseOf(key, snapshot), tag, backfills: backfills ?? [], now }),
    onBill: undefined,
  };
}

function stateFromBill(key: string, snapshot: Snapshot, now: number): TagKeyState {
  const onBill = activityOnBill(key, snapshot);
  // A value on the bill proves that the key is active; no value proves the contrary only where tagged usage was billed.
  const status = onBill?.status === 'unknown' && onBill.since !== undefined ? 'active' : (onBill?.status ?? 'unknown');
  const tag: CostTag | 'unknown' =
    status === 'unknown' ? 'unknown' : { key, status, changed: undefined, lastUsed: undefined };
  return {
    key,
    status,
    notListed: false,
    activatedAt: undefined,
    activation: tagActivation({ firstUse: firstUseOf(key, snapshot), tag, backfills: [], now }),
    onBill,
  };
}

const hasKey = ({ tags }: Pick<Profile, 'tags'>, key: string): boolean => (ownValue(tags, key) ?? '') !== '';

const taggedProfiles = ({ profiles }: Snapshot, key: string): readonly Profile[] =>
  listedProfiles({ profiles }).filter((profile) => hasKey(profile, key));

/** The earliest time by which a profile with the key is known to have been used. */
function firstUseOf(key: string, snapshot: Snapshot): number | undefined {
  const { dailyUsage, everyone } = snapshot;
  const profiles = taggedProfiles(snapshot, key);
  const days = Object.values(dailyUsage).flatMap(({ value }) =>
    profiles.flatMap(({ id }) =>
      Object.entries(ownValue(value?.byProfile, id) ?? {}).flatMap(([day, { tokens }]) =>
        totalTokens(tokens) > 0 ? [day] : [],
      ),
    ),
  );
  const first = days.sort()[0];
  if (first !== undefined) return startOfDay(first) + DAY;
  const used = profiles.some(({ id }) => {
    const tokens = ownValue(everyone.value?.tokens, id);
    return tokens !== undefined && totalTokens(tokens) > 0;
  });
  return used ? everyone.value?.span.end : undefined;
}

/** What the newest answer that is grouped by a key shows of it; undefined while there is none. */
function activityOnBill(key: string, snapshot: Snapshot): TagActivityOnBill | undefined {
  const answers = Object.values(snapshot.bills).filter(
    (remote): remote is RemoteValue<BillAnswer> & { readonly value: BillAnswer } =>
      remote.value?.query.grouping.by === 'tag' && remote.value.query.grouping.key === key,
  );
  const newest = answers.sort((a, b) => b.value.query.from.localeCompare(a.value.query.from))[0];
  if (newest === undefined) return undefined;
  const month = newest.value.query.from.slice(0, 7);
  return tagActivityOnBill(newest.value, estimatesOf(key, month, snapshot), lastCompleteDay(newest.asOf ?? 0));
}

/** What profiles with the key cost by day, as far as both usage by day and prices are known. */
function estimatesOf(key: string, month: string, snapshot: Snapshot): readonly TaggedEstimate[] {
  const { pricing, dailyUsage } = snapshot;
  const usage = dailyUsage[month]?.value;
  if (pricing === undefined || usage === undefined) return [];
  return taggedProfiles(snapshot, key).flatMap((profile) =>
    Object.entries(ownValue(usage.byProfile, profile.id) ?? {}).map(([day, { tokens }]) => ({
      day,
      money: pricing.estimate(profile, tokens).amount.money,
    })),
  );
}
