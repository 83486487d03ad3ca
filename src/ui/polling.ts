/** How often AWS is polled: by the settings, while the window has the focus. */

import type { Intervals } from '../store/parts/definition';
import type { Poller } from '../store/poller';
import type { Store } from '../store/store';
import { onSetting, setting, settingsOf } from './settings/settings';
import { window } from './window';
import type * as vscode from 'vscode';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Calls to the simulator cost nothing, and its figures change quickly. */
const SAMPLE_INTERVALS: Intervals = { mine: MINUTE_MS, team: 5 * MINUTE_MS, prices: 60 * MINUTE_MS };

/** How old figures may get, by the settings. */
export function pollIntervals(): Intervals {
  const settings = settingsOf('usage.pollMinutes', 'usage.teamPollMinutes', 'prices.refreshDays');
  const days = settings['prices.refreshDays'];
  return {
    mine: settings['usage.pollMinutes'] * MINUTE_MS,
    team: settings['usage.teamPollMinutes'] * MINUTE_MS,
    prices: days > 0 ? days * DAY_MS : Infinity,
  };
}

/** How old the user's own figures may get, by the settings: milliseconds. */
export const myPollInterval = (): number => setting('usage.pollMinutes') * MINUTE_MS;

/** Keeps the poller informed of the settings, of sample data and of the window's focus. */
export function registerPolling({ subscriptions }: vscode.ExtensionContext, store: Store, poller: Poller): void {
  let { sample } = store.snapshot;
  const update = (): void => {
    poller.setIntervals(sample ? SAMPLE_INTERVALS : pollIntervals());
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
