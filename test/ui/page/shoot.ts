/** Takes the pictures that a person looks at: `tsx test/ui/page/shoot.ts` writes out/screenshots/page-*.png. */

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser } from './browser';
import { Harness } from './harness';
import { NOW, STATES, type StateName } from './states';
import type { ThemeName } from './themes';

const folder = path.resolve(__dirname, '../../../out/screenshots');

interface Picture {
  readonly state: StateName;
  readonly theme: ThemeName;
  readonly width: number;
  readonly tab?: string;
}

const PICTURES: readonly Picture[] = [
  ...(['dark', 'light', 'hc', 'hc-light'] as const).map((theme): Picture => ({ state: 'ready', theme, width: 1000 })),
  { state: 'problem', theme: 'dark', width: 1000, tab: 'profiles' },
  { state: 'partial', theme: 'light', width: 1000, tab: 'profiles' },
  { state: 'sample', theme: 'light', width: 1000, tab: 'models' },
  { state: 'unknown', theme: 'dark', width: 720 },
  { state: 'ready', theme: 'dark', width: 320 },
  { state: 'sample', theme: 'hc', width: 500 },
  { state: 'empty', theme: 'dark', width: 1000 },
  { state: 'loading', theme: 'dark', width: 1000 },
  { state: 'failed', theme: 'light', width: 1000 },
  { state: 'noProfile', theme: 'hc', width: 1000 },
  { state: 'refreshing', theme: 'dark', width: 1000 },
];

async function shoot(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser();
  const harness = await Harness.start(browser);
  for (const { state, theme, width, tab } of PICTURES) {
    const open = await harness.open(theme, NOW, { viewport: { width, height: 900 } });
    await open.send(STATES[state]);
    if (tab !== undefined) await open.page.locator(`#tab-${tab}`).click();
    if (state === 'ready') {
      await open.page.locator('[role=option]').nth(20).click();
      await open.page.locator('[role=option]').nth(21).focus();
      await open.page.keyboard.press('ArrowLeft');
    }
    await open.page.screenshot({ path: path.join(folder, `page-${state}-${theme}-${width}.png`), fullPage: true });
    await open.page.context().close();
  }
  await harness.stop();
  await browser.close();
}

void shoot();
