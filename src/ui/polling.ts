/** How often AWS is polled: by the settings, while the window has the focus. */

import type { Intervals } from '../store/parts/definition';
import type { Poller } from '../store/poller';
import type { Store } from '../store/store';
import { onSetting, setting } from './settings/settings';
import { window } from './window';
import type * as vscode from 'vscode';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Calls to the simulator cost nothing, and its figures change quickly. */
const SAMPLE_INTERVALS: Intervals = { mine: MINUTE_MS, team: 5 * MINUTE_MS, prices: 60 * MINUTE_MS };

/** How old the user's own figures may get, by the settings: milliseconds. */
export const myPollInterval = (): number => setting('usage.pollMinutes') * MINUTE_MS;

/** How old figures may get, by the settings, which are read when they are needed: at start nothing is polled. */
export const POLL_INTERVALS: Intervals = {
  get mine() {
    return myPollInterval();
  },
  get team() {
    return setting('usage.teamPollMinutes') * MINUTE_MS;
  },
  get prices() {
    const days = setting('prices.refreshDays');
    return days > 0 ? days * DAY_MS : Infinity;
  },
};

/** Keeps the poller informed of the settings, of sample data and of the window's focus. */
export function registerPolling({ subscriptions }: vscode.ExtensionContext, store: Store, poller: Poller): void {
  let { sample } = store.snapshot;
  const update = (): void => {
    poller.setIntervals(sample ? SAMPLE_INTERVALS : POLL_INTERVALS);
  };
  poller.setVisible({ focused: window.state.focused });
  subscriptions.push(
    store.onDidChange((snapshot) => {
      if (snapshot.sample === sample) return;
      sample = snapshot.sample;
      update();
    }),
    window.onDidChangeWindowState(({ focused }) => {
      poller.setVisible({ focused });
    }),
    onSetting(['usage', 'prices.refreshDays'], update),
  );
}
