/**
 * Takes the pictures that a person looks at: `tsx test/ui/page/shoot.ts [part of a name]` writes
 * out/screenshots/page-*.png.
 */

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser } from './browser';
import { Harness, type OpenPage } from './harness';
import { NOW, STATES, viewOf, type StateName } from './states';
import type { ThemeName } from './themes';

const folder = path.resolve(__dirname, '../../../out/screenshots');

interface Picture {
  readonly state: StateName;
  readonly theme: ThemeName;
  readonly width: number;
  /** Pressed one after the other, by selector. */
  readonly press?: readonly string[];
}

const FOUR = ['dark', 'light', 'hc', 'hc-light'] as const;

const PICTURES: readonly Picture[] = [
  ...FOUR.map((theme): Picture => ({ state: 'ready', theme, width: 1000 })),
  { state: 'ready', theme: 'dark', width: 1400, press: ['#calculation', '#what-if'] },
  { state: 'ready', theme: 'dark', width: 300 },
  { state: 'lastHour', theme: 'light', width: 1000 },
  { state: 'week', theme: 'dark', width: 1000, press: ['#measure-money'] },
  { state: 'month', theme: 'light', width: 720, press: ['#tab-kinds'] },
  { state: 'everybody', theme: 'dark', width: 1000, press: ['#idle', '.calculate'] },
  { state: 'everybody', theme: 'light', width: 1000, press: ['#tab-profiles'] },
  { state: 'problem', theme: 'dark', width: 1000, press: ['#tab-profiles'] },
  { state: 'partial', theme: 'light', width: 1000, press: ['#tab-profiles'] },
  { state: 'partlyPriced', theme: 'dark', width: 1000, press: ['#tab-models', '#calculation'] },
  { state: 'unpriced', theme: 'light', width: 1000, press: ['#measure-money'] },
  { state: 'uncached', theme: 'dark', width: 1000 },
  { state: 'sample', theme: 'hc', width: 500 },
  { state: 'firstDay', theme: 'light', width: 1000, press: ['#tab-members'] },
  { state: 'empty', theme: 'dark', width: 1000 },
  { state: 'loading', theme: 'dark', width: 1000 },
  { state: 'failed', theme: 'light', width: 1000 },
  { state: 'noProfile', theme: 'hc', width: 1000 },
  { state: 'billAsk', theme: 'dark', width: 1000 },
  { state: 'billFailed', theme: 'light', width: 1000 },
  ...FOUR.map((theme): Picture => ({
    state: 'billReady',
    theme,
    width: 1000,
    press: ['[id^=bill-row]', '[id^=compare-row]'],
  })),
  ...FOUR.map((theme): Picture => ({ state: 'billSettled', theme, width: 1000 })),
  { state: 'billYear', theme: 'dark', width: 1000, press: ['[id^=bill-row]'] },
  { state: 'billYear', theme: 'light', width: 1000 },
  { state: 'ready', theme: 'dark', width: 1250, press: ['#tab-profiles'] },
  { state: 'ready', theme: 'light', width: 1250, press: ['#tab-profiles'] },
  { state: 'ready', theme: 'hc', width: 1250, press: ['#tab-profiles'] },
  { state: 'billReady', theme: 'dark', width: 300, press: ['[id^=bill-row]', '[id^=compare-row]'] },
  ...FOUR.map((theme): Picture => ({
    state: 'attributionReady',
    theme,
    width: 1000,
    press: ['#attribution-incomplete', '#attribution-model', '#attribution-days'],
  })),
  { state: 'attributionReady', theme: 'dark', width: 300, press: ['#attribution-incomplete'] },
  { state: 'attributionOld', theme: 'light', width: 720 },
  { state: 'attributionEmpty', theme: 'dark', width: 1000 },
  { state: 'attributionFailed', theme: 'hc', width: 1000 },
  ...FOUR.map((theme): Picture => ({ state: 'budgetsReady', theme, width: 1000 })),
  { state: 'budgetsReady', theme: 'light', width: 300 },
  { state: 'budgetsEmpty', theme: 'dark', width: 1000 },
];

async function arrange(open: OpenPage, { state, press = [] }: Picture): Promise<void> {
  await open.page.locator(`#view-${viewOf(state)}`).click();
  for (const selector of press) await open.page.locator(selector).first().click({ force: true });
  if (state !== 'ready' || press.length > 0) return;
  await open.page.locator('[role=option]').nth(20).click();
  await open.page.locator('[role=option]').nth(21).focus();
  await open.page.keyboard.press('ArrowLeft');
}

async function shoot(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser();
  const harness = await Harness.start(browser);
  const wanted = process.argv[2] ?? '';
  for (const [index, picture] of PICTURES.entries()) {
    const { state, theme, width } = picture;
    const name = `page-${String(index).padStart(2, '0')}-${state}-${theme}-${width}`;
    if (!name.includes(wanted)) continue;
    const open = await harness.open(theme, NOW, { viewport: { width, height: 900 } });
    await open.send(STATES[state]);
    await arrange(open, picture);
    await open.page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
    const wrong = await open.wrong();
    if (wrong.length > 0) console.error(name, wrong);
    await open.page.context().close();
  }
  await harness.stop();
  await browser.close();
}

void shoot();
