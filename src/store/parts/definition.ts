/** The definition of each part in the table of parts. */

import type { AwsApi, ConnectionChoice } from '../../core/awsApi';
import type { SpendingLimit } from '../../core/billing/spendingLimit';
import type { Profile } from '../../core/profiles/profile';
import type { Entry } from '../part';
import type { ProfileEdit } from '../shared/profileEdit';
import type { Shape } from '../shared/sharedFolder';
import type { ConsentPart, Ownership, PartName, PartTypes, SinglePart, Snapshot, UsageScope } from '../snapshot';

/** What identifies one of several parts of a name. */
export type Key<Name extends PartName> = PartTypes[Name]['key'];
/** The value of a part. */
export type Value<Name extends PartName> = PartTypes[Name]['value'];

/**
 * What a value is a fact about. `place`: one account in one Region, whatever role reaches it. `account`: who the
 * credentials belong to. `bill`: what a paying or linked account is charged, whatever the Region. `none`: the same for
 * everybody in a Region.
 */
export type PartScope = 'place' | 'account' | 'bill' | 'none';

/**
 * What fetching costs. `free`: nothing. `metrics`: CloudWatch's price for each metric, which the polling settings agree
 * to. `consent`: Cost Explorer's price for each request, which the user agrees to before each.
 */
export type PartCost = 'free' | 'metrics' | 'consent';

/** Under which name windows share a value. */
export interface SharedName {
  readonly name: string;
  /** Whose usage it is: which profiles that means follows from the settings, which may differ from window to window. */
  readonly whose?: UsageScope;
  /** What else distinguishes it from others of the same name. */
  readonly also?: readonly unknown[];
}

/** What a part is fetched with. */
export interface FetchContext {
  readonly choice: ConnectionChoice;
  readonly now: () => number;
  readonly ownership: () => Ownership;
  readonly aws: () => Promise<AwsApi>;
  /** What is known of another part. */
  readonly known: <Name extends SinglePart>(name: Name) => Value<Name> | undefined;
  /** All profiles that are known, or those of a scope. */
  readonly profiles: (scope?: UsageScope) => readonly Profile[];
  /** What was created and deleted from here. */
  readonly edits: () => Promise<readonly ProfileEdit[]>;
}

/** What the user can see of this window now. */
export interface VisibleViews {
  readonly focused: boolean;
  /** The status bar shows my tokens as soon as the user has connected once. */
  readonly statusBar: boolean;
  readonly tree: boolean;
  readonly page: boolean;
}

/** How old values may get, in milliseconds; from the settings. */
export interface Intervals {
  /** My figures. */
  readonly mine: number;
  /** The profile list and everybody's totals. */
  readonly team: number;
  /** AWS's Price List; Infinity when it is fetched only on request. */
  readonly prices: number;
}

/** What decides whether a part is polled. */
export interface PollContext {
  readonly visible: VisibleViews;
  readonly intervals: Intervals;
  readonly snapshot: Snapshot;
  /** Whether something that is shown has no price among those that are known. */
  readonly lacksPrices: boolean;
}

/** A row of the table of parts. */
export interface PartDefinition<Name extends PartName> {
  readonly count: PartTypes[Name]['count'];
  readonly scope: PartScope;
  readonly cost: Name extends ConsentPart ? 'consent' : Exclude<PartCost, 'consent'>;
  /** What has to be known first, and whether any age of it will do. */
  readonly needs: Readonly<Partial<Record<SinglePart, 'known' | 'as-fresh'>>>;
  /** Tells those that exist at the same time apart; one that is tracked under the same id replaces the one before. */
  readonly id: (key: Key<Name>) => string;
  readonly sharedName: (key: Key<Name>, ownership: Ownership) => SharedName;
  /** What its file must hold. */
  readonly shape: Shape<Entry<Value<Name>>>;
  /** Asks AWS. `limit` is what it may spend together with others of the same action. */
  readonly fetch: (
    context: FetchContext,
    key: Key<Name>,
    options: { readonly signal: AbortSignal; readonly limit: SpendingLimit | undefined },
  ) => Promise<Value<Name>>;
  /** Whether a value lacks something that it should hold by now, so that its age does not matter. */
  readonly isIncomplete?: (value: Value<Name>, context: FetchContext, key: Key<Name>) => boolean;
  /** How old a value may get now, in milliseconds; undefined while nobody needs it. Without it nothing is polled. */
  readonly poll?: (context: PollContext, key: Key<Name>) => number | undefined;
}
