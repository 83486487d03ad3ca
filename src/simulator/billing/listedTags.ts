/** Tag keys that the payer account can see, and activate. */

import type { SimulatedAccount } from '../account';
import { OTHER_TAG_KEYS } from './otherServices';
import type { Payer } from './payers';

export interface ListedTag {
  readonly key: string;
  readonly type: 'AWSGenerated' | 'UserDefined';
  /** Ms since 1970; undefined for a key that no resource has had in this account. */
  readonly lastUsed: number | undefined;
}

interface KeyUsage {
  readonly first: number;
  readonly last: number;
}

/** The first and last time of a payer's traffic; undefined for none so far. */
function activeSpan({ traffic }: Payer, now: number): KeyUsage | undefined {
  if ('rhythm' in traffic) {
    return traffic.from > now ? undefined : { first: traffic.from, last: Math.min(traffic.until, now) };
  }
  const times = traffic.map(({ time }) => time).filter((time) => time <= now);
  return times.length === 0 ? undefined : { first: Math.min(...times), last: Math.max(...times) };
}

/** The first and last time at which a key was used by something that costs money. */
function usesOf({ bill }: SimulatedAccount, now: number): ReadonlyMap<string, KeyUsage> {
  const uses = new Map<string, KeyUsage>();
  const note = (key: string, { first, last }: KeyUsage): void => {
    const known = uses.get(key) ?? { first, last };
    uses.set(key, { first: Math.min(known.first, first), last: Math.max(known.last, last) });
  };
  for (const payer of bill.payers()) {
    const span = activeSpan(payer, now);
    if (!span) continue;
    for (const [index, { from, tags }] of payer.tagHistory.entries()) {
      const until = payer.tagHistory[index + 1]?.from ?? Infinity;
      const use = { first: Math.max(from, span.first), last: Math.min(until, span.last) };
      if (use.first <= use.last) for (const key of tags.keys()) note(key, use);
    }
    for (const key of Object.keys(payer.principal?.tags ?? {})) note(`iamPrincipal/${key}`, span);
  }
  return uses;
}

/** Sorted by key. A key appears some time after its first use, or with its activation. */
export function listedTags(account: SimulatedAccount, now: number): readonly ListedTag[] {
  const { settings, activation } = account.bill;
  const listed = new Map<string, ListedTag>(
    activation.keys.map((key) => [key, { key, type: 'UserDefined', lastUsed: undefined }]),
  );
  if (settings.otherServices) {
    listed.set('aws:createdBy', { key: 'aws:createdBy', type: 'AWSGenerated', lastUsed: now });
    for (const key of OTHER_TAG_KEYS) listed.set(key, { key, type: 'UserDefined', lastUsed: now });
  }
  for (const [key, { first, last }] of usesOf(account, now)) {
    if (first + settings.tagListDelayMs > now && !listed.has(key)) continue;
    listed.set(key, { key, type: 'UserDefined', lastUsed: last });
  }
  return [...listed.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
