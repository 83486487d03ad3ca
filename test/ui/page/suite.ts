/** The hooks and helpers that every suite of the page's shares: one browser for the suite, one page for each test. */

import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser';
import { Harness, type OpenPage } from './harness';
import { STATES, viewOf, type StateName } from './states';

/** What the tests of one suite work with. */
export interface PageSuite {
  /** Opens the page; see `Harness.open`. */
  readonly show: (...args: Parameters<Harness['open']>) => Promise<OpenPage>;
  /** The page that was opened last. */
  readonly open: () => OpenPage;
  /** Sends a state and turns to the view that it is about. */
  readonly look: (state: StateName) => Promise<void>;
  /** Where all elements that match are, as a text to compare. */
  readonly rects: (selector: string) => Promise<string>;
  /** The id of what has the focus. */
  readonly focused: () => Promise<string>;
}

/** To be called inside a `describe`. */
export function pageSuite(): PageSuite {
  let browser: Browser;
  let harness: Harness;
  let opened: OpenPage | undefined;
  const open = (): OpenPage => {
    assert.ok(opened, 'no page is open');
    return opened;
  };

  before(async () => {
    browser = await launchBrowser();
    harness = await Harness.start(browser);
  });
  after(async () => {
    await opened?.page.context().close();
    await harness.stop();
    await browser.close();
  });
  afterEach('the browser had nothing to complain about', async () => {
    assert.deepEqual(await open().wrong(), []);
  });

  return {
    open,
    show: async (...args) => {
      await opened?.page.context().close();
      opened = await harness.open(...args);
      return opened;
    },
    look: async (state) => {
      await open().send(STATES[state]);
      await open()
        .page.locator(`#view-${viewOf(state)}`)
        .click();
    },
    rects: (selector) =>
      open().ask(`JSON.stringify([...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return [x, y, width, height];
      }))`),
    focused: () => open().ask('document.activeElement.id'),
  };
}

/** Fails with the rules that are broken and where. `only` those about colour, or all. */
export async function expectAccessible({ page }: OpenPage, only: 'colour' | 'all' = 'all'): Promise<void> {
  const builder = new AxeBuilder({ page }).options({
    resultTypes: ['violations'],
    ...(only === 'colour' ? { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } } : {}),
  });
  const { violations } = await builder.setLegacyMode().analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    [],
  );
}
