import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { PageState } from '../../src/core/protocol';
import { TOKEN_KINDS } from '../../src/core/usage';
import { compute } from '../../src/webview/figures';
import { offsetIn } from '../../src/webview/hours';
import { launchBrowser } from './page/browser';
import { Harness, type OpenPage } from './page/harness';
import { figuresAt, NOW, ready, STATES, type StateName } from './page/states';
import { THEMES } from './page/themes';

const berlin = offsetIn('Europe/Berlin');
const MINUTE = 60_000;

describe('the usage page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let harness: Harness;
  let open: OpenPage;

  before(async () => {
    browser = await launchBrowser();
    harness = await Harness.start(browser);
  });
  after(async () => {
    await harness.stop();
    await browser.close();
  });
  const show = async (...args: Parameters<Harness['open']>): Promise<OpenPage> => {
    open = await harness.open(...args);
    return open;
  };
  afterEach('the browser had nothing to complain about', async () => {
    assert.deepEqual(await open.wrong(), []);
    await open.page.context().close();
  });

  const rects = (selector: string): Promise<string> =>
    open.ask(`JSON.stringify([...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return [x, y, width, height];
    }))`);
  const focused = (): Promise<string> => open.ask('document.activeElement.id');

  describe('for everybody', () => {
    for (const theme of THEMES) {
      for (const state of Object.keys(STATES) as StateName[]) {
        it(`has no barrier: ${state}, ${theme}`, async () => {
          await show(theme, NOW);
          await open.send(STATES[state]);
          await expectAccessible(open);
        });
      }
    }

    for (const tab of ['profiles', 'models']) {
      it(`has no barrier in the table by ${tab}`, async () => {
        const { page } = await show('light', NOW);
        await open.send(STATES.partial);
        await page.locator(`#tab-${tab}`).click();
        await expectAccessible(open);
      });
    }

    it('fits a narrow window; only the table scrolls sideways, and can be scrolled with the keyboard', async () => {
      const { page } = await show('dark', NOW, { viewport: { width: 320, height: 700 } });
      for (const state of Object.values(STATES)) {
        await open.send(state);
        assert.ok((await open.ask<number>('document.documentElement.scrollWidth')) <= 320, state.phase);
      }
      await open.send(ready());
      await page.locator('#table-scroller').focus();
      await page.keyboard.press('ArrowRight');
      await open.until('document.getElementById("table-scroller").scrollLeft > 0');
    });

    it('can be used at twice the size', async () => {
      await show('light', NOW, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
      await open.send(ready());
      assert.ok((await open.ask<number>('document.documentElement.scrollWidth')) <= 640);
    });

    it('is walked through with Tab in the order in which it is read', async () => {
      const { page } = await show('dark', NOW);
      await open.send(STATES.problem);
      const stops: string[] = [];
      for (let stop = 0; stop < 7; stop += 1) {
        await page.keyboard.press('Tab');
        stops.push(await open.ask('document.activeElement.id || document.activeElement.textContent.trim()'));
      }
      const last = compute(figuresAt(NOW), berlin).hours.at(-1)?.hour.key ?? 0;
      assert.deepEqual(stops, ['scope', 'refresh', 'Sign in', `hour-${last}`, 'tab-hours', 'copy', 'table-scroller']);
    });

    it('stands still for those who asked for less motion', async () => {
      await show('dark', NOW, { reducedMotion: 'reduce' });
      await open.send(STATES.refreshing);
      assert.deepEqual(await open.ask<unknown[]>('document.getAnimations()'), []);
    });
  });

  describe('shows numbers', () => {
    const { total, hours, profiles } = compute(figuresAt(NOW), berlin);
    const exact = (count: number | undefined): string => (count ?? 0).toLocaleString('en-GB');

    it('as they are in the state: totals, bars and table', async () => {
      const { page } = await show('dark', NOW);
      await open.send(ready());
      for (const measure of ['total', ...TOKEN_KINDS] as const) {
        const tile = await page.locator(`[data-measure=${measure}] .exact`).textContent();
        assert.equal(tile?.trim(), exact(total[measure].value), measure);
      }
      for (const measure of ['invocations', 'clientErrors', 'serverErrors', 'throttles'] as const) {
        assert.equal(await page.locator(`[data-measure=${measure}] dd`).textContent(), exact(total[measure].value));
      }
      const names = await open.all('[role=option]', 'aria-label');
      assert.equal(names.length, hours.length);
      hours.forEach(({ usage }, index) => {
        const { input, output, cacheRead, cacheWrite } = usage;
        const parts = `input ${exact(input.value)}, output ${exact(output.value)}, cache read ${exact(cacheRead.value)}`;
        const said = `${exact(usage.total.value)} tokens: ${parts}, cache write ${exact(cacheWrite.value)}`;
        assert.ok(names[index]?.endsWith(said), names[index] ?? '');
      });
      const cells = await open.all('tbody tr', 'textContent');
      hours.forEach(({ usage }, index) => {
        assert.ok(cells[index]?.includes(exact(usage.total.value)));
      });
    });

    it('by profile, largest first, and by model', async () => {
      const { page } = await show('dark', NOW);
      await open.send(ready());
      await page.getByRole('tab', { name: 'By profile' }).click();
      const sorted = [...profiles].sort((a, b) => (b.usage.total.value ?? 0) - (a.usage.total.value ?? 0));
      assert.deepEqual(
        await page.locator('tbody th').allInnerTexts(),
        sorted.map(({ profile }) => profile.name),
      );
      await page.getByRole('button', { name: 'Profile', exact: true }).click();
      assert.equal(await page.locator('thead th[aria-sort]').getAttribute('aria-sort'), 'ascending');
      await page.getByRole('tab', { name: 'By model' }).click();
      assert.equal(await page.locator('tbody tr').count(), 3);
    });

    it('that are not known as a dash, never as zero', async () => {
      const { page } = await show('dark', NOW);
      await open.send(STATES.unknown);
      const dash = page.locator('[data-measure=throttles] [title="not known"]');
      assert.equal((await dash.innerText()).trim().slice(0, 1), '–');
      await open.send(STATES.partial);
      assert.match(await page.locator('[data-measure=cacheWrite] .large').innerText(), /^≥/);
    });

    it('in the hours of the reader, also where one hour comes twice', async () => {
      const turnedBack = Date.UTC(2025, 10, 2, 12, 5);
      await show('dark', turnedBack, { timezoneId: 'America/New_York' });
      await open.send(ready(turnedBack));
      const names = await open.all('[role=option]', 'aria-label');
      assert.equal(names.filter((name) => name.startsWith('01:00–02:00')).length, 2);
      assert.equal(new Set(names.map((name) => name.split(': ')[0])).size, names.length);
    });

    it('in the hours of a zone that is half an hour off', async () => {
      const { page } = await show('light', NOW, { timezoneId: 'Asia/Kolkata' });
      await open.send(ready());
      const name = await page.locator('.hour').nth(1).getAttribute('aria-label');
      assert.match(name ?? '', /^21:00–22:00: /);
      assert.match(await page.locator('.provenance').innerText(), /India Standard Time/);
    });
  });

  describe('by keyboard', () => {
    it('walks over the bars, and keeps one selected', async () => {
      const { page } = await show('dark', NOW);
      await open.send(ready());
      const keys = compute(figuresAt(NOW), berlin).hours.map(({ hour }) => `hour-${hour.key}`);
      const bars = page.locator('.hour');
      await page.locator('[role=option][tabindex="0"]').focus();
      assert.equal(await focused(), keys.at(-1));
      for (const [key, index] of [
        ['ArrowLeft', -2],
        ['ArrowLeft', -3],
        ['Home', 0],
        ['ArrowLeft', 0],
        ['ArrowRight', 1],
        ['End', -1],
      ] as const) {
        await page.keyboard.press(key);
        assert.equal(await focused(), keys.at(index), key);
        assert.equal(await page.locator('[role=option][tabindex="0"]').count(), 1);
      }
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Enter');
      assert.equal(await bars.nth(-2).getAttribute('aria-selected'), 'true');
      assert.match(await page.locator('.detail').innerText(), /^14:00–15:00/);
      assert.equal(await page.locator('tr.selected th').innerText(), '14:00–15:00');
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('[aria-selected=true][role=option]').count(), 0);
    });

    it('walks over the tabs', async () => {
      const { page } = await show('dark', NOW);
      await open.send(ready());
      await page.locator('#tab-hours').focus();
      await page.keyboard.press('ArrowLeft');
      assert.equal(await focused(), 'tab-models');
      assert.equal(await page.locator('#table-panel').getAttribute('aria-labelledby'), 'tab-models');
    });
  });

  describe('when new figures arrive', () => {
    it('keeps focus, scroll and selection on the same hour', async () => {
      const { page } = await show('dark', NOW, { viewport: { width: 600, height: 500 } });
      await open.send(ready());
      await page.locator('.hour').nth(20).click();
      await page.locator('.hour').nth(18).focus();
      const selected = await page.locator('[role=option][aria-selected=true]').getAttribute('id');
      const at = await focused();
      await open.ask('(scrollTo(0, 310), document.getElementById("table-scroller").scrollLeft = 90)');
      await open.send({ ...ready(), refreshing: true });
      await open.send(ready(NOW + 60 * MINUTE));
      assert.equal(await focused(), at);
      assert.equal(await page.locator('[role=option][aria-selected=true]').getAttribute('id'), selected);
      assert.equal(await open.ask('scrollY'), 310);
      assert.equal(await open.ask('document.getElementById("table-scroller").scrollLeft'), 90);
    });

    it('gives the focus to another hour when its hour has left the day', async () => {
      const { page } = await show('dark', NOW);
      await open.send(ready());
      await page.locator('.hour').first().focus();
      await open.send(ready(NOW + 60 * MINUTE));
      assert.match(await focused(), /^hour-/);
    });

    it('keeps the focus on a row that moves', async () => {
      const { page } = await show('dark', NOW);
      await open.send(ready());
      await page.locator('#tab-profiles').click();
      await page.locator('#only-prof-review').focus();
      const figures = figuresAt(NOW);
      const state: PageState = {
        ...ready(),
        figures: {
          ...figures,
          profiles: figures.profiles.map((one) =>
            one.id === 'prof-review' ? { ...one, usage: { ...one.usage, input: [9e9] } } : one,
          ),
        },
      };
      await open.send(state);
      assert.equal(await page.locator('tbody th').first().innerText(), 'review-bot-sonnet');
      assert.equal(await focused(), 'only-prof-review');
    });

    it('moves nothing while it refreshes, and nothing when a bar is pointed at', async () => {
      const { page } = await show('dark', NOW);
      await open.send(ready());
      const before = await rects('.page *:not(option):not(svg *):not(.detail *)');
      await open.send(STATES.refreshing);
      assert.equal(await rects('.page *:not(option):not(svg *):not(.detail *):not(.progress)'), before);
      await open.send(ready());
      await page.locator('.hour').nth(3).hover();
      assert.match(await page.locator('.detail').innerText(), /Cache write/);
      assert.equal(await rects('.page *:not(option):not(svg *):not(.detail *)'), before);
    });

    it('draws the first figures where the blanks were', async () => {
      await show('dark', NOW);
      await open.send(STATES.loading);
      const before = await rects('header, .tile, .health, .plot');
      await open.send(ready());
      assert.equal(await rects('header, .tile, .health, .plot'), before);
    });

    it('says how old they are, and when they are stale', async () => {
      const { page } = await show('dark', NOW);
      await open.send(ready());
      assert.match(await page.locator('.provenance').innerText(), /less than a minute ago/);
      await page.clock.runFor(3 * MINUTE);
      assert.match(await page.locator('.provenance').innerText(), /3 minutes ago/);
      assert.equal(await page.locator('.stale').count(), 0);
      await page.clock.runFor(13 * MINUTE);
      assert.match(await page.locator('.provenance').innerText(), /16 minutes ago\s+Stale/);
    });
  });

  describe('and its host', () => {
    it('say ready, refresh, another scope, an action', async () => {
      const { page } = await show('dark', NOW);
      assert.deepEqual(await open.posted(), [{ type: 'ready' }]);
      await open.send(STATES.problem);
      await page.getByRole('button', { name: 'Refresh' }).click();
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('combobox').selectOption('prof-opus');
      await page.getByRole('tab', { name: 'By profile' }).click();
      await page.getByRole('button', { name: 'review-bot-sonnet' }).click();
      assert.deepEqual((await open.posted()).slice(1), [
        { type: 'refresh' },
        { type: 'action', id: 'sign-in' },
        { type: 'scope', scope: 'prof-opus' },
        { type: 'scope', scope: 'prof-review' },
      ]);
    });

    it('are not asked twice while a refresh is under way', async () => {
      const { page } = await show('dark', NOW);
      await open.send(STATES.refreshing);
      await page.locator('#refresh').press('Enter');
      assert.equal((await open.posted()).length, 1);
    });

    it('copy the table that is shown', async () => {
      const { page } = await show('dark', NOW);
      await open.send(STATES.sample);
      await page.getByRole('tab', { name: 'By profile' }).click();
      await page.getByRole('button', { name: 'Copy table' }).click();
      assert.equal(await page.locator('.copied').innerText(), 'Copied');
      const [message] = (await open.posted()).slice(-1);
      assert.ok(message?.type === 'copyTable');
      assert.match(
        message.text,
        /^Profile\tModel\t[^]*\nplatform-jane-doe-sonnet\tClaude Sonnet 4\.5\t[^]*Sample data/,
      );
      await page.clock.runFor(5000);
      assert.equal(await page.locator('.copied').innerText(), '');
    });

    it('hear of a bad message, and nothing on the page changes', async () => {
      await show('dark', NOW);
      await open.send(ready());
      const before = await open.ask('document.getElementById("app").innerHTML');
      for (const bad of [null, 'state', { type: 'state' }, { type: 'state', state: { ...ready(), figures: 3 } }]) {
        await open.sendRaw(bad);
        assert.equal((await open.posted()).at(-1)?.type, 'error');
      }
      assert.equal(await open.ask('document.getElementById("app").innerHTML'), before);
    });

    it('never take a name for markup', async () => {
      const { page } = await show('dark', NOW);
      const name = '<img src=x onerror="posted.push(1)"><script>posted.push(2)</script>';
      const figures = figuresAt(NOW);
      const profiles = figures.profiles.map((one) => ({ ...one, name, model: name, tier: name }));
      const scopes = [{ id: 'mine', label: name }];
      const missing = [name];
      await open.send({ ...ready(), source: name, scopes, figures: { ...figures, profiles, missing } });
      await page.getByRole('tab', { name: 'By profile' }).click();
      assert.equal(await page.locator('#app img, #app script').count(), 0);
      assert.equal(await page.locator('tbody th').first().innerText(), name);
      assert.equal((await open.posted()).length, 1);
    });

    it('find the page as it was after it was hidden', async () => {
      const { page } = await show('dark', NOW, { viewport: { width: 800, height: 500 } });
      await open.send(ready());
      await page.locator('.hour').nth(20).click();
      await page.locator('#tab-models').click();
      await page.locator('#sort-invocations').click();
      await open.ask('scrollTo(0, 200)');
      await open.until('JSON.parse(sessionStorage.getItem("state")).scroll === 200');
      await page.reload();
      await open.send(ready());
      assert.equal(await page.locator('#tab-models').getAttribute('aria-selected'), 'true');
      assert.match(await page.locator('th[aria-sort=descending]').innerText(), /Invocations/);
      assert.equal(await page.locator('.hour').nth(20).getAttribute('aria-selected'), 'true');
      assert.equal(await open.ask('scrollY'), 200);
    });

    it('load no more than sixty kilobytes of script', async () => {
      await show('dark', NOW);
      assert.ok(Buffer.byteLength(harness.bundle.script) < 60_000);
    });
  });
});

/** Fails with the rules that are broken and where. */
async function expectAccessible({ page }: OpenPage): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    [],
  );
}
