/**
 * The usage page in a real browser: how long a month of many profiles takes to be seen and to be filtered, beside an
 * empty page.
 */

import type { PageState } from '../../src/protocol/usagePage/state';
import { launchBrowser } from '../ui/page/browser';
import { Harness, type OpenPage } from '../ui/page/harness';
import { everybody, STATES, stateMessage } from '../ui/page/states';
import { milliseconds, plain, spread, timed, type Figure, type Section } from './figures';

const RUNS = 7;
/** Every third of them has no traffic. */
const PROFILES = 750;

/** Does something in the page and waits until the browser has painted what came of it, ms. */
const untilPainted = (open: OpenPage, act: string): Promise<number> =>
  open.ask(`new Promise((done) => {
    const start = performance.now();
    (${act})(() => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))));
  })`);

const firstPaint = (open: OpenPage, state: PageState): Promise<number> =>
  untilPainted(
    open,
    `(painted) => {
      addEventListener('message', painted, { once: true });
      postMessage(${JSON.stringify(stateMessage(state))}, '*');
    }`,
  );

/** As if a text was typed at once, which is harder than letter by letter. */
const filterBy = (open: OpenPage, text: string): Promise<number> =>
  untilPainted(
    open,
    `(painted) => {
      const field = document.getElementById('filter');
      field.value = ${JSON.stringify(text)};
      field.dispatchEvent(new Event('input'));
      painted();
    }`,
  );

interface Times {
  readonly empty: number[];
  readonly full: number[];
  readonly narrowed: number[];
  readonly widened: number[];
}

async function measure(harness: Harness): Promise<Times> {
  const times: Times = { empty: [], full: [], narrowed: [], widened: [] };
  const month = everybody(PROFILES, '30d');
  for (let run = 0; run < RUNS; run += 1) {
    const nothing = await harness.open('dark', undefined);
    times.empty.push(await firstPaint(nothing, STATES.empty));
    await nothing.page.context().close();
    const all = await harness.open('dark', undefined);
    times.full.push(await firstPaint(all, month));
    await all.page.locator('#tab-profiles').click();
    times.narrowed.push(await filterBy(all, 'jane'));
    times.widened.push(await filterBy(all, ''));
    await all.page.context().close();
  }
  return times;
}

/** Measures both pages by turns, so that a slow moment of the machine meets both. */
export async function pageSection(): Promise<Section> {
  const browser = await launchBrowser();
  const harness = await Harness.start(browser);
  try {
    const { empty, full, narrowed, widened } = await measure(harness);
    const base = spread(empty).median;
    const beside = (name: string, ms: readonly number[]): Figure[] => {
      const { median } = spread(ms);
      return [
        timed(name, ms),
        plain(`${name}, beside the empty page`, `${(median / base).toFixed(1)}×`, median / base),
      ];
    };
    return {
      title: `The usage page in a browser: 30 days, ${PROFILES} profiles, two thirds of them with traffic (${RUNS} runs, median and range)`,
      figures: [
        timed('first paint, empty page', empty),
        ...beside('first paint', full),
        ...beside('filter the rows', narrowed),
        ...beside('show all rows again', widened),
      ],
      notes: [
        `From the message or the key to the first frame after it, in the page itself; ${milliseconds(1000 / 60)} is one frame of the screen.`,
      ],
    };
  } finally {
    await harness.stop();
    await browser.close();
  }
}
