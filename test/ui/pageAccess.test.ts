import assert from 'node:assert/strict';
import { computeUsage } from '../../src/webview/usage/computedUsage';
import { offsetIn } from '../../src/webview/usage/chart/timeBuckets';
import { figuresAt, NOW, ready, STATES, type StateName } from './page/states';
import { expectAccessible, pageSuite } from './page/suite';
import { sampleOf } from '../host/matrix';
import { THEMES } from './page/themes';

const berlin = offsetIn('Europe/Berlin');

describe('the usage page for everybody', function () {
  this.timeout(60_000);
  const { show, open, look, focused } = pageSuite();

  /** How a button looks; the contrast is that of its text. */
  const looksOf = (selector: string): Promise<{ contrast: number; background: string; border: string }> =>
    open().ask(`(() => {
      const drawn = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      const light = (...layers) => {
        for (const layer of layers) { drawn.fillStyle = layer; drawn.fillRect(0, 0, 1, 1); }
        const [r, g, b] = [...drawn.getImageData(0, 0, 1, 1).data].slice(0, 3)
          .map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const { color, backgroundColor, borderTopStyle } = getComputedStyle(document.querySelector('${selector}'));
      const paper = getComputedStyle(document.body).backgroundColor;
      const [one, other] = [light(paper, backgroundColor), light(paper, backgroundColor, color)];
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      return { contrast, background: backgroundColor, border: borderTopStyle };
    })()`);

  describe('for everybody', () => {
    // Themes differ in colours: the rules about those are held against each theme, all rules against a sample of them.
    const wholly = new Set(sampleOf(THEMES));
    for (const theme of THEMES) {
      describe(theme, () => {
        before(() => show(theme, NOW));

        for (const state of Object.keys(STATES) as StateName[]) {
          it(`has no barrier: ${state}`, async () => {
            await look(state);
            await expectAccessible(open(), wholly.has(theme) ? 'all' : 'colour');
          });
        }

        it('shows by its look what cannot be pressed now; why can be read and heard, and the focus gets there', async () => {
          const { page } = open();
          await look('billReady');
          const enabled = await looksOf('#ask-costTags');
          await look('billSettled');
          for (const [id, why] of [
            ['bill', /^It took 1 request/],
            ['costTags', /^No new data before 21 Nov, 16:37/],
          ] as const) {
            const ask = page.locator(`#ask-${id}`);
            await ask.focus();
            assert.equal(await focused(), `ask-${id}`);
            const described = await ask.getAttribute('aria-describedby');
            assert.match(await page.locator(`#${described ?? ''}`).innerText(), why);
            const { contrast, ...dimmed } = await looksOf(`#ask-${id}`);
            assert.ok(contrast >= 4.5, `${id}: ${contrast}`);
            assert.ok(contrast < enabled.contrast, `${id}: ${contrast} and ${enabled.contrast}`);
            assert.deepEqual(dimmed, { background: 'rgba(0, 0, 0, 0)', border: 'dashed' });
          }
        });

        it('has no barrier in what is unfolded', async () => {
          const { page } = open();
          for (const state of ['billReady', 'billYear'] as const) {
            await look(state);
            const folded = page.locator('#view-panel .unfold[aria-expanded=false]');
            while ((await folded.count()) > 0) await folded.first().click();
            await expectAccessible(open());
          }
          await look('partlyPriced');
          for (const id of ['measure-money', 'tab-models', 'calculation', 'what-if'])
            await page.locator(`#${id}`).click({ force: true });
          for (const estimate of await page.locator('.calculate').all()) await estimate.click();
          await expectAccessible(open());
        });
      });
    }

    for (const tab of ['members', 'profiles', 'models', 'kinds']) {
      it(`has no barrier in the table by ${tab}`, async () => {
        const { page } = await show('light', NOW);
        await open().send(STATES.partial);
        await page.locator(`#tab-${tab}`).click();
        await expectAccessible(open());
      });
    }

    for (const width of [300, 320, 480]) {
      it(`fits a window of ${width} pixels; only tables scroll sideways, and can be scrolled with the keyboard`, async () => {
        const { page } = await show('dark', NOW, { viewport: { width, height: 700 } });
        for (const state of Object.keys(STATES) as StateName[]) {
          await look(state);
          assert.ok((await open().ask<number>('document.documentElement.scrollWidth')) <= width, state);
        }
        await look('ready');
        await page.locator('#table-scroller').focus();
        await page.keyboard.press('ArrowRight');
        await open().until('document.getElementById("table-scroller").scrollLeft > 0');
      });
    }

    it('leaves no place in a sentence open', async () => {
      await show('dark', NOW);
      for (const state of Object.keys(STATES) as StateName[]) {
        await look(state);
        assert.doesNotMatch(
          await open().ask('document.getElementById("app").innerHTML'),
          /\{\d\}|undefined|NaN/,
          state,
        );
      }
    });

    it('says at which edge of a table there is more, and nothing where all of it is to be seen', async () => {
      const { page } = await show('light', NOW, { viewport: { width: 1250, height: 900 } });
      const shadow = 'getComputedStyle(document.getElementById("table-scroller")).boxShadow';
      await look('ready');
      await page.locator('#tab-kinds').click();
      await open().until(`${shadow} === 'none'`);
      await page.locator('#tab-profiles').click();
      await open().until(`/ -16px 0px/.test(${shadow}) && !/ 16px 0px/.test(${shadow})`);
      await page.locator('#table-scroller').focus();
      await page.keyboard.press('ArrowRight');
      await open().until(`/ -16px 0px/.test(${shadow}) && / 16px 0px/.test(${shadow})`);
      for (let presses = 0; presses < 20; presses += 1) await page.keyboard.press('ArrowRight');
      await open().until(`!/ -16px 0px/.test(${shadow}) && / 16px 0px/.test(${shadow})`);
    });

    it('can be used at twice the size', async () => {
      await show('light', NOW, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
      await open().send(ready());
      assert.ok((await open().ask<number>('document.documentElement.scrollWidth')) <= 640);
    });

    it('is walked through with Tab in the order in which it is read', async () => {
      const { page } = await show('dark', NOW);
      await open().send(STATES.problem);
      const stops: string[] = [];
      for (let stop = 0; stop < 13; stop += 1) {
        await page.keyboard.press('Tab');
        stops.push(await open().ask('document.activeElement.id || document.activeElement.textContent.trim()'));
      }
      const last = computeUsage(figuresAt(NOW), berlin).buckets.at(-1)?.bucket.key ?? 0;
      assert.deepEqual(stops, [
        ...['view-usage', 'range-24h', 'scope', 'refresh', 'help-page-sign-in', 'prices', 'calculation'],
        ...['measure-tokens', `bucket-${last}`, 'tab-time', 'copy', 'export', 'table-scroller'],
      ]);
    });

    it('stands still for those who asked for less motion; a shadow that follows their own scrolling is none', async () => {
      const moving = async (reducedMotion: 'reduce' | 'no-preference'): Promise<string[]> => {
        await show('dark', NOW, { reducedMotion });
        await open().send(STATES.refreshing);
        return open().ask(`document.getAnimations()
          .filter(({ timeline }) => !(timeline instanceof ScrollTimeline))
          .map(({ animationName }) => animationName)`);
      };
      assert.deepEqual(await moving('no-preference'), ['pass']);
      assert.deepEqual(await moving('reduce'), []);
    });
  });
});
