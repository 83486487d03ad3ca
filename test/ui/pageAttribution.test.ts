import assert from 'node:assert/strict';
import { totalTokens } from '../../src/core/usage/usage';
import { readyAttribution } from './page/attribution';
import { NOW, STATES } from './page/states';
import { expectAccessible, pageSuite } from './page/suite';
import { THEMES } from './page/themes';

const { report } = readyAttribution(NOW);
const exact = (count: number): string => count.toLocaleString('en-GB');

describe('the attribution view', function () {
  this.timeout(60_000);
  const { show, open, look, focused } = pageSuite();

  it('tells the host when it is shown and when it is left; the page has one script', async () => {
    const { page } = await show('dark', NOW);
    await open().send(STATES.attributionReady);
    await page.locator('#view-usage').focus();
    await page.keyboard.press('End');
    assert.equal(await focused(), 'view-attribution');
    await page.locator('.attribution').waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('End');
    assert.equal(await page.locator('script').count(), 1);
    assert.deepEqual((await open().posted()).slice(1), [
      { type: 'view', view: 'attribution' },
      { type: 'view', view: 'usage' },
      { type: 'view', view: 'attribution' },
    ]);
  });

  it('is there again, and said to be, when the page is loaded again', async () => {
    const { page } = await show('dark', NOW);
    await look('attributionReady');
    await page.reload();
    await open().send(STATES.attributionReady);
    await page.locator('.attribution').waitFor();
    assert.deepEqual(await open().posted(), [{ type: 'ready' }, { type: 'view', view: 'attribution' }]);
  });

  it('says first how much of tokens and of money is on tagged profiles; money at least, where a part is unpriced', async () => {
    const { page } = await show('light', NOW);
    await look('attributionReady');
    const [part, all] = [totalTokens(report.tagged.tokens), totalTokens(report.total.tokens)];
    const tile = (name: string) => page.locator(`[data-measure=tagged-${name}]`).innerText();
    assert.match(
      await tile('tokens'),
      new RegExp(`${((100 * part) / all).toFixed(1)}%[^]*≥ ${exact(part)} of ≥ ${exact(all)}`),
    );
    assert.match(await tile('money'), /approximately[^]*76\.0%[^]*at least[^]*\$84\.32 of[^]*at least[^]*\$110\.91/);
  });

  it('counts tokens as at least, part and whole, where figures are missing', async () => {
    const { page } = await show('light', NOW);
    await look('attributionReady');
    assert.ok(report.missing.length > 0);
    const cells = await page
      .locator('.attribution > tbody > tr > td:nth-child(3), .attribution > tfoot td:nth-child(3)')
      .allInnerTexts();
    assert.equal(cells.length, report.classes.length + 1);
    for (const cell of cells) assert.match(cell, /^≥ [^]*at least/);
    const { attribution } = STATES.attributionReady;
    await open().send({
      ...STATES.attributionReady,
      attribution: { ...attribution, report: { ...report, missing: [] } },
    });
    assert.doesNotMatch(await page.locator('[data-measure=tagged-tokens]').innerText(), /≥|approximately/);
  });

  it('has a row for each class, which unfolds by keyboard to what was invoked', async () => {
    const { page } = await show('light', NOW);
    await look('attributionReady');
    const rows = page.locator('.attribution > tbody > tr');
    assert.equal(await rows.count(), report.classes.length);
    for (const one of report.classes) {
      const text = await page.locator(`.attribution tr[data-class=${one.id}]`).innerText();
      assert.ok(text.includes(one.label) && text.includes(exact(totalTokens(one.tokens))), text);
      assert.equal(text.includes('(tagged)'), one.tagged);
    }
    assert.match(await page.locator('.attribution tr[data-class=deleted]').innerText(), /unpriced/);
    await page.locator('#attribution-incomplete').focus();
    await page.keyboard.press('Enter');
    const inside = (await page.locator('.attribution .subject').allInnerTexts()).join('\n');
    assert.match(inside, /About profiles without complete tags/);
    assert.match(inside, /=shared & <b>bold<\/b>[^]*untagged · Claude Sonnet 4\.5[^]*mobile-ci[^]*mobile \/ no member/);
    assert.equal(await focused(), 'attribution-incomplete');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('.attribution .subject').count(), 0);
  });

  it('says in words what the bars show: by class, and of the days the one with the lowest share', async () => {
    const { page } = await show('dark', NOW);
    await look('attributionReady');
    const [whole = '', days = ''] = await open().all('svg.shares[role=img]', 'aria-label');
    for (const { label } of report.classes) assert.ok(whole.includes(label), whole);
    assert.match(days, /Lowest share on tagged profiles: \d+\.\d% of tokens on Thu,? 20 Nov/);
    assert.equal(await page.locator('.shares.whole rect.tagged').count(), 3);
    assert.equal(await page.locator('.shares.whole rect.past').count(), 4);
    await page.locator('#attribution-days').click();
    const pairs = await page.locator('.pairs.days > div').allInnerTexts();
    assert.equal(pairs.length, report.days.length);
    assert.match(pairs[3] ?? '', /Mon,? 17 Nov\s+no tokens/);
  });

  it('is asked for another range and afresh like the usage view, and leads to what helps', async () => {
    const { page } = await show('dark', NOW);
    await look('attributionReady');
    await page.locator('#range-7d').focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('#refresh').click();
    await page.getByRole('button', { name: 'Show IAM Policies…' }).click();
    assert.deepEqual((await open().posted()).slice(-3), [
      { type: 'range', range: '30d' },
      { type: 'refresh' },
      { type: 'action', id: 'show-policies' },
    ]);
    assert.equal(await page.locator('#scope').count(), 0);
  });

  it('is copied and exported with raw values, a row for each profile and model', async () => {
    const { page } = await show('dark', NOW);
    await look('attributionReady');
    await page.locator('#copy-attribution').click();
    assert.equal(await page.locator('.copied').innerText(), 'Copied');
    await page.locator('#export-attribution').click();
    const [copied, exported] = (await open().posted()).slice(-2);
    assert.ok(copied?.type === 'copyTable' && exported?.type === 'export');
    const subjects = report.classes.flatMap((one) => one.subjects);
    assert.equal(exported.table.rows.length, subjects.length);
    const at = (id: string): number => exported.table.columns.findIndex((column) => column.id === id);
    assert.deepEqual(
      exported.table.rows.map((row) => row[at('total')]),
      subjects.map(({ tokens }) => totalTokens(tokens)),
    );
    const elapsed = exported.table.rows.find((row) => row[at('id')] === 'gone1234efgh');
    assert.equal(elapsed?.[at('estimate')], null);
    assert.equal(elapsed[at('unpricedTokens')], elapsed[at('total')]);
    assert.ok(exported.table.about.some((line) => line.includes('does not tell who made a call')));
    const lines = copied.text.split('\n');
    assert.equal(
      lines.findIndex((line) => line === ''),
      1 + subjects.length,
    );
    assert.ok(lines.some((line) => line.includes("\t'=shared & <b>bold</b>\t")));
  });

  it('says what is the matter while there are no figures, and keeps old ones', async () => {
    const { page } = await show('dark', NOW);
    await look('attributionLoading');
    assert.match(await page.locator('#view-panel').innerText(), /Loading usage/);
    await look('attributionFailed');
    assert.match(await page.locator('.message').innerText(), /Couldn’t load usage[^]*denied for jane\.doe/);
    await page.getByRole('button', { name: 'Show the Policy You Need' }).click();
    assert.deepEqual((await open().posted()).at(-1), { type: 'action', id: 'show-policy' });
    await look('attributionOld');
    assert.match(await page.locator('.notices').innerText(), /Couldn’t refresh usage[^]*Showing usage as of/);
    assert.equal(await page.locator('.attribution').count(), 1);
    await look('attributionEmpty');
    assert.match(await page.locator('.message').innerText(), /No usage of any model/);
  });

  for (const theme of THEMES)
    it(`has no barrier in what is unfolded: ${theme}`, async () => {
      const { page } = await show(theme, NOW);
      await look('attributionReady');
      for (const row of await page.locator('#view-panel .unfold').all()) await row.click();
      await expectAccessible(open());
    });
});
