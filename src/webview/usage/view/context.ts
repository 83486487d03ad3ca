/** What every part of the page is drawn from. */

import type { PageMessage } from '../../../protocol/usagePage/pageMessage';
import type { PageState } from '../../../protocol/usagePage/state';
import type { ChartMeasure, Strings, PageView } from '../../../protocol/usagePage/strings';
import type { Chosen } from '../pendingChoices';
import type { ComputedUsage } from '../computedUsage';
import type { Format } from '../../format';
import type { ViewState } from '../viewState';
import type { OffsetAt } from '../chart/timeBuckets';
import type { Column, Row, Tab, Table } from '../tables/tables';

/** What the reader can do. */
export interface Actions {
  /** Sends a message to the host. */
  readonly send: (message: PageMessage) => void;
  /** Chooses what the host is to show. */
  readonly choose: <Name extends keyof Chosen>(name: Name, wanted: Chosen[Name]) => void;
  readonly runCommand: (action: string) => void;
  readonly copyTable: () => void;
  /** Copies a text, and shows that for a few seconds. */
  readonly copyText: (text: string) => void;
  readonly exportTable: () => void;
  readonly exportBill: () => void;
  readonly exportReconciliation: () => void;
  readonly showView: (name: PageView) => void;
  readonly showMeasure: (measure: ChartMeasure) => void;
  readonly showTab: (tab: Tab) => void;
  readonly sortBy: (column: Column) => void;
  readonly filterBy: (text: string) => void;
  /** Shows or hides profiles without traffic. */
  readonly toggleIdle: () => void;
  /** Opens or closes something that is folded, by its id. */
  readonly toggle: (id: string) => void;
  /** Selects a bucket, or lets go of it when it is selected already. */
  readonly selectBucket: (bucket: number | null) => void;
  readonly hoverBucket: (bucket: number | null) => void;
  /** The bucket that has the keyboard focus. */
  readonly focusBucket: (bucket: number | null) => void;
}

/** The table of the chosen tab, and its rows as they are shown. */
export interface ShownTable {
  readonly table: Table;
  readonly rows: readonly Row[];
}

export interface View {
  readonly state: PageState;
  /** The reader's choices, whether the host has answered them or not. */
  readonly chosen: Chosen;
  /** Undefined while there are no figures. */
  readonly computed: ComputedUsage | undefined;
  readonly shownTable: ShownTable | undefined;
  readonly tab: Tab;
  readonly viewState: ViewState;
  /** What is unfolded, by id. */
  readonly unfolded: ReadonlySet<string>;
  /** The buckets under the pointer and under the keyboard focus, by key. */
  readonly hoveredBucket: number | null;
  readonly focusedBucket: number | null;
  readonly isCopied: boolean;
  readonly now: number;
  /** Of the chart, in pixels. */
  readonly chartWidth: number;
  readonly offsetAt: OffsetAt;
  readonly t: Strings;
  readonly f: Format;
  readonly act: Actions;
}

/** Whether several people's usage is shown, of which only tokens are known. */
export const isOfSeveralOwners = ({ state: { scope } }: Pick<View, 'state'>): boolean =>
  scope === 'team' || scope === 'all';
