import assert from 'node:assert/strict';
import { formatMoney, type Money } from '../../src/core/money';
import { TOKEN_KINDS } from '../../src/core/usage/usage';
import { computeUsage } from '../../src/webview/usage/computedUsage';
import { offsetIn } from '../../src/webview/usage/chart/timeBuckets';
import { everybody, figuresAt, NOW, ready, STATES } from './page/states';
import { pageSuite } from './page/suite';

const berlin = offsetIn('Europe/Berlin');

describe('the usage page', function () {
  this.timeout(60_000);
  const { show, open, focused } = pageSuite();

  describe('shows numbers', () => {
    const { total, buckets, active } = computeUsage(figuresAt(NOW), berlin);
    const exact = (count: number | undefined): string => (count ?? 0).toLocaleString('en-GB');
    const usd = (money: Money): string => formatMoney(money, 'en-GB');

    it('as they are in the state: totals, bars and table', async () => {
      const { page } = await show('dark', NOW);
      await open().send(ready());
      const text = (selector: string): Promise<string> => page.locator(selector).innerText();
      assert.equal(await text('[data-measure=estimate] .huge'), usd(total.cost.amount.money));
      for (const measure of ['total', ...TOKEN_KINDS] as const)
        assert.equal(
          (await text(`[data-measure=${measure}] .exact`)).trim(),
          exact(total.usage[measure].value),
          measure,
        );
      for (const kind of TOKEN_KINDS)
        assert.equal(await text(`[data-measure=${kind}] .money`), usd(total.cost.byKind[kind].money));
      for (const measure of ['invocations', 'clientErrors', 'serverErrors', 'throttles'] as const)
        assert.equal(await text(`[data-measure=${measure}] dd`), exact(total.usage[measure].value));
      const names = await open().all('[role=option]', 'aria-label');
      assert.equal(names.length, buckets.length);
      buckets.forEach(({ costedUsage: { usage, cost } }, index) => {
        const { input, output, cacheRead, cacheWrite } = usage;
        const parts = `input ${exact(input.value)}, output ${exact(output.value)}, cache read ${exact(cacheRead.value)}`;
        const money = `estimate ${usd(cost.amount.money)}`;
        const said = `${exact(usage.total.value)} tokens: ${parts}, cache write ${exact(cacheWrite.value)}; ${money}`;
        assert.ok(names[index]?.endsWith(said), names[index] ?? '');
      });
      const cells = await open().all('tbody tr', 'textContent');
      buckets.forEach(({ costedUsage: { usage, cost } }, index) => {
        assert.ok(cells[index]?.includes(exact(usage.total.value)));
        assert.ok(cells[index]?.includes(usd(cost.amount.money)));
      });
    });

    it('compared with the span before, also when there was nothing', async () => {
      const { page } = await show('dark', NOW);
      await open().send(ready());
      const compared = page.locator('.compared');
      assert.match(
        await compared.innerText(),
        /^[+-]\$\d+\.\d\d \([+-]\d+\.\d%\) compared with the previous 24 hours$/,
      );
      await open().send(STATES.firstDay);
      assert.equal(await compared.innerText(), 'No usage in the previous 24 hours');
      await open().send(STATES.empty);
      assert.equal(await compared.innerText(), 'No usage, and none in the previous 24 hours');
      await open().send(STATES.partlyPriced);
      assert.match(await compared.innerText(), /^Not comparable/);
    });

    it('by profile, dearest first, and by model', async () => {
      const { page } = await show('dark', NOW);
      await open().send(ready());
      await page.getByRole('tab', { name: 'By profile' }).click();
      const sorted = [...active].sort((a, b) => Number(b.now.cost.amount.money - a.now.cost.amount.money));
      assert.deepEqual(
        await page.locator('tbody th').allInnerTexts(),
        sorted.map(({ profile }) => profile.name),
      );
      await page.getByRole('button', { name: 'Profile', exact: true }).click();
      assert.equal(await page.locator('thead th[aria-sort]').getAttribute('aria-sort'), 'ascending');
      await page.getByRole('tab', { name: 'By model' }).click();
      assert.equal(await page.locator('tbody tr').count(), 3);
    });

    it('that are not known or not priced in words, never as zero', async () => {
      const { page } = await show('dark', NOW);
      await open().send(STATES.partial);
      assert.match(await page.locator('[data-measure=cacheWrite] .large').innerText(), /^≥/);
      assert.match(await page.locator('[data-measure=estimate] .huge').innerText(), /^≥/);
      const { usageReport } = ready();
      assert.ok(usageReport);
      await open().send({
        ...ready(),
        usageReport: { ...usageReport, missing: ['CloudWatch reports that data is missing.'] },
      });
      assert.match(await page.locator('[data-measure=input] .large').innerText(), /^≥/);
      assert.match(await page.locator('[data-measure=estimate] .compared').innerText(), /^Not comparable/);
      await page.locator('#tab-models').click();
      for (const estimate of await page.locator('.calculate').allInnerTexts()) assert.match(estimate, /^≥/);
      await open().send(STATES.partlyPriced);
      assert.match(await page.locator('[data-measure=estimate] .huge').innerText(), /^≥[^]*\$/);
      await open().send(STATES.unpriced);
      assert.equal(await page.locator('[data-measure=estimate] .huge').innerText(), 'unpriced');
      assert.doesNotMatch(await page.locator('.tiles').innerText(), /\$/);
      await page.locator('#tab-models').click();
      assert.doesNotMatch(await page.locator('#table-panel').innerText(), /\$0/);
    });

    it('that may be missing as not known, and not as unpriced, in hours without any that are known', async () => {
      const { page } = await show('dark', NOW);
      await open().send(STATES.partial);
      const night = page.locator('tbody tr').filter({ hasText: '02:00–03:00' });
      assert.match(await night.innerText(), /^02:00–03:00\s+–\s*not known/);
      assert.doesNotMatch(await page.locator('#table-panel').innerText(), /unpriced$/m);
      assert.match(await page.locator('#view-panel').innerText(), /hit ratio: ≥ [\d,]+ cache reads of ≥ /);
    });

    it('with the formula behind each estimate, by keyboard', async () => {
      const { page } = await show('dark', NOW);
      await open().send(ready());
      await page.locator('#calculation').focus();
      await page.keyboard.press('Enter');
      const formula = await page.locator('.calculation').innerText();
      for (const part of [
        'Claude Opus 4.5 Global',
        '× $0.33 per million',
        'AWS Price List, 14 November 2025',
        '5-minute rate',
      ])
        assert.ok(formula.includes(part), part);
      await page.keyboard.press('Enter');
      await page.locator('#tab-profiles').click();
      const estimate = page.locator('tbody .calculate').first();
      await estimate.focus();
      await page.keyboard.press('Enter');
      assert.equal(await estimate.getAttribute('aria-expanded'), 'true');
      assert.match(await page.locator('tr.more').innerText(), /× \$3\.30 per million\s+= \$/);
      assert.equal(await focused(), await estimate.getAttribute('id'));
    });

    it('of caching: what share is read from it, what it saved or cost, and a hint where it is hardly used', async () => {
      const { page } = await show('dark', NOW);
      await open().send(ready());
      assert.match(await page.locator('[data-measure=hits]').innerText(), /^8\d\.\d%/);
      assert.match(await page.locator('[data-measure=saved]').innerText(), /^Caching saved \$/);
      assert.equal(await page.locator('.hint-box').count(), 0);
      await open().send(STATES.uncached);
      assert.match(await page.locator('[data-measure=saved]').innerText(), /^Caching cost \$.* more than no caching/);
      assert.match(await page.locator('.hint-box').innerText(), /^Your agent’s cache hit ratio is low/);
    });

    it('of the same tokens on other models, cheapest first, and the unpriced last', async () => {
      const { page } = await show('dark', NOW);
      await open().send(ready());
      await page.locator('#what-if').click();
      const rows = await page.locator('#what-if-scroller tbody th').allInnerTexts();
      assert.deepEqual(rows, [
        'Current',
        'Claude Haiku 4.5',
        'Claude Sonnet 4.5',
        'Claude Opus 4.5',
        'Amazon Nova Pro',
      ]);
      const last = await page.locator('#what-if-scroller tbody tr').last().innerText();
      assert.match(last, /≥/);
    });

    it('in the hours of the reader, also where one hour comes twice', async () => {
      const turnedBack = Date.UTC(2025, 10, 2, 12, 5);
      await show('dark', turnedBack, { timezoneId: 'America/New_York' });
      await open().send(ready(turnedBack));
      const names = await open().all('[role=option]', 'aria-label');
      assert.equal(names.filter((name) => name.startsWith('01:00–02:00')).length, 2);
      assert.equal(new Set(names.map((name) => name.split(': ')[0])).size, names.length);
    });

    it('in local days for longer ranges, and says when a month begins', async () => {
      const { page } = await show('light', NOW);
      await open().send(ready(NOW, '7d'));
      assert.equal(await page.locator('.hour').count(), 8);
      assert.equal(await page.locator('#chart-title').innerText(), 'Tokens by Day');
      await open().send(ready(NOW, 'month'));
      assert.match(
        await page.locator('.provenance').innerText(),
        /1 Nov, 01:00 – .*billing months start at midnight UTC/,
      );
      const [first] = await open().all('[role=option]', 'aria-label');
      assert.match(first ?? '', /^Sat,? 1 Nov \(partial\): /);
      await page.locator('#measure-money').click({ force: true });
      assert.equal(await page.locator('#chart-title').innerText(), 'Estimated Cost by Day');
      assert.match((await page.locator('.axes .y').last().textContent()) ?? '', /^\$/);
    });

    it('in the hours of a zone that is half an hour off', async () => {
      const { page } = await show('light', NOW, { timezoneId: 'Asia/Kolkata' });
      await open().send(ready());
      const name = await page.locator('.hour').nth(1).getAttribute('aria-label');
      assert.match(name ?? '', /^21:00–22:00: /);
      assert.match(await page.locator('.provenance').innerText(), /India Standard Time/);
    });
  });

  describe('for a team', () => {
    it('begins with members, leaves health out, and folds profiles without traffic away', async () => {
      const { page } = await show('dark', NOW);
      await open().send(STATES.everybody);
      assert.equal(await page.locator('#tab-members').getAttribute('aria-selected'), 'true');
      assert.equal(await page.locator('[id^=tab-]').first().innerText(), 'By member');
      assert.equal(await page.locator('.health').count(), 0);
      assert.equal(await page.locator('#sort-latency').count(), 0);
      const idle = page.locator('#idle');
      assert.equal(await idle.innerText(), 'Show 8 profiles without usage');
      const rows = await page.locator('tbody tr').count();
      await idle.focus();
      await page.keyboard.press('Enter');
      assert.ok((await page.locator('tbody tr').count()) > rows);
      assert.equal(await idle.innerText(), 'Hide 8 profiles without usage');
      assert.equal(await focused(), 'idle');
      assert.ok((await page.locator('tbody th').allInnerTexts()).includes('Untagged'));
    });

    it('filters five hundred profiles of a month as one types, and adds up what is shown', async () => {
      const { page } = await show('dark', NOW);
      const state = everybody(500, '30d');
      await open().send(state);
      await page.locator('#tab-profiles').click();
      const all = await page.locator('tbody tr').count();
      assert.equal(all, state.usageReport?.profiles.length);
      const totals = page.locator('tfoot tr');
      const estimate = await page.locator('[data-measure=estimate] .huge').innerText();
      assert.ok((await totals.innerText()).includes(estimate));
      await page.locator('#filter').focus();
      await page.keyboard.type('jane haiku');
      assert.equal(await focused(), 'filter');
      const shown = await page.locator('tbody tr').count();
      assert.ok(shown > 1 && shown < all / 5);
      for (const text of await page.locator('tbody tr').allInnerTexts()) assert.match(text, /jane[^]*Haiku/);
      assert.match(await totals.innerText(), new RegExp(`^Total of ${shown} shown`));
      const cents = (await page.locator('tbody .calculate').allInnerTexts()).map((text) =>
        Number(text.replace(/[$,]/g, '')),
      );
      const sum = Number((await totals.locator('td.number').first().innerText()).replace(/[$,]/g, ''));
      assert.ok(Math.abs(cents.reduce((total, one) => total + one, 0) - sum) < 0.005 * (shown + 1));
      await page.locator('#export').click();
      const [message] = (await open().posted()).slice(-1);
      assert.ok(message?.type === 'export');
      assert.equal(message.table.rows.length, shown);
      const leftOut = `The filter “jane haiku” hides ${all - shown} of ${all} rows`;
      assert.equal(message.table.about[0], leftOut);
      assert.equal(message.table.leftOut?.[0], leftOut);
      // Another tab has a filter of its own.
      await page.locator('#tab-models').click();
      assert.equal(await page.locator('#filter').inputValue(), '');
      await page.locator('#export').click();
      const [whole] = (await open().posted()).slice(-1);
      assert.ok(whole?.type === 'export');
      assert.ok(!whole.table.about.some((line) => line.includes('filter')));
      await page.locator('#tab-profiles').click();
      assert.equal(await page.locator('#filter').inputValue(), 'jane haiku');
      await page.locator('#filter').fill('nobody at all');
      assert.equal(await page.locator('tbody tr').count(), 0);
      assert.match(await page.locator('#table-panel').innerText(), /No rows match the filter/);
      await page.locator('#filter').fill('');
      assert.equal(await page.locator('tbody tr').count(), all);
    });
  });
});
