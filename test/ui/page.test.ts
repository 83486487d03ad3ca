import assert from 'node:assert/strict';
import type { PageState } from '../../src/protocol/usagePage/state';
import { computeUsage } from '../../src/webview/usage/computedUsage';
import { offsetIn } from '../../src/webview/usage/chart/timeBuckets';
import { english } from '../english';
import { figuresAt, NOW, ready, stateMessage, STATES } from './page/states';
import { pageSuite } from './page/suite';

const berlin = offsetIn('Europe/Berlin');
const MINUTE = 60_000;

describe('the usage page', function () {
  this.timeout(60_000);
  const { show, open, rects, focused } = pageSuite();

  describe('by keyboard', () => {
    it('walks over the bars, and keeps one selected', async () => {
      const { page } = await show('dark', NOW);
      await open().send(ready());
      const keys = computeUsage(figuresAt(NOW), berlin).buckets.map(({ bucket }) => `bucket-${bucket.key}`);
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
      await open().send(ready());
      await page.locator('#tab-time').focus();
      await page.keyboard.press('ArrowLeft');
      assert.equal(await focused(), 'tab-kinds');
      assert.equal(await page.locator('#table-panel').getAttribute('aria-labelledby'), 'tab-kinds');
      await page.locator('#view-usage').focus();
      await page.keyboard.press('ArrowRight');
      assert.equal(await focused(), 'view-bill');
      assert.equal(await page.locator('#view-panel').getAttribute('aria-labelledby'), 'view-bill');
      await page.keyboard.press('End');
      assert.equal(await focused(), 'view-attribution');
    });

    it('chooses a range with the arrow keys, and shows the range of the figures until others are there', async () => {
      const { page } = await show('dark', NOW);
      await open().send(ready());
      await page.locator('#range-24h').focus();
      await page.keyboard.press('ArrowRight');
      assert.deepEqual((await open().posted()).at(-1), { type: 'range', range: '7d' });
      assert.equal(await focused(), 'range-7d');
      await open().send({ ...ready(), range: '7d', refreshing: true });
      assert.equal(await page.locator('#chart-title').innerText(), 'Tokens by Hour');
      await open().send(ready(NOW, '7d'));
      assert.equal(await focused(), 'range-7d');
      assert.ok(await page.locator('#range-7d').isChecked());
      assert.equal(await page.locator('.hour').count(), 8);
    });
  });

  describe('when new figures arrive', () => {
    it('keeps focus, scroll and selection on the same hour', async () => {
      const { page } = await show('dark', NOW, { viewport: { width: 600, height: 500 } });
      await open().send(ready());
      await page.locator('.hour').nth(20).click();
      await page.locator('.hour').nth(18).focus();
      const selected = await page.locator('[role=option][aria-selected=true]').getAttribute('id');
      const at = await focused();
      await open().ask('(scrollTo(0, 310), document.getElementById("table-scroller").scrollLeft = 90)');
      await open().send({ ...ready(), refreshing: true });
      await open().send(ready(NOW + 60 * MINUTE));
      assert.equal(await focused(), at);
      assert.equal(await page.locator('[role=option][aria-selected=true]').getAttribute('id'), selected);
      assert.equal(await open().ask('scrollY'), 310);
      assert.equal(await open().ask('document.getElementById("table-scroller").scrollLeft'), 90);
    });

    it('gives the focus to another hour when its hour has left the day', async () => {
      const { page } = await show('dark', NOW);
      await open().send(ready());
      await page.locator('.hour').first().focus();
      await open().send(ready(NOW + 60 * MINUTE));
      assert.match(await focused(), /^bucket-/);
    });

    it('keeps the focus on a row that moves', async () => {
      const { page } = await show('dark', NOW);
      await open().send(ready());
      await page.locator('#tab-profiles').click();
      await page.locator('#only-prof-review').focus();
      const figures = figuresAt(NOW);
      const state: PageState = {
        ...ready(),
        usageReport: {
          ...figures,
          profiles: figures.profiles.map((one) =>
            one.id === 'prof-review' ? { ...one, now: { ...one.now, tokens: { ...one.now.tokens, input: 9e9 } } } : one,
          ),
        },
      };
      await open().send(state);
      assert.equal(await page.locator('tbody th').first().innerText(), 'review-bot-sonnet');
      assert.equal(await focused(), 'only-prof-review');
    });

    it('moves nothing while it refreshes, and nothing when a bar is pointed at', async () => {
      const { page } = await show('dark', NOW);
      await open().send(ready());
      const before = await rects('.page *:not(option):not(svg *):not(.detail *)');
      await open().send(STATES.refreshing);
      assert.equal(await rects('.page *:not(option):not(svg *):not(.detail *):not(.progress)'), before);
      await open().send(ready());
      await page.locator('.hour').nth(3).hover();
      assert.match(await page.locator('.detail').innerText(), /Cache write/);
      assert.equal(await rects('.page *:not(option):not(svg *):not(.detail *)'), before);
    });

    it('draws the first figures where the blanks were', async () => {
      await show('dark', NOW);
      await open().send(STATES.loading);
      const before = await rects('header, .tools, .tile, .health, .plot');
      await open().send(ready());
      assert.equal(await rects('header, .tools, .tile, .health, .plot'), before);
    });

    it('says how old they are, and when they are stale', async () => {
      const { page } = await show('dark', NOW);
      await open().send(ready());
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
      assert.deepEqual(await open().posted(), [{ type: 'ready' }]);
      await open().send(STATES.problem);
      await page.getByRole('button', { name: 'Refresh', exact: true }).click();
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('combobox').selectOption('prof-opus');
      await page.locator('#prices').click();
      await page.getByRole('tab', { name: 'By profile' }).click();
      await page.getByRole('button', { name: 'review-bot-sonnet' }).click();
      assert.deepEqual((await open().posted()).slice(1), [
        { type: 'refresh' },
        { type: 'action', id: 'sign-in' },
        { type: 'scope', scope: 'prof-opus' },
        { type: 'action', id: 'refresh-prices' },
        { type: 'scope', scope: 'prof-review' },
      ]);
    });

    it('are not asked twice while a refresh is under way', async () => {
      const { page } = await show('dark', NOW);
      await open().send(STATES.refreshing);
      await page.locator('#refresh').press('Enter');
      assert.equal((await open().posted()).length, 1);
    });

    it('copy the table that is shown', async () => {
      const { page } = await show('dark', NOW);
      await open().send(STATES.sample);
      await page.getByRole('tab', { name: 'By profile' }).click();
      await page.getByRole('button', { name: 'Copy Table' }).click();
      assert.equal(await page.locator('.copied').innerText(), 'Copied');
      const [message] = (await open().posted()).slice(-1);
      assert.ok(message?.type === 'copyTable');
      assert.match(
        message.text,
        /^Profile\tMember\t[^]*\nplatform-jane-doe-sonnet\tjane\.doe\tClaude Sonnet 4\.5\t[^]*Sample data/,
      );
      await page.clock.runFor(5000);
      assert.equal(await page.locator('.copied').innerText(), '');
    });

    it('hear of a bad message, and nothing on the page changes', async () => {
      await show('dark', NOW);
      await open().send(ready());
      const before = await open().ask('document.getElementById("app").innerHTML');
      const whole = stateMessage(ready());
      for (const bad of [
        null,
        'state',
        { type: 'state' },
        { type: 'strings', strings: { title: 3 } },
        { ...whole, state: { ...ready(), usageReport: 3 } },
        { ...whole, state: { ...ready(), attribution: { phase: 'ready', range: 'ever' } } },
      ]) {
        await open().sendRaw(bad);
        assert.equal((await open().posted()).at(-1)?.type, 'error');
      }
      assert.equal(await open().ask('document.getElementById("app").innerHTML'), before);
    });

    it('never take a name for markup', async () => {
      const { page } = await show('dark', NOW);
      const name = '<img src=x onerror="posted.push(1)"><script>posted.push(2)</script>';
      const figures = figuresAt(NOW);
      const profiles = figures.profiles.map((one) => ({ ...one, name, team: name, member: name }));
      const groups = figures.groups.map((one) => ({ ...one, model: name, tier: name, region: name, price: name }));
      const scopes = [{ id: 'mine', label: name }];
      const missing = [name];
      await open().send({ ...ready(), source: name, scopes, usageReport: { ...figures, groups, profiles, missing } });
      await page.getByRole('tab', { name: 'By profile' }).click();
      for (const estimate of await page.locator('.calculate').all()) await estimate.click();
      assert.equal(await page.locator('#app img, #app script').count(), 0);
      assert.equal(await page.locator('tbody th').first().innerText(), name);
      assert.equal((await open().posted()).length, 1);
    });

    it('find the page as it was after it was hidden', async () => {
      const { page } = await show('dark', NOW, { viewport: { width: 800, height: 500 } });
      await open().send(ready());
      await page.locator('.hour').nth(20).click();
      await page.locator('#tab-models').click();
      await page.locator('#sort-invocations').click();
      await page.locator('#measure-money').click({ force: true });
      await open().ask('scrollTo(0, 200)');
      await open().until('JSON.parse(sessionStorage.getItem("state")).scroll === 200');
      await page.reload();
      await open().send(ready());
      assert.equal(await page.locator('#tab-models').getAttribute('aria-selected'), 'true');
      assert.match(await page.locator('th[aria-sort=descending]').innerText(), /Invocations/);
      assert.equal(await page.locator('.hour').nth(20).getAttribute('aria-selected'), 'true');
      assert.equal(await open().ask('scrollY'), 200);
      assert.ok(await page.locator('#measure-money').isChecked());
      assert.equal(await open().ask('JSON.parse(sessionStorage.getItem("state")).scope'), 'mine');
    });

    it('reads it in the language of VS Code: every sentence comes from the host', async () => {
      const { page } = await show('dark', NOW);
      const strings = Object.fromEntries(Object.entries(english).map(([name, text]) => [name, `«${text}»`]));
      await open().sendRaw({ type: 'strings', strings });
      await open().sendRaw(stateMessage(ready()));
      assert.equal(await page.locator('h1').innerText(), '«Bedrock Usage»');
      assert.match(
        await page.locator('[data-measure=estimate] .compared').innerText(),
        /^«.*compared with the previous 24 hours»$/,
      );
    });
  });
});
