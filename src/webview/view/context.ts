/** What every part of the page is drawn from. */

import type { PageState } from '../../core/protocol';
import type { Computed } from '../figures';
import type { OffsetAt } from '../hours';
import type { Format } from '../numbers';
import type { Remembered } from '../remembered';
import type { Strings } from '../strings';
import type { Column, Tab } from '../tables';

/** What the reader can do. */
export interface Actions {
  readonly refresh: () => void;
  readonly scope: (id: string) => void;
  readonly run: (action: string) => void;
  readonly copy: () => void;
  readonly tab: (tab: Tab) => void;
  readonly sort: (column: Column) => void;
  /** Selects an hour, or lets go of it when it is selected already. */
  readonly pick: (hour: number | null) => void;
  readonly point: (hour: number | null) => void;
  /** The hour that has the keyboard focus. */
  readonly focus: (hour: number | null) => void;
}

export interface View {
  readonly state: PageState;
  /** Undefined while there are no figures. */
  readonly computed: Computed | undefined;
  readonly remembered: Remembered;
  /** The hours under the pointer and under the keyboard focus, by key. */
  readonly pointed: number | null;
  readonly focused: number | null;
  readonly copied: boolean;
  readonly now: number;
  /** Of the chart, in pixels. */
  readonly width: number;
  readonly offsetAt: OffsetAt;
  readonly t: Strings;
  readonly f: Format;
  readonly act: Actions;
}
